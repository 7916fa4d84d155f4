"""Simulation over weeks: what was executed is a plan of what happened, nobody knows the future, and rules see the same world."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from lingtan.errors import InputError
from lingtan.scheduling import (
    Down,
    Effort,
    Rule,
    Shape,
    Week,
    best_atcs,
    carry_over,
    check_plan,
    improve,
    synthetic_week,
    terms_of,
    timing_of,
)
from lingtan.scheduling.simulation import Course, Disturbances, Policy, drawn_world, roll, weekly_kpis

from .cases import claim, tied, with_frozen

ORIGIN = datetime(2026, 11, 30)  # noqa: DTZ001  # the plant's own clock
CALM = Disturbances(breakdowns_per_line_week=0, rush_per_week=0, late_share=0, run_deviation_share=0)
WILD = Disturbances(breakdowns_per_line_week=3, rush_per_week=6, late_share=0.3, run_deviation_share=0.3)
QUICK = Effort(iterations=3_000, runs=1, workers=1)
RULES = {rule: Policy(interval_min=120, rule=rule) for rule in Rule}


def plant(seed: int, *, utilisation: float = 0.9) -> Week:
    shape = Shape(orders_count=30, lines_count=3, families_count=4, utilisation_share=utilisation, seed=seed)
    return synthetic_week(shape, origin=ORIGIN)


def times(course: Course) -> np.ndarray[Any, Any]:
    timing = course.timing
    return np.stack([timing.line, timing.setup_start_min, timing.setup_min, timing.start_min, timing.end_min])


@pytest.mark.parametrize("policy", [Policy(effort=QUICK, freeze_min=240), *RULES.values()])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_executed_is_a_plan_of_what_happened(seed: int, policy: Policy) -> None:
    week = plant(seed)
    if seed == 2:
        week = replace(week, problem=replace(with_frozen(week.problem), is_setup_before_release=False))
    world = drawn_world(week, WILD, weeks_count=2, seed=seed)
    course = roll(world, policy)
    truth = world.truth()
    assert sorted(j for orders in course.timing.sequence for j in orders) == list(range(truth.order_count))
    assert check_plan(truth, claim(truth, course.timing, terms_of(truth, course.timing)))[1] == []
    assert (course.timing.start_min >= np.minimum(world.known_min, 0)).all()


def test_where_nothing_happens_the_one_plan_is_executed_to_the_minute() -> None:
    week = plant(3, utilisation=0.6)
    world = drawn_world(week, CALM, weeks_count=1, seed=1)
    course = roll(world, Policy(interval_min=10**6, effort=QUICK))
    assert len(course.replans) == 1
    objective = Policy().objective
    first = carry_over(week.problem, {}, now_min=0, freeze_until_min=0).start
    plans = [improve(week.problem, objective, replace(QUICK, heat_share=0.02), first)]
    plans.append(improve(week.problem, objective, QUICK, best_atcs(week.problem, objective, starts=4)))
    best = min((timing_of(world.truth(), plan) for plan in plans), key=lambda one: terms_of(week.problem, one).total(objective))
    assert course.timing.sequence == best.sequence
    assert (course.timing.end_min == best.end_min).all()
    assert course.replans == ((0, 0),)


def test_the_same_seed_is_the_same_course_and_another_is_not() -> None:
    world = drawn_world(plant(4), WILD, weeks_count=1, seed=8)
    policy = Policy(effort=QUICK)
    told: list[tuple[int, int]] = []
    assert (times(roll(world, policy, lambda done, total: told.append((done, total)))) == times(roll(world, policy))).all()
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]
    assert (times(roll(world, policy)) == times(roll(drawn_world(plant(4), WILD, weeks_count=1, seed=8), policy))).all()
    assert drawn_world(plant(4), WILD, weeks_count=1, seed=9).events() != world.events()


def test_a_rate_of_one_kind_leaves_what_happens_of_other_kinds() -> None:
    one = drawn_world(plant(4), WILD, weeks_count=1, seed=8)
    other = drawn_world(plant(4), replace(WILD, breakdowns_per_line_week=0, late_share=0), weeks_count=1, seed=8)
    assert other.downs == ()
    assert (one.run_min == other.run_min).all()
    assert [e for e in one.events() if e[1] == "rush"] == other.events()


@pytest.mark.parametrize("policy", [Policy(effort=QUICK, freeze_min=240), RULES[Rule.EDD]])
def test_nobody_knows_what_is_to_happen(policy: Policy) -> None:
    """Two worlds that are alike until a minute are planned and worked alike until then."""
    world = drawn_world(plant(5), WILD, weeks_count=1, seed=3)
    course, now = roll(world, policy), 4_000
    later = course.timing.start_min >= now
    run = world.run_min.copy()
    run[:, later] = np.where(run[:, later] >= 0, run[:, later] * 2, -1)
    there = np.where(world.week.problem.release_min > now, world.there_min + 300, world.there_min)
    downs = (*(one for one in world.downs if one.start_min < now), Down(line="L01", start_min=now + 700, end_min=now + 2_000))
    other = roll(replace(world, run_min=run, there_min=there, downs=downs), policy)
    before = (course.timing.start_min < now - 60) & (course.timing.end_min < now)
    assert before.sum() > 8
    assert (times(course)[:, before] == times(other)[:, before]).all()
    assert (times(course) != times(other)).any()


def test_what_is_held_for_ever_never_moves() -> None:
    world = drawn_world(plant(6), replace(WILD, rush_per_week=0), weeks_count=1, seed=3, look_ahead_days=60)
    held = roll(world, Policy(effort=QUICK, freeze_min=10**7))
    free = roll(world, Policy(effort=QUICK))
    assert sum(moved for _, moved in held.replans) == 0
    assert sum(moved for _, moved in free.replans) > 0


def test_planning_again_is_late_less_than_dispatching_where_lines_are_full() -> None:
    late: dict[str, int] = {}
    rules: dict[str, Policy] = {rule.value: policy for rule, policy in RULES.items()}
    for seed in (1, 2):
        world = drawn_world(plant(seed, utilisation=1.0), Disturbances(), weeks_count=2, seed=seed)
        for name, policy in {"plan": Policy(effort=replace(QUICK, iterations=20_000), freeze_min=240), **rules}.items():
            late[name] = late.get(name, 0) + weekly_kpis(world, roll(world, policy))[0].weighted_tardiness_min
    assert late["plan"] < 0.8 * min(late[rule] for rule in Rule)


def test_the_weeks_add_up_to_the_whole() -> None:
    world = drawn_world(plant(7), WILD, weeks_count=3, seed=2)
    course = roll(world, RULES[Rule.FIFO])
    whole, *each = weekly_kpis(world, course)
    assert [one.number for one in each] == [1, 2, 3]
    for name in (
        "due_count",
        "late_h",
        "weighted_tardiness_min",
        "changeover_h",
        "energy_kwh",
        "carbon_kg",
        "replans_count",
        "moved_count",
    ):
        assert sum(getattr(one, name) for one in each) == pytest.approx(getattr(whole, name), rel=1e-12), name
    assert whole.due_count == world.week.problem.order_count
    ends, due = course.timing.end_min, world.week.problem.due_min
    assert each[0].backlog_count == sum(int(d <= 10_080 < e) for d, e in zip(due, ends, strict=True))
    assert 0 < whole.utilisation_share < 1


def test_a_breakdown_stops_its_line_and_late_material_its_order() -> None:
    world = drawn_world(plant(8), CALM, weeks_count=1, seed=1)
    late = int(np.argmax(world.week.problem.release_min))
    there = world.there_min.copy()
    there[late] += 900
    hit = replace(world, there_min=there, downs=(Down(line="L02", start_min=600, end_min=2_600),))
    timing = roll(hit, Policy(effort=QUICK)).timing
    assert timing.start_min[late] >= there[late]
    began = (timing.line == 1) & (timing.start_min >= 600)
    assert (timing.start_min[began] >= 2_600).all()
    assert [kind for _, kind, _ in hit.events()] == ["breakdown", "late_material"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("breakdowns_per_line_week", -0.1),  # fewer than none
        ("late_share", 1.01),  # more than all
        ("run_deviation_share", 2.0),  # times would leave every scale
        ("breakdown_least_h", 9.0),  # longer than the longest
        ("rush_per_week", float("nan")),  # no number
    ],
)
def test_a_rate_that_cannot_be_is_refused_by_name(field: str, value: float) -> None:
    with pytest.raises(InputError) as refused:
        Disturbances(**{field: value})
    assert (refused.value.code, refused.value.place) == ("SIMULATION_RANGE", field)


def test_weeks_beyond_a_year_and_tied_lines_are_refused() -> None:
    week = plant(1)
    with pytest.raises(InputError, match="weeks"):
        drawn_world(week, CALM, weeks_count=53, seed=1)
    bound = next(problem for seed in range(20) if (problem := tied(seed)).is_coupled)
    with pytest.raises(InputError) as refused:
        drawn_world(replace(week, problem=bound), CALM, weeks_count=1, seed=1)
    assert refused.value.code == "SIMULATION_TIED"


def test_the_command_prints_every_week_beside_the_rules(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from lingtan.cli.main import app

    path = tmp_path / "week.xlsx"
    arguments = ["simulate", str(path), "--weeks", "2", "--iterations", "2000", "--seed", "5"]
    assert CliRunner().invoke(app, ["week", str(path), "--orders", "20", "--lines", "3"]).exit_code == 0
    shown = CliRunner().invoke(app, [*arguments, "--json"])
    record = json.loads(shown.stdout)
    assert record["is_synthetic"] is True
    assert set(record["policies"]) == {"plan", "edd", "fifo"}
    assert all(len(one["weeks"]) == 2 for one in record["policies"].values())
    assert len(record["events"]) == sum(record["happened"][kind] for kind in ("breakdown", "rush", "late_material"))
    files = [tmp_path / f"weeks.{ending}" for ending in ("json", "xlsx", "csv")]
    text = CliRunner().invoke(
        app, ["simulate", str(path), "--weeks", "1", "--iterations", "500", "--lang", "zh", *(f"--out={one}" for one in files)]
    )
    assert text.exit_code == 0
    assert "第 1 周" in text.stdout
    written = json.loads(files[0].read_text("utf-8"))
    book = load_workbook(files[1])
    heads, *rows = [[cell.value for cell in row] for row in book["Weeks"].rows]
    assert [(row[1], row[2]) for row in rows] == [(way, week) for way in ("plan", "edd", "fifo") for week in (0, 1)]
    assert {"number": 1, **dict(zip(heads[3:], rows[1][3:], strict=True))} == pytest.approx(written["policies"]["plan"]["weeks"][0])
    assert {row[0] for row in rows} == {"synthetic"}
    assert [list(one) for one in written["events"]] == [[cell.value for cell in row] for row in list(book["Events"].rows)[2:]]
    assert files[2].read_text("utf-8-sig").count("\n") == 1 + len(rows)
    refused = CliRunner().invoke(app, ["simulate", str(path), "--weeks", "1", "--iterations", "0", f"--out={tmp_path / 'weeks.pdf'}"])
    assert refused.exit_code != 0
    assert not (tmp_path / "weeks.pdf").exists()
