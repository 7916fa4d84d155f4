"""Resolution: the factor for an activity, place and year, with every step of a fallback stated.

    place: as asked → grid region → country → larger region → world
           (a province without its own life-cycle electricity factor is scaled before the nation stands in)
    year:  as asked → the latest year not after → the nearest later year
    pack:  at the same place and year a user's factor comes before a built-in one

The GSD of a step by place is, for electricity, the spread of what it replaces (root mean square of ln ratios of the 2023 tables of pack
`electricity`: provinces about their region 1.43, provinces about the nation 1.52, countries about the world, weighted by generation,
1.90); for anything else the geography row of the pedigree matrix (Ciroth et al. 2016), and nothing for a world figure. The GSD of a
step by year is the temporal row: a distance under 3 years adds nothing, then < 6, < 10, < 15 and ≥ 15 years. No step depends on what
else the library holds, so that the excerpt in a bundle answers as the whole library did.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from lingtan.errors import FactorError, MethodError
from lingtan.evidence import CIROTH_2016
from lingtan.factors.index import FactorIndex
from lingtan.factors.query import FactorQuery, FallbackStep, Resolved, StepKind
from lingtan.factors.record import Factor, FactorClass, combine_gsd
from lingtan.factors.scaling import scaled_electricity
from lingtan.quantities import PlaceKind, all_places, ancestors

__all__ = ["nearest_activities", "resolve_factor"]

_ELECTRICITY = (FactorClass.ELECTRICITY_DIRECT, FactorClass.ELECTRICITY_LIFE_CYCLE)

#: GSD of taking electricity of the larger place.
_ELECTRICITY_GSD: dict[PlaceKind, float] = {
    PlaceKind.GRID: 1.43,
    PlaceKind.COUNTRY: 1.52,
    PlaceKind.REGION: 1.9,
    PlaceKind.WORLD: 1.9,
}

_GEOGRAPHY = CIROTH_2016["geography"]

#: GSD of taking any other activity's figure of the larger place. A world figure is meant for every place: its pedigree has the geography.
_GENERAL_GSD: dict[PlaceKind, float] = {
    PlaceKind.GRID: _GEOGRAPHY[1],
    PlaceKind.COUNTRY: _GEOGRAPHY[2],
    PlaceKind.REGION: _GEOGRAPHY[3],
    PlaceKind.WORLD: 1.0,
}

_TEMPORAL_YEARS = (3, 6, 10, 15)


def resolve_factor(index: FactorIndex, query: FactorQuery) -> Resolved:
    """The factor for the query and the stated steps.

    Raises FactorError `FACTOR_NOT_FOUND` (naming the nearest activity or place) or `FACTOR_CLASS_NEEDED`, MethodError
    `WRONG_FACTOR_CLASS`, InputError `PLACE_UNKNOWN`.
    """
    klass = _class_of(index, query)
    for place in ancestors(query.place):
        found = _at_place(index, query, klass, place)
        if found is not None:
            factor, steps = found
            all_steps = (*steps, *_place_step(query, klass, place))
            gsd = combine_gsd(factor.gsd_total, *(step.extra_gsd for step in all_steps))
            return Resolved(query=query, factor=factor, steps=all_steps, gsd_total=gsd)
    nearest = ", ".join(sorted(index.places(query.activity, klass)))
    raise FactorError("FACTOR_NOT_FOUND", place=query.place, activity=query.activity, year=query.year, nearest=nearest)


def nearest_activities(index: FactorIndex, activity: str) -> str:
    """Up to three activities of a similar name, for an error."""
    return ", ".join(difflib.get_close_matches(activity, index.classes, n=3, cutoff=0.5)) or "-"


def _class_of(index: FactorIndex, query: FactorQuery) -> FactorClass:
    classes = index.classes.get(query.activity, ())
    if not classes:
        near = nearest_activities(index, query.activity)
        raise FactorError("FACTOR_NOT_FOUND", place=query.place, activity=query.activity, year=query.year, nearest=near)
    if query.klass is None:
        if len(classes) > 1:
            raise FactorError("FACTOR_CLASS_NEEDED", place=query.place, activity=query.activity, classes=", ".join(classes))
        return classes[0]
    if query.klass not in classes:
        raise MethodError(
            "WRONG_FACTOR_CLASS", place=query.place, activity=query.activity, asked=query.klass.value, available=", ".join(classes)
        )
    return query.klass


def _at_place(index: FactorIndex, query: FactorQuery, klass: FactorClass, place: str) -> tuple[Factor, tuple[FallbackStep, ...]] | None:
    """The place's own factor, else the national one scaled to it; None where there is neither."""
    by_year = index.at(query.activity, klass, place)
    if by_year:
        year = _nearest_year(by_year, query.year)
        rows = by_year[year]
        return rows[0][1], (*_year_step(query.year, year), *_override_step(rows[0][1], rows[1][1] if len(rows) > 1 else None))
    scaled = scaled_electricity(index, query, klass, place, _nearest_year)
    if scaled is None:
        return None
    factor, step = scaled
    return factor, (*_year_step(query.year, factor.year), step)


def _nearest_year(by_year: Mapping[int, object], year: int) -> int:
    """The year itself, else the latest before it, else the earliest after it."""
    before = [y for y in by_year if y <= year]
    return max(before) if before else min(by_year)


def _year_step(asked: int, used: int) -> tuple[FallbackStep, ...]:
    if asked == used:
        return ()
    distance = abs(asked - used)
    score = sum(distance >= limit for limit in _TEMPORAL_YEARS)
    extra = CIROTH_2016["temporal"][score]
    return (FallbackStep(kind=StepKind.YEAR, asked=str(asked), used=str(used), extra_gsd=extra, basis="Ciroth et al. 2016, temporal"),)


def _override_step(factor: Factor, hidden: Factor | None) -> tuple[FallbackStep, ...]:
    if hidden is None:
        return ()
    return (FallbackStep(kind=StepKind.OVERRIDE, asked=hidden.id, used=factor.id, extra_gsd=1.0, basis=factor.pack),)


def _place_step(query: FactorQuery, klass: FactorClass, used: str) -> tuple[FallbackStep, ...]:
    if used == query.place:
        return ()
    kind = all_places()[used].kind
    electric = klass in _ELECTRICITY
    extra = (_ELECTRICITY_GSD if electric else _GENERAL_GSD)[kind]
    if kind is PlaceKind.WORLD and not electric:
        basis = "its pedigree carries the geography"
        return (FallbackStep(kind=StepKind.GENERIC, asked=query.place, used=used, extra_gsd=extra, basis=basis),)
    basis = "spread of the 2023 electricity tables" if electric else "Ciroth et al. 2016, geography"
    return (FallbackStep(kind=StepKind.PLACE, asked=query.place, used=used, extra_gsd=extra, basis=basis),)
