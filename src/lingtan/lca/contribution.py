"""What a figure is made of: by any tag of its lines (exact integers), and through the graph by activity, place and indicator."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lingtan.errors import KernelError
from lingtan.lca.adjoint import Scores
from lingtan.lca.graph import Demand, ProcessGraph
from lingtan.lca.rollup import LineScore
from lingtan.lca.scaling import certified_scaling
from lingtan.quantities import CLIMATE, Indicator

__all__ = ["Contribution", "Contributions", "Term", "contributions", "contributions_by_tag", "terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one activity itself emits for the demand, for one indicator. [kg CO2e]; `runs` of the activity that the demand needs."""

    activity: str
    place: str
    indicator: Indicator
    runs: float
    kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """The direct emissions of every activity behind a demand; every way of adding them up gives the total."""

    rows: tuple[Contribution, ...]

    @property
    def total(self) -> float:
        """The sum of all rows, rounded once. [kg CO2e]."""
        return math.fsum(row.kg for row in self.rows)

    def by_activity(self) -> Mapping[str, float]:
        """Emissions by the activity that emits, largest first. [kg CO2e]."""
        return self._by(lambda row: row.activity)

    def by_place(self) -> Mapping[str, float]:
        """Emissions by the place where they arise, largest first. [kg CO2e]."""
        return self._by(lambda row: row.place)

    def by_indicator(self) -> Mapping[str, float]:
        """Emissions by climate indicator, largest first. [kg CO2e]."""
        return self._by(lambda row: row.indicator.value)

    def _by(self, tag: Callable[[Contribution], str]) -> Mapping[str, float]:
        parts: dict[str, list[float]] = {}
        for row in self.rows:
            parts.setdefault(tag(row), []).append(row.kg)
        sums = {key: math.fsum(values) for key, values in parts.items()}
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of an activity's score: `amount` × `score` of a supplier's product, or the activity's own flow (`supplier` None).

    Per unit of the activity's product; `kg` [kg CO2e] of all terms sum to the activity's climate score.
    """

    supplier: str | None
    amount: float
    score: float
    kg: float


def contributions(graph: ProcessGraph, demands: Iterable[Demand]) -> Contributions:
    """The climate emissions of every activity behind the demands, in the graph's order: runs × flow.

    Their sum equals Σ amount × score to 1e-12 relative to the sum of absolute values. Raises KernelError as `certified_scaling`.
    """
    runs = certified_scaling(graph, demands)
    rows = [
        Contribution(activity=key, place=activity.place, indicator=indicator, runs=runs[key], kg=runs[key] * activity.flows[indicator])
        for key, activity in graph.activities.items()
        if key in runs
        for indicator in CLIMATE
        if activity.flows.get(indicator, 0.0)
    ]
    return Contributions(rows=tuple(rows))


def contributions_by_tag(lines: Iterable[LineScore], tags: Mapping[str, str]) -> Mapping[str, int]:
    """Certified milligrams by tag of the line (stage, component, …), in the order the tags first occur; they sum exactly. [mg CO2e].

    Raises KernelError `GROUP_MISSING` for a line without a tag.
    """
    sums: dict[str, int] = {}
    for line in lines:
        if line.line not in tags:
            raise KernelError("GROUP_MISSING", place=line.line)
        tag = tags[line.line]
        sums[tag] = sums.get(tag, 0) + line.mg
    return sums


def terms(graph: ProcessGraph, scores: Scores, activity: str) -> tuple[Term, ...]:
    """One step down: the terms of an activity's climate score, per unit of its product. [kg CO2e].

    A self-loop is a term like any other, with the activity's own score. Raises KernelError `ACTIVITY_UNKNOWN`.
    """
    if activity not in graph.activities:
        raise KernelError("ACTIVITY_UNKNOWN", place="terms", activity=activity)
    node = graph.activities[activity]
    own = math.fsum(node.flows.get(i, 0.0) for i in CLIMATE) / node.production
    found = [Term(supplier=None, amount=1.0, score=own, kg=own)] if own else []
    for exchange in node.exchanges:
        amount, score = exchange.amount / node.production, scores.climate(exchange.activity)
        found.append(Term(supplier=exchange.activity, amount=amount, score=score, kg=amount * score))
    return tuple(found)
