"""A background system made ready to be solved many times: canonical order, components suppliers first, entries gathered by law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lingtan.lca.scale.entries import Entries, Law
from lingtan.lca.scale.streams import idents_of
from lingtan.lca.scale.system import Integers, UncertainSystem
from lingtan.uncertainty.elementary import FloatArray

if TYPE_CHECKING:
    from lingtan.lca.scale.loops.draws import Scratch

__all__ = ["Gathered", "Plan", "gather", "plan_system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Entries of one law, with the place each adds to and its weight, in one fixed order; what the lognormal's loop reads stands apart."""

    law: Law
    entries: Entries
    target: Integers
    weight: FloatArray
    median: FloatArray
    sigma: npt.NDArray[np.float32]
    shared: Integers

    def put(self, table: FloatArray, block: int, key: tuple[np.uint64, np.uint64], room: Scratch, out: FloatArray, *, adds: bool) -> None:
        """Four draws (from number 4·block) of each entry at its target in `out`, shape (·, 4); `table` holds shared multipliers."""
        from lingtan.lca.scale.loops.draws import lognormals, others

        e, number = self.entries, np.uint64(block)
        if self.law is Law.LOGNORMAL:
            lognormals(e.ident, self.median, self.sigma, self.shared, self.target, table, number, *key, room, out, adds)
            return
        columns = (e.ident, e.first, e.second, e.third, self.weight, e.shared, self.target)
        others(int(self.law), *columns, table, number, *key, room, out, adds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A system whose activities stand in the order they are solved (`position` of each key), components next to each other.

    Column j holds its entries with scored suppliers at `outside[j]:inside[j]`, with its own component at `inside[j]:diagonal[j]`, and its
    production and self-loop at `diagonal[j]:outside[j + 1]`. `values`, `flows` are the certain parts, `drawn_*` what is added a draw;
    `nominal_*` everything at value.
    """

    system: UncertainSystem
    position: Integers
    start: Integers
    outside: Integers
    inside: Integers
    diagonal: Integers
    row: Integers
    values: FloatArray
    flows: FloatArray
    nominal_values: FloatArray
    nominal_flows: FloatArray
    drawn_values: tuple[Gathered, ...]
    drawn_flows: tuple[Gathered, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Keys in the order they are solved."""
        order = np.argsort(self.position)
        return tuple(self.system.keys[i] for i in order)


def plan_system(system: UncertainSystem) -> Plan:
    """The plan: a function of the system's content alone, whatever the order of its activities and entries."""
    count = len(system.keys)
    rank = _ranks(system)
    position, label = _solve_order(system, rank)
    column, row = position[system.column], position[system.row]
    kind = np.where(row == column, 2, np.where(label[row] == label[column], 1, 0)).astype(np.int8)
    order = np.lexsort((system.inputs.first, system.inputs.ident, row, kind, column))
    column, row, kind, inputs = column[order], row[order], kind[order], system.inputs.take(order)
    pointers = [np.searchsorted(column * 3 + kind.astype(np.int64), np.arange(count + 1) * 3 + k).astype(np.int32) for k in range(3)]
    at = position[system.flow_column]
    order = np.lexsort((system.flows.first, system.flows.ident, at))
    at, flows, weight = at[order], system.flows.take(order), system.flow_weight[order]
    starts = np.flatnonzero(np.diff(label, prepend=-1)).astype(np.int32)
    places = np.arange(len(inputs), dtype=np.int32)
    ones = np.ones(len(inputs))
    return Plan(
        system=system,
        position=position,
        start=np.append(starts, np.int32(count)),
        outside=pointers[0],
        inside=pointers[1][:-1],
        diagonal=pointers[2][:-1],
        row=row,
        values=_certain(inputs, places, ones, len(inputs)),
        flows=_certain(flows, at, weight, count),
        nominal_values=inputs.amount,
        nominal_flows=_summed(at, weight * flows.amount, count),
        drawn_values=gather(inputs, places, ones),
        drawn_flows=gather(flows, at, weight),
    )


def gather(entries: Entries, target: Integers, weight: FloatArray) -> tuple[Gathered, ...]:
    """What has to be drawn, law by law: all that is not certain, and what is but meets a shared multiplier."""
    found = []
    for law in Law:
        at = np.flatnonzero((entries.law == law) & ((law != Law.FIXED) | (entries.shared >= 0)))
        if at.size:
            part = entries.take(at)
            found.append(
                Gathered(
                    law=law,
                    entries=part,
                    target=target[at],
                    weight=weight[at],
                    median=weight[at] * part.first,
                    sigma=part.second.astype(np.float32),
                    shared=part.shared if (part.shared >= 0).any() else part.shared[:0],
                )
            )
    return tuple(found)


def _certain(entries: Entries, target: Integers, weight: FloatArray, count: int) -> FloatArray:
    at = (entries.law == Law.FIXED) & (entries.shared < 0)
    return _summed(target[at], weight[at] * entries.first[at], count)


def _summed(target: Integers, value: FloatArray, count: int) -> FloatArray:
    total = np.zeros(count)
    np.add.at(total, target, value)
    return total


def _ranks(system: UncertainSystem) -> Integers:
    """Each activity's rank by ident, which no order of the input moves."""
    rank = np.empty(len(system.keys), dtype=np.int32)
    rank[np.argsort(idents_of(system.keys), kind="stable")] = np.arange(len(system.keys), dtype=np.int32)
    return rank


def _solve_order(system: UncertainSystem, rank: Integers) -> tuple[Integers, npt.NDArray[np.int32]]:
    """Each activity's position in the order of solving, and the component of each position."""
    from lingtan.lca.scale.loops.order import components

    column, row = rank[system.column], rank[system.row]
    off = np.flatnonzero(column != row)
    off = off[np.lexsort((row[off], column[off]))]
    pointer = np.searchsorted(column[off], np.arange(len(rank) + 1)).astype(np.int32)
    order, label = components(pointer, row[off].astype(np.int32))
    by_rank = np.empty(len(rank), dtype=np.int32)
    by_rank[order] = np.arange(len(rank), dtype=np.int32)
    return by_rank[rank], label
