"""The terms of the three small regressions, embodied emissions, yearly energy and grid, by name; and what is expected of each."""

from __future__ import annotations

from collections.abc import Mapping

from lingtan.product.declared.regression import Prior
from lingtan.product.declared.scenario import Method, Scenario

__all__ = [
    "demand_terms",
    "embodied_level",
    "embodied_slope",
    "grid_terms",
    "intensity_terms",
    "maker_terms",
    "prior_of",
    "scaled",
    "tec_terms",
    "trend_terms",
]

#: coefficients whose physical expectation is 1: declared follows modelled in proportion
_PROPORTIONAL = ("slope", "tec_slope")


def scaled(terms: Mapping[str, float], factor: float) -> dict[str, float]:
    """The terms, each times a factor."""
    return {name: value * factor for name, value in terms.items()}


def embodied_level(device_class: str, method: Method) -> dict[str, float]:
    """Log of declared over modelled embodied emissions at the class's reference device."""
    terms = {"level": 1.0, f"level_class/{device_class}": 1.0}
    if method is Method.EARLIER:
        terms |= {"earlier": 1.0, f"earlier_class/{device_class}": 1.0}
    return terms


def embodied_slope(device_class: str, method: Method) -> dict[str, float]:
    """Exponent with which declared follows modelled embodied emissions."""
    terms = {"slope": 1.0, f"slope_class/{device_class}": 1.0}
    if method is Method.EARLIER:
        terms |= {"slope_earlier": 1.0, f"slope_class/{device_class}/earlier": 1.0}
    return terms


def intensity_terms(device_class: str) -> dict[str, float]:
    """Exponent of stated over expected yearly energy: a hungrier device of the same size holds more silicon."""
    return {"intensity": 1.0, f"intensity_class/{device_class}": 1.0}


def trend_terms(scenario: Scenario, device_class: str, method: Method, year: int | None) -> dict[str, float]:
    """Years from the reference year, where memory and storage grow with the years and the tool stayed the same. [a]."""
    applies = method is Method.EARLIER and device_class in scenario.trend_classes
    return {"trend": scenario.years_from_reference(year)} if applies else {}


def maker_terms(maker: str, device_class: str, method: Method) -> dict[str, float]:
    """What is a maker's own in one class by one method; left out of a prediction, where it is spread instead."""
    return {f"{method.value}_maker/{maker}/{device_class}": 1.0}


def tec_terms(device_class: str, size: float, *, low_power: bool) -> dict[str, float]:
    """Log of stated over expected TEC of the class's reference device, `size` being the log of the expectation for this one over that."""
    return {"tec": 1.0, f"tec_class/{device_class}": 1.0, "tec_slope": size} | ({"low_power": 1.0} if low_power else {})


def grid_terms(place: str) -> dict[str, float]:
    """Log of the grid factor of the sheets, by place of use. [log kg CO2e/kWh]."""
    return {"grid": 1.0, f"grid_place/{place}": 1.0}


def demand_terms(device_class: str, demand_factor: float) -> dict[str, float]:
    """Log of the sheets' overhead on a class's use phase over ours; none where the class has no overhead of a room."""
    return {f"demand/{device_class}": 1.0} if demand_factor > 1.0 else {}


def prior_of(scenario: Scenario, *, grid_level: float) -> dict[str, Prior]:
    """Prior mean and standard deviation by the name before the first `/`; `grid_level` is the log of the sheets' expected grid."""
    priors: dict[str, Prior] = {name: (1.0 if name in _PROPORTIONAL else 0.0, sd) for name, sd in scenario.priors.items()}
    priors["grid"] = (grid_level, scenario.priors["grid"])
    priors["trend"] = (scenario.trend_expected, scenario.priors["trend"])
    priors["low_power"] = (scenario.energy.low_power_expected, scenario.priors["low_power"])
    return priors | {name: (0.0, sd) for name, sd in scenario.spreads.items()}
