"""The notebook's plans of arrays: the command's plan for the same orders, accepted by the checker; arrays that do not fit are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import lingtan.notebook as lt
from lingtan.cli.main import app
from lingtan.errors import InputError
from lingtan.scheduling import Claim, ClaimedOrder, check_plan, problem_from_arrays

ORIGIN = "2026-11-30"


def clock(minute: int) -> str:
    return f"{ORIGIN} {minute // 60:02d}:{minute % 60:02d}"


def arrays(seed: int) -> dict[str, Any]:
    """Two lines, nine orders of three families; rates that make whole minutes; line 1 cannot make family 2."""
    g = np.random.default_rng(seed)
    family = g.integers(0, 3, 9)
    family[:3] = (0, 1, 2)
    pieces = g.integers(10, 60, 9)
    minutes = np.array([[1, 2, 1], [2, 1, 1]])
    setup = g.integers(5, 40, (2, 3, 3))
    setup[:, np.arange(3), np.arange(3)] = 0
    return {
        "run_min": minutes[:, family] * pieces[None, :],
        "setup_min": setup,
        "family": family,
        "eligible": ~np.array([np.zeros(9, np.bool_), family == 2]),
        "release_min": g.integers(0, 90, 9),
        "due_min": g.integers(60, 300, 9),
        "weight": g.integers(1, 5, 9),
        "pieces": pieces,
        "minutes": minutes,
    }


def as_file(given: dict[str, Any]) -> dict[str, Any]:
    orders = [
        {
            "order": str(j), "family": str(given["family"][j]), "quantity": int(given["pieces"][j]), "weight": int(given["weight"][j]),
            "release": clock(int(given["release_min"][j])), "due": clock(int(given["due_min"][j])),
        }
        for j in range(9)
    ]  # fmt: skip
    rates = [
        {"line": str(k), "family": str(f), "rate": 60 / int(given["minutes"][k, f])} for k in range(2) for f in range(3) if (k, f) != (1, 2)
    ]
    changeovers = [
        {"line": str(k), "from": str(f), "to": str(g), "time": int(given["setup_min"][k, f, g])}
        for k in range(2)
        for f in range(3)
        for g in range(3)
        if f != g
    ]
    return {"orders": orders, "lines": [{"line": "0"}, {"line": "1"}], "rates": rates, "changeovers": changeovers}


@pytest.mark.parametrize(("seed", "ranks"), [(1, ()), (2, ()), (3, ("tardiness:5%", "changeover"))])
def test_arrays_and_file_are_planned_alike(seed: int, ranks: tuple[str, ...], tmp_path: Path) -> None:
    given = arrays(seed)
    named = {name: given[name] for name in ("eligible", "family", "release_min", "due_min", "weight")}
    plan = lt.plan_orders(given["run_min"], given["setup_min"], ranks=ranks, iterations=5_000, **named)
    path = tmp_path / "week.json"
    path.write_text(json.dumps(as_file(given)))
    chosen = [word for rank in ranks for word in ("--rank", rank)]
    done = CliRunner().invoke(app, ["schedule", str(path), "--json", "--energy", "switch_off", "--iterations", "5000", *chosen])
    record = json.loads(done.stdout)
    assert plan.sequence == tuple(tuple(map(int, record["sequence"][line])) for line in ("0", "1"))
    assert (plan.objective, plan.bound, plan.gap_share) == (record["objective"], record["bound"], record["gap"])
    assert {name: record["terms"][name] for name in plan.terms} == plan.terms
    assert plan.end_min.tolist() == [one["end_min"] for one in sorted(record["orders"], key=lambda one: int(one["order"]))]
    assert plan.bound <= plan.objective


def test_the_plan_of_arrays_holds_before_the_checker() -> None:
    given = arrays(4)
    named = {name: given[name] for name in ("family", "release_min", "due_min", "weight")}
    plan = lt.plan_orders(given["run_min"], given["setup_min"], eligible=given["eligible"], iterations=5_000, **named)
    run = np.where(given["eligible"], given["run_min"], -1)
    problem = problem_from_arrays(run, given["setup_min"], **named)
    columns = ("setup_start_min", "setup_min", "start_min", "end_min")
    orders = [
        ClaimedOrder(order=str(j), line=str(plan.line[j]), **{name: int(getattr(plan, name)[j]) for name in columns}) for j in range(9)
    ]
    assert check_plan(problem, Claim(orders=orders, terms={**plan.terms, "moved_count": 0}))[1] == []


def test_the_textbook_case_is_solved_and_proven_to_its_bound() -> None:
    """Two orders on one line, due 10 and 30, 10 and 20 minutes: in that order nobody is late."""
    plan = lt.plan_orders([[10, 20]], due_min=[10, 30], iterations=100)
    assert (plan.sequence, plan.objective, plan.bound, plan.gap_share) == (((0, 1),), 0, 0, 0.0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"eligible": [[True]]}, "SCHEDULE_SHAPE"),  # one line and order too few
        ({"eligible": [[True, False], [True, False]]}, "SCHEDULE_NO_LINE"),  # nobody makes the second
        ({"due_min": [1, 2, 3]}, "SCHEDULE_SHAPE"),  # three dates of two orders
        ({"weight": [1, -1]}, "SCHEDULE_RANGE"),  # a reward for being late
        ({"setup_min": np.zeros((2, 2))}, "SCHEDULE_SHAPE"),  # no matrix a line
        ({"tardiness": 0, "changeover": 0}, "SCHEDULE_OBJECTIVE"),  # nothing to minimise
        ({"ranks": ["early"]}, "SCHEDULE_RANK"),  # no such term
        ({"run_min": [10, 20]}, "SCHEDULE_SHAPE"),  # no lines
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict[str, Any], code: str) -> None:
    arguments: dict[str, Any] = {"run_min": [[10, 20], [20, 10]], "iterations": 10, **change}
    with pytest.raises(InputError) as refused:
        lt.plan_orders(**arguments)
    assert refused.value.code == code
