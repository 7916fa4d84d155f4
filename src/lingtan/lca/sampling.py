"""One device's inventory evaluated over a run of draw numbers: what Monte Carlo, batches and variance shares have in common.

Everything is added and multiplied in the order of the graph's exchanges and the device's lines, element by element over the draws, so
that a draw's value depends on its number alone: not on the chunk it was computed in, nor on the machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from lingtan.errors import InputError, KernelError
from lingtan.lca.adjoint import net_production
from lingtan.lca.dense import SINGULAR_PIVOT
from lingtan.lca.graph import Activity, Demand, ProcessGraph
from lingtan.lca.loops import solve_draws
from lingtan.lca.structure import Component, check_demands, check_graph, component_matrix, components, is_leontief
from lingtan.quantities import Indicator
from lingtan.uncertainty import Parameter, Scope, unit_draws
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Parameters", "Plan", "Value", "chunks", "index_parameters", "line_values", "prepare"]

#: Parameters by key, or any collection of them.
Parameters: TypeAlias = Mapping[str, Parameter] | Iterable[Parameter]

#: A certain number, or one a draw, shape (draws,).
Value: TypeAlias = FloatArray | float

_CHUNK = 4096  # draws at a time at most
_ROOM = 16_000_000  # numbers held at a time: 128 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a device's lines reach: components suppliers first, each activity's summed flow, the parameters that occur."""

    graph: ProcessGraph
    lines: tuple[Demand, ...]
    components: tuple[Component, ...]
    flows: Mapping[str, float]
    parameters: Mapping[str, Parameter]

    @property
    def chunk(self) -> int:
        """Draws evaluated at a time, so that memory stays bounded."""
        loops = sum(2 * len(c.keys) ** 2 for c in self.components if c.is_cyclic)
        held = len(self.flows) + len(self.lines) + len(self.parameters) + loops
        return max(1, min(_CHUNK, _ROOM // max(1, held)))


@dataclass(slots=True)
class _Multipliers:
    """The multipliers of one run of draw numbers, each drawn once; parameters of a `held` scope stay at their mean of 1."""

    plan: Plan
    seed: int
    start: int
    draws: int
    held: frozenset[Scope]
    unit: int
    drawn: dict[str, FloatArray] = field(default_factory=dict)

    def times(self, amount: float, keys: Sequence[str]) -> Value:
        """The amount times its multipliers, from the first to the last."""
        value: Value = amount
        for key in keys:
            parameter = self.plan.parameters[key]
            if parameter.scope in self.held:
                continue
            if key not in self.drawn:
                self.drawn[key] = unit_draws(parameter, seed=self.seed, draws=self.draws, start=self.start, unit=self.unit)
            value = value * self.drawn[key]
        return value


def index_parameters(parameters: Parameters) -> Mapping[str, Parameter]:
    """Parameters by their own key. Raises KernelError `PARAMETER_CONFLICT` when two differ under one key."""
    indexed: dict[str, Parameter] = {}
    for parameter in parameters.values() if isinstance(parameters, Mapping) else parameters:
        if indexed.setdefault(parameter.key, parameter) != parameter:
            raise KernelError("PARAMETER_CONFLICT", place=parameter.key)
    return indexed


def prepare(graph: ProcessGraph, demands: Iterable[Demand], parameters: Parameters, indicators: Sequence[Indicator]) -> Plan:
    """The plan of a device; flows are the sum of `indicators`.

    Raises KernelError as `check_graph` and `check_demands`, `PARAMETER_CONFLICT`, and `PARAMETER_UNKNOWN` naming where it occurs.
    """
    lines = tuple(demands)
    check_graph(graph)
    check_demands(graph, lines)
    indexed = index_parameters(parameters)
    order = components(graph, [line.activity for line in lines])
    reached = [graph.activities[key] for component in order for key in component.keys]
    used: dict[str, Parameter] = {}
    for place, key in _occurrences(reached, lines):
        if key not in indexed:
            raise KernelError("PARAMETER_UNKNOWN", place=place, parameter=key)
        used[key] = indexed[key]
    flows = {activity.key: math.fsum(activity.flows.get(i, 0.0) for i in indicators) for activity in reached}
    return Plan(graph=graph, lines=lines, components=order, flows=flows, parameters=used)


def chunks(plan: Plan, draws: int) -> Iterator[tuple[int, int]]:
    """Start and length of each run of draw numbers. Raises InputError `DRAWS_RANGE` below 2 draws."""
    if draws < 2:
        raise InputError("DRAWS_RANGE", place="draws", start=0, draws=draws)
    for start in range(0, draws, plan.chunk):
        yield start, min(plan.chunk, draws - start)


def line_values(plan: Plan, *, seed: int, start: int, draws: int, held: frozenset[Scope] = frozenset(), unit: int = 0) -> tuple[Value, ...]:
    """Each line's score over the draws, in the lines' order. [kg], float or shape (draws,).

    Raises KernelError `SINGULAR_SYSTEM`, `ILL_CONDITIONED`, `COMPONENT_TOO_LARGE`, `LOOP_NOT_PRODUCTIVE`, `DRAW_NOT_PRODUCTIVE`.
    """
    multipliers = _Multipliers(plan, seed, start, draws, held, unit)
    scores: dict[str, Value] = {}
    for component in plan.components:
        if component.is_cyclic:
            scores.update(_loop(plan, component, multipliers, scores))
        else:
            activity = plan.graph.activities[component.keys[0]]
            scores[activity.key] = _carried(plan, activity, multipliers, scores) / _net(activity, multipliers)
    return tuple(multipliers.times(line.amount, line.multipliers) * scores[line.activity] for line in plan.lines)


def _occurrences(activities: Iterable[Activity], lines: Iterable[Demand]) -> Iterator[tuple[str, str]]:
    for activity in activities:
        for key in activity.flow_multipliers:
            yield activity.key, key
        for exchange in activity.exchanges:
            for key in exchange.multipliers:
                yield activity.key, key
    for line in lines:
        for key in line.multipliers:
            yield line.line, key


def _carried(plan: Plan, activity: Activity, multipliers: _Multipliers, scores: Mapping[str, Value]) -> Value:
    """A run's own flow and what its inputs carry, as far as they are scored (its own loop apart)."""
    total: Value = multipliers.times(plan.flows[activity.key], activity.flow_multipliers)
    for exchange in activity.exchanges:
        if exchange.activity in scores:
            total = total + multipliers.times(exchange.amount, exchange.multipliers) * scores[exchange.activity]
    return total


def _net(activity: Activity, multipliers: _Multipliers) -> Value:
    net: Value = activity.production
    for exchange in activity.exchanges:
        if exchange.activity == activity.key:
            net = net - multipliers.times(exchange.amount, exchange.multipliers)
    if not isinstance(net, np.ndarray):
        return net_production(activity)
    refused = np.abs(net) <= SINGULAR_PIVOT * abs(activity.production)
    if activity.production > 0.0:
        refused = refused | (net < 0.0)
    if refused.any():
        raise KernelError("DRAW_NOT_PRODUCTIVE", processes=activity.key, draw=multipliers.start + int(np.argmax(refused)))
    return net


def _loop(plan: Plan, component: Component, multipliers: _Multipliers, scores: Mapping[str, Value]) -> dict[str, Value]:
    nominal = component_matrix(plan.graph, component)
    size = len(nominal)
    place = {key: position for position, key in enumerate(component.keys)}
    entries: dict[tuple[int, int], Value] = {}
    right: list[Value] = []
    for row, key in enumerate(component.keys):
        activity = plan.graph.activities[key]
        entries[row, row] = entries.get((row, row), 0.0) + activity.production
        for exchange in activity.exchanges:
            if exchange.activity in place:
                cell = (row, place[exchange.activity])
                entries[cell] = entries.get(cell, 0.0) - multipliers.times(exchange.amount, exchange.multipliers)
        right.append(_carried(plan, activity, multipliers, scores))
    depth = multipliers.draws if any(isinstance(value, np.ndarray) for value in entries.values()) else 1
    matrix = np.zeros((size, size, depth))
    for (row, column), value in entries.items():
        matrix[row, column] = value
    width = multipliers.draws if any(isinstance(value, np.ndarray) for value in right) else 1
    column_of_flows = np.empty((size, width))
    for row, value in enumerate(right):
        column_of_flows[row] = value
    solved = solve_draws(
        matrix,
        column_of_flows,
        nominal,
        component.keys,
        multipliers.start,
        leontief=is_leontief(plan.graph, component),
    )
    return {key: solved[row] if solved.shape[1] > 1 else float(solved[row, 0]) for row, key in enumerate(component.keys)}
