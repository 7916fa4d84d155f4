"""A run that takes orders out of lines and puts them back, instead of exchanging segments."""

from __future__ import annotations

import numpy as np

from lingtan.scheduling.annealing.chance import cooling_of, exponentials, first_word
from lingtan.scheduling.annealing.hands import Annealing, Found
from lingtan.scheduling.annealing.heat import Heat
from lingtan.scheduling.frozen import Plan, open_orders, with_frozen, without_frozen

__all__ = ["TRIES_PER_ROUND", "rebuilt"]

#: Tries of annealing that take as long as a round.
TRIES_PER_ROUND = 80


def rebuilt(annealing: Annealing, start: Plan, *, rounds: int, heat: Heat, seed: int) -> Found:
    """The best sequences of one run of `loops.rebuild` from a plan. No makespan may be in the objective."""
    from lingtan.scheduling.loops.rebuild import Scratch, rebuild
    from lingtan.scheduling.loops.state import state_of

    problem, arrays = annealing.problem, annealing.arrays
    seq, count = without_frozen(problem, start)
    state = state_of(arrays, seq, count)
    best_seq, best_count, orders = seq.copy(), count.copy(), np.zeros(problem.order_count, np.int64)
    scratch = Scratch(seq=seq, counts=count, is_changed=np.zeros_like(count), out=orders, key=orders.copy())
    cooling, word = cooling_of(heat.last / heat.first, rounds), np.array([first_word(seed)], np.uint64)
    best = rebuild(
        arrays, state, scratch, open_orders(problem), exponentials(), rounds, heat.first, heat.last, cooling, word, best_seq, best_count
    )
    annealing.watch(TRIES_PER_ROUND * rounds)
    return Found(best, with_frozen(problem, best_seq, best_count))
