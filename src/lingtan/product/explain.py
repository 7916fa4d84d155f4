"""From a device's figure back to activity × factor × allocation, with the source of every factor."""

from __future__ import annotations

from lingtan.errors import Param
from lingtan.evidence import Explanation, Stage
from lingtan.factors import FactorLibrary, Resolved
from lingtan.lca import Scores, certified_scores
from lingtan.messages import Message
from lingtan.product.breakdown import ScoredLine
from lingtan.product.footprint import DeviceFootprint
from lingtan.product.workshop.explain import explain_use
from lingtan.product.workshop.measured import line_of
from lingtan.quantities import CLIMATE, Indicator

__all__ = ["explain_mean", "explain_pollutant", "explain_primary_share", "explain_spread", "explain_stage"]


def explain_mean(device: DeviceFootprint) -> Explanation:
    """The mean as the sum of its stages. [mg CO2e]."""
    stages = tuple(explain_stage(device, stage) for stage in Stage)
    return Explanation(figure="meanMg", value=device.footprint.mean_mg, unit="mg CO2e", rule=Message(code="EXPLAIN_SUM"), parts=stages)


def explain_stage(device: DeviceFootprint, stage: Stage) -> Explanation:
    """A stage as the sum of its lines. [mg CO2e]."""
    walk = _Walk(device)
    lines = tuple(walk.line(scored) for scored in device.figures.lines if scored.line.stage is stage)
    value = device.footprint.stages_mg[stage]
    return Explanation(figure=f"stagesMg.{stage.value}", value=value, unit="mg CO2e", rule=Message(code="EXPLAIN_SUM"), parts=lines)


def explain_spread(device: DeviceFootprint, figure: str, value: int) -> Explanation:
    """A quantile or σ: joint draws of named parameters, with those that carry most of the variance. [mg CO2e]."""
    said = device.footprint.quantiles
    parts = tuple(
        Explanation(figure=driver.key, value=driver.share, unit="share of variance", rule=Message(code="EXPLAIN_VARIANCE"))
        for driver in device.figures.drivers[:12]
    )
    rule = Message(code="EXPLAIN_DRAWS", params={"draws": said.draws, "seed": said.seed})
    return Explanation(figure=figure, value=value, unit="mg CO2e", rule=rule, parts=parts)


def explain_pollutant(device: DeviceFootprint, indicator: Indicator) -> Explanation:
    """What is given off on an indicator beside the climate figure (VOC), as the sum of the lines that do. [mg]."""
    scores = certified_scores(device.inventory.graph)
    lines = []
    for scored in device.figures.lines:
        amount = scored.other_by_indicator.get(indicator, 0)
        if amount:
            line = scored.line
            found = device.inventory.resolved.get(line.node)
            source = device.library.sources[found.factor.source_id] if found else None
            params: dict[str, Param] = {"amount": line.amount, "unit": line.unit.value, "activity": line.activity}
            lines.append(
                Explanation(
                    figure=line.key,
                    value=amount,
                    unit=f"mg {indicator.value}",
                    rule=Message(code="EXPLAIN_POLLUTANT_LINE", params={**params, "intensity": scores.of(line.node)[indicator]}),
                    source=f"{source.title} ({source.publisher}, {source.year}) [{source.standing.value}]" if source else line.origin,
                    mark=line.mark.value,
                )
            )
    value = device.figures.pollutants_mg.get(indicator, 0)
    rule = Message(code="EXPLAIN_POLLUTANT")
    return Explanation(figure=f"pollutantsMg.{indicator.value}", value=value, unit=f"mg {indicator.value}", rule=rule, parts=tuple(lines))


def explain_primary_share(device: DeviceFootprint) -> Explanation:
    """The primary data share: what rests on measured or supplier data, of all. [-]."""
    parts = tuple(
        Explanation(figure=mark.value, value=mg, unit="mg CO2e", rule=Message(code="EXPLAIN_MARK"), mark=mark.value)
        for mark, mg in device.figures.marks_mg.items()
    )
    value = device.footprint.primary_data_share
    return Explanation(figure="primaryDataShare", value=value, unit="1", rule=Message(code="EXPLAIN_PRIMARY"), parts=parts)


class _Walk:
    """Walks one device's graph; the scores of all its nodes are taken once."""

    def __init__(self, device: DeviceFootprint) -> None:
        self.library: FactorLibrary = device.library
        self.inventory = device.inventory
        self.scores: Scores = certified_scores(device.inventory.graph)

    def line(self, scored: ScoredLine) -> Explanation:
        """Amount × intensity × allocation, rounded once to whole milligrams."""
        line = scored.line
        params: dict[str, Param] = {
            "amount": line.amount,
            "unit": line.unit.value,
            "intensity": scored.intensity_kg,
            "allocation": line.allocation,
        }
        metered = tuple(explain_use(use) for use in self.inventory.spec.workshops if line_of(use.intensity.process) == line.key)
        return Explanation(
            figure=line.key,
            value=scored.mg,
            unit="mg CO2e",
            rule=Message(code="EXPLAIN_LINE", params={**params, "activity": line.activity, "place": line.place}),
            parts=(*metered, self.node(line.node, ())),
            source=line.origin,
            mark=line.mark.value,
        )

    def node(self, key: str, above: tuple[str, ...]) -> Explanation:
        """The intensity of an activity at a place: its own flows and what it takes from others. [kg CO2e/unit]."""
        activity = self.inventory.graph.activities[key]
        own = sum(activity.flows.get(indicator, 0.0) for indicator in CLIMATE)
        found = self.inventory.resolved.get(key)
        parts = [self._own(key, own, found, activity.unit.value)]
        for exchange in activity.exchanges:
            if exchange.activity in (*above, key):
                continue  # a loop: the score below is already the solution of the whole cycle
            child = self.node(exchange.activity, (*above, key))
            value = exchange.amount * self.scores.climate(exchange.activity)
            rule = Message(code="EXPLAIN_INPUT", params={"amount": exchange.amount, "input": exchange.activity})
            unit = f"kg CO2e/{activity.unit.value}"
            parts.append(Explanation(figure=f"{key} ← {exchange.activity}", value=value, unit=unit, rule=rule, parts=(child,)))
        unit = f"kg CO2e/{activity.unit.value}"
        return Explanation(figure=key, value=self.scores.climate(key), unit=unit, rule=Message(code="EXPLAIN_SUM"), parts=tuple(parts))

    def _own(self, key: str, own: float, found: Resolved | None, unit: str) -> Explanation:
        if found is None:
            return Explanation(figure=key, value=own, unit=f"kg CO2e/{unit}", rule=Message(code="EXPLAIN_SUPPLIER"), source=key)
        factor, source = found.factor, self.library.sources[found.factor.source_id]
        steps = "; ".join(f"{step.kind.value}: {step.asked} → {step.used}" for step in found.steps)
        params: dict[str, Param] = {
            "factor": factor.id,
            "place": factor.place,
            "year": factor.year,
            "gsd": round(found.gsd_total, 4),
            "steps": steps or "-",
        }
        return Explanation(
            figure=factor.id,
            value=own,
            unit=f"kg CO2e/{unit}",
            rule=Message(code="EXPLAIN_FACTOR", params=params),
            source=f"{source.title} ({source.publisher}, {source.year}), {factor.locator} [{factor.standing.value}, {factor.licence}]",
            mark=found.mark.value,
        )
