"""Taking orders out and putting them back: nothing lost, the books right after every round, the best of all plans on small problems."""

from __future__ import annotations

import numpy as np
import pytest

from lingtan.scheduling import Objective, best_atcs, problem_from_arrays
from lingtan.scheduling.annealing import Annealing, exponentials, first_word
from lingtan.scheduling.annealing.heat import Heat
from lingtan.scheduling.annealing.rebuilding import TRIES_PER_ROUND, rebuilt
from lingtan.scheduling.frozen import open_orders, without_frozen
from lingtan.scheduling.loops.arrays import arrays_of
from lingtan.scheduling.loops.rebuild import Scratch, rebuild
from lingtan.scheduling.loops.state import ORDER, State, state_of, value_of

from .cases import random_plan, small, with_frozen
from .test_search import every_plan, total

OBJECTIVE = Objective(per_weighted_tardy_min=3, per_changeover_min=2)


def went(seed: int, *, rounds: int, heat: float) -> tuple[State, State, int, int]:
    """The state after so many rounds of one heat; that of its sequences made anew; the least value met, and its sequences' own."""
    problem = with_frozen(small(seed, orders=20, lines=4))
    arrays, (seq, counts) = arrays_of(problem, OBJECTIVE), without_frozen(problem, random_plan(problem, seed))
    state, best_seq, best_counts = state_of(arrays, seq, counts), seq.copy(), counts.copy()
    orders = np.zeros(problem.order_count, np.int64)
    scratch = Scratch(seq=seq.copy(), counts=counts.copy(), is_changed=np.zeros_like(counts), out=orders, key=orders.copy())
    word = np.array([first_word(seed)], np.uint64)
    best = rebuild(arrays, state, scratch, open_orders(problem), exponentials(), rounds, heat, heat, 1.0, word, best_seq, best_counts)
    anew = state_of(arrays, state.places[:, :, ORDER], state.counts)
    return state, anew, best, value_of(arrays, state_of(arrays, best_seq, best_counts))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("heat", [0.0, 50.0, 1e9])
def test_after_many_rounds_every_order_stands_once_and_the_books_are_right(seed: int, heat: float) -> None:
    state, anew, best, own = went(seed, rounds=400, heat=heat)
    assert sorted(j for k in range(4) for j in state.places[k, : state.counts[k], ORDER]) == list(range(1, 20))  # order 0 is frozen
    assert (state.where[1:] == anew.where[1:]).all()
    assert (state.ends == anew.ends).all()
    for k in range(4):
        assert (state.places[k, : state.counts[k]] == anew.places[k, : anew.counts[k]]).all()
    assert best == own


@pytest.mark.parametrize("seed", range(6))
def test_without_heat_no_round_makes_it_worse(seed: int) -> None:
    arrays = arrays_of(with_frozen(small(seed, orders=20, lines=4)), OBJECTIVE)
    values = []
    for rounds in (0, 1, 10, 100, 1_000):
        state, _, best, _ = went(seed, rounds=rounds, heat=0.0)
        assert value_of(arrays, state) == best
        values.append(best)
    assert values == sorted(values, reverse=True)
    assert values[-1] < values[0]


@pytest.mark.parametrize("seed", range(8))
def test_small_plans_are_the_best_of_all(seed: int) -> None:
    problem, told = small(seed, orders=6, lines=2), []
    annealing = Annealing(problem, OBJECTIVE, told.append)
    found = rebuilt(annealing, best_atcs(problem, OBJECTIVE, starts=2), rounds=3_000, heat=Heat(300.0, 3.0), seed=seed)
    assert found.value == total(problem, found.plan, OBJECTIVE) == min(total(problem, plan, OBJECTIVE) for plan in every_plan(problem))
    assert told == [TRIES_PER_ROUND * 3_000]


def test_one_line_alone_is_rebuilt_too() -> None:
    g = np.random.default_rng(2)
    problem = problem_from_arrays(g.integers(5, 40, (1, 7)), g.integers(0, 30, (1, 7, 7)), due_min=g.integers(20, 150, 7))
    found = rebuilt(Annealing(problem, OBJECTIVE), ((0, 1, 2, 3, 4, 5, 6),), rounds=3_000, heat=Heat(100.0, 1.0), seed=4)
    assert found.value == min(total(problem, plan, OBJECTIVE) for plan in every_plan(problem))
