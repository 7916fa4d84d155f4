"""The certified figures of one device that need no draws: its lines in milligrams, and their sums by stage and component."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lingtan.evidence import Stage
from lingtan.factors import Resolved
from lingtan.lca import Demand, LineScore, ProcessGraph, Scores, certified_scores, contributions_by_tag, rollup
from lingtan.product.inventory import Inventory
from lingtan.product.lines import Line
from lingtan.quantities import Indicator

__all__ = ["Outline", "ScoredLine", "demands_of", "estimated_nodes", "mean_mg", "outline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredLine:
    """A line with its certified score. [mg CO2e]; `intensity_kg` is the score of one unit of the activity [kg CO2e/unit].

    `other_by_indicator` is what the line gives off beside climate gases, in millionths of the indicator's unit (mg of VOC), zeros left out.
    `estimated` says that its amount, its factor or a factor upstream of it is an estimate: a stated screen of an assumed kg/m² is one.
    """

    line: Line
    intensity_kg: float
    mg: int
    mg_by_indicator: Mapping[Indicator, int]
    estimated: bool
    other_by_indicator: Mapping[Indicator, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The lines and what they sum to. Mappings in mg CO2e each sum to `mean_mg` exactly; shares are of the lines' sizes [-]."""

    rolled: tuple[LineScore, ...]
    scores: Scores
    lines: tuple[ScoredLine, ...]
    mean_mg: int
    stages_mg: Mapping[Stage, int]
    components_mg: Mapping[str, int]
    primary_data_share: float
    estimate_share: float


def demands_of(inventory: Inventory) -> tuple[Demand, ...]:
    """The inventory's lines as the kernel wants them."""
    return tuple(Demand(line=line.key, activity=line.node, amount=line.allocated, multipliers=line.multipliers) for line in inventory.lines)


def mean_mg(inventory: Inventory) -> int:
    """The certified mean alone, without draws. [mg CO2e]."""
    return sum(score.mg for score in rollup(demands_of(inventory), certified_scores(inventory.graph)))


def outline(inventory: Inventory) -> Outline:
    """The scores at the means, line by line. Raises KernelError as the kernel does."""
    scores = certified_scores(inventory.graph)
    rolled = rollup(demands_of(inventory), scores)
    estimates = estimated_nodes(inventory.resolved, inventory.graph)
    lines = tuple(
        ScoredLine(
            line=line,
            intensity_kg=scores.climate(line.node),
            mg=score.mg,
            mg_by_indicator=score.mg_by_indicator,
            estimated=line.mark.is_estimate or line.node in estimates,
            other_by_indicator={indicator: amount for indicator, amount in score.other_by_indicator.items() if amount},
        )
        for line, score in zip(inventory.lines, rolled, strict=True)
    )
    return Outline(
        rolled=rolled,
        scores=scores,
        lines=lines,
        mean_mg=sum(score.mg for score in rolled),
        stages_mg=_stages(rolled, inventory),
        components_mg=contributions_by_tag(rolled, {line.key: line.component for line in inventory.lines}),
        primary_data_share=_share(lines, lambda scored: scored.line.mark.is_primary),
        estimate_share=_share(lines, lambda scored: scored.estimated),
    )


def _stages(rolled: tuple[LineScore, ...], inventory: Inventory) -> dict[Stage, int]:
    found = contributions_by_tag(rolled, {line.key: line.stage.value for line in inventory.lines})
    return {stage: found.get(stage.value, 0) for stage in Stage}


def _share(lines: tuple[ScoredLine, ...], counts: Callable[[ScoredLine], bool]) -> float:
    whole = sum(abs(scored.mg) for scored in lines)
    part = sum(abs(scored.mg) for scored in lines if counts(scored))
    return part / whole if whole else 0.0


def estimated_nodes(resolved: Mapping[str, Resolved], graph: ProcessGraph) -> frozenset[str]:
    """Nodes whose own factor is an estimate, or that take from one that is, however far upstream."""
    found = {key for key, answer in resolved.items() if answer.is_estimate}
    while True:
        above = {
            key
            for key, activity in graph.activities.items()
            if key not in found and any(exchange.activity in found for exchange in activity.exchanges)
        }
        if not above:
            return frozenset(found)
        found |= above
