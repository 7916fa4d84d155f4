"""What the search believes an exchange costs, against the lines built anew; what it refuses, against the limit."""

from __future__ import annotations

import numpy as np
import pytest

from lingtan.scheduling import Objective
from lingtan.scheduling.loops.arrays import arrays_of
from lingtan.scheduling.loops.exchange import build, exchange, within
from lingtan.scheduling.loops.state import NEVER, ORDER, state_of, value_of

from .cases import random_plan, small, with_frozen


def standing(seed: int) -> tuple[object, ...]:
    """Lines as they stand for a random plan; every third problem has no closures, where most is known without walking the line."""
    from dataclasses import replace

    problem = small(seed, orders=24, lines=3)
    problem = with_frozen(problem) if seed % 4 == 0 else problem
    problem = replace(problem, closures=()) if seed % 3 == 0 else problem
    frozen = {one.order for one in problem.frozen}
    seq, count = np.zeros(problem.run_min.shape, np.int64), np.zeros(problem.line_count, np.int64)
    for k, orders in enumerate(random_plan(problem, seed)):
        kept = [j for j in orders if j not in frozen]
        seq[k, : len(kept)], count[k] = kept, len(kept)
    arrays = arrays_of(problem, Objective(per_weighted_tardy_min=2, per_changeover_min=3))
    return arrays, state_of(arrays, seq, count)


@pytest.mark.parametrize("seed", range(12))
def test_an_exchange_costs_what_the_lines_cost_when_it_is_done_and_is_refused_only_beyond_the_limit(seed: int) -> None:
    arrays, state = standing(seed)
    g = np.random.default_rng(seed)
    done = 0
    for _ in range(300):
        k, o = g.integers(0, 3, 2)
        p, q = (int(g.integers(0, state.counts[line] + 1)) for line in (k, o))
        m, n = (int(g.integers(0, min(5, state.counts[line] - at) + 1)) for line, at in ((k, p), (o, q)))
        if k == o and q < p + m:
            continue
        before, limit = value_of(arrays, state), int(g.integers(-300, 300))

        def ask(most: int, k: int = k, p: int = p, m: int = m, o: int = o, q: int = q, n: int = n) -> tuple[int, ...]:
            return within(arrays, state, k, p, m, q, n, most) if k == o else exchange(arrays, state, k, p, m, o, q, n, most)

        change, *ends = ask(NEVER)
        limited = ask(limit)[0]
        if change >= NEVER:
            moved = [*((state.places[k, i, ORDER], o) for i in range(p, p + m)), *((state.places[o, i, ORDER], k) for i in range(q, q + n))]
            assert any(arrays.run[line, j] < 0 for j, line in moved)
            continue
        assert limited == change if change <= limit else limited > limit
        build(arrays, state, k, p, m, o, q, n)
        assert value_of(arrays, state) - before == change
        assert ends[0] == state.ends[k]
        assert ends[-1] == state.ends[o]
        done += 1
    assert done > 50
