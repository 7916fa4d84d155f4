"""A run of any objective, by one hand or by several side by side: each has lines of its own, dealt anew by turns.

Orders stay on their hand's lines during a turn, so hands touch nothing of each other's, whoever is faster; the best that each meets in a
turn makes one plan with the best of the others. Together they come as far as one hand with the tries of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lingtan.scheduling.annealing.chance import STEP, cooling_of, exponentials, first_word
from lingtan.scheduling.annealing.heat import SCALE, Heat, has_families, heat_of
from lingtan.scheduling.frozen import Plan, open_orders, with_frozen, without_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem

if TYPE_CHECKING:
    from lingtan.scheduling.loops.anneal import Hand
    from lingtan.scheduling.loops.state import State

__all__ = ["Annealing", "Found", "deals", "near", "turns"]

#: Times that lines are dealt in a run, and the fewest tries between two; tries that a hand alone is told of at a time.
_TURNS, _LEAST_TRIES, _ALONE_TRIES = 400, 8 * STEP, 1 << 22
#: Lines that an order without others of its family tries most; on a line alone, orders behind which it is tried most.
_NEAR, _BEHIND = 4, 8
#: What of the state a hand has for itself during a turn: small, and written often.
_COPIED = ("where", "counts", "ends", "spare")


class Found(NamedTuple):
    """What a run found: the objective of its open orders, and all sequences."""

    value: int
    plan: Plan


class Annealing:
    """Runs of one problem under one objective. `watch` is told how many tries were done, time and again, by whoever does them."""

    def __init__(self, problem: Problem, objective: Objective, watch: Callable[[int], None] = lambda tries: None) -> None:
        from lingtan.scheduling.loops.arrays import arrays_of

        self.problem, self.objective, self._near, self._table = problem, objective, near(problem), exponentials()
        self.watch = watch
        self.arrays, self._scale = arrays_of(problem, objective), 1
        if objective.per_makespan_min:
            self._scale = SCALE
            scaled = {name: SCALE * getattr(self.arrays, name) for name in ("per_tardy", "per_setup", "per_makespan", "per_moved")}
            self.arrays = self.arrays._replace(**scaled)

    def heat(self, start: Plan) -> Heat:
        """What a run from the plan begins and ends with."""
        from lingtan.scheduling.loops.state import state_of, value_of

        value = 0
        if not has_families(self.problem):
            value = value_of(self.arrays, state_of(self.arrays, *without_frozen(self.problem, start)))
        return heat_of(self.problem, self.objective, value)

    def run(self, start: Plan, *, iterations: int, heat: Heat, seed: int, hands: int = 1, pool: Executor | None = None) -> Found:
        """The best sequences of one run from a plan, `iterations` tries a hand. The plan hangs on the number of hands, not on the pool.

        With a makespan in the objective there must be one hand.
        """
        from lingtan.scheduling.loops.anneal import anneal
        from lingtan.scheduling.loops.state import state_of, value_of

        seq, count = without_frozen(self.problem, start)
        state = state_of(self.arrays, seq, count)
        value = best = value_of(self.arrays, state)
        cooling = cooling_of(heat.last / heat.first, iterations)
        own = [state._replace(**{name: getattr(state, name).copy() for name in _COPIED}) for _ in range(hands)]
        words = [np.array([first_word(seed + hand)], np.uint64) for hand in range(hands)]
        heats = [np.array([heat.first]) for _ in words]
        best_seq, best_count = seq.copy(), count.copy()
        dealt = deals(self.problem, state, hands, first_word(seed), self._near)
        for low, high in pairwise(turns(iterations, hands)):
            shares = next(dealt)

            def turn(hand: int, shares: list[Hand] = shares, tries: int = high - low) -> tuple[int, int]:
                for name in _COPIED:
                    getattr(own[hand], name)[:] = getattr(state, name)
                the = self.arrays, own[hand], shares[hand], self._table
                return anneal(*the, tries, heats[hand], heat.last, cooling, words[hand], seq, count)

            found = list((map if pool is None else pool.map)(turn, range(hands)))
            for share, its in zip(shares, own, strict=True):
                state.counts[share.lines], state.ends[share.lines] = its.counts[share.lines], its.ends[share.lines]
                state.where[share.members] = its.where[share.members]
            if value + sum(least for _, least in found) < best:
                best = value + sum(least for _, least in found)
                best_seq[:], best_count[:] = seq, count
            value += sum(change for change, _ in found)
            self.watch(hands * (high - low))
        return Found(best // self._scale, with_frozen(self.problem, best_seq, best_count))


def turns(iterations: int, hands: int) -> list[int]:
    """Tries after which lines are dealt anew, from none to all. Turns of a hand alone change nothing."""
    turns = max(iterations // _ALONE_TRIES if hands == 1 else min(_TURNS, iterations // _LEAST_TRIES), 1)
    return [iterations * turn // turns // STEP * STEP for turn in range(turns)] + [iterations]


def deals(problem: Problem, state: State, hands: int, word: int, near: Integers) -> Iterator[list[Hand]]:
    """Every turn all lines, dealt out in an order drawn anew, with the orders that are then on them. `near` as the loops' `Hand`."""
    from lingtan.scheduling.loops.anneal import Hand, draw

    orders, drawn = open_orders(problem), np.array([word], np.uint64)
    members = orders[np.argsort(problem.family[orders], kind="stable")]
    lines, families, behind = np.arange(problem.line_count), np.arange(len(problem.families) + 1), _behind(problem)
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
            shares.append(Hand(lines=np.flatnonzero(is_own), is_own=is_own, starts=starts, members=mine, near=near, behind=behind))
        yield shares


def near(problem: Problem) -> Integers:
    """Of each order the lines that make it fastest, shape (J, G)."""
    run = np.where(problem.run_min >= 0, problem.run_min, 1 << 40)
    return np.ascontiguousarray(np.argsort(run, axis=0, kind="stable")[:_NEAR].T)


def _behind(problem: Problem) -> Integers:
    """Of each order on a line alone the open ones behind which it needs the least set-up, shape (J, H); itself where that says nothing."""
    orders = open_orders(problem)
    itself = np.arange(problem.order_count)[:, None]
    if problem.line_count > 1 or has_families(problem) or orders.size < 2:
        return itself
    found = np.repeat(itself, min(_BEHIND, orders.size - 1), axis=1)
    setup = problem.setup_min[0][np.ix_(problem.family[orders], problem.family[orders])]
    np.fill_diagonal(setup, 1 << 40)
    found[orders] = orders[np.argsort(setup, axis=0, kind="stable")[: found.shape[1]].T]
    return found
