"""What to act on: components by weight, suppliers to ask, data of the product, assumptions of the model, each with what it moves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lingtan.evidence import Mark, Stage
from lingtan.lca import Demand, Scores, VarianceContribution, contribution_to_variance
from lingtan.product.breakdown import ScoredLine, demands_of
from lingtan.product.inventory import Inventory
from lingtan.uncertainty import Scope, multiplier_variance

__all__ = ["ComponentSpot", "HotSpots", "ParameterSpot", "SupplierSpot", "hot_spots", "supplier_spots"]

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

    @property
    def kg(self) -> float:
        """The mass. [kg CO2e]."""
        return self.mg / 1e6

    @property
    def estimated_kg(self) -> float:
        """The part that rests on estimates. [kg CO2e]."""
        return self.estimated_mg / 1e6

    @property
    def less_kg(self) -> float:
        """What a tenth less changes. [kg CO2e]."""
        return -self.tenth_mg / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSpot:
    """A parameter: what 10 % more of it adds to the mean [mg CO2e], its first-order share of the variance [-], and the value of asking.

    `sd_if_known_mg` is the spread that is left, on average, once its true value is known: σ·√(1 − share). [mg CO2e].
    """

    key: str
    scope: Scope
    mark: Mark
    tenth_mg: int
    share: float
    sd_if_known_mg: int

    @property
    def tenth_kg(self) -> float:
        """What 10 % more adds. [kg CO2e]."""
        return self.tenth_mg / 1e6

    @property
    def sd_kg(self) -> float:
        """The spread left. [kg CO2e]."""
        return self.sd_if_known_mg / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierSpot:
    """A component that its supplier could state: its mass now, the spread left with its verified figure, and the fall. [mg CO2e].

    `state` is `stated` where a supplier's figure stands for a part of it already, else `open`.
    """

    component: str
    mg: int
    share: float
    sd_if_stated_mg: int
    fall_mg: int
    state: str

    @property
    def kg(self) -> float:
        """The mass. [kg CO2e]."""
        return self.mg / 1e6

    @property
    def sd_kg(self) -> float:
        """The spread left. [kg CO2e]."""
        return self.sd_if_stated_mg / 1e6

    @property
    def fall_kg(self) -> float:
        """By how much the spread falls. [kg CO2e]."""
        return self.fall_mg / 1e6


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
    marks = {f"factor/{found.factor.id}": found.mark for found in inventory.resolved.values()}
    spots = tuple(_parameter(part, variance, marks) for part in parts if part.slope)
    return HotSpots(
        mean_mg=mean,
        sd_mg=_mg(math.sqrt(variance)),
        components=_components(lines, mean),
        data=tuple(spot for spot in spots if spot.scope is not Scope.COMMON),
        assumptions=tuple(spot for spot in spots if spot.scope is Scope.COMMON),
    )


#: What a parameter's key says of how its amount is known; a factor is as its record says, anything else is the class pack's assumption.
_MARKS = {
    "imputed": Mark.IMPUTED,
    "supplier": Mark.SUPPLIER,
    "model": Mark.MODELLED,
    "workshop": Mark.MEASURED,
    "workshop_synthetic": Mark.SYNTHETIC,
}


def _parameter(part: VarianceContribution, variance: float, marks: Mapping[str, Mark]) -> ParameterSpot:
    left = max(variance - part.variance, 0.0)
    return ParameterSpot(
        key=part.key,
        scope=part.scope,
        mark=marks.get(part.key) or _MARKS.get(part.key.partition("/")[0], Mark.ASSUMED),
        tenth_mg=_mg(part.slope * TENTH),
        share=part.variance / variance if variance else 0.0,
        sd_if_known_mg=_mg(math.sqrt(left)),
    )


#: Stages whose parts a supplier makes and can state a figure for.
_SUPPLIED = (Stage.MATERIALS, Stage.ASSEMBLY)


def supplier_spots(
    inventory: Inventory, lines: Sequence[ScoredLine], drivers: Iterable[VarianceContribution], scores: Scores
) -> tuple[SupplierSpot, ...]:
    """What a verified figure of each made component would leave of the spread, the most telling first; first order, without draws.

    A component that is stated no longer moves with any parameter: of each slope sₚ its part sₚᶜ is gone, and σ² = Σ (sₚ − sₚᶜ)²·Var(mₚ).
    """
    parts = tuple(drivers)
    whole, spread = {part.key: part.slope for part in parts}, math.sqrt(math.fsum(part.variance for part in parts))
    mean = sum(scored.mg for scored in lines)
    demands = {demand.line: demand for demand in demands_of(inventory)}
    made: dict[str, list[ScoredLine]] = {}
    for scored in lines:
        if scored.line.stage in _SUPPLIED:
            made.setdefault(scored.line.component, []).append(scored)
    stated = {scored.line.component for scored in lines if scored.line.node.startswith("supplier/")}
    spots = []
    for component, own in made.items():
        left = math.sqrt(_variance_without(inventory, whole, [demands[scored.line.key] for scored in own], scores))
        mg = sum(scored.mg for scored in own)
        spots.append(
            SupplierSpot(
                component=component,
                mg=mg,
                share=mg / mean if mean else 0.0,
                sd_if_stated_mg=_mg(left),
                fall_mg=_mg(spread - left),
                state="stated" if component in stated else "open",
            )
        )
    return tuple(sorted(spots, key=lambda spot: (spot.sd_if_stated_mg, spot.component)))


def _variance_without(inventory: Inventory, whole: Mapping[str, float], own: Sequence[Demand], scores: Scores) -> float:
    """First-order variance with these lines' part of every slope taken away. [kg2]."""
    parts = {part.key: part.slope for part in contribution_to_variance(inventory.graph, own, inventory.parameters, scores=scores)}
    return math.fsum(
        (slope - parts.get(key, 0.0)) ** 2 * multiplier_variance(inventory.parameters[key]) for key, slope in whole.items()
    )  # fmt: skip


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
