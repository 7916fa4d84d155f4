"""What a maker's sheet would say of a device: a distribution of the published mean, from attributes, physics and the shared constants."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.product.declared.calibrate import intensity, sheet_place
from lingtan.product.declared.calibration import Calibration, ClassConstants, Constant
from lingtan.product.declared.features import Features
from lingtan.product.declared.scenario import Method, Scenario
from lingtan.product.declared.terms import trend_terms
from lingtan.uncertainty.elementary import normal_quantile

__all__ = ["Expectation", "Spread", "expect_sheet"]

_EMBODIED_POINTS, _USE_POINTS = 121, 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A distribution as sorted values [kg CO2e] with weights that sum to 1."""

    values: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]

    def quantile(self, share: float) -> float:
        """The value below which this share lies, interpolated between points. [kg CO2e]."""
        middle = np.cumsum(self.weights) - 0.5 * self.weights
        return float(np.interp(share, middle, self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The expected published mean of one device's sheet. Its point values are medians; `shares` are of the sum of the stages' medians.

    `earlier_share` is the probability of the earlier tool; `expected_tec_kwh` [kWh/a] the TEC taken where none was stated.
    """

    total: Spread
    embodied: Spread
    use: Spread
    shares: Mapping[str, float]
    earlier_share: float
    expected_tec_kwh: float


def expect_sheet(features: Features, calibration: Calibration, scenario: Scenario) -> Expectation:
    """The published mean that a sheet of this device is expected to give, as by a maker none of whose sheets was seen.

    Embodied: E = E₀ · exp(level + trend·years) · (modelled/E₀)^slope · (TEC/expected TEC)^intensity, lognormal, a mixture over the two
    methods. Use: TEC · years · overhead · the sheets' grid, lognormal. Total: their sum, independent, by quadrature.
    Raises InputError `CLASS_NOT_MODELLED` for a class without constants.
    """
    if features.device_class not in calibration.classes:
        known = ", ".join(sorted(calibration.classes))
        raise InputError("CLASS_NOT_MODELLED", place="device_class", name=features.device_class, known=known)
    constants = calibration.classes[features.device_class]
    tec, tec_var = _expected_tec(features, constants, scenario)
    earlier = scenario.earlier_share(features.maker, features.report_year)
    depth = intensity(features, tec)
    log_embodied = [
        (share, *_embodied(features, constants, trend=calibration.trend, scenario=scenario, method=method, depth=depth))
        for method, share in ((Method.EARLIER, earlier), (Method.CURRENT, 1.0 - earlier))
        if share > 0
    ]
    embodied = _mixture(log_embodied, _EMBODIED_POINTS)
    stated = features.tec_kwh is not None
    log_use, use_var = _use(features, constants, calibration, scenario, features.tec_kwh if features.tec_kwh is not None else tec)
    use = _mixture([(1.0, log_use, math.sqrt(use_var + (0.0 if stated else tec_var)))], _USE_POINTS)
    return Expectation(
        total=_sum(embodied, use),
        embodied=embodied,
        use=use,
        shares=_shares(embodied.quantile(0.5), use.quantile(0.5), constants),
        earlier_share=earlier,
        expected_tec_kwh=tec,
    )


def _expected_tec(features: Features, constants: ClassConstants, scenario: Scenario) -> tuple[float, float]:
    """Expected yearly energy [kWh/a] and the variance of its logarithm."""
    reference = constants.reference.tec_kwh
    if features.prior_tec_kwh <= 0 or reference <= 0:
        return 0.0, 0.0
    size = math.log(features.prior_tec_kwh / reference)
    variance = constants.tec_level.se**2 + (constants.tec_slope.se * size) ** 2
    variance += scenario.spreads["tec_maker"] ** 2 + scenario.spreads["tec_within"] ** 2
    return reference * math.exp(constants.tec_level.value + constants.tec_slope.value * size), variance


def _embodied(
    features: Features, constants: ClassConstants, *, trend: Constant, scenario: Scenario, method: Method, depth: float
) -> tuple[float, float]:
    """Expectation and standard deviation of log embodied emissions by one method."""
    level, slope = constants.level[method], constants.slope[method]
    size = math.log(features.embodied_kg / constants.reference.embodied_kg)
    years = trend_terms(scenario, features.device_class, method, features.report_year).get("trend", 0.0)
    mean = math.log(constants.reference.embodied_kg) + level.value + slope.value * size + trend.value * years
    mean += constants.intensity.value * depth
    parts = [level.se, slope.se * size, trend.se * years, constants.intensity.se * depth]
    parts += [scenario.spreads[f"{method.value}_maker"], scenario.spreads["within"]]
    return mean, math.sqrt(sum(part**2 for part in parts))


def _use(
    features: Features, constants: ClassConstants, calibration: Calibration, scenario: Scenario, tec_kwh: float
) -> tuple[float, float]:
    """Expectation of log use emissions and its variance, TEC aside.

    A place whose grid no sheet shows takes the geometric mean of the sheets' world and its own factor.
    """
    place = sheet_place(features.place)
    grid = calibration.grid[place or "GLO"]
    log_grid = grid.value
    variance = grid.se**2 + scenario.spreads["grid_maker"] ** 2 + scenario.spreads["grid_within"] ** 2 + constants.demand.se**2
    if features.demand_factor > 1.0:
        variance += scenario.spreads["demand_maker"] ** 2
    if place is None and features.grid_kg_per_kwh > 0:
        log_grid = 0.5 * (grid.value + math.log(features.grid_kg_per_kwh))
        variance += scenario.spreads["place_unknown"] ** 2
    kwh = max(tec_kwh * features.service_years * features.demand_factor, 1e-9)
    return math.log(kwh) + log_grid + constants.demand.value, variance


def _mixture(parts: list[tuple[float, float, float]], points: int) -> Spread:
    """A mixture of lognormals (weight, mean and standard deviation of the logarithm), each at `points` equally likely quantiles."""
    middles = normal_quantile((np.arange(points) + 0.5) / points)
    values = np.concatenate([np.exp(mean + sd * middles) for _, mean, sd in parts])
    weights = np.concatenate([np.full(points, share / points) for share, _, _ in parts])
    order = np.argsort(values, kind="stable")
    return Spread(values=values[order], weights=weights[order])


def _sum(one: Spread, other: Spread) -> Spread:
    values = np.add.outer(one.values, other.values).ravel()
    weights = np.multiply.outer(one.weights, other.weights).ravel()
    order = np.argsort(values, kind="stable")
    return Spread(values=values[order], weights=weights[order])


def _shares(embodied_kg: float, use_kg: float, constants: ClassConstants) -> dict[str, float]:
    """Stage shares as sheets give them: manufacture (with packaging and inbound), transport, use, end of life. They sum to 1."""
    total = embodied_kg + use_kg
    transport, end = constants.transport_share * embodied_kg / total, constants.end_of_life_share * embodied_kg / total
    return {
        "manufacturing": embodied_kg / total - transport - end,
        "transport": transport,
        "use": use_kg / total,
        "end_of_life": end,
    }
