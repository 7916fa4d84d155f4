"""`lingtan assess measures`: the catalogues of measures and of workshop modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assessment import CatalogueMeasure, WorkshopModule, catalogue_measures, catalogue_term, modules
from lingtan.messages import Language

__all__ = ["CatalogueRow", "measure_rows", "module_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """A measure with the words of its baseline, boundary and exclusions."""

    measure: CatalogueMeasure
    baseline: Mapping[Language, str]
    boundary: Mapping[Language, str]
    exclusions: tuple[Mapping[Language, str], ...]


def measure_rows() -> tuple[CatalogueRow, ...]:
    """Every measure of the catalogue."""
    return tuple(
        CatalogueRow(
            measure=measure, baseline=catalogue_term("baseline", measure.baseline), boundary=catalogue_term("boundary", measure.boundary),
            exclusions=tuple(catalogue_term("exclusions", name) for name in measure.exclusions),
        )
        for measure in catalogue_measures().values()
    )  # fmt: skip


def module_rows() -> tuple[WorkshopModule, ...]:
    """Every workshop module."""
    return tuple(modules().values())
