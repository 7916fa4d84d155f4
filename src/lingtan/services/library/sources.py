"""The sources of a library, and how much rests on each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lingtan.evidence import Standing
from lingtan.factors import FactorLibrary

__all__ = ["SourceList", "SourceRow", "source_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source, how far it was seen, and how many factors cite it."""

    id: str
    title: str
    publisher: str
    year: int
    locator: str
    licence: str
    standing: Standing
    factors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """Every source, the most cited first."""

    rows: tuple[SourceRow, ...]


def source_list(library: FactorLibrary) -> SourceList:
    """The sources of a library."""
    cited = Counter(factor.source_id for factor in library.factors)
    rows = [
        SourceRow(
            id=s.id, title=s.title, publisher=s.publisher, year=s.year, locator=s.locator, licence=s.licence, standing=s.standing,
            factors=cited[s.id],
        )
        for s in library.sources.values()
    ]  # fmt: skip
    return SourceList(rows=tuple(sorted(rows, key=lambda row: (-row.factors, row.id))))
