"""Orders in lots: split where it helps, whole where it does not, beside every split and sequence of small weeks."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from lingtan.cli.main import app
from lingtan.errors import InputError
from lingtan.scheduling import Effort, Frozen, Objective, Problem, Shape, Week, check_plan, problem_from_arrays, terms_of, timing_of
from lingtan.scheduling.changes import with_due, with_pins
from lingtan.scheduling.energy import assumed_lines, assumed_supply
from lingtan.scheduling.lots import MOST_SEARCHES, as_split, choose_lots, lots_of, numbers_of, with_lots, wrong_lots
from lingtan.scheduling.replan import LastOrder

from .cases import claim, small, tied

ORIGIN = datetime(2026, 11, 30)  # noqa: DTZ001  # the plant's own clock
QUICK = Effort(iterations=40_000, runs=1, workers=1, atcs_starts=4)


def week_of(problem: Problem, quantity: list[int], least_lot: list[int]) -> Week:
    return Week(
        problem=problem, origin=ORIGIN, quantity=np.array(quantity), lines=assumed_lines(problem), supply=assumed_supply(),
        is_metered=False, least_lot=np.array(least_lot),
    )  # fmt: skip


def one_large(*, due: int, setup: int = 0, least: int = 25) -> Week:
    """An order of 100 pieces, one minute each, that four idle lines can make; and what a line is set up for it."""
    problem = problem_from_arrays(np.full((4, 1), 100), np.zeros((4, 1, 1)), due_min=[due], first_setup_min=np.full((4, 1), setup))
    return week_of(problem, [100], [least])


@pytest.mark.parametrize(
    ("week", "lots"),
    [
        (one_large(due=100), {}),  # on time whole
        (one_large(due=50), {"0": [50, 50]}),  # two lines do
        (one_large(due=25), {"0": [25, 25, 25, 25]}),  # all four
        (one_large(due=25, least=40), {"0": [50, 50]}),  # no smaller than 40 pieces: two at the most
        (one_large(due=25, least=0), {}),  # must stay whole
        (one_large(due=100, setup=60), {}),  # late by 60, and each line costs 60 more: whole is no worse
        (one_large(due=50, setup=10), {"0": [50, 50]}),  # 10 late for 10 more of set-up, against 60 late
    ],
)
def test_an_order_is_split_over_as_many_lines_as_its_due_date_takes(week: Week, lots: dict[str, list[int]]) -> None:
    chosen = choose_lots(week, Objective(), QUICK)
    assert {name: sorted(sizes) for name, sizes in lots_of(chosen.week).items()} == lots
    assert chosen.total <= chosen.whole_total
    assert (chosen.total < chosen.whole_total) == bool(lots)


def sequences(problem: Problem) -> Iterator[list[list[int]]]:
    for permutation in itertools.permutations(range(problem.order_count)):
        for line in itertools.product(range(problem.line_count), repeat=problem.order_count):
            if all(problem.run_min[k, j] >= 0 for j, k in enumerate(line)):
                yield [[j for j in permutation if line[j] == k] for k in range(problem.line_count)]


def best_of_all(week: Week, objective: Objective) -> int:
    """Over every split into one, two or three equal lots and every plan of it."""
    counts = [range(1, 1 + (min(3, int(q // least)) if least else 1)) for q, least in zip(week.quantity, week.least_lot, strict=True)]
    best = 1 << 60
    for choice in itertools.product(*counts):
        if sum(choice) > 5:
            continue
        lots = {
            j: tuple(int(week.quantity[j]) // n + int(i < week.quantity[j] % n) for i in range(n)) for j, n in enumerate(choice) if n > 1
        }
        split = with_lots(week, lots).problem
        seen: set[tuple[tuple[int, ...], ...]] = set()
        for plan in sequences(split):
            key = tuple(map(tuple, plan))
            if key not in seen:
                seen.add(key)
                best = min(best, terms_of(split, timing_of(split, plan)).total(objective))
    return best


def tiny(seed: int) -> Week:
    problem = small(seed, orders=3, lines=2)
    due = np.maximum(problem.due_min // 3, 10)
    return week_of(replace(problem, due_min=due, weight=np.maximum(problem.weight, 1)), [12, 9, 10], [4, 0, 5])


def test_no_split_that_all_plans_know_of_is_better_in_nearly_all_small_weeks() -> None:
    reached = split = 0
    for seed in range(12):
        week, objective = tiny(seed), Objective()
        chosen, best = choose_lots(week, objective, replace(QUICK, iterations=8_000)), best_of_all(week, objective)
        assert chosen.total <= 1.25 * best, seed
        reached += chosen.total <= best
        split += bool(lots_of(chosen.week))
    assert reached >= 10
    assert split >= 3


def test_chosen_lots_and_their_plan_hold_before_the_checker_and_are_the_same_again() -> None:
    for seed in range(8):
        problem = tied(seed, orders=8) if seed % 2 == 0 else small(seed, orders=8, lines=3)
        week, told = week_of(problem, [20] * 8, [5, 0] * 4), list[int]()
        chosen = choose_lots(week, Objective(), replace(QUICK, watch=told.append))
        assert 1 <= sum(told) / QUICK.iterations <= MOST_SEARCHES + problem.is_coupled  # first without the ties
        timing = timing_of(chosen.week.problem, chosen.plan)
        terms = terms_of(chosen.week.problem, timing)
        assert terms.total(Objective()) == chosen.total <= chosen.whole_total
        assert check_plan(chosen.week.problem, claim(chosen.week.problem, timing, terms))[1] == []
        assert wrong_lots(week, lots_of(chosen.week)) == []
        again = choose_lots(week, Objective(), replace(QUICK, workers=2))
        assert (again.plan, lots_of(again.week)) == (chosen.plan, lots_of(chosen.week))


def test_a_lot_takes_its_share_of_the_time_rounded_up_and_keeps_what_the_order_has() -> None:
    problem = small(5, orders=4, lines=2)
    after = np.array([-1, -1, 1, 1])
    problem = replace(
        problem,
        after=after,
        transfer_min=np.array([0, 0, 7, 9]),
        frozen=(Frozen(order=3, line=int(problem.run_min[0, 3] < 0), start_min=2),),
    )
    split = with_lots(week_of(problem, [10, 10, 10, 10], [1, 1, 1, 0]), {1: (7, 3), 2: (5, 5)})
    p = split.problem
    assert p.orders == ("0", "1~1", "1~2", "2~1", "2~2", "3")
    assert p.lot_of.tolist() == [0, 1, 1, 3, 3, 5]
    assert p.after.tolist() == [-1, -1, -1, 1, 1, 1]
    assert p.transfer_min.tolist() == [0, 0, 0, 7, 7, 9]
    assert split.quantity.tolist() == [10, 7, 3, 5, 5, 10]
    for k in range(2):
        run = int(problem.run_min[k, 1])
        assert p.run_min[k, 1:3].tolist() == ([-1, -1] if run < 0 else [-(-7 * run // 10), -(-3 * run // 10)])
    assert p.frozen[0].order == 5
    assert numbers_of(split, "1") == [1, 2]
    assert numbers_of(split, "2~2") == [4]
    assert numbers_of(split, "4") == []
    later = with_due(split, {"1": 999}).problem.due_min
    assert later[1] == later[2] == 999 != later[3]
    k = int(problem.run_min[0, 1] < 0)
    last = {name: LastOrder(line=p.lines[k], start_min=50 + n, end_min=60) for n, name in enumerate(p.orders)}
    assert {f.order for f in with_pins(split, ["1"], last).problem.frozen} == {1, 2, 5}


@pytest.mark.parametrize(
    "lots",
    [
        {"0": [50, 49]},  # a piece is missing
        {"0": [90, 10]},  # too small
        {"0": []},  # nothing
        {"1": [50, 50]},  # no such order
    ],
)
def test_lots_that_cannot_be_are_refused(lots: dict[str, Any]) -> None:
    week = one_large(due=50)
    assert [one.code for one in wrong_lots(week, lots)] == ["SCHEDULE_CHECK_LOTS"]
    with pytest.raises(InputError, match="SCHEDULE_PLAN"):
        as_split(week, {"lots": lots})


def test_lots_that_are_no_lots_are_no_plan() -> None:
    with pytest.raises(InputError, match="SCHEDULE_PLAN"):
        as_split(one_large(due=50), {"lots": [1, 2]})


def command(*arguments: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["schedule", *arguments, "--json", "--iterations", "3000"])
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_file_says_what_may_be_split_and_the_plan_is_checked_with_its_lots(tmp_path: Path) -> None:
    orders = [
        {"order": "big", "family": "A", "quantity": 240, "release": "2026-11-30 00:00", "due": "2026-11-30 02:00", "least_lot": 60},
        {"order": "late", "family": "A", "quantity": 60, "due": "2026-11-30 05:00"},
    ]
    tables = {
        "orders": orders,
        "lines": [{"line": "L1"}, {"line": "L2"}],
        "rates": [{"line": "*", "family": "A", "rate": 60}],
    }
    week, plan = tmp_path / "week.json", tmp_path / "plan.json"
    week.write_text(json.dumps(tables))
    record = command(str(week), "--out", str(plan))
    assert sorted(record["lots"]["big"]) == [120, 120]
    assert (record["objective"], record["objective_whole"]) == (0, 120)
    assert {one["order"] for one in record["orders"]} == {"big~1", "big~2", "late"}
    assert command(str(week), "--check", str(plan))["holds"] is True
    again = command(str(week), "--last", str(plan), "--now", "2026-11-30T01:00:00", "--out", str(tmp_path / "next.json"))
    assert again["lots"] == record["lots"]
    replanned = command(str(week), "--last", str(plan), "--now", "2026-11-30T01:00:00", "--check", str(tmp_path / "next.json"))
    assert replanned["holds"] is True
    plan.write_text(json.dumps({**record, "lots": {"big": [200, 40]}}))
    broken = command(str(week), "--check", str(plan), code=3)
    assert [one["code"] for one in broken["problems"]] == ["SCHEDULE_CHECK_LOTS"]
    whole = [{**orders[0], "least_lot": None}, orders[1]]
    week.write_text(json.dumps({**tables, "orders": whole}))
    assert command(str(week))["lots"] == {}


def test_a_synthetic_week_is_planned_with_lots_no_worse_than_whole() -> None:
    from lingtan.scheduling import synthetic_week

    week = synthetic_week(
        Shape(orders_count=40, lines_count=5, families_count=4, days_count=2, utilisation_share=1.1, seed=2), origin=ORIGIN
    )
    week = replace(week, least_lot=np.where(week.quantity >= 120, 60, 0))
    chosen = choose_lots(week, Objective(), QUICK)
    assert chosen.total < chosen.whole_total
