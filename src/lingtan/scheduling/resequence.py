"""Sequences changed for energy: each change priced by the exact programme of the lines that it touches, none at the cost of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lingtan.scheduling.annealing import first_word
from lingtan.scheduling.energy import LineEnergy, Supply
from lingtan.scheduling.frozen import Plan, open_orders, without_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.states import Way, cheapest_states, horizon_of, pieces_of, rate_of
from lingtan.scheduling.timing import Timing, time_line, timing_of
from lingtan.scheduling.whole_plant import cheapest_plan

if TYPE_CHECKING:
    from lingtan.scheduling.loops.arrays import Arrays
    from lingtan.scheduling.loops.state import State

__all__ = ["resequence"]

_Move = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plant:
    """What every change is judged by."""

    problem: Problem
    lines: Sequence[LineEnergy]
    rate: Integers
    arrays: Arrays
    scratch: Timing

    def cost(self, k: int, orders: Sequence[int]) -> int:
        """The least cost of the line with these orders, −1 where they have no times. [W · min · rate]."""
        listed = [*(one.order for one in self.problem.frozen_of(k)), *orders]
        time_line(self.problem, k, listed, self.scratch)
        pieces = pieces_of(self.problem, self.scratch, k, self.lines[k], orders=listed, is_moved=True)
        return cheapest_states(self.arrays, k, self.lines[k], self.rate, pieces)[0]


def resequence(
    problem: Problem,
    objective: Objective,
    timing: Timing,
    lines: Sequence[LineEnergy],
    *,
    supply: Supply,
    way: Way,
    tries: int,
    seed: int,
    carbon_price_per_t: int = 0,
) -> Timing:
    """Earliest times of sequences that cost less energy money (or carbon) when timed, while the objective is no worse than of `timing`.

    `tries` pairs of lines are timed; same arguments, same sequences. Only MIN_COST and MIN_CARBON move anything. Where changeovers play no
    part all lines are planned as one (`whole_plant`), to the optimum as a rule.
    """
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.state import state_of

    orders = open_orders(problem)
    if way not in (Way.MIN_COST, Way.MIN_CARBON) or tries <= 0 or orders.size < 2:
        return timing
    rate = rate_of(supply, way, horizon_of(problem, timing), carbon_price_per_t)
    arrays = arrays_of(problem, objective)
    state = state_of(arrays, *without_frozen(problem, timing.sequence))
    scratch = replace(
        timing, **{name: getattr(timing, name).copy() for name in ("line", "setup_start_min", "setup_min", "start_min", "end_min")}
    )
    plant = _Plant(problem=problem, lines=lines, rate=rate, arrays=arrays, scratch=scratch)
    costs = [plant.cost(k, _orders(state, k)) for k in range(problem.line_count)]
    ends_on = int(timing.end_min.max()) if objective.per_makespan_min else 1 << 60
    whole = None if objective.per_moved else cheapest_plan(problem, timing, lines, rate, ends_by_min=ends_on)
    if whole is not None and sum(plant.cost(k, whole[k]) for k in range(problem.line_count)) <= sum(costs):
        return timing_of(problem, whole)
    word, spare = np.array([first_word(seed)], np.uint64), 0
    done = 0
    for _ in range(200 * tries):
        move = _drawn(state, orders, word, problem)
        change = _change(plant.arrays, state, move, spare, ends_on)
        if change is None:
            continue
        done += 1
        if _is_cheaper(plant, state, move, costs):
            spare -= change
        if done >= tries:
            break
    fronts = [[one.order for one in problem.frozen_of(k)] for k in range(problem.line_count)]
    plan: Plan = tuple((*front, *_orders(state, k)) for k, front in enumerate(fronts))
    return timing_of(problem, plan)


def _orders(state: State, k: int) -> list[int]:
    from lingtan.scheduling.loops.state import ORDER

    return [int(j) for j in state.places[k, : state.counts[k], ORDER]]


def _drawn(state: State, orders: Integers, word: np.ndarray[tuple[int], np.dtype[np.uint64]], problem: Problem) -> _Move:
    """A segment of one to three orders to anywhere, or in exchange for one: line, place, length, twice."""
    from lingtan.scheduling.loops.anneal import draw

    k, p = (int(i) for i in state.where[orders[draw(word, orders.size)]])
    o = k if draw(word, 2) == 0 else draw(word, problem.line_count)
    q = draw(word, int(state.counts[o]) + 1)
    m = min(1 + draw(word, 3), int(state.counts[k]) - p)
    n = min(draw(word, 3), int(state.counts[o]) - q)
    if k == o and q < p:
        return k, q, min(n, p - q), o, p, m
    return k, p, m, o, q, n


def _change(arrays: Arrays, state: State, move: _Move, spare: int, ends_on: int) -> int | None:
    """What the move does to the objective; None where it is none, cannot be done, ends later than allowed or costs more than is spare."""
    from lingtan.scheduling.loops.exchange import exchange, within

    k, p, m, o, q, n = move
    if k == o and q < p + m:
        return None
    change, *ends = within(arrays, state, k, p, m, q, n, spare) if k == o else exchange(arrays, state, k, p, m, o, q, n, spare)
    return None if change > spare or max(ends) > ends_on else int(change)


def _is_cheaper(plant: _Plant, state: State, move: _Move, costs: list[int]) -> bool:
    """Do the move; undo it unless the lines then cost less."""
    from lingtan.scheduling.loops.exchange import build

    k, p, m, o, q, n = move
    touched = dict.fromkeys((k, o))
    build(plant.arrays, state, k, p, m, o, q, n)
    found = {line: plant.cost(line, _orders(state, line)) for line in touched}
    if min(found.values()) >= 0 and sum(found.values()) < sum(costs[line] for line in touched):
        for line, cost in found.items():
            costs[line] = cost
        return True
    build(plant.arrays, state, k, p, n, o, q + n - m if k == o else q, m)
    return False
