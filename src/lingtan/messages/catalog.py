"""The catalogue of sentences: one TOML file a room, one table a code.

[NEGATIVE_MASS]
kind = "error"                       # error | message | term
en = "mass must be ≥ 0 kg, got {value}"
zh = "质量必须 ≥ 0 kg，实际为 {value}"
fix_en = "Correct the cell; a removed part is a line with quantity 0."
fix_zh = "请更正单元格；取消的部件请把数量写为 0。"
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

__all__ = ["Entry", "Kind", "Language", "catalog"]


class Language(StrEnum):
    """A language Lingtan speaks in full."""

    EN = "en"
    ZH = "zh"


class Kind(StrEnum):
    """What an entry is for: errors carry a way out and a docs page, messages are sentences, terms are labels."""

    ERROR = "error"
    MESSAGE = "message"
    TERM = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One code with its sentence in every language; errors also say the way out."""

    code: str
    room: str
    kind: Kind
    text: Mapping[Language, str]
    fix: Mapping[Language, str]

    def placeholders(self, language: Language) -> frozenset[str]:
        """Names in braces that the sentence of this language uses."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.text[language]) if name)


@cache
def catalog() -> Mapping[str, Entry]:
    """Every entry by code. Raises ValueError when a code stands twice or lacks a language (a defect, caught in CI)."""
    entries: dict[str, Entry] = {}
    for path in sorted(files("lingtan.messages").joinpath("catalogues").iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".toml"):
            continue
        room = path.name.removesuffix(".toml")
        for code, table in tomllib.loads(path.read_text("utf-8")).items():
            if code in entries:
                raise ValueError(f"{code} stands in {entries[code].room}.toml and {room}.toml")
            kind = Kind(table["kind"])
            fix = {lang: table[f"fix_{lang}"] for lang in Language} if kind is Kind.ERROR else {}
            entries[code] = Entry(code=code, room=room, kind=kind, text={lang: table[lang] for lang in Language}, fix=fix)
    return entries
