"""Documentation under test: generated pages are current, names are listed, README commands run."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
NUMERIC = {"int", "float", "Decimal"}


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lingtan_docs_tool", ROOT / "tools" / "docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_error_code_and_page_of_the_web_has_its_page_in_both_languages() -> None:
    assert tool().stale() == []


def test_every_page_of_the_web_says_what_it_shows_and_no_sentence_is_left_over() -> None:
    from lingtan.messages import catalog

    said = {code for code in catalog() if code.startswith("PAGE_HELP_")}
    shown = [page.help for page in tool().web_pages()]
    assert len(shown) == len(set(shown))
    assert (sorted(set(shown) - said), sorted(said - set(shown))) == ([], [])


def test_every_command_explains_itself_in_both_languages() -> None:
    from lingtan.messages import Language

    lacking = []
    for name, command in tool().commands():
        texts = [(name, command.help or "")]
        texts += [(f"{name} {p.name}", getattr(p, "help", None) or "") for p in command.params if not getattr(p, "hidden", False)]
        for where, text in texts:
            english, chinese = (tool().by_language(text, language) for language in (Language.EN, Language.ZH))
            bare = re.sub(r"\([^)]*\)", "", english)  # an English text may name a Chinese term in brackets
            if not english or english == chinese or re.search("[\u4e00-\u9fff]", bare) or not re.search("[\u4e00-\u9fff]", chinese):
                lacking.append(where)
    assert lacking == []


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("Seed of the draws. 随机种子。", "Seed of the draws.", "随机种子。"),
        ("As JSON on stdout. 以 JSON 输出。", "As JSON on stdout.", "以 JSON 输出。"),  # Latin letters inside the Chinese half
        ("A PDF. PDF/A-3 文件。", "A PDF.", "PDF/A-3 文件。"),  # the Chinese half starts with Latin letters
        ("Only English.", "Only English.", "Only English."),  # one half only
    ],
)
def test_a_help_text_is_split_into_its_halves(text: str, english: str, chinese: str) -> None:
    from lingtan.messages import Language

    assert (tool().by_language(text, Language.EN), tool().by_language(text, Language.ZH)) == (english, chinese)


def numeric_fields() -> dict[str, str]:
    """Public dataclass fields that hold a number or numbers, with one class each."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "src" / "lingtan").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.ClassDef)
                and not node.name.startswith("_")
                and any("dataclass" in ast.unparse(d) for d in node.decorator_list)
            ):
                for field in node.body:
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and not field.target.id.startswith("_"):
                        names = {part.id for part in ast.walk(field.annotation) if isinstance(part, ast.Name)}
                        if names & NUMERIC:
                            found[field.target.id] = f"{path.parent.name}.{node.name}"
    return found


def listed() -> tuple[set[str], set[str]]:
    """The endings and the whole names of docs/nomenclature.md: the code words in the first cell of each row."""
    text = (ROOT / "docs" / "nomenclature.md").read_text("utf-8")
    words = {word for line in text.splitlines() if line.startswith("| `") for word in re.findall(r"`([^`]+)`", line.split("|")[1])}
    return {word[1:] for word in words if word.startswith("_")}, {word for word in words if not word.startswith("_")}


def test_every_number_is_named_with_its_unit_or_is_listed() -> None:
    endings, names = listed()
    unknown = {
        name: where
        for name, where in numeric_fields().items()
        if name not in names and name not in endings and not any(name.endswith("_" + ending) for ending in endings)
    }
    assert unknown == {}


def test_the_page_of_names_lists_nothing_that_is_not_there() -> None:
    endings, names = listed()
    fields = numeric_fields()
    assert sorted(names - set(fields)) == []
    assert sorted(e for e in endings if not any(field == e or field.endswith("_" + e) for field in fields)) == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_links_of_a_readme_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]
    assert [target for target in targets if not (ROOT / target).exists()] == []


def readme_commands(name: str) -> list[str]:
    """Lines of the fenced `console` blocks that start with `$ `, without it."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_both_readmes_show_the_same_commands() -> None:
    assert readme_commands("README.md") == readme_commands("README.zh.md")
    assert "python3 dev.py demo" in readme_commands("README.md")
    assert "python3 dev.py test" in readme_commands("README.md")


def test_the_readmes_server_opens_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    assert ".venv/bin/lingtan serve --demo" in readme_commands("README.md")
    command = [str(Path(sys.executable).parent / "lingtan"), "serve", "--demo", "--home", str(tmp_path / "home"), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
        assert server.stderr is not None
        assert any("Lingtan is served at http://127.0.0.1:" in line for line in server.stderr)
        server.terminate()
        server.stderr.read()
        assert server.wait(60) == 0


@pytest.mark.parametrize("command", [c for c in readme_commands("README.md") if c.startswith(".venv/bin/lingtan ") and " serve" not in c])
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "lingtan"
    words = command.split()[1:]
    examples = ROOT / "examples"
    words = [str(ROOT / word) if word.startswith("examples/") else word for word in words]
    assert examples.is_dir()
    done = subprocess.run([str(program), *words], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
