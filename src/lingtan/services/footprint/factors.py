"""`lingtan factors`: search, resolve, check a pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lingtan.evidence import JSON, to_plain
from lingtan.factors import Factor, FactorQuery, total_climate
from lingtan.quantities import find_place
from lingtan.services.footprint.library import library_with

__all__ = ["check_pack", "resolve_factor", "search_factors"]


def search_factors(text: str, *, packs: Sequence[Path]) -> list[dict[str, JSON]]:
    """Factors whose id or source holds the text, by id."""
    library = library_with(packs)
    found = [factor for factor in library.factors if text.casefold() in f"{factor.id} {factor.source_id} {factor.technology}".casefold()]
    return [_row(factor) for factor in sorted(found, key=lambda factor: factor.id)]


def resolve_factor(activity: str, *, place: str, year: int, packs: Sequence[Path]) -> dict[str, JSON]:
    """The answer of the library to one question."""
    library = library_with(packs)
    query = FactorQuery(activity=activity, place=find_place(place).code, year=year, klass=library.class_of(activity))
    found = library.resolve(query)
    source = library.sources[found.factor.source_id]
    steps: JSON = [to_plain(step) for step in found.steps]
    whole = total_climate(library, activity, query.place, year)
    return {
        **_row(found.factor),
        "with_inputs_kg_per_unit": whole,
        "gsd_total": found.gsd_total,
        "estimate": found.is_estimate,
        "steps": steps,
        "source": to_plain(source),
    }


def check_pack(path: Path) -> int:
    """How many factors the pack adds; the library with it is built once, so that everything about it is checked."""
    return len(library_with([path]).factors) - len(library_with().factors)


def _row(factor: Factor) -> dict[str, JSON]:
    plain = to_plain(factor)
    assert isinstance(plain, dict)
    return {**plain, "gsd_total": factor.gsd_total}
