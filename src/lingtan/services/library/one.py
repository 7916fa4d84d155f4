"""One factor with everything behind it, and its neighbours in place and time."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lingtan.errors import FactorError
from lingtan.evidence import Pedigree, Source
from lingtan.factors import Factor, FactorLibrary, input_climate
from lingtan.quantities import Indicator, Place, all_places
from lingtan.services.library.factors import FactorRow, factor_row
from lingtan.services.library.points import FactorPoint, by_place, by_year

__all__ = ["FactorInput", "FactorPage", "Flow", "factor_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorInput:
    """Something a factor takes: `amount` per unit of the factor, in `unit`; `kg` what that adds at the factor's own place. [kg CO2e]."""

    activity: str
    amount: float
    unit: str
    kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One indicator of the factor per unit. [kg CO2e, kg or m3]."""

    indicator: Indicator
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorPage:
    """A factor. `with_inputs_kg` is its figure with everything upstream, made at its own place. [kg CO2e/unit]."""

    row: FactorRow
    place: Place
    gases: str
    technology: str
    note: str
    locator: str
    pedigree: Pedigree
    gsd: float
    flows: tuple[Flow, ...]
    inputs: tuple[FactorInput, ...]
    with_inputs_kg: float
    source: Source
    derived_from: tuple[str, ...]
    others: tuple[FactorRow, ...]
    years: tuple[FactorPoint, ...]
    places: tuple[FactorPoint, ...]


def factor_page(library: FactorLibrary, identifier: str) -> FactorPage:
    """Everything about one factor; `others` are those of the same activity and class. Raises FactorError `FACTOR_ID_UNKNOWN`."""
    f = library.by_id.get(identifier)
    if f is None:
        raise FactorError("FACTOR_ID_UNKNOWN", place=identifier)
    others = [o for o in library.factors if (o.activity, o.klass) == (f.activity, f.klass) and o.id != f.id]
    inputs = _inputs(library, f)
    return FactorPage(
        row=factor_row(f), place=all_places()[f.place], gases=f.gases, technology=f.technology, note=f.note, locator=f.locator,
        pedigree=f.pedigree, gsd=f.gsd, flows=tuple(Flow(indicator=name, amount=flow) for name, flow in f.flows.items()), inputs=inputs,
        with_inputs_kg=math.fsum([f.value, *(taken.kg for taken in inputs)]), source=library.sources[f.source_id],
        derived_from=f.derived_from,
        others=tuple(factor_row(o) for o in sorted(others, key=lambda o: (o.place, o.year))),
        years=by_year(library, f), places=by_place(library, f),
    )  # fmt: skip


def _inputs(library: FactorLibrary, f: Factor) -> tuple[FactorInput, ...]:
    units, kilograms = library.activities, input_climate(library, f)
    return tuple(FactorInput(activity=n, amount=amount, unit=units[n].value, kg=kilograms[n]) for n, amount in f.inputs.items())
