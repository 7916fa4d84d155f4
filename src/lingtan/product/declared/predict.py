"""What a maker's sheet would say of a device: a distribution of the published mean, from attributes, physics and the shared constants."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.product.declared.calibrate import intensity
from lingtan.product.declared.calibration import Calibration, ClassConstants, Constant
from lingtan.product.declared.features import Features
from lingtan.product.declared.grid import log_grid
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
    usual, spread = _usual_tec(features, constants, scenario)
    low = calibration.low_power if features.low_power else Constant(value=0.0, se=0.0)
    expected = usual * math.exp(low.value)
    stated = features.tec_kwh
    tec, tec_var = (expected, spread + low.se**2) if stated is None else (stated, 0.0)
    earlier = scenario.earlier_share(features.maker, features.report_year)
    embodied, use, total = [], [], []
    for method, share in ((Method.EARLIER, earlier), (Method.CURRENT, 1.0 - earlier)):
        if share > 0:
            depth = intensity(features, usual, calibration.low_power.value)
            made = _embodied(features, constants, trend=calibration.trend, scenario=scenario, method=method, depth=depth)
            used, variance = _use(features, constants, grid=calibration.grid, scenario=scenario, method=method, tec_kwh=tec)
            embodied.append(_lognormal(*made, _EMBODIED_POINTS, share))
            use.append(_lognormal(used, math.sqrt(variance + tec_var), _USE_POINTS, share))
            total.append(_sum(embodied[-1], use[-1], share))
    made_all, used_all = _mixture(embodied), _mixture(use)
    return Expectation(
        total=_mixture(total),
        embodied=made_all,
        use=used_all,
        shares=_shares(made_all.quantile(0.5), used_all.quantile(0.5), constants),
        earlier_share=earlier,
        expected_tec_kwh=expected,
    )


def _usual_tec(features: Features, constants: ClassConstants, scenario: Scenario) -> tuple[float, float]:
    """Expected yearly energy [kWh/a], the name aside, and the variance of its logarithm."""
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
    features: Features, constants: ClassConstants, *, grid: Mapping[str, Constant], scenario: Scenario, method: Method, tec_kwh: float
) -> tuple[float, float]:
    """Expectation of log use emissions by one method and its variance, TEC aside."""
    level, variance = log_grid(features, method, grid, scenario)
    variance += scenario.spreads["grid_maker"] ** 2 + scenario.spreads["grid_within"] ** 2 + constants.demand.se**2
    if features.demand_factor > 1.0:
        variance += scenario.spreads["demand_maker"] ** 2
    kwh = max(tec_kwh * features.service_years * features.demand_factor, 1e-9)
    return math.log(kwh) + level + constants.demand.value, variance


def _lognormal(mean: float, sd: float, points: int, share: float) -> Spread:
    """A lognormal (mean and standard deviation of its logarithm) at equally likely quantiles, weighing `share` together."""
    middles = normal_quantile((np.arange(points) + 0.5) / points)
    return Spread(values=np.exp(mean + sd * middles), weights=np.full(points, share / points))


def _sum(one: Spread, other: Spread, share: float) -> Spread:
    """The sum of two independent spreads that weigh `share` each."""
    values = np.add.outer(one.values, other.values).ravel()
    return Spread(values=values, weights=np.multiply.outer(one.weights, other.weights).ravel() / share)


def _mixture(parts: list[Spread]) -> Spread:
    """All parts together, sorted."""
    values = np.concatenate([part.values for part in parts])
    weights = np.concatenate([part.weights for part in parts])
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
