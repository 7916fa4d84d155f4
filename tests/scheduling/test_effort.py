"""How long is searched: tries are told as they are done, a time becomes a number of tries, and telling changes no plan."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import lingtan.notebook as lt
from lingtan.cli.main import app
from lingtan.errors import InputError
from lingtan.scheduling import (
    Effort,
    Objective,
    Pool,
    Problem,
    Shape,
    best_atcs,
    iterations_within,
    problem_from_arrays,
    sequences_of,
    synthetic_problem,
)
from lingtan.scheduling.annealing import Annealing, hands
from lingtan.services.schedule.effort import watched

MAKESPAN = Objective(per_weighted_tardy_min=0, per_changeover_min=0, per_makespan_min=1)


def by_hands() -> tuple[Problem, Objective, int]:
    return synthetic_problem(Shape(orders_count=80, lines_count=20, families_count=6, utilisation_share=1.0)), Objective(), 50_000


def by_runs() -> tuple[Problem, Objective, int]:
    return synthetic_problem(Shape(orders_count=60, lines_count=5, families_count=6, utilisation_share=1.0)), Objective(), 50_000


def by_crossing() -> tuple[Problem, Objective, int]:
    g = np.random.default_rng(3)
    problem = problem_from_arrays(g.integers(5, 40, (2, 8)), g.integers(1, 20, (2, 8, 8)), due_min=g.integers(20, 100, 8))
    return problem, Objective(), 2_100_000


def by_last_end() -> tuple[Problem, Objective, int]:
    return by_crossing()[0], MAKESPAN, 50_000


def by_ties() -> tuple[Problem, Objective, int]:
    problem, objective, tries = by_runs()
    needs = np.zeros((1, 5, len(problem.families)), np.int64)
    needs[0, 1:] = 1
    return replace(problem, pools=(Pool(name="people", from_min=(0,), sizes=(3,)),), needs=needs), objective, tries


@pytest.mark.parametrize("case", [by_hands, by_runs, by_crossing, by_last_end, by_ties])
def test_every_try_is_told_and_telling_changes_no_plan(case: Callable[[], tuple[Problem, Objective, int]]) -> None:
    problem, objective, tries = case()
    told: list[int] = []
    effort, atcs = Effort(iterations=tries, runs=2), best_atcs(problem, objective, starts=2)
    seen = sequences_of(problem, objective, replace(effort, watch=told.append), atcs)
    assert seen == sequences_of(problem, objective, effort, atcs)
    searches = 2 if case is by_ties else 1  # first without the ties, then with them
    assert sum(told) == pytest.approx(2 * tries * searches, rel=0.01)


def test_a_hand_alone_is_told_of_often_and_makes_the_plan_of_one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, objective, _ = by_runs()
    start, found = best_atcs(problem, objective, starts=2), []
    for most in (1 << 40, 4_096):
        monkeypatch.setattr(hands, "_ALONE_TRIES", most)
        told: list[int] = []
        annealing = Annealing(problem, objective, told.append)
        found.append(annealing.run(start, iterations=60_000, heat=annealing.heat(start), seed=5))
        assert len(told) == max(60_000 // most, 1)
    assert found[0] == found[1]


def test_a_time_becomes_the_tries_that_fill_it() -> None:
    def search(effort: Effort) -> None:
        time.sleep(2e-7 * effort.iterations)

    begin = time.perf_counter()
    tries = iterations_within(2.0, Effort(iterations=0), search)
    left = 2.0 - (time.perf_counter() - begin)
    assert 2e-7 * tries == pytest.approx(left, rel=0.3)
    assert iterations_within(1e-9, Effort(iterations=0), search) == 1
    assert iterations_within(60.0, Effort(iterations=0), lambda effort: None) >= 1 << 36  # a search of nothing comes to an end


def test_a_plan_in_a_second_is_the_plan_of_its_tries() -> None:
    g = np.random.default_rng(4)
    arrays = {"run_min": g.integers(5, 40, (3, 30)), "setup_min": g.integers(0, 20, (3, 30, 30)), "due_min": g.integers(20, 200, 30)}
    first = lt.plan_orders(**arrays, seconds=1.0, bound_rounds=1)
    tries = first.record["iterations"]
    assert isinstance(tries, int)
    assert tries > 20_000
    assert lt.plan_orders(**arrays, iterations=tries, bound_rounds=1).sequence == first.sequence


@pytest.mark.parametrize("given", [{"seconds": one} for one in (0.0, -1.0, 1e6, math.nan, math.inf)] + [{"seconds": 1.0, "iterations": 5}])
def test_no_time_more_than_a_day_and_both_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="SCHEDULE_SECONDS"):
        lt.plan_orders([[3, 4]], **given)


def test_the_command_prints_the_tries_that_make_its_plan_again(tmp_path: Path) -> None:
    runner, week = CliRunner(), str(tmp_path / "w.xlsx")
    assert runner.invoke(app, ["week", week, "--orders", "30", "--lines", "3", "--days", "2"]).exit_code == 0
    told = runner.invoke(app, ["schedule", week, "--seconds", "0.5", "--runs", "3", "--json"])
    record = json.loads(told.stdout)
    same = ["--iterations", str(record["iterations"]), "--runs", str(record["runs"])]
    assert record["runs"] == 3
    assert " ".join(same) in told.stderr
    again = runner.invoke(app, ["schedule", week, *same, "--json"])
    assert json.loads(again.stdout)["sequence"] == record["sequence"]
    refused = runner.invoke(app, ["schedule", week, "--seconds", "1", "--iterations", "9"])
    assert isinstance(refused.exception, InputError)


def test_tries_of_several_searches_are_shown_as_hundredths_of_all() -> None:
    shown: list[tuple[int, int]] = []
    effort = watched(Effort(iterations=100, runs=2), 3, lambda done, total: shown.append((done, total)))
    threads = [threading.Thread(target=effort.tell, args=(150,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shown) == [(25, 100), (50, 100), (75, 100), (100, 100)]
    effort.tell(1_000)
    assert shown[-1] == (100, 100)
