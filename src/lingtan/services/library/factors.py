"""The factors of a library as a list: searched, filtered, one page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lingtan.evidence import Mark, Standing
from lingtan.factors import Factor, FactorClass, FactorLibrary
from lingtan.services.library.wanted import FactorFilter

__all__ = ["FactorList", "FactorRow", "factor_list", "factor_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRow:
    """One factor in a list. `value` [kg CO2e/unit] without the burden of its inputs; `gsd_total` basic and pedigree in quadrature. [-]."""

    id: str
    activity: str
    klass: FactorClass
    value: float
    unit: str
    place: str
    year: int
    gwp_set: str
    gsd_total: float
    source: str
    licence: str
    standing: Standing
    mark: Mark
    has_inputs: bool
    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorList:
    """One page of the factors, by activity, class, place and year; how many there are in all, and what one may filter by."""

    rows: tuple[FactorRow, ...]
    total: int
    page: int
    per_page: int
    in_all: int
    wanted: FactorFilter
    places: tuple[str, ...]
    classes: tuple[FactorClass, ...]
    standings: tuple[Standing, ...]
    digest: str


def factor_list(library: FactorLibrary, wanted: FactorFilter, *, digest: str, page: int = 1, per_page: int = 50) -> FactorList:
    """The wanted factors of a library whose digest is this."""
    found: Sequence[Factor] = [factor for factor in library.factors if wanted.takes(factor)]
    ordered = sorted(found, key=lambda f: (f.activity, f.klass.value, f.place, f.year, f.id))
    shown = ordered[(page - 1) * per_page : page * per_page]
    places = tuple(sorted({factor.place for factor in library.factors}))
    rows = tuple(factor_row(factor) for factor in shown)
    return FactorList(
        rows=rows, total=len(found), page=page, per_page=per_page, in_all=len(library.factors), wanted=wanted, places=places,
        classes=tuple(FactorClass), standings=tuple(Standing), digest=digest,
    )  # fmt: skip


def factor_row(f: Factor) -> FactorRow:
    """A factor as a row."""
    return FactorRow(
        id=f.id, activity=f.activity, klass=f.klass, value=f.value, unit=f.unit.value, place=f.place, year=f.year, gwp_set=f.gwp_set,
        gsd_total=f.gsd_total, source=f.source_id, licence=f.licence, standing=f.standing, mark=f.mark, has_inputs=bool(f.inputs),
        pack=f.pack,
    )  # fmt: skip
