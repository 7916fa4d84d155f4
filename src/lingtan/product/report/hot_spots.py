"""What to act on: components by weight, data somebody could tell, and assumptions of the model, each with what a tenth of it moves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lingtan.lca import VarianceContribution
from lingtan.product.breakdown import ScoredLine
from lingtan.product.inventory import Inventory
from lingtan.uncertainty import Scope

__all__ = ["ComponentSpot", "HotSpots", "ParameterSpot", "hot_spots"]

#: The change that every spot is asked about. [-]
TENTH = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentSpot:
    """A component in one stage: its mass, the part of it that rests on estimates, and what a tenth less of it takes away. [mg CO2e]."""

    stage: str
    component: str
    mg: int
    estimated_mg: int
    share: float
    tenth_mg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSpot:
    """A parameter: what 10 % more of it adds to the mean [mg CO2e], its first-order share of the variance [-], and the value of asking.

    `sd_if_known_mg` is the spread that is left, on average, once its true value is known: σ·√(1 − share). [mg CO2e].
    """

    key: str
    scope: Scope
    is_estimate: bool
    tenth_mg: int
    share: float
    sd_if_known_mg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSpots:
    """Components the heaviest first; data (of this product and its suppliers) and assumptions (common to all) the most telling first.

    `sd_mg` is the first-order spread √Σ variance of all parameters, which needs no draws. [mg CO2e].
    """

    mean_mg: int
    sd_mg: int
    components: tuple[ComponentSpot, ...]
    data: tuple[ParameterSpot, ...]
    assumptions: tuple[ParameterSpot, ...]


def hot_spots(inventory: Inventory, lines: Sequence[ScoredLine], drivers: Iterable[VarianceContribution]) -> HotSpots:
    """The spots of a device. Pure.

    A parameter's slope is ∂X/∂m at the means, so slope × 10 % is what a relative error of a tenth moves (first order; exact where no path
    meets it twice). Var(E[X | m]) / Var(X) is its first-order Sobol' index, hence the expected fall of the variance when m is learnt.
    """
    parts = tuple(drivers)
    variance = math.fsum(part.variance for part in parts)
    mean = sum(scored.mg for scored in lines)
    estimates = {f"factor/{found.factor.id}" for found in inventory.resolved.values() if found.is_estimate}
    spots = tuple(_parameter(part, variance, estimates) for part in parts if part.slope)
    return HotSpots(
        mean_mg=mean,
        sd_mg=_mg(math.sqrt(variance)),
        components=_components(lines, mean),
        data=tuple(spot for spot in spots if spot.scope is not Scope.COMMON),
        assumptions=tuple(spot for spot in spots if spot.scope is Scope.COMMON),
    )


def _parameter(part: VarianceContribution, variance: float, estimates: set[str]) -> ParameterSpot:
    left = max(variance - part.variance, 0.0)
    return ParameterSpot(
        key=part.key,
        scope=part.scope,
        is_estimate=part.key in estimates or part.key.startswith(("imputed/", "model/")),
        tenth_mg=_mg(part.slope * TENTH),
        share=part.variance / variance if variance else 0.0,
        sd_if_known_mg=_mg(math.sqrt(left)),
    )


def _components(lines: Sequence[ScoredLine], mean: int) -> tuple[ComponentSpot, ...]:
    sums: dict[tuple[str, str], list[int]] = {}
    for scored in lines:
        found = sums.setdefault((scored.line.stage.value, scored.line.component), [0, 0])
        found[0] += scored.mg
        found[1] += scored.mg if scored.estimated else 0
    spots = [
        ComponentSpot(
            stage=stage,
            component=component,
            mg=mg,
            estimated_mg=estimated,
            share=mg / mean if mean else 0.0,
            tenth_mg=round(mg * TENTH),
        )
        for (stage, component), (mg, estimated) in sums.items()
    ]
    return tuple(sorted(spots, key=lambda spot: (-abs(spot.mg), spot.stage, spot.component)))


def _mg(kg: float) -> int:
    return round(kg * 1e6)
