"""Why an order is late, on plants built so that there is one reason; and planning again when a line breaks or a rush order comes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtan.scheduling import (
    Cause,
    Closure,
    Down,
    Effort,
    LastOrder,
    Objective,
    Problem,
    Shape,
    carry_over,
    check_plan,
    improve,
    problem_from_arrays,
    search,
    synthetic_problem,
    terms_of,
    timing_of,
    why_late,
)

from .cases import claim


def late(problem: Problem, plan: list[list[int]]) -> list[tuple[str, Cause, int, str | None]]:
    return [(one.order, one.cause, one.change_min, one.before) for one in why_late(problem, timing_of(problem, plan))]


def test_material_that_comes_too_late_is_the_reason_and_says_by_how_much() -> None:
    problem = problem_from_arrays([[10]], [[[0]]], release_min=[50], due_min=[45])
    assert late(problem, [[0]]) == [("0", Cause.MATERIAL, 15, None)]
    earlier = replace(problem, release_min=problem.release_min - 15)
    assert late(earlier, [[0]]) == []


def test_a_closed_night_is_the_reason_and_the_least_overtime_is_told() -> None:
    problem = problem_from_arrays(
        [[30, 30]], np.zeros((1, 2, 2)), due_min=[30, 90], closures=[Closure(line=0, start_min=40, end_min=80, reason="night")]
    )
    assert late(problem, [[0, 1]]) == [("1", Cause.CALENDAR, 10, None)]
    worked = replace(problem, closures=(Closure(line=0, start_min=40, end_min=70),))
    assert late(worked, [[0, 1]]) == []


def test_an_order_behind_one_that_could_wait_is_late_for_want_of_priority() -> None:
    problem = problem_from_arrays([[50, 10]], np.zeros((1, 2, 2)), due_min=[500, 20])
    assert late(problem, [[0, 1]]) == [("1", Cause.PRIORITY, 0, "0")]
    assert late(problem, [[1, 0]]) == []


def test_a_changeover_is_the_reason_where_without_it_the_order_were_on_time() -> None:
    problem = problem_from_arrays([[20, 20]], [[[0, 15], [15, 0]]], due_min=[20, 45])
    assert late(problem, [[0, 1]]) == [("1", Cause.CHANGEOVER, 10, None)]


def test_more_work_than_the_line_has_time_for_is_a_want_of_capacity() -> None:
    problem = problem_from_arrays([[20, 20]], np.zeros((1, 2, 2)), due_min=[20, 30])
    assert late(problem, [[0, 1]]) == [("1", Cause.CAPACITY, 10, None)]


def plant() -> tuple[Problem, dict[str, LastOrder], list[list[int]]]:
    problem = synthetic_problem(Shape(orders_count=120, lines_count=6, families_count=6, days_count=4, utilisation_share=0.8))
    plan = search(problem, Objective(), Effort(iterations=60_000, runs=1, atcs_starts=4))
    timing = timing_of(problem, plan)
    last = {
        name: LastOrder(line=problem.lines[int(timing.line[j])], start_min=int(timing.start_min[j]), end_min=int(timing.end_min[j]))
        for j, name in enumerate(problem.orders)
    }
    return problem, last, [list(orders) for orders in plan]


def test_after_a_breakdown_what_has_begun_stays_and_few_others_move() -> None:
    problem, last, _ = plant()
    now = 1_500
    down = Down(line="L02", start_min=now, end_min=now + 600)
    again = carry_over(problem, last, now_min=now, freeze_until_min=now + 120, downs=[down])
    objective = Objective(per_moved=60)
    plan = improve(again.problem, objective, Effort(iterations=40_000, runs=1, heat_share=0.02), again.start)
    timing = timing_of(again.problem, plan)
    terms = terms_of(again.problem, timing)
    before = terms_of(again.problem, timing_of(again.problem, again.start))
    assert check_plan(again.problem, claim(again.problem, timing, terms))[1] == []
    assert terms.total(objective) <= before.total(objective)
    for j, name in enumerate(problem.orders):
        if last[name].start_min < now + 120:
            assert (problem.lines[int(timing.line[j])], int(timing.start_min[j])) == (last[name].line, last[name].start_min)
    open_elsewhere = [j for j, name in enumerate(problem.orders) if last[name].start_min >= now + 120 and last[name].line != "L02"]
    moved = [j for j in open_elsewhere if problem.lines[int(timing.line[j])] != last[problem.orders[j]].line]
    assert len(moved) <= 0.1 * len(open_elsewhere)
    free = improve(again.problem, Objective(), Effort(iterations=40_000, runs=1), again.start)
    assert terms.moved_count < terms_of(again.problem, timing_of(again.problem, free)).moved_count


def test_a_rush_order_gets_in_and_is_on_time() -> None:
    problem, last, _ = plant()
    rush = problem.orders[17]
    kept = {name: one for name, one in last.items() if name != rush}
    urgent = replace(
        problem,
        weight=np.where(np.arange(120) == 17, 1_000, problem.weight),
        release_min=np.where(np.arange(120) == 17, 0, problem.release_min),
        due_min=np.where(np.arange(120) == 17, 2_800, problem.due_min),
    )
    again = carry_over(urgent, kept, now_min=1_500, freeze_until_min=1_500)
    plan = improve(again.problem, Objective(per_moved=60), Effort(iterations=40_000, runs=1, heat_share=0.02), again.start)
    assert timing_of(again.problem, plan).end_min[17] <= 2_800
