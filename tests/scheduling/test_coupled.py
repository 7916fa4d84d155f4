"""Pools that lines share, orders behind orders, lots: by hand, by a slow evaluation, by complete enumeration, and before the checker."""

from __future__ import annotations

from dataclasses import replace
from itertools import count as from_on

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.scheduling import (
    Closure,
    Effort,
    Objective,
    Pool,
    Problem,
    check_plan,
    eased,
    improve_coupled,
    lower_bound,
    problem_from_arrays,
    terms_of,
    timing_of,
    unlocked,
)
from lingtan.scheduling.timing import place_work

from .cases import claim, random_plan, tied, with_frozen
from .test_search import every_plan


def two_lines(pool: Pool, need: int = 1, **changed: object) -> Problem:
    """Two lines with an order of ten minutes each, and a pool of which every order takes some."""
    run = [[10, -1], [-1, 10]]
    problem = problem_from_arrays(run, np.zeros((2, 2, 2)), **changed)  # type: ignore[arg-type]  # named by the case
    return replace(problem, pools=(pool,), needs=np.full((1, 2, 2), need, np.int64))


def test_one_crew_for_two_lines_makes_the_second_wait_until_the_first_has_ended() -> None:
    problem = two_lines(Pool(name="crew", from_min=(0,), sizes=(1,)))
    timing = timing_of(problem, [[0], [1]])
    assert (timing.start_min.tolist(), timing.end_min.tolist()) == ([0, 10], [10, 20])
    both = two_lines(Pool(name="crew", from_min=(0,), sizes=(2,)))
    assert timing_of(both, [[0], [1]]).end_min.tolist() == [10, 10]


def test_work_begins_only_when_its_people_stay_to_its_end() -> None:
    problem = two_lines(Pool(name="crew", from_min=(0, 5, 30), sizes=(2, 1, 2)))
    assert timing_of(problem, [[0], [1]]).start_min.tolist() == [0, 10]
    night = two_lines(Pool(name="crew", from_min=(0, 5, 30), sizes=(2, 0, 2)))
    assert timing_of(night, [[0], [1]]).start_min.tolist() == [30, 30]


def test_people_work_elsewhere_over_a_lines_break_and_a_tool_does_not() -> None:
    break_ = Closure(line=0, start_min=5, end_min=20)
    crew, stencil = (Pool(name="p", from_min=(0,), sizes=(1,), is_held=held) for held in (False, True))
    starts = [timing_of(two_lines(pool, closures=[break_]), [[0], [1]]).start_min.tolist() for pool in (crew, stencil)]
    assert starts == [[0, 5], [0, 25]]


def test_an_assembly_waits_for_its_board_and_the_way_between_them() -> None:
    run, setup = [[10, -1], [-1, 10]], [[[0, 0], [0, 0]], [[0, 7], [7, 7]]]
    problem = problem_from_arrays(run, setup, due_min=[0, 35], first_setup_min=[[0, 0], [7, 7]])
    staged = replace(problem, after=np.array([-1, 0]), transfer_min=np.array([0, 20]))
    timing = timing_of(staged, [[0], [1]])
    assert (timing.setup_start_min[1], timing.start_min[1], timing.end_min[1]) == (0, 30, 40)  # set up while it waits
    assert timing_of(replace(staged, is_setup_before_release=False), [[0], [1]]).start_min[1] == 37


def test_orders_that_wait_for_one_another_in_a_circle_are_refused_and_unlocked() -> None:
    problem = problem_from_arrays([[10, 10, 10, 10]] * 2, np.zeros((2, 4, 4)))
    staged = replace(problem, after=np.array([-1, 0, -1, 2]))  # 1 behind 0, 3 behind 2
    circle = [[3, 0], [1, 2]]
    with pytest.raises(InputError, match="SCHEDULE_DEADLOCK"):
        timing_of(staged, circle)
    assert timing_of(staged, unlocked(staged, circle)).end_min.max() <= 30
    with pytest.raises(InputError, match="SCHEDULE_AFTER"):
        replace(problem, after=np.array([1, 0, -1, -1]))


def test_an_order_in_lots_is_as_late_as_its_last_lot() -> None:
    problem = problem_from_arrays([[10, 10]] * 2, np.zeros((2, 2, 2)), due_min=[12, 12], weight=[3, 3])
    lots = replace(problem, lot_of=np.array([0, 0]))
    assert terms_of(lots, timing_of(lots, [[0], [1]])).weighted_tardiness_min == 0
    assert terms_of(lots, timing_of(lots, [[0, 1], []])).weighted_tardiness_min == 3 * 8
    assert terms_of(problem, timing_of(problem, [[1, 0], []])).weighted_tardiness_min == 3 * 8


@pytest.mark.parametrize(
    ("sizes", "since", "code"),
    [
        ((1,), (0, 5), "SCHEDULE_POOL"),  # a size too few
        ((1, 2), (5, 5), "SCHEDULE_POOL"),  # two sizes at once
        ((-1,), (0,), "SCHEDULE_POOL"),  # less than nobody
        ((2, 0), (0, 99), "SCHEDULE_POOL_SMALL"),  # nobody is there in the end: some order may never begin
    ],
)
def test_a_pool_that_makes_no_sense_is_refused(sizes: tuple[int, ...], since: tuple[int, ...], code: str) -> None:
    with pytest.raises(InputError) as caught:
        two_lines(Pool(name="crew", from_min=since, sizes=sizes))
    assert caught.value.code == code


def slowly(problem: Problem, plan: list[list[int]]) -> dict[int, tuple[int, int, int]]:
    """Begin of set-up, begin and end of each order, every minute tried in turn: what `time_all` should come to."""
    used: dict[tuple[int, int], int] = {}
    sizes = [
        [
            [size for since, size in zip(pool.from_min, pool.sizes, strict=True) if since <= max(t, pool.from_min[0])][-1]
            for t in range(4_000)
        ]
        for pool in problem.pools
    ]
    found: dict[int, tuple[int, int, int]] = {}

    def drawn(k: int, j: int, begin: int, end: int, *, is_work: bool) -> list[tuple[int, int, int]]:
        shut = {t for c in problem.closures_of(k) for t in range(c.start_min, c.end_min)}
        needs = [(n, int(problem.needs[n, k, problem.family[j]]), pool.is_held) for n, pool in enumerate(problem.pools)]
        return [(n, t, need) for n, need, held in needs for t in range(begin, end) if need and (held or (is_work and t not in shut))]

    def fits(asked: list[tuple[int, int, int]]) -> bool:
        return all(used.get((n, t), 0) + need <= sizes[n][t] for n, t, need in asked)

    def pieces(k: int, j: int, earliest: int, length: int) -> tuple[int, int]:
        for t in from_on(earliest):
            begin, end = place_work(problem.closures_of(k), t, length)
            if begin == t and fits(drawn(k, j, begin, end, is_work=True)):
                return begin, end
        raise AssertionError

    def put(k: int, j: int, setup: int, now: int, release: int) -> None:
        for begin in from_on(now if setup and problem.is_setup_before_release else max(now, release)):
            set_from, set_until = pieces(k, j, begin, setup) if setup else (begin, begin)
            start, end = pieces(k, j, max(set_until, release), int(problem.run_min[k, j]))
            set_from, set_until = (set_from, set_until) if setup else (start, start)
            if fits(drawn(k, j, set_until, start, is_work=False)):
                break
        parts = ((set_from, set_until, True), (set_until, start, False), (start, end, True))
        for n, t, need in [one for first, last, work in parts for one in drawn(k, j, first, last, is_work=work)]:
            used[n, t] = used.get((n, t), 0) + need
        found[j] = set_from, start, end

    lines = [(int(problem.ready_min[k]), -1, list(orders)) for k, orders in enumerate(plan)]
    while any(left for _, _, left in lines):
        heads = []
        for k, (now, last, left) in enumerate(lines):
            whole = (
                [] if not left or problem.after[left[0]] < 0 else np.flatnonzero(problem.lot_of == problem.lot_of[problem.after[left[0]]])
            )
            if left and all(int(i) in found for i in whole):
                j = left[0]
                there = max((found[int(i)][2] + int(problem.transfer_min[j]) for i in whole), default=0)
                release = max(int(problem.release_min[j]), there)
                family = problem.family[j]
                setup = int(problem.first_setup_min[k, family] if last < 0 else problem.setup_min[k, problem.family[last], family])
                heads.append((now if setup and problem.is_setup_before_release else max(now, release), k, j, setup, now, release))
        _, k, j, setup, now, release = min(heads)
        put(k, j, setup, now, release)
        lines[k] = (found[j][2], j, lines[k][2][1:])
    return found


@given(st.integers(0, 2**31), st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_the_times_are_those_of_trying_every_minute_and_the_checker_finds_nothing_wrong(seed: int, draw: int) -> None:
    problem = tied(seed)
    plan = unlocked(problem, random_plan(problem, draw))
    timing = timing_of(problem, plan)
    by_hand = slowly(problem, [list(orders) for orders in plan])
    assert {j: (int(timing.start_min[j]), int(timing.end_min[j])) for j in by_hand} == {j: one[1:] for j, one in by_hand.items()}
    assert [int(timing.setup_start_min[j]) for j in by_hand if timing.setup_min[j]] == [
        by_hand[j][0] for j in by_hand if timing.setup_min[j]
    ]
    assert check_plan(problem, claim(problem, timing, terms_of(problem, timing)))[1] == []
    running = with_frozen(problem) if problem.after[0] < 0 and (problem.lot_of == np.arange(6)).all() else problem
    again = timing_of(running, unlocked(running, random_plan(running, draw)))
    assert check_plan(running, claim(running, again, terms_of(running, again)))[1] == []


def test_the_checker_sees_a_pool_overdrawn_and_an_order_before_what_it_waits_for() -> None:
    crowded = two_lines(Pool(name="crew", from_min=(0,), sizes=(1,)))
    free = replace(crowded, pools=(), needs=np.empty(0, np.int64))
    timing = timing_of(free, [[0], [1]])
    assert [m.code for m in check_plan(crowded, claim(crowded, timing, terms_of(crowded, timing)))[1]] == ["SCHEDULE_CHECK_POOL"]
    staged = replace(free, after=np.array([-1, 0]), transfer_min=np.array([0, 5]))
    assert [m.code for m in check_plan(staged, claim(staged, timing, terms_of(staged, timing)))[1]] == ["SCHEDULE_CHECK_AFTER"]


def test_every_earlier_begin_of_a_tied_order_is_refused() -> None:
    missed = []
    for seed in range(60):
        problem = tied(seed)
        timing = timing_of(problem, unlocked(problem, random_plan(problem, seed)))
        whole = claim(problem, timing, terms_of(problem, timing))
        for at, one in enumerate(whole.orders):
            sooner = replace(one, start_min=one.start_min - 1, end_min=one.end_min - 1, setup_start_min=one.setup_start_min - 1)
            if not check_plan(problem, replace(whole, orders=[*whole.orders[:at], sooner, *whole.orders[at + 1 :]]))[1]:
                missed.append((seed, at))
    assert missed == []


@pytest.mark.parametrize("seed", range(6))
def test_the_search_finds_the_best_of_all_tied_plans_and_the_bound_is_below_it(seed: int) -> None:
    problem, objective = tied(seed, orders=5, lines=2), Objective(per_makespan_min=seed % 3)
    best = None
    for plan in every_plan(problem):
        try:
            total = terms_of(problem, timing_of(problem, plan)).total(objective)
        except InputError:
            continue
        best = total if best is None else min(best, total)
    effort = Effort(iterations=100_000, runs=1, seed=3)
    found = terms_of(problem, timing_of(problem, improve_coupled(problem, objective, effort, random_plan(problem, seed))))
    assert found.total(objective) == best
    assert lower_bound(eased(problem, is_urged=False), objective, found, iterations=40).total <= found.total(objective)


def test_the_same_seed_gives_the_same_tied_plan_however_many_workers() -> None:
    problem = tied(6, orders=30, lines=4)
    start = random_plan(problem, 1)
    one, two = (improve_coupled(problem, Objective(), Effort(iterations=50_000, runs=2, workers=w), start) for w in (1, 2))
    assert one == two
