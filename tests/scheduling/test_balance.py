"""The search for the last end alone: the best of all plans on small problems, its own sums kept right, and where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from lingtan.scheduling import (
    Closure,
    Effort,
    Frozen,
    Objective,
    Problem,
    best_atcs,
    improve,
    problem_from_arrays,
    search,
    terms_of,
    timing_of,
)
from lingtan.scheduling.annealing import evened, first_word
from lingtan.scheduling.frozen import without_frozen
from lingtan.scheduling.loops.arrays import arrays_of
from lingtan.scheduling.loops.balance import balance, lines_of

from .cases import random_plan
from .test_search import every_plan

MAKESPAN = Objective(per_weighted_tardy_min=0, per_changeover_min=0, per_makespan_min=1)
QUICK = Effort(iterations=20_000, runs=1, seed=3, atcs_starts=4)


def drawn(seed: int, *, orders: int, lines: int) -> Problem:
    """Set-ups by pair of orders or by family, lines that cannot make an order or are free later, an order that runs already."""
    g = np.random.default_rng(seed)
    run = g.integers(1, 100, (lines, orders))
    run[g.random((lines, orders)) < 0.2] = -1
    run[g.integers(0, lines, orders), np.arange(orders)] = g.integers(1, 100, orders)
    families = orders if seed % 2 else 3
    problem = problem_from_arrays(
        run,
        g.integers(0, 60, (lines, families, families)),
        family=np.arange(orders) if seed % 2 else g.integers(0, families, orders),
        first_setup_min=g.integers(0, 40, (lines, families)),
    )
    problem = replace(problem, ready_min=g.integers(0, 30, lines))
    line = int(np.flatnonzero(run[:, 0] >= 0)[0])
    return replace(problem, frozen=(Frozen(order=0, line=line, start_min=3),)) if seed % 3 == 0 else problem


def last_end(problem: Problem, plan: Sequence[Sequence[int]]) -> int:
    return terms_of(problem, timing_of(problem, plan)).makespan_min


@pytest.mark.parametrize("seed", range(8))
def test_the_last_end_is_the_least_of_all_plans(seed: int) -> None:
    problem = drawn(seed, orders=6, lines=2)
    assert last_end(problem, search(problem, MAKESPAN, QUICK)) == min(last_end(problem, plan) for plan in every_plan(problem))


@pytest.mark.parametrize("seed", range(4))
def test_after_many_moves_the_lines_ends_are_what_their_sequences_take(seed: int) -> None:
    problem = drawn(seed, orders=40, lines=5)
    arrays = arrays_of(problem, MAKESPAN)
    orders = np.array([j for j in range(40) if j not in {one.order for one in problem.frozen}])
    seq, count = without_frozen(problem, random_plan(problem, seed))
    lines, _ = lines_of(arrays, orders, seq, count)
    word, best_seq, best_count = np.array([first_word(seed)], np.uint64), np.zeros_like(seq), np.zeros_like(count)
    balance(lines, orders, np.ones(1), 5_000, np.array([1e6]), 1e6, 1.0, word, False, 1 << 40, best_seq, best_count)
    anew, _ = lines_of(arrays, orders, lines.seq[:, :-1], lines.counts)
    assert (anew.ends == lines.ends).all()
    assert (anew.where == lines.where).all()
    assert sorted(j for k in range(5) for j in lines.seq[k, : lines.counts[k]]) == orders.tolist()
    for k in range(5):
        assert (anew.gap[k, : lines.counts[k] + 1] == lines.gap[k, : lines.counts[k] + 1]).all()


def test_same_seed_same_plan_never_worse_than_the_start_and_a_release_or_closure_is_honoured() -> None:
    problem = drawn(5, orders=60, lines=6)
    effort = Effort(iterations=30_000, runs=2, seed=11)
    plans = [search(problem, MAKESPAN, replace(effort, workers=workers)) for workers in (1, 2)]
    assert plans[0] == plans[1]
    assert last_end(problem, plans[0]) < last_end(problem, best_atcs(problem, MAKESPAN))
    short = improve(problem, MAKESPAN, replace(effort, iterations=1), plans[0])
    assert last_end(problem, short) <= last_end(problem, plans[0])
    released = replace(problem, release_min=np.full(60, 500), closures=(Closure(line=1, start_min=510, end_min=600),))
    assert last_end(released, search(released, MAKESPAN, QUICK)) > 500


def test_lines_come_out_even_with_and_without_releases() -> None:
    """Fifty orders on ten lines after Vallada & Ruiz 2011, set-ups up to 9, six instances: no worse than when fourth powers came to steer.

    With squares, and with the longest end alone where orders are released, the sums were 412 and 416.
    """
    found = np.zeros(2, np.int64)
    for seed in range(6):
        g = np.random.default_rng(seed)
        problem = problem_from_arrays(g.integers(1, 100, (10, 50)), g.integers(1, 10, (10, 50, 50)))
        released = replace(problem, release_min=np.arange(50) % 2)
        found += [last_end(one, search(one, MAKESPAN, replace(QUICK, iterations=100_000))) for one in (problem, released)]
    assert found[0] <= 406
    assert found[1] <= 410


def test_a_run_cut_into_short_ones_keeps_the_best_of_all_and_tells_of_every_try() -> None:
    problem, told = drawn(2, orders=6, lines=2), list[int]()
    start = best_atcs(problem, MAKESPAN)
    tries = 5_000_000  # two short runs of six orders
    plans = [
        evened(problem, MAKESPAN, start, iterations=tries, heat_share=1.0, seed=4, is_cut=is_cut, watch=told.append)
        for is_cut in (True, True, False)
    ]
    assert plans[0] == plans[1]
    assert {last_end(problem, plan) for plan in plans} == {min(last_end(problem, plan) for plan in every_plan(problem))}
    assert sum(told) == 3 * tries
    assert len(told) > 3


def test_of_two_runs_the_second_is_cut_into_short_ones_and_the_better_counts() -> None:
    """Which runs were cut shows in what they tell of: a short run is told of when it ends."""
    problem, told = drawn(1, orders=12, lines=3), list[int]()
    start, runs = best_atcs(problem, MAKESPAN), Effort(iterations=10_000_000, runs=2, seed=7, workers=1, watch=told.append)
    found = improve(problem, MAKESPAN, runs, start)
    alone, each = dict[bool, list[int]](), []
    for seed, is_cut in ((7, False), (8, True)):
        watch = alone.setdefault(is_cut, []).append
        each.append(evened(problem, MAKESPAN, start, iterations=10_000_000, heat_share=1.0, seed=seed, is_cut=is_cut, watch=watch))
    assert alone[False] != alone[True]
    assert told == alone[False] + alone[True]
    assert found == min([start, *each], key=lambda plan: last_end(problem, plan))
