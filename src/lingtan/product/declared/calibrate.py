"""Fits the shared constants to makers' sheets: grid, then yearly energy, then embodied emissions, each drawn towards physics."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lingtan.product.declared.calibration import Calibration, ClassConstants, Constant, Provenance, Reference
from lingtan.product.declared.features import Features
from lingtan.product.declared.grid import FITTED_PLACES, fitted_place, log_grid
from lingtan.product.declared.regression import Observation, Posterior, posterior
from lingtan.product.declared.scenario import Method, Scenario
from lingtan.product.declared.terms import (
    demand_terms,
    embodied_level,
    embodied_slope,
    grid_terms,
    intensity_terms,
    maker_terms,
    prior_of,
    scaled,
    tec_terms,
    trend_terms,
)

__all__ = ["SheetRow", "calibrate", "intensity"]

#: A European average of the years in which the earlier tool was filled, from which the fitted grid departs. [kg CO2e/kWh]
_GRID_EXPECTED = 0.52
#: Embodied emissions below this share of a total are a slip of the list (a share in the wrong column), not a device.
_LEAST_EMBODIED = 0.05
#: Stated over expected TEC counts within this many e-folds.
_INTENSITY_MOST = 1.5
#: A class's own stage shares count like its number of sheets, the modelled ones like this many.
_SHARE_SHEETS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One maker's sheet: what the model sees of the device, and the published means by stage where stated. [kg CO2e]."""

    features: Features
    total_kg: float
    use_kg: float | None = None
    transport_kg: float | None = None
    end_of_life_kg: float | None = None


def intensity(features: Features, expected_tec_kwh: float, low_power: float) -> float:
    """Log of stated over expected yearly energy, held within ±1.5; with none stated, what the name says of it (`low_power`) or 0. [-]."""
    if not features.tec_kwh or expected_tec_kwh <= 0:
        return low_power if features.low_power else 0.0
    return max(-_INTENSITY_MOST, min(_INTENSITY_MOST, math.log(features.tec_kwh / expected_tec_kwh)))


def calibrate(rows: Sequence[SheetRow], *, references: Mapping[str, Reference], scenario: Scenario, provenance: Provenance) -> Calibration:
    """The constants of every class in `references`; a class without a row gets those that all classes share, with their wider errors."""
    grid = _fit(_grid_rows(rows, scenario), scenario, spread="grid_within")
    places = {place: _constant(grid, grid_terms(place)) for place in FITTED_PLACES}
    tec = _fit(_tec_rows(rows, references, places, scenario), scenario, spread="tec_within")
    slope, low_power = (_constant(tec, {name: 1.0}) for name in ("tec_slope", "low_power"))
    energy = {name: (_constant(tec, tec_terms(name, 0.0, low_power=False)), slope) for name in references}
    demand = {name: _constant(grid, demand_terms(name, reference.demand_factor)) for name, reference in references.items()}
    embodied = _fit(
        _embodied_rows(rows, references=references, places=places, demand=demand, energy=energy, low_power=low_power, scenario=scenario),
        scenario,
        spread="within",
    )
    classes = {}
    for name, reference in sorted(references.items()):
        own = [row for row in rows if row.features.device_class == name]
        classes[name] = ClassConstants(
            reference=reference,
            rows=len(own),
            level={method: _constant(embodied, embodied_level(name, method)) for method in Method},
            slope={method: _constant(embodied, embodied_slope(name, method), least=0.0) for method in Method},
            intensity=_constant(embodied, intensity_terms(name), least=0.0),
            tec_level=energy[name][0],
            tec_slope=energy[name][1],
            demand=demand[name],
            transport_share=_share([_part(row, row.transport_kg) for row in own], reference.transport_share),
            end_of_life_share=_share([_part(row, row.end_of_life_kg) for row in own], reference.end_of_life_share),
        )
    trend = _constant(embodied, {"trend": 1.0})
    return Calibration(provenance=provenance, trend=trend, low_power=low_power, grid=places, classes=classes)


def _fit(rows: Sequence[Observation], scenario: Scenario, *, spread: str) -> Posterior:
    priors = prior_of(scenario, grid_level=math.log(_GRID_EXPECTED))
    return posterior(rows, prior=lambda name: priors[name.split("/")[0]], residual_sd=scenario.spreads[spread], freedom=scenario.freedom)


def _constant(fitted: Posterior, terms: Mapping[str, float], *, least: float = -math.inf) -> Constant:
    value, se = fitted.combine(terms)
    return Constant(value=max(least, value), se=se)


def _method(features: Features, scenario: Scenario) -> Method:
    """The likelier method of a sheet that constants are fitted to."""
    share = scenario.fitted_share(features.maker, features.report_year, features.place)
    return Method.EARLIER if share > 0.5 else Method.CURRENT


def _kwh(features: Features) -> float | None:
    return features.tec_kwh * features.service_years * features.demand_factor if features.tec_kwh else None


def _grid_rows(rows: Sequence[SheetRow], scenario: Scenario) -> list[Observation]:
    found = []
    for row in rows:
        seen = row.features
        kwh, place = _kwh(seen), fitted_place(seen, _method(seen, scenario))
        if kwh and row.use_kg and place:
            terms = grid_terms(place) | {f"grid_maker/{seen.maker}": 1.0}
            overhead = demand_terms(seen.device_class, seen.demand_factor)
            if overhead:
                terms |= overhead | {f"demand_maker/{seen.maker}/{seen.device_class}": 1.0}
            found.append(Observation(terms=terms, y=math.log(row.use_kg / kwh)))
    return found


def _tec_rows(
    rows: Sequence[SheetRow], references: Mapping[str, Reference], places: Mapping[str, Constant], scenario: Scenario
) -> list[Observation]:
    """Stated TEC, or where none is stated the one that the sheet's use emissions come from, against the one expected."""
    found = []
    for row in rows:
        features = row.features
        reference = references[features.device_class].tec_kwh
        tec = features.tec_kwh
        if tec is None and row.use_kg:
            grid, _ = log_grid(features, _method(features, scenario), places, scenario)
            tec = row.use_kg / (math.exp(grid) * features.service_years * features.demand_factor)
        if tec and features.prior_tec_kwh > 0 and reference > 0:
            size = math.log(features.prior_tec_kwh / reference)
            terms = tec_terms(features.device_class, size, low_power=features.low_power)
            terms |= {f"tec_maker/{features.maker}/{features.device_class}": 1.0}
            found.append(Observation(terms=terms, y=math.log(tec / reference)))
    return found


def _embodied_rows(
    rows: Sequence[SheetRow],
    *,
    references: Mapping[str, Reference],
    places: Mapping[str, Constant],
    demand: Mapping[str, Constant],
    energy: Mapping[str, tuple[Constant, Constant]],
    low_power: Constant,
    scenario: Scenario,
) -> list[Observation]:
    found = []
    for row in rows:
        features, name = row.features, row.features.device_class
        reference = references[name]
        size = math.log(features.embodied_kg / reference.embodied_kg)
        level, slope = energy[name]
        expected = reference.tec_kwh * math.exp(level.value) * (features.prior_tec_kwh / reference.tec_kwh) ** slope.value
        shared = scaled(intensity_terms(name), intensity(features, expected, low_power.value))
        earlier = scenario.fitted_share(features.maker, features.report_year, features.place)
        for method, share in ((Method.EARLIER, earlier), (Method.CURRENT, 1.0 - earlier)):
            declared = _declared_embodied(row, log_grid(features, method, places, scenario)[0] + demand[name].value)
            if share > 0 and declared is not None:
                terms = embodied_level(name, method) | scaled(embodied_slope(name, method), size) | shared
                terms |= maker_terms(features.maker, name, method) | trend_terms(scenario, name, method, features.report_year)
                found.append(Observation(terms=terms, y=math.log(declared / reference.embodied_kg), weight=share))
    return found


def _declared_embodied(row: SheetRow, log_kg_per_kwh: float) -> float | None:
    """Declared total less declared use, or less the use that TEC and the sheets' grid give where no split is stated. [kg CO2e]."""
    use, kwh = row.use_kg, _kwh(row.features)
    if use is None and kwh:
        use = kwh * math.exp(log_kg_per_kwh)
    if use is None or row.total_kg - use < _LEAST_EMBODIED * row.total_kg:
        return None
    return row.total_kg - use


def _part(row: SheetRow, part_kg: float | None) -> float | None:
    if part_kg is None or row.use_kg is None or not 0.0 <= part_kg < row.total_kg - row.use_kg:
        return None
    return part_kg / (row.total_kg - row.use_kg)


def _share(stated: Sequence[float | None], modelled: float) -> float:
    known = [share for share in stated if share is not None]
    if not known:
        return modelled
    return (len(known) * statistics.median(known) + _SHARE_SHEETS * modelled) / (len(known) + _SHARE_SHEETS)
