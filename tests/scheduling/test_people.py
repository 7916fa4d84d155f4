"""Planning again when a line breaks or a rush order comes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtan.scheduling import (
    Down,
    Effort,
    LastOrder,
    Objective,
    Problem,
    Shape,
    carry_over,
    check_plan,
    improve,
    search,
    synthetic_problem,
    terms_of,
    timing_of,
)

from .cases import claim


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
