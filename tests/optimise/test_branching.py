"""Whole choices: the optimum of HiGHS' own branch and bound, what excludes what, and an honest gap when time is short."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from lingtan.errors import KernelError
from lingtan.optimise import Choice, LinearProgram, ModelBuilder, solve_whole

COUNT = 7


def cover(seed: int, *, apart: bool = False) -> tuple[LinearProgram, tuple[Choice, ...]]:
    """Cover three needs by whole options of a cost each, or by a dear flow."""
    rng = np.random.default_rng(seed)
    model = ModelBuilder()
    level = rng.uniform(0.5, 1.0, COUNT).round(2)
    options = model.columns("option", COUNT, unit="1", upper=level, cost=rng.uniform(1, 6, COUNT))
    flow = model.columns("flow", 3, unit="MW", cost=4.0)
    needs = model.rows("need", 3, unit="MW", lower=rng.uniform(3, 5, 3))
    gives = rng.uniform(0, 2, (3, COUNT))
    for need in range(3):
        model.put(needs.at[need], options.at, gives[need])
        model.put(needs.at[need], flow.at[need], 1.0)
    pair = {0: frozenset({1}), 1: frozenset({0})} if apart else {}
    return model.build(), tuple(Choice(column=at, level=float(level[at]), apart=pair.get(at, frozenset())) for at in range(COUNT))


def highs(lp: LinearProgram, choices: tuple[Choice, ...]) -> float:
    """The same with binaries, by scipy's milp: option = level × z."""
    scale = np.ones(len(lp.cost))
    scale[[c.column for c in choices]] = [c.level for c in choices]
    matrix = lp.matrix.toarray() * scale
    rows = [optimize.LinearConstraint(matrix, lp.row_lower, lp.row_upper)]
    for choice in choices:
        for other in choice.apart:
            one = np.zeros(len(lp.cost))
            one[[choice.column, other]] = 1
            rows.append(optimize.LinearConstraint(one, -np.inf, 1))
    upper = np.where(np.isin(np.arange(len(lp.cost)), [c.column for c in choices]), 1.0, lp.upper)
    integral = np.isin(np.arange(len(lp.cost)), [c.column for c in choices]).astype(int)
    found = optimize.milp(lp.cost * scale, constraints=rows, bounds=optimize.Bounds(lp.lower, upper), integrality=integral)
    return float(found.fun)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("apart", [False, True], ids=["free", "apart"])
def test_the_best_whole_point_is_that_of_highs(seed: int, apart: bool) -> None:
    lp, choices = cover(seed, apart=apart)
    found = solve_whole(lp, choices, nodes_max=400)
    best = highs(lp, choices)
    assert found.solution.verification.objective == pytest.approx(best, rel=1e-6)
    assert found.gap_share <= 1e-6
    assert found.bound <= best * (1 + 1e-7)
    for choice in choices:
        assert found.solution.x[choice.column] == pytest.approx(0, abs=1e-7) or found.solution.x[choice.column] == pytest.approx(
            choice.level
        )
    if apart:
        assert min(found.solution.x[0], found.solution.x[1]) == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("seed", range(6))
def test_a_short_search_states_a_gap_that_holds(seed: int) -> None:
    lp, choices = cover(seed)
    found = solve_whole(lp, choices, nodes_max=3)
    best, cost = highs(lp, choices), found.solution.verification.objective
    assert found.bound <= best * (1 + 1e-7) <= cost * (1 + 2e-7)
    assert found.gap_share == pytest.approx((cost - found.bound) / cost)


def test_a_program_without_any_whole_point_is_said_to_have_none() -> None:
    model = ModelBuilder()
    options = model.columns("option", 2, unit="1", upper=1.0, cost=1.0)
    need = model.rows("need", 1, unit="1", lower=1.5, upper=1.5)
    model.put(need.at, options.at, 1.0)
    found = solve_whole(model.build(), [Choice(column=0, level=1.0), Choice(column=1, level=1.0)])
    assert not found.whole
    with pytest.raises(KernelError, match="SOLVERS_FAILED"):
        solve_whole(model.build(), [Choice(column=0, level=1.0), Choice(column=1, level=1.0)], nodes_max=1)


def test_a_program_without_choices_is_the_program() -> None:
    lp, _ = cover(1)
    found = solve_whole(lp, [])
    assert (found.nodes, found.whole) == (1, True)
    assert found.gap_share == pytest.approx(0, abs=1e-7)
