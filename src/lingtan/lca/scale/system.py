"""A background system in arrays, every exchange with its own uncertainty: A·s = f with a weight on every flow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.errors import KernelError
from lingtan.lca.graph import ProcessGraph
from lingtan.lca.sampling import Parameters, index_parameters
from lingtan.lca.scale.entries import Entries, fixed_entries
from lingtan.lca.structure import check_graph
from lingtan.quantities import CLIMATE, Indicator
from lingtan.uncertainty import Parameter, Scope
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["UncertainSystem", "system_from_graph"]

Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainSystem:
    """Activities, their exchanges and their flows, in any order; results follow the order of `keys`, bits do not depend on it.

    `inputs[k]` stands at row (product) `row[k]`, column (activity) `column[k]` of the technosphere: production on the diagonal > 0,
    inputs < 0. `flows[k]` is activity `flow_column[k]`'s, and counts `flow_weight[k]` (a characterisation factor) in the score.
    `shared` are the rows of multipliers that entries point to; a row is the product of its named parameters.
    Raises KernelError `ARRAYS_UNEQUAL`, `ACTIVITY_NUMBER`, `KEY_TWICE`, `AMOUNT_NOT_FINITE`, `PRODUCTION_ZERO`.
    """

    keys: tuple[str, ...]
    inputs: Entries
    row: Integers
    column: Integers
    flows: Entries
    flow_column: Integers
    flow_weight: FloatArray
    shared: tuple[tuple[Parameter, ...], ...] = ()

    def __post_init__(self) -> None:
        count = len(self.keys)
        if len(set(self.keys)) < count:
            seen: set[str] = set()
            raise KernelError("KEY_TWICE", place=next(key for key in self.keys if key in seen or seen.add(key)))  # type: ignore[func-returns-value]  # add returns None
        for name, array, entries in (
            ("row", self.row, self.inputs),
            ("column", self.column, self.inputs),
            ("flow_column", self.flow_column, self.flows),
        ):
            if len(array) != len(entries):
                raise KernelError("ARRAYS_UNEQUAL", place=name, found=len(array), expected=len(entries))
            if array.size and not 0 <= int(array.min()) <= int(array.max()) < count:
                raise KernelError("ACTIVITY_NUMBER", place=name, low=int(array.min()), high=int(array.max()), count=count)
        if len(self.flow_weight) != len(self.flows):
            raise KernelError("ARRAYS_UNEQUAL", place="flow_weight", found=len(self.flow_weight), expected=len(self.flows))
        if not np.isfinite(self.flow_weight).all():
            at = int(np.argmin(np.isfinite(self.flow_weight)))
            raise KernelError("AMOUNT_NOT_FINITE", place=f"flow_weight[{at}]", item="weight", value=float(self.flow_weight[at]))
        for entries in (self.inputs, self.flows):
            if len(entries) and int(entries.shared.max()) >= len(self.shared):
                raise KernelError("PARAMETER_NUMBER", place="shared", value=int(entries.shared.max()), count=len(self.shared))
        made = np.zeros(count, dtype=bool)
        made[self.column[(self.row == self.column) & (self.inputs.amount != 0.0)]] = True
        if not made.all():
            raise KernelError("PRODUCTION_ZERO", place=self.keys[int(np.argmin(made))])


def system_from_graph(graph: ProcessGraph, parameters: Parameters = (), *, indicators: Sequence[Indicator] = CLIMATE) -> UncertainSystem:
    """The graph's arrays: amounts certain, times their named multipliers; the score is the sum of `indicators`.

    Raises KernelError as `check_graph`, `PARAMETER_CONFLICT`, `PARAMETER_UNKNOWN`, `UNIT_SCOPE_IN_GRAPH`.
    """
    check_graph(graph)
    rows = _Rows(dict(index_parameters(parameters)))
    place = {key: position for position, key in enumerate(graph.activities)}
    inputs: list[tuple[int, int, float, int]] = []
    flows: list[tuple[int, float, int]] = []
    for column, activity in enumerate(graph.activities.values()):
        inputs.append((column, column, activity.production, -1))
        for exchange in activity.exchanges:
            inputs.append((place[exchange.activity], column, -exchange.amount, rows.of(exchange.multipliers, activity.key)))
        total = math.fsum(activity.flows.get(i, 0.0) for i in indicators)
        flows.append((column, total, rows.of(activity.flow_multipliers, activity.key)))
    return UncertainSystem(
        keys=tuple(graph.activities),
        inputs=fixed_entries([amount for _, _, amount, _ in inputs], shared=[shared for _, _, _, shared in inputs]),
        row=np.array([row for row, _, _, _ in inputs], dtype=np.int32),
        column=np.array([column for _, column, _, _ in inputs], dtype=np.int32),
        flows=fixed_entries([amount for _, amount, _ in flows], shared=[shared for _, _, shared in flows]),
        flow_column=np.array([column for column, _, _ in flows], dtype=np.int32),
        flow_weight=np.ones(len(flows)),
        shared=tuple(rows.found),
    )


class _Rows:
    """Products of parameters in the order they first occur."""

    def __init__(self, parameters: dict[str, Parameter]) -> None:
        self.parameters = parameters
        self.found: dict[tuple[Parameter, ...], int] = {}

    def of(self, keys: tuple[str, ...], place: str) -> int:
        if not keys:
            return -1
        for key in keys:
            if key not in self.parameters:
                raise KernelError("PARAMETER_UNKNOWN", place=place, parameter=key)
            if self.parameters[key].scope is Scope.UNIT:
                raise KernelError("UNIT_SCOPE_IN_GRAPH", place=place, parameter=key)
        return self.found.setdefault(tuple(self.parameters[key] for key in keys), len(self.found))
