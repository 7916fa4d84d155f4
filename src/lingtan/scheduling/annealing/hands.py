"""A run of any objective, by one hand or by several side by side: each has lines of its own, dealt anew by turns.

Orders stay on their hand's lines during a turn, so hands touch nothing of each other's, whoever is faster; the best that each meets in a
turn makes one plan with the best of the others. Together they come as far as one hand with the tries of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lingtan.scheduling.annealing.chance import STEP, cooling_of, exponentials, first_word
from lingtan.scheduling.dispatch import Sequence as Plan
from lingtan.scheduling.dispatch import open_orders, with_frozen, without_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem

if TYPE_CHECKING:
    from lingtan.scheduling.loops.anneal import Hand
    from lingtan.scheduling.loops.state import State

__all__ = ["annealed", "deals", "turns"]

#: Times that lines are dealt in a run, and the fewest tries between two.
_TURNS, _LEAST_TRIES = 400, 8 * STEP
#: Lines that an order without others of its family tries most.
_NEAR = 4
#: The least last heat. Where every order has set-ups of its own: the first heat at most, in what the start costs an order; the last,
#: beside the one of families.
_COLDEST, _HOT_BY_ORDER, _COLD_BY_ORDER = 0.3, 1.2, 2.4
#: What of the state a hand has for itself during a turn: small, and written often.
_COPIED = ("where", "counts", "ends", "spare")


def annealed(
    problem: Problem,
    objective: Objective,
    start: Plan,
    *,
    iterations: int,
    heat_share: float,
    seed: int,
    hands: int = 1,
    pool: Executor | None = None,
) -> Plan:
    """The best sequences of one run from a plan, `iterations` tries a hand. The plan's bits hang on the number of hands, not on the pool.

    With a makespan in the objective there must be one hand.
    """
    from lingtan.scheduling.loops.anneal import anneal
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.state import state_of, value_of

    arrays = arrays_of(problem, objective)
    if objective.per_makespan_min:
        arrays = arrays._replace(**{name: 16 * getattr(arrays, name) for name in ("per_tardy", "per_setup", "per_makespan", "per_moved")})
    seq, count = without_frozen(problem, start)
    state = state_of(arrays, seq, count)
    value = best = value_of(arrays, state)
    hot, cold = _heats(problem, objective, value)
    hot = max(hot * heat_share, cold)
    cooling, table = cooling_of(cold / hot, iterations), exponentials()
    own = [state._replace(**{name: getattr(state, name).copy() for name in _COPIED}) for _ in range(hands)]
    words = [np.array([first_word(seed + hand)], np.uint64) for hand in range(hands)]
    heats = [np.array([hot]) for _ in words]
    best_seq, best_count = seq.copy(), count.copy()
    dealt = deals(problem, state, hands, first_word(seed))
    for low, high in pairwise(turns(iterations, hands)):
        shares = next(dealt)

        def turn(hand: int, shares: list[Hand] = shares, tries: int = high - low) -> tuple[int, int]:
            for name in _COPIED:
                getattr(own[hand], name)[:] = getattr(state, name)
            return anneal(arrays, own[hand], shares[hand], table, tries, heats[hand], cold, cooling, words[hand], seq, count)

        found = list((map if pool is None else pool.map)(turn, range(hands)))
        for share, its in zip(shares, own, strict=True):
            state.counts[share.lines], state.ends[share.lines] = its.counts[share.lines], its.ends[share.lines]
            state.where[share.members] = its.where[share.members]
        if value + sum(least for _, least in found) < best:
            best = value + sum(least for _, least in found)
            best_seq[:], best_count[:] = seq, count
        value += sum(change for change, _ in found)
    return with_frozen(problem, best_seq, best_count)


def turns(iterations: int, hands: int) -> list[int]:
    """Tries after which lines are dealt anew, from none to all. A hand alone has one turn."""
    turns = 1 if hands == 1 else max(min(_TURNS, iterations // _LEAST_TRIES), 1)
    return [iterations * turn // turns // STEP * STEP for turn in range(turns)] + [iterations]


def deals(problem: Problem, state: State, hands: int, word: int) -> Iterator[list[Hand]]:
    """Every turn all lines, dealt out in an order drawn anew, with the orders that are then on them."""
    from lingtan.scheduling.loops.anneal import Hand, draw

    orders, drawn, near = open_orders(problem), np.array([word], np.uint64), _near(problem)
    members = orders[np.argsort(problem.family[orders], kind="stable")]
    lines, families = np.arange(problem.line_count), np.arange(len(problem.families) + 1)
    while True:
        for last in range(lines.size - 1, 0, -1):
            other = draw(drawn, last + 1)
            lines[last], lines[other] = lines[other], lines[last]
        holder = np.zeros(lines.size, np.int64)
        holder[lines] = np.arange(lines.size) % hands
        shares = []
        for hand in range(hands):
            mine = members[holder[state.where[members, 0]] == hand]
            starts = np.searchsorted(problem.family[mine], families).astype(np.int64)
            is_own = (holder == hand).astype(np.int64)
            shares.append(Hand(lines=np.flatnonzero(is_own), is_own=is_own, starts=starts, members=mine, near=near))
        yield shares


def _near(problem: Problem) -> Integers:
    """Of each order the lines that make it fastest, shape (J, G)."""
    run = np.where(problem.run_min >= 0, problem.run_min, 1 << 40)
    return np.ascontiguousarray(np.argsort(run, axis=0, kind="stable")[:_NEAR].T)


def _heats(problem: Problem, objective: Objective, value: int) -> tuple[float, float]:
    """First and last temperature, from what a typical set-up and a typical delay cost, and from the value of the start."""
    run = problem.run_min[problem.run_min > 0]
    typical = float(run.sum()) / max(run.size, 1)
    setup = float(problem.setup_min.sum()) / problem.setup_min.size
    weight = float(problem.weight.sum()) / problem.weight.size
    hot = objective.per_changeover_min * setup + objective.per_weighted_tardy_min * weight * (setup + 0.1 * typical)
    hot += 16.0 * objective.per_makespan_min * (0.1 * typical + 0.1 * setup) + objective.per_moved
    first, last = max(4.0 * hot, 1.0), max(hot / 14.0, _COLDEST)
    orders = open_orders(problem)
    if np.bincount(problem.family[orders]).max(initial=0) <= 1:
        first, last = min(first, max(_HOT_BY_ORDER * value / max(orders.size, 1), 1.0)), max(_COLD_BY_ORDER * last, _COLDEST)
    return first, last
