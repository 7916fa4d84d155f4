"""Why an order is late, on plants built so that there is one reason; and on drawn ones, each change done to the plan and timed again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.scheduling import Cause, Closure, Frozen, Late, Pool, Problem, Timing, problem_from_arrays, timing_of, unlocked, why_late

from .cases import random_plan, small, tied, with_frozen

NONE = np.zeros((1, 2, 2), np.int64)


def told(problem: Problem, plan: list[list[int]]) -> list[tuple[str, Cause, int, str | None]]:
    return [(one.order, one.cause, one.change_min, one.before) for one in why_late(problem, timing_of(problem, plan))]


def test_material_that_comes_too_late_is_the_reason_and_says_by_how_much() -> None:
    problem = problem_from_arrays([[10]], [[[0]]], release_min=[50], due_min=[45])
    assert told(problem, [[0]]) == [("0", Cause.MATERIAL, 15, None)]
    assert told(replace(problem, release_min=problem.release_min - 15), [[0]]) == []
    assert told(replace(problem, release_min=problem.release_min - 14), [[0]]) == [("0", Cause.MATERIAL, 1, None)]


def test_a_line_that_waits_for_the_material_of_an_order_makes_it_late_though_another_line_were_fast_enough() -> None:
    problem = problem_from_arrays([[60, 20], [-1, 5]], np.zeros((2, 2, 2)), release_min=[0, 80], due_min=[60, 90])
    assert told(problem, [[0, 1], []]) == [("1", Cause.MATERIAL, 10, None)]
    assert told(replace(problem, release_min=np.array([0, 70])), [[0, 1], []]) == []


def test_a_closed_night_is_the_reason_and_the_least_overtime_is_told() -> None:
    night = Closure(line=0, start_min=40, end_min=80, reason="night")
    problem = problem_from_arrays([[30, 30]], NONE, due_min=[30, 90], closures=[night])
    assert told(problem, [[0, 1]]) == [("1", Cause.CALENDAR, 10, None)]
    assert told(replace(problem, closures=(replace(night, end_min=70),)), [[0, 1]]) == []
    assert told(replace(problem, closures=(replace(night, end_min=71),)), [[0, 1]]) == [("1", Cause.CALENDAR, 1, None)]


def test_a_maintenance_that_may_not_be_straddled_is_the_reason_even_for_an_order_alone() -> None:
    repair = Closure(line=0, start_min=20, end_min=50, pauses=False)
    problem = problem_from_arrays([[30]], [[[0]]], due_min=[70], closures=[repair])
    assert told(problem, [[0]]) == [("0", Cause.CALENDAR, 10, None)]
    assert told(replace(problem, closures=(replace(repair, end_min=40),)), [[0]]) == []
    assert told(replace(problem, closures=(replace(repair, end_min=41),)), [[0]]) == [("0", Cause.CALENDAR, 1, None)]


def test_time_closed_after_the_due_date_is_no_overtime_that_helps() -> None:
    closures = [Closure(line=0, start_min=40, end_min=80), Closure(line=0, start_min=100, end_min=120)]
    problem = problem_from_arrays([[70]], [[[0]]], due_min=[90], closures=closures)
    assert told(problem, [[0]]) == [("0", Cause.CALENDAR, 20, None)]


def test_an_order_behind_one_that_could_wait_is_late_for_want_of_priority() -> None:
    problem = problem_from_arrays([[50, 10]], NONE, due_min=[500, 20])
    assert told(problem, [[0, 1]]) == [("1", Cause.PRIORITY, 0, "0")]
    assert told(problem, [[1, 0]]) == []


def test_no_order_is_asked_to_be_passed_that_would_be_late_for_it_at_the_same_weight() -> None:
    problem = problem_from_arrays([[20, 20]], NONE, due_min=[20, 30])
    assert told(problem, [[0, 1]]) == [("1", Cause.CAPACITY, 10, None)]
    heavier = replace(problem, weight=np.array([1, 3]))  # 20 minutes late at 1 are less than 10 at 3
    assert told(heavier, [[0, 1]]) == [("1", Cause.PRIORITY, 0, "0")]


def test_a_changeover_is_the_reason_where_without_it_the_order_were_on_time() -> None:
    problem = problem_from_arrays([[20, 20]], [[[0, 15], [15, 0]]], due_min=[20, 45])
    assert told(problem, [[0, 1]]) == [("1", Cause.CHANGEOVER, 10, None)]
    for less, late in ((10, []), (9, [("1", Cause.CHANGEOVER, 1, None)])):
        assert told(replace(problem, setup_min=np.maximum(problem.setup_min - less, 0)), [[0, 1]]) == late


def test_more_work_than_the_line_has_time_for_is_a_want_of_capacity() -> None:
    problem = problem_from_arrays([[20, 20]], NONE, due_min=[20, 30])
    assert told(problem, [[0, 1]]) == [("1", Cause.CAPACITY, 10, None)]
    for less, late in ((10, []), (9, [("1", Cause.CAPACITY, 1, None)])):
        assert told(replace(problem, run_min=np.array([[20, 20 - less]])), [[0, 1]]) == late


def test_a_line_that_is_free_too_late_is_no_want_of_material() -> None:
    problem = replace(problem_from_arrays([[10]], [[[0]]], due_min=[45]), ready_min=np.array([40]))
    assert told(problem, [[0]]) == [("0", Cause.CAPACITY, 5, None)]


def test_where_nothing_helps_alone_the_first_thing_that_cannot_be_done_without_is_told_as_not_enough() -> None:
    shut = Closure(line=0, start_min=0, end_min=60)
    problem = problem_from_arrays([[30]], [[[0]]], release_min=[50], due_min=[40], closures=[shut])
    (one,) = why_late(problem, timing_of(problem, [[0]]))
    assert (one.cause, one.change_min, one.is_enough, one.causes) == (Cause.MATERIAL, 40, False, ())


def test_a_frozen_order_that_is_late_is_not_asked_to_move() -> None:
    problem = replace(problem_from_arrays([[30]], [[[0]]], due_min=[40]), frozen=(Frozen(order=0, line=0, start_min=25),))
    assert told(problem, [[0]]) == [("0", Cause.CAPACITY, 15, None)]


def changed(problem: Problem, timing: Timing, one: Late, minutes: int, *, is_alone: bool) -> int:
    """End of the order when so many minutes of its cause are given: the problem itself is changed and timed as any other."""
    j = problem.orders.index(one.order)
    ends = []
    for k in range(problem.line_count) if is_alone else (int(timing.line[j]),):
        if problem.run_min[k, j] < 0:
            continue
        front = [f.order for f in problem.frozen_of(k)]
        orders = [*front, j] if is_alone else list(timing.sequence[k][: timing.sequence[k].index(j) + 1])
        given = given_to(problem, k, orders, one.cause, minutes)
        rest: list[list[int]] = [[] for _ in problem.lines]
        rest[k] = orders
        ends.append(int(timed_alone(given, rest).end_min[j]))
    return min(ends)


def a_place_elsewhere(problem: Problem, j: int) -> int:
    """The least set-up and run at the front of a line on which the order is then on time."""
    found = []
    for k in np.flatnonzero(problem.run_min[:, j] >= 0):
        plan: list[list[int]] = [[] for _ in problem.lines]
        plan[int(k)] = [*(f.order for f in problem.frozen_of(int(k))), j]
        timing = timed_alone(problem, plan)
        if timing.end_min[j] <= problem.due_min[j]:
            before = plan[int(k)][-2] if len(plan[int(k)]) > 1 else None
            setup = problem.first_setup_min[k, j] if before is None else problem.setup_min[k, before, j]
            found.append(int(setup + problem.run_min[k, j]))
    return min(found)


def timed_alone(problem: Problem, plan: list[list[int]]) -> Timing:
    """Times of the orders of a plan that leaves others out."""
    kept = sorted(j for orders in plan for j in orders)
    number = {j: at for at, j in enumerate(kept)}
    columns = {name: getattr(problem, name)[kept] for name in ("family", "release_min", "due_min", "weight")}
    frozen = tuple(replace(f, order=number[f.order]) for f in problem.frozen if f.order in number)
    names = tuple(problem.orders[j] for j in kept)
    empty = np.empty(0, np.int64)
    free = dict.fromkeys(("home_line", "home_previous", "after", "transfer_min", "lot_of", "needs"), empty)
    part = replace(problem, orders=names, run_min=problem.run_min[:, kept], frozen=frozen, pools=(), **columns, **free)
    found = timing_of(part, [[number[j] for j in orders] for orders in plan])
    ends = np.zeros(problem.order_count, np.int64)
    ends[kept] = found.end_min
    return replace(found, end_min=ends)


def given_to(problem: Problem, k: int, orders: list[int], cause: Cause, minutes: int) -> Problem:
    """The problem with the change in it. Every order is a family of its own, so that one set-up can be shortened."""
    j, left = orders[-1], minutes
    fixed = {f.order for f in problem.frozen}
    if cause is Cause.MATERIAL:
        return replace(
            problem, release_min=np.where(np.arange(problem.order_count) == j, problem.release_min - minutes, problem.release_min)
        )
    if cause is Cause.CALENDAR:
        shut = [t for c in problem.closures_of(k) for t in range(c.start_min, c.end_min) if t < problem.due_min[j]]
        worked = set(sorted(shut)[len(shut) - minutes :])
        pieces = [
            Closure(line=k, start_min=t, end_min=t + 1, pauses=c.pauses)
            for c in problem.closures_of(k)
            for t in range(c.start_min, c.end_min)
        ]
        others = (c for c in problem.closures if c.line != k)
        return replace(problem, closures=(*others, *(one for one in pieces if one.start_min not in worked)))
    run, setup, first = problem.run_min.copy(), problem.setup_min.copy(), problem.first_setup_min.copy()
    for place in range(len(orders) - 1, -1, -1):
        one, before = orders[place], orders[place - 1]
        if cause is Cause.CAPACITY:
            run[k, one] -= (less := min(left, run[k, one]))
        elif one in fixed:
            continue
        elif place:
            setup[k, before, one] -= (less := min(left, setup[k, before, one]))
        else:
            first[k, one] -= (less := min(left, first[k, one]))
        left -= less
    return replace(problem, run_min=run, setup_min=setup, first_setup_min=first)


def by_order(problem: Problem) -> Problem:
    """The same with each order a family of its own, and pausing closures only where a minute of one is as good as the whole."""
    f = problem.family
    return replace(
        problem,
        families=problem.orders,
        family=np.arange(problem.order_count),
        setup_min=problem.setup_min[:, f][:, :, f].copy(),
        first_setup_min=problem.first_setup_min[:, f].copy(),
        closures=tuple(replace(c, pauses=True) for c in problem.closures),
        needs=problem.needs[:, :, f].copy(),
    )


@given(st.integers(0, 2**31), st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_the_change_that_is_told_makes_the_order_on_time_and_a_minute_less_does_not(seed: int, draw: int) -> None:
    problem = by_order(small(seed))
    problem = with_frozen(problem) if seed % 5 == 0 else problem
    timing = timing_of(problem, random_plan(problem, draw))
    fixed = {problem.orders[f.order] for f in problem.frozen}
    for one in why_late(problem, timing):
        j = problem.orders.index(one.order)
        if not one.is_enough:
            continue
        if one.cause is Cause.PRIORITY:
            k = int(timing.line[j])
            orders = [i for i in timing.sequence[k] if i != j]
            place = orders.index(problem.orders.index(one.before or ""))
            on_time = timed_alone(problem, [[*orders[:place], j] if line == k else [] for line in range(problem.line_count)])
            assert on_time.end_min[j] <= problem.due_min[j]
            continue
        here = changed(problem, timing, one, 0, is_alone=False)
        alone = here if one.order in fixed else changed(problem, timing, one, 0, is_alone=True)
        is_alone = alone > problem.due_min[j] and one.order not in fixed
        assert here > problem.due_min[j]
        if one.cause is Cause.CAPACITY and not is_alone and changed(problem, timing, one, 10**6, is_alone=False) > problem.due_min[j]:
            assert one.change_min == a_place_elsewhere(problem, j)  # no work taken off its own line would do
            continue
        assert changed(problem, timing, one, one.change_min, is_alone=is_alone) <= problem.due_min[j]
        assert changed(problem, timing, one, one.change_min - 1, is_alone=is_alone) > problem.due_min[j]


@pytest.mark.parametrize("seed", range(20))
def test_no_choice_of_closed_minutes_is_smaller_than_the_overtime_that_is_told(seed: int) -> None:
    from itertools import combinations

    g = np.random.default_rng(seed)
    closures = [Closure(line=0, start_min=at, end_min=at + 3) for at in sorted(g.choice(np.arange(0, 24, 4), 3, replace=False).tolist())]
    run, release = g.integers(2, 7, 3), g.integers(0, 12, 3)
    problem = problem_from_arrays(run[None, :], np.zeros((1, 3, 3)), release_min=release, due_min=[99, 99, 14], closures=closures)
    for one in why_late(problem, timing_of(problem, [[0, 1, 2]])):
        if one.cause is not Cause.CALENDAR:
            continue
        shut = [t for c in closures for t in range(c.start_min, c.end_min)]
        is_alone = min(changed(problem, timing_of(problem, [[0, 1, 2]]), one, 0, is_alone=True), 15) > 14
        plan = [[2]] if is_alone else [[0, 1, 2]]
        for few in combinations(shut, one.change_min - 1):
            kept = tuple(Closure(line=0, start_min=t, end_min=t + 1) for t in shut if t not in few)
            assert timed_alone(replace(problem, closures=kept), plan).end_min[2] > 14


BOARDS = replace(
    problem_from_arrays([[10, -1], [-1, 10]], np.zeros((2, 2, 2)), due_min=[99, 35]),
    after=np.array([-1, 0]),
    transfer_min=np.array([0, 20]),
)


def test_an_assembly_that_waits_for_its_board_is_told_how_much_sooner_the_board_must_end() -> None:
    (one,) = why_late(BOARDS, timing_of(BOARDS, [[0], [1]]))
    assert (one.cause, one.change_min, one.behind, one.why.code) == (Cause.MATERIAL, 5, "0", "SCHEDULE_WHY_BEHIND")
    for sooner, late in ((5, []), (4, [1])):
        faster = replace(BOARDS, run_min=np.array([[10 - sooner, -1], [-1, 10]]))
        assert [found.change_min for found in why_late(faster, timing_of(faster, [[0], [1]]))] == late


def test_an_order_that_waits_for_people_is_told_how_many_more_are_needed() -> None:
    crew = Pool(name="crew", from_min=(0,), sizes=(3,))
    problem = replace(
        problem_from_arrays([[10, -1], [-1, 10]], np.zeros((2, 2, 2)), due_min=[10, 15]), pools=(crew,), needs=np.array([[[3, 3], [2, 2]]])
    )
    (one,) = why_late(problem, timing_of(problem, [[0], [1]]))
    assert (one.cause, one.pool, one.pool_count, one.why.code) == (Cause.CAPACITY, "crew", 2, "SCHEDULE_WHY_POOL")
    for size, count in ((5, 0), (4, 1)):
        more = replace(problem, pools=(replace(crew, sizes=(size,)),))
        assert len(why_late(more, timing_of(more, [[0], [1]]))) == count


@given(st.integers(0, 2**31), st.integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_in_a_tied_plant_the_change_that_is_told_holds_when_the_whole_plant_is_timed_with_it(seed: int, draw: int) -> None:
    problem = by_order(tied(seed))
    plan = unlocked(problem, random_plan(problem, draw))
    timing = timing_of(problem, plan)
    for one in why_late(problem, timing):
        j = problem.orders.index(one.order)
        k = int(timing.line[j])
        lots = problem.lot_of == problem.lot_of[j]
        there = max((int(timing.end_min[i]) for i in np.flatnonzero(problem.lot_of == problem.lot_of[problem.after[j]])), default=0)
        alone = (
            min(
                int(
                    timed_alone(
                        replace(problem, release_min=np.maximum(problem.release_min, there + problem.transfer_min)), only(problem, i, j)
                    ).end_min[j]
                )
                for i in np.flatnonzero(problem.run_min[:, j] >= 0)
            )
            if problem.after[j] >= 0
            else changed(problem, timing, one, 0, is_alone=True)
        )
        if not one.is_enough or one.cause is Cause.PRIORITY or one.behind or one.pool or alone > problem.due_min[j]:
            continue
        orders = list(timing.sequence[k][: timing.sequence[k].index(j) + 1])
        ends = [
            int(timing_of(given_to(problem, k, orders, one.cause, minutes), plan).end_min[lots].max())
            for minutes in (one.change_min, one.change_min - 1, 10**6)
        ]
        if one.cause is Cause.CAPACITY and ends[2] > problem.due_min[j]:
            continue  # a place at the front of another line is what is told
        assert ends[0] <= problem.due_min[j] < ends[1]


def only(problem: Problem, line: int, order: int) -> list[list[int]]:
    return [[order] if k == line else [] for k in range(problem.line_count)]
