"""Every code has its sentence in both languages, with the same values, and every sentence is used."""

from __future__ import annotations

import re
import string
from pathlib import Path

import lingtan_verify
from lingtan_verify.reason import Reason
from lingtan_verify.texts import TEXTS, say, sentence

SOURCES = {path.name: path.read_text("utf-8") for path in Path(lingtan_verify.__file__).parent.glob("*.py")}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_english_and_chinese_say_the_same_things():
    for code, (english, chinese) in TEXTS.items():
        assert english.strip(), code
        assert fields(english) == fields(chinese), code
        assert re.search("[\u4e00-\u9fff]", chinese), code
        assert not re.search("[\u4e00-\u9fff]", english), code


def test_every_code_that_is_raised_has_a_sentence_and_every_sentence_is_raised():
    used = set()
    for name, source in SOURCES.items():
        if name != "texts.py":
            used |= set(re.findall(r"[\"']([A-Z][A-Z0-9_]{3,})[\"']", source))
            used |= {f"HELP_{word}" for word in re.findall(r'text\("([A-Z]+)"\)', source)}
    assert set(TEXTS) - used == set()
    raised = set(re.findall(r'(?:Reason|RefusalError|_UsageError)\(\s*"([A-Z0-9_]+)"', "".join(SOURCES.values())))
    assert raised - set(TEXTS) == set()


def test_a_missing_value_never_breaks_a_sentence():
    for code in TEXTS:
        for language in ("en", "zh"):
            assert sentence(code, language)
    assert (
        say(Reason("REQUIRED_GRAMS", "policy", {"want": 2, "got": 1}), "en")
        == "REQUIRED_GRAMS @ policy: the required grams must be 2, are 1"
    )


def code_table() -> str:
    """The table of README.md; to renew it, paste what this returns between its two marks."""
    skipped = ("HELP", "LABEL", "NOTE", "USAGE")
    codes = sorted(code for code in TEXTS if not code.startswith(skipped) and code not in ("VALID", "NOT_VALID"))
    rows = [f"| `{code}` | {TEXTS[code][0]} | {TEXTS[code][1]} |" for code in codes]
    return "\n".join(["| code | English | 中文 |", "|---|---|---|", *rows])


def test_the_readme_lists_every_reason_code():
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    assert readme.split("<!-- codes -->\n")[1].split("\n<!-- /codes -->")[0] == code_table()
