"""Joint draws of one device: every parameter is drawn once a draw and met wherever it occurs, in the graph and on the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.errors import KernelError
from lingtan.lca.graph import Demand, ProcessGraph
from lingtan.lca.sampling import Parameters, Plan, Value, chunks, line_values, prepare
from lingtan.quantities import CLIMATE, Indicator
from lingtan.uncertainty import Scope, exact_mean
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["GroupSamples", "VarianceShares", "add_lines", "monte_carlo", "monte_carlo_by_group", "variance_shares"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSamples:
    """Joint draws of a device and of each group of its lines. [kg CO2e], shape (draws,); groups in the order they first occur."""

    total: FloatArray
    by_group: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceShares:
    """Where a device's variance comes from: common to all, to the SKU, or each unit's own; the three shares sum to 1. [-].

    `variance` is their total. [kg²]. Without any variance the whole share counts as common.
    """

    common: float
    sku: float
    unit: float
    variance: float


def monte_carlo(
    graph: ProcessGraph,
    demands: Iterable[Demand],
    parameters: Parameters,
    *,
    seed: int,
    draws: int,
    indicators: Sequence[Indicator] = CLIMATE,
    unit: int = 0,
) -> FloatArray:
    """Joint draws of the device's score, summed over `indicators` (climate by default). [kg CO2e], shape (draws,).

    The same bytes whatever the chunk, the machine or the company a parameter keeps. `unit` numbers the device, for per-unit
    parameters. Raises KernelError as `lca.sampling.prepare` and `line_values`, InputError `DRAWS_RANGE`.
    """
    plan = prepare(graph, demands, parameters, indicators)
    total = np.empty(draws) if draws > 0 else np.empty(0)
    for start, count in chunks(plan, draws):
        total[start : start + count] = add_lines(line_values(plan, seed=seed, start=start, draws=count, unit=unit))
    return total


def monte_carlo_by_group(
    graph: ProcessGraph,
    demands: Iterable[Demand],
    parameters: Parameters,
    *,
    seed: int,
    draws: int,
    groups: Mapping[str, str],
    indicators: Sequence[Indicator] = CLIMATE,
    unit: int = 0,
) -> GroupSamples:
    """As `monte_carlo` (the same total, byte for byte), with the draws of each group of lines. `groups` names each line's group.

    Raises also KernelError `GROUP_MISSING`.
    """
    plan = prepare(graph, demands, parameters, indicators)
    members = _members(plan, groups)
    total = np.empty(draws) if draws > 0 else np.empty(0)
    by_group = {group: np.empty(draws) for group in members} if draws > 0 else {}
    for start, count in chunks(plan, draws):
        values = line_values(plan, seed=seed, start=start, draws=count, unit=unit)
        total[start : start + count] = add_lines(values)
        for group, positions in members.items():
            by_group[group][start : start + count] = add_lines([values[p] for p in positions])
    return GroupSamples(total=total, by_group=by_group)


def variance_shares(
    graph: ProcessGraph,
    demands: Iterable[Demand],
    parameters: Parameters,
    *,
    seed: int,
    draws: int,
    indicators: Sequence[Indicator] = CLIMATE,
) -> VarianceShares:
    """The device's variance split by scope, from joint draws.

    With C, S, U the common, SKU and unit parameters, E[X | C, S] is X with U held at 1 and E[X | C] with S held too (exact where no
    path meets a parameter twice). X − E[X | C, S], E[X | C, S] − E[X | C] and E[X | C] − E[X] are uncorrelated with mean 0, so each
    one's mean square estimates its part without bias and never below 0.
    """
    plan = prepare(graph, demands, parameters, indicators)
    held_sets = (frozenset[Scope](), frozenset({Scope.UNIT}), frozenset({Scope.UNIT, Scope.SKU}))
    samples = np.empty((3, max(draws, 0)))
    for start, count in chunks(plan, draws):
        for row, held in enumerate(held_sets):
            samples[row, start : start + count] = add_lines(line_values(plan, seed=seed, start=start, draws=count, held=held))
    common = _mean_square(samples[2] - exact_mean(samples[2]))
    sku = _mean_square(samples[1] - samples[2])
    unit = _mean_square(samples[0] - samples[1])
    variance = common + sku + unit
    if variance == 0.0:
        return VarianceShares(common=1.0, sku=0.0, unit=0.0, variance=0.0)
    return VarianceShares(common=common / variance, sku=sku / variance, unit=unit / variance, variance=variance)


def add_lines(values: Sequence[Value]) -> Value:
    """The lines' sum, from the first to the last. [kg CO2e]."""
    total: Value = 0.0
    for value in values:
        total = total + value
    return total


def _mean_square(deviation: FloatArray) -> float:
    return exact_mean(deviation * deviation)


def _members(plan: Plan, groups: Mapping[str, str]) -> Mapping[str, list[int]]:
    members: dict[str, list[int]] = {}
    for position, line in enumerate(plan.lines):
        if line.line not in groups:
            raise KernelError("GROUP_MISSING", place=line.line)
        members.setdefault(groups[line.line], []).append(position)
    return members
