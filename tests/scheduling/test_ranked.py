"""Terms one after another with tolerances: beside every plan of small cases, and as file, command and check."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lingtan.cli.main import app
from lingtan.errors import InputError
from lingtan.scheduling import Effort, Problem, Terms, best_atcs, check_plan, problem_from_arrays, terms_of, timing_of
from lingtan.scheduling.objective import Objective, Rank, Term
from lingtan.scheduling.ranks import ranked_plan, ranks_asked, ranks_stated, wrong_ranks

from .cases import claim, small, tied, with_frozen

QUICK = Effort(iterations=20_000, runs=1, workers=1, atcs_starts=2)
ORDERS = {
    "late": (Rank(term=Term.TARDINESS, tolerance_share=0.1), Rank(term=Term.CHANGEOVER, tolerance=5), Rank(term=Term.MAKESPAN)),
    "short": (Rank(term=Term.MAKESPAN, tolerance=10), Rank(term=Term.CHANGEOVER), Rank(term=Term.TARDINESS)),
}


def all_terms(problem: Problem) -> list[Terms]:
    plans = set()
    for order in itertools.permutations(range(problem.order_count)):
        for line in itertools.product(range(problem.line_count), repeat=problem.order_count):
            if all(problem.run_min[k, j] >= 0 for j, k in enumerate(line)):
                plans.add(tuple(tuple(j for j in order if line[j] == k) for k in range(problem.line_count)))
    return [terms_of(problem, timing_of(problem, plan)) for plan in plans]


def least_of_all(problem: Problem, ranks: tuple[Rank, ...]) -> list[int]:
    """The best of each rank over every plan within the limits of those before."""
    left, found = all_terms(problem), []
    for rank in ranks:
        found.append(min(terms.of(rank.term) for terms in left))
        left = [terms for terms in left if terms.of(rank.term) <= rank.limit(found[-1])]
    return found


@pytest.mark.parametrize("name", list(ORDERS))
def test_each_rank_is_the_least_that_any_plan_has_within_the_limits_before(name: str) -> None:
    ranks, same = ORDERS[name], 0
    for seed in range(10):
        problem = small(seed, orders=4)
        found = ranked_plan(problem, ranks, QUICK, best_atcs(problem, Objective(), starts=2))
        least = least_of_all(problem, ranks)
        assert found.stages[0].best >= least[0]
        same += [stage.best for stage in found.stages] == least
        terms = terms_of(problem, timing_of(problem, found.plan))
        assert all(terms.of(stage.rank.term) == stage.value <= stage.limit for stage in found.stages)
    assert same >= 9


def test_a_tolerance_buys_what_stands_behind_it() -> None:
    """Two orders on one line: in order of due dates nobody is late and the set-up takes 30; the other way round it takes none."""
    problem = problem_from_arrays([[10, 10]], [[[0, 30], [0, 0]]], due_min=[10, 50], first_setup_min=[[0, 0]], weight=[1, 1])
    start = best_atcs(problem, Objective())
    for tolerance, late, changeover in ((0, 0, 30), (9, 0, 30), (10, 10, 0)):
        ranks = (Rank(term=Term.TARDINESS, tolerance=tolerance), Rank(term=Term.CHANGEOVER))
        found = ranked_plan(problem, ranks, QUICK, start)
        assert [stage.value for stage in found.stages] == [late, changeover]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_frozen_orders_and_tied_lines_are_ranked_too_and_hold_before_the_checker(seed: int) -> None:
    problem = with_frozen(small(5, orders=7)) if seed == 0 else tied(seed)
    found = ranked_plan(problem, ORDERS["late"], QUICK, _start(problem))
    timing = timing_of(problem, found.plan)
    terms = terms_of(problem, timing)
    assert check_plan(problem, claim(problem, timing, terms))[1] == []
    assert all(terms.of(stage.rank.term) <= stage.limit for stage in found.stages)
    assert ranked_plan(problem, ORDERS["late"], QUICK, _start(problem)) == found


def _start(problem: Problem) -> tuple[tuple[int, ...], ...]:
    from lingtan.scheduling import eased

    return best_atcs(eased(problem, is_urged=False) if problem.is_coupled else problem, Objective())


def test_a_limit_is_the_best_with_its_share_and_its_amount() -> None:
    assert Rank(term=Term.MAKESPAN, tolerance_share=0.1, tolerance=3).limit(105) == 105 + 10 + 3
    assert Rank(term=Term.MOVED).limit(0) == 0


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("lateness",), "SCHEDULE_RANK"),  # no such term
        (("tardiness:x",), "SCHEDULE_RANK"),  # no number
        (("tardiness:-5%",), "SCHEDULE_RANK"),  # less than nothing
        (("tardiness:1e9%",), "SCHEDULE_RANK"),  # everything
        (("tardiness:inf",), "SCHEDULE_RANK"),  # no end
        (("makespan", "makespan:5%"), "SCHEDULE_RANK_TWICE"),  # two ranks of a term
    ],
)
def test_ranks_that_cannot_be_are_refused(texts: tuple[str, ...], code: str) -> None:
    problem = small(1)
    with pytest.raises(InputError) as refused:
        ranked_plan(problem, ranks_asked(texts), QUICK, best_atcs(problem, Objective()))
    assert refused.value.code == code


@pytest.mark.parametrize("change", [{"value": 1}, {"limit": 10**9}, {"best": 10**9}, {"tolerance": 7}])
def test_stated_ranks_with_one_number_changed_are_found(change: dict[str, int]) -> None:
    problem = small(3)
    found = ranked_plan(problem, ORDERS["late"], QUICK, best_atcs(problem, Objective()))
    terms = terms_of(problem, timing_of(problem, found.plan))
    said = {name: float(getattr(terms, name)) for name in ("weighted_tardiness_min", "changeover_min", "makespan_min", "moved_count")}
    stated: list[Any] = ranks_stated(found.stages)
    assert wrong_ranks({"ranks": stated}, said) == []
    broken = [{**stated[0], **{name: stated[0][name] + more for name, more in change.items()}}, *stated[1:]]
    assert [one.code for one in wrong_ranks({"ranks": broken}, said)] == ["SCHEDULE_CHECK_RANK"]


def test_ranks_stand_in_a_file_or_a_command_and_are_checked_with_the_plan(tmp_path: Path) -> None:
    orders = [
        {
            "order": f"o{n}",
            "family": "AB"[n % 2],
            "quantity": 30 + 7 * n,
            "due": f"2026-11-30 0{1 + n // 2}:00",
            "release": "2026-11-30 00:00",
        }
        for n in range(8)
    ]
    tables: dict[str, Any] = {
        "orders": orders,
        "lines": [{"line": "L1"}],
        "rates": [{"line": "*", "family": family, "rate": 60} for family in "AB"],
        "changeovers": [{"line": "*", "from": "*", "to": "*", "time": 20}],
        "ranks": [{"term": "changeover", "amount": 20}, {"term": "tardiness"}],
    }
    week, plan = tmp_path / "week.json", tmp_path / "plan.json"
    week.write_text(json.dumps(tables))

    def run(*arguments: str, code: int = 0) -> dict[str, Any]:
        done = CliRunner().invoke(app, ["schedule", str(week), "--json", "--iterations", "4000", *arguments])
        assert done.exit_code == code, done.output
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    filed = run("--out", str(plan))
    assert [filed["ranks"][0][name] for name in ("term", "best", "limit")] == ["changeover", 40, 60]
    assert filed["objective"] == filed["terms"]["changeover_min"]
    assert run("--check", str(plan))["holds"] is True
    asked = run("--rank", "tardiness", "--rank", "changeover", "--rank", "makespan:5%")
    assert [one["term"] for one in asked["ranks"]] == ["tardiness", "changeover", "makespan"]
    assert asked["terms"]["weighted_tardiness_min"] <= filed["terms"]["weighted_tardiness_min"]
    assert asked["terms"]["makespan_min"] <= asked["ranks"][2]["limit"]
    plan.write_text(json.dumps({**filed, "ranks": [{**filed["ranks"][0], "best": 0, "limit": 20}]}))
    assert "SCHEDULE_CHECK_RANK" in [one["code"] for one in run("--check", str(plan), code=3)["problems"]]
    text = CliRunner().invoke(app, ["schedule", str(week), "--iterations", "2000", "--lang", "zh"])
    assert "分级目标换线分钟" in text.stdout


def test_the_last_end_stays_within_its_limit_whatever_the_way_of_timing(tmp_path: Path) -> None:
    """Least cost would run at night; the rank of the last end forbids it."""
    from lingtan.services.schedule.asked import asked_week
    from lingtan.services.schedule.plan import plan

    week = tmp_path / "week.json"
    order = {"order": "one", "family": "A", "quantity": 120, "release": "2026-11-30 10:00", "due": "2026-12-01 08:00"}
    week.write_text(json.dumps({"orders": [order], "lines": [{"line": "L1"}], "rates": [{"line": "*", "family": "A", "rate": 60}]}))
    shared: dict[str, Any] = {"weights": {}, "seed": 1, "iterations": 100, "runs": 1, "workers": 1, "carbon_price": 0, "bound_rounds": 5}
    asked = asked_week(week, last=None, now=None, freeze_hours=0, downs=())
    free: dict[str, Any] = plan(asked, way="min_cost", **shared)
    held: dict[str, Any] = plan(asked, way="min_cost", ranks=["makespan:60"], **shared)
    assert free["terms"]["makespan_min"] > 960
    assert held["terms"]["makespan_min"] <= 720 + 60
