"""A province's life-cycle electricity factor, estimated from the nation's (METHODS 1).

    life-cycle(province) = life-cycle(nation) · direct(province) / direct(nation)      [kg CO2e/kWh]

with both direct factors of the same, latest common year not after the life-cycle year (else the nearest later one). The ratio moves
the upstream share (fuel supply, plants, grid) along with the stack, which is wrong for provinces rich in water or wind; hence the
estimate's own GSD, and the mark that follows it to the screen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from lingtan.evidence import Standing
from lingtan.factors.index import FactorIndex
from lingtan.factors.query import FactorQuery, FallbackStep, StepKind
from lingtan.factors.record import Factor, FactorClass, combine_gsd
from lingtan.quantities import Indicator, PlaceKind, all_places, ancestors

__all__ = ["SCALING_GSD", "parents", "scaled_electricity"]

#: GSD of the scaling rule itself; the project's judgement: upstream is 15-20 % of the national factor and need not follow the ratio.
SCALING_GSD = 1.1

_NearestYear = Callable[[Mapping[int, object], int], int]


def scaled_electricity(
    index: FactorIndex, query: FactorQuery, klass: FactorClass, place: str, nearest_year: _NearestYear
) -> tuple[Factor, FallbackStep] | None:
    """The estimate for a province or grid region and the step that says so; None where the rule does not apply."""
    if klass is not FactorClass.ELECTRICITY_LIFE_CYCLE or all_places()[place].kind not in (PlaceKind.PROVINCE, PlaceKind.GRID):
        return None
    nation = next(code for code in ancestors(place) if all_places()[code].kind is PlaceKind.COUNTRY)
    national = index.at(query.activity, klass, nation)
    direct_here = index.at(query.activity, FactorClass.ELECTRICITY_DIRECT, place)
    direct_nation = index.at(query.activity, FactorClass.ELECTRICITY_DIRECT, nation)
    common = {year: None for year in direct_here if year in direct_nation}
    if not national or not common:
        return None
    base = national[nearest_year(national, query.year)][0][1]
    year = nearest_year(common, base.year)
    here, whole = direct_here[year][0][1], direct_nation[year][0][1]
    ratio = here.value / whole.value
    factor = dataclasses.replace(
        base,
        id=f"{base.id}*{here.id}/{whole.id}",
        value=base.value * ratio,
        flows={Indicator(i): v * ratio for i, v in base.flows.items()},
        place=place,
        technology="grid mix, scaled to the place",
        standing=Standing.COMPUTED,
        gsd=combine_gsd(base.gsd, SCALING_GSD),
        derived_from=(base.id, here.id, whole.id),
        note=f"Estimate: {base.value:g} x {here.value:g} / {whole.value:g} (direct factors of {year}).",
    )
    basis = f"{base.value:g} x {here.value:g}/{whole.value:g} [{base.id}, {here.id}, {whole.id}]"
    return factor, FallbackStep(kind=StepKind.SCALED, asked=place, used=nation, extra_gsd=1.0, basis=basis)


def parents(factor: Factor) -> tuple[str, ...]:
    """Ids of the recorded factors behind a factor: itself, or the three that a scaled one was computed from."""
    return factor.derived_from or (factor.id,)
