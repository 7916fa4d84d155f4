"""What presolve takes out is zero in an optimum, and what it gives back proves that optimum for the whole program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.optimise import Highs, LinearProgram, ModelBuilder, Piqp, solve
from lingtan.optimise.presolve import presolved


def day(sun: list[float], curtail_cost: float = 0.0, price: float = 0.4) -> LinearProgram:
    """Hours of import, feed-in, curtailment and PV of one size; feed-in and curtailment come from the sun alone."""
    model, hours = ModelBuilder(), len(sun)
    bought = model.columns("import", hours, unit="MW", cost=1.0)
    fed = model.columns("export", hours, unit="MW", cost=-price)
    lost = model.columns("curtail", hours, unit="MW", cost=curtail_cost)
    size = model.columns("pv_mw", 1, unit="MW", upper=9.0, cost=1.5)
    balance = model.rows("balance", hours, unit="MW", lower=1.0, upper=1.0)
    surplus = model.rows("surplus", hours, unit="MW", upper=0.0)
    for block, sign in ((bought, 1.0), (fed, -1.0), (lost, -1.0)):
        model.put(balance.at, block.at, sign)
    model.put(balance.at, size.at, sun)
    for block in (fed, lost):
        model.put(surplus.at, block.at, 1.0)
    model.put(surplus.at, size.at, -np.array(sun))
    return model.build()


def left(lp: LinearProgram, name: str) -> list[bool]:
    return presolved(lp).columns[lp.column(name).slice].tolist()


def test_at_night_nothing_is_fed_in_and_no_row_says_so() -> None:
    lp = day([0.0, 0.8, 0.0])
    assert left(lp, "export") == [False, True, False]
    assert presolved(lp).rows[lp.row("surplus").slice].tolist() == [False, True, False]
    assert presolved(lp).rows[lp.row("balance").slice].all()


@pytest.mark.parametrize(("curtail_cost", "gone"), [(0.0, "curtail"), (-0.4, "curtail"), (-0.5, "export")])
def test_of_two_columns_alike_the_dearer_is_zero(curtail_cost: float, gone: str) -> None:
    lp = day([0.8, 0.5], curtail_cost)
    kept = "export" if gone == "curtail" else "curtail"
    if curtail_cost == -0.4:  # as dear as one another: one of them is left, no matter which
        assert [a != b for a, b in zip(left(lp, "export"), left(lp, "curtail"), strict=True)] == [True, True]
    else:
        assert not any(left(lp, gone))
        assert all(left(lp, kept))


def test_a_column_with_an_upper_bound_is_no_match_for_its_twin() -> None:
    model = ModelBuilder()
    cheap = model.columns("cheap", 1, unit="MW", upper=1.0, cost=1.0)
    dear = model.columns("dear", 1, unit="MW", cost=2.0)
    need = model.rows("need", 1, unit="MW", lower=3.0)
    model.put(need.at, cheap.at, 1.0)
    model.put(need.at, dear.at, 1.0)
    lp = model.build()
    assert presolved(lp).columns.all()
    assert solve(lp, [Piqp()]).verification.objective == pytest.approx(5.0, rel=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_with_and_without_presolve_the_cost_is_the_same_and_the_prices_prove_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sun = np.round(rng.uniform(0, 1, 6) * (rng.random(6) < 0.6), 2)
    lp = day(sun.tolist(), float(rng.choice([0.0, -0.4, -0.6])), float(rng.choice([0.0, 0.4, 0.7])))
    found, other = solve(lp, [Piqp()]), solve(lp, [Highs()])
    assert found.verification.passed
    assert found.verification.objective == pytest.approx(other.verification.objective, rel=1e-6, abs=1e-6)


def test_a_kept_set_up_follows_the_sun() -> None:
    """A program whose night is longer has another shape, though its matrix has as many entries."""
    solver = Piqp(keep=True)
    for sun in ([0.0, 0.8, 0.7], [0.8, 0.0, 0.7], [0.8, 0.9, 0.0]):
        lp = day(sun)
        assert solve(lp, [solver]).verification.objective == pytest.approx(solve(lp, [Highs()]).verification.objective, rel=1e-6)


def test_nothing_is_left_where_all_is_held_at_zero() -> None:
    model = ModelBuilder()
    x = model.columns("x", 2, unit="MW", cost=[1.0, -2.0])
    model.put(model.rows("none", 1, unit="MW", upper=0.0).at, x.at, [1.0, 3.0])
    found = solve(model.build(), [Piqp()])
    assert found.x.tolist() == [0.0, 0.0]
    assert found.price("none")[0] == pytest.approx(-2 / 3)
