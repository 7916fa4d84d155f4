"""The shape of a process graph: whether it is whole, what feeds itself in circles, whether its figure at the means is exact."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from lingtan.errors import KernelError
from lingtan.lca.dense import CERTIFIED_LIMIT, name_processes
from lingtan.lca.graph import Demand, Exchange, ProcessGraph
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Component", "check_demands", "check_graph", "component_matrix", "components", "is_leontief", "parameters_met_twice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A strongly connected component: activities that feed one another, sorted by key; one alone may still feed itself."""

    keys: tuple[str, ...]

    @property
    def is_cyclic(self) -> bool:
        """More than one activity: the scores must be solved together."""
        return len(self.keys) > 1


def check_graph(graph: ProcessGraph) -> None:
    """Refuse what cannot be solved, naming the process.

    Raises KernelError `KEY_MISMATCH`, `PRODUCTION_ZERO`, `AMOUNT_NOT_FINITE`, `ACTIVITY_UNKNOWN`.
    """
    for key, activity in graph.activities.items():
        if activity.key != key:
            raise KernelError("KEY_MISMATCH", place=key, found=activity.key)
        if not math.isfinite(activity.production):
            raise KernelError("AMOUNT_NOT_FINITE", place=key, item="production", value=activity.production)
        if activity.production == 0.0:
            raise KernelError("PRODUCTION_ZERO", place=key)
        for exchange in activity.exchanges:
            if exchange.activity not in graph.activities:
                raise KernelError("ACTIVITY_UNKNOWN", place=key, activity=exchange.activity)
            if not math.isfinite(exchange.amount):
                raise KernelError("AMOUNT_NOT_FINITE", place=key, item=exchange.activity, value=exchange.amount)
        for indicator, flow in activity.flows.items():
            if not math.isfinite(flow):
                raise KernelError("AMOUNT_NOT_FINITE", place=key, item=indicator.value, value=flow)


def check_demands(graph: ProcessGraph, demands: Iterable[Demand]) -> None:
    """Refuse lines that name no activity, hold no number, or stand twice.

    Raises KernelError `ACTIVITY_UNKNOWN`, `AMOUNT_NOT_FINITE`, `LINE_TWICE`.
    """
    seen: set[str] = set()
    for demand in demands:
        if demand.line in seen:
            raise KernelError("LINE_TWICE", place=demand.line)
        seen.add(demand.line)
        if demand.activity not in graph.activities:
            raise KernelError("ACTIVITY_UNKNOWN", place=demand.line, activity=demand.activity)
        if not math.isfinite(demand.amount):
            raise KernelError("AMOUNT_NOT_FINITE", place=demand.line, item=demand.activity, value=demand.amount)


def components(graph: ProcessGraph, roots: Iterable[str] | None = None) -> tuple[Component, ...]:
    """Strongly connected components that `roots` (all activities by default) reach, suppliers before those they supply.

    Tarjan 1972, SIAM J. Comput. 1:146, with an explicit stack, so that a chain of any length is walked.
    """
    walk = _Walk(graph)
    for root in graph.activities if roots is None else roots:
        if root not in walk.index:
            walk.explore(root)
    return tuple(walk.found)


class _Walk:
    """Tarjan's depth-first walk: order of discovery, lowest discovery reachable, and the activities not yet in a component."""

    def __init__(self, graph: ProcessGraph) -> None:
        self.graph = graph
        self.index: dict[str, int] = {}
        self.found: list[Component] = []
        self._low: dict[str, int] = {}
        self._waiting: list[str] = []
        self._is_waiting: set[str] = set()
        self._path: list[tuple[str, Iterator[Exchange]]] = []

    def explore(self, root: str) -> None:
        """Walk all that `root` reaches."""
        self._enter(root)
        while self._path:
            key, exchanges = self._path[-1]
            step = next(exchanges, None)
            if step is None:
                self._leave(key)
            elif step.activity not in self.index:
                self._enter(step.activity)
            elif step.activity in self._is_waiting:
                self._low[key] = min(self._low[key], self.index[step.activity])

    def _enter(self, key: str) -> None:
        self.index[key] = self._low[key] = len(self.index)
        self._waiting.append(key)
        self._is_waiting.add(key)
        self._path.append((key, iter(self.graph.activities[key].exchanges)))

    def _leave(self, key: str) -> None:
        self._path.pop()
        if self._path:
            above = self._path[-1][0]
            self._low[above] = min(self._low[above], self._low[key])
        if self._low[key] == self.index[key]:
            members: list[str] = []
            while not members or members[-1] != key:
                members.append(self._waiting.pop())
            self._is_waiting.difference_update(members)
            self.found.append(Component(keys=tuple(sorted(members))))


def component_matrix(graph: ProcessGraph, component: Component) -> FloatArray:
    """The component's own system M, rows and columns in the order of its keys. [product units], shape (k, k).

    M[j, j] is the net production of activity j, M[j, i] minus what j takes of i; scores solve M·h = flows + what comes from outside.
    Raises KernelError `COMPONENT_TOO_LARGE` before anything is built.
    """
    if len(component.keys) > CERTIFIED_LIMIT:
        raise KernelError("COMPONENT_TOO_LARGE", processes=name_processes(component.keys), size=len(component.keys), limit=CERTIFIED_LIMIT)
    place = {key: position for position, key in enumerate(component.keys)}
    matrix = np.zeros((len(place), len(place)))
    for key, row in place.items():
        activity = graph.activities[key]
        terms: dict[int, list[float]] = {row: [activity.production]}
        for exchange in activity.exchanges:
            if exchange.activity in place:
                terms.setdefault(place[exchange.activity], []).append(-exchange.amount)
        for column, amounts in terms.items():
            matrix[row, column] = math.fsum(amounts)
    return matrix


def is_leontief(graph: ProcessGraph, component: Component) -> bool:
    """Whether the component only produces its own products and takes others' (no substitution inside it).

    Such a system is trustworthy only when it is productive (Hawkins & Simon 1949, Econometrica 17:245): making a unit may not need
    a unit or more of itself.
    """
    members = set(component.keys)
    return all(
        graph.activities[key].production > 0.0
        and all(exchange.amount >= 0.0 for exchange in graph.activities[key].exchanges if exchange.activity in members)
        for key in component.keys
    )


def parameters_met_twice(graph: ProcessGraph, demands: Iterable[Demand]) -> tuple[str, ...]:
    """Parameters that some path from a line to a flow meets more than once, or that stand inside a loop, sorted.

    When empty, the score at the means is the exact expectation of the score (multipliers are independent and of mean 1). When not,
    it is the figure at the means, which differs from the expectation in second order.
    """
    lines = tuple(demands)
    upstream: dict[str, frozenset[str]] = {}
    twice: set[str] = set()
    for component in components(graph, [line.activity for line in lines]):
        members = set(component.keys)
        met: set[str] = set()
        for key in component.keys:
            activity = graph.activities[key]
            met.update(activity.flow_multipliers)
            twice.update(_repeated(activity.flow_multipliers))
            for exchange in activity.exchanges:
                behind = frozenset(exchange.multipliers) if exchange.activity in members else upstream[exchange.activity]
                twice.update(_repeated(exchange.multipliers), behind.intersection(exchange.multipliers))
                met.update(exchange.multipliers, behind)
        shared = frozenset(met)
        upstream.update(dict.fromkeys(component.keys, shared))
    for line in lines:
        twice.update(_repeated(line.multipliers), upstream[line.activity].intersection(line.multipliers))
    return tuple(sorted(twice))


def _repeated(keys: tuple[str, ...]) -> set[str]:
    return {key for key in keys if keys.count(key) > 1}
