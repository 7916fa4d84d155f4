"""A user's factor pack from a workbook: the sheets `Factors` and `Sources`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lingtan.evidence import Source
from lingtan.factors import Factor, parse_pack, parse_sources
from lingtan.files.factor_columns import FACTORS, SOURCES
from lingtan.files.table import Row, read_table

__all__ = ["read_factor_pack"]


@dataclass(frozen=True, slots=True)
class _PackRow:
    """A row as `factors.PackRow` wants it: numbers and texts only."""

    row: Row

    def value(self, column: str) -> str | int | float | None:
        found = self.row.value(column)
        return found.isoformat() if isinstance(found, date) else found

    def cell(self, column: str) -> str:
        return self.row.cell(column)


def read_factor_pack(path: Path, *, pack: str) -> tuple[tuple[Factor, ...], tuple[Source, ...]]:
    """Factors and sources of a pack named `pack`, for `FactorLibrary.with_pack`.

    Raises TableError, InputError or FactorError with the cell: no factor without value, unit, class, place, year, source and licence.
    """
    sources = parse_sources([_PackRow(row) for row in read_table(path, SOURCES, sheet=SOURCES.sheet)])
    factors = parse_pack([_PackRow(row) for row in read_table(path, FACTORS, sheet=FACTORS.sheet)], pack=pack)
    return factors, sources
