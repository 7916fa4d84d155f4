"""The packs that come with the house: `packs/<name>/factors.csv`, `sources.csv` and, where needed, `constants.csv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from lingtan.evidence import Source
from lingtan.factors.constant import Constant
from lingtan.factors.library import FactorLibrary
from lingtan.factors.parse import parse_constants, parse_pack, parse_sources
from lingtan.factors.record import BUILT_IN, Factor

__all__ = ["Pack", "built_in_packs", "load_library", "load_pack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One pack: its factors, sources and constants."""

    name: str
    factors: tuple[Factor, ...]
    sources: tuple[Source, ...]
    constants: tuple[Constant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _CsvRow:
    """A CSV row with its line number, as `parse` wants it."""

    file: str
    line: int
    values: Mapping[str, str]

    def value(self, column: str) -> str | None:
        return self.values.get(column) or None

    def cell(self, column: str) -> str:
        return f"{self.file}:{self.line}:{column}"


def built_in_packs() -> tuple[str, ...]:
    """The names of the built-in packs, sorted."""
    return tuple(sorted(p.name for p in _folder().iterdir() if p.joinpath("factors.csv").is_file()))


def load_pack(name: str) -> Pack:
    """A built-in pack, read and checked. Raises what `parse_pack` raises (a defect, caught in CI)."""
    folder = _folder().joinpath(name)
    return Pack(
        name=name,
        factors=parse_pack(_rows(folder, "factors.csv"), pack=BUILT_IN),
        sources=parse_sources(_rows(folder, "sources.csv")),
        constants=parse_constants(_rows(folder, "constants.csv")),
    )


@cache
def load_library() -> FactorLibrary:
    """The built-in library: all packs in one layer."""
    packs = tuple(load_pack(name) for name in built_in_packs())
    return FactorLibrary(
        (f for p in packs for f in p.factors), (s for p in packs for s in p.sources), (c for p in packs for c in p.constants)
    )


def _folder() -> Traversable:
    return files("lingtan.factors").joinpath("packs")


def _rows(folder: Traversable, name: str) -> list[_CsvRow]:
    path = folder.joinpath(name)
    if not path.is_file():
        return []
    reader = csv.DictReader(path.read_text("utf-8").splitlines())
    return [_CsvRow(file=f"{folder.name}/{name}", line=n, values=row) for n, row in enumerate(reader, start=2)]
