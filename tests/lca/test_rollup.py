"""Certified integers: rounded once, exact sums."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca import (
    Demand,
    Portfolio,
    Scores,
    certified_scores,
    contributions_by_tag,
    milligrams,
    portfolio_milligrams,
    rollup,
    total_by_indicator,
    total_mg,
)
from lingtan.quantities import CLIMATE, Indicator


def scores(**flows: float) -> Scores:
    return Scores(by_activity={"x": {i: flows.get(i.value, 0.0) for i in Indicator}})


def line(amount: float, name: str = "l") -> Demand:
    return Demand(line=name, activity="x", amount=amount)


def test_line_is_the_sum_of_its_indicators_each_rounded_once():
    (result,) = rollup([line(1.0)], scores(fossil=0.0000014, land_use=0.0000014, water=0.5))
    assert (result.mg_by_indicator[Indicator.FOSSIL], result.mg_by_indicator[Indicator.LAND_USE], result.mg) == (1, 1, 2)
    assert result.other_by_indicator[Indicator.WATER] == 500_000
    assert Indicator.WATER not in result.mg_by_indicator


@pytest.mark.parametrize(
    ("kg", "mg"),
    [
        (0.5**7, 7812),  # 7812.5 exactly: half to even, down
        (3 * 0.5**7, 23438),  # 23437.5 exactly: half to even, up
        (-(0.5**7), -7812),
        (0.1, 100_000),
        (254.0, 254_000_000),
        (4.9e-7, 0),
        (0.0, 0),
    ],
)
def test_milligrams_round_half_to_even(kg, mg):
    assert milligrams(kg) == mg


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3))
def test_milligrams_are_within_half_of_the_exact_product(amount: float, score: float):
    (result,) = rollup([line(amount)], scores(fossil=score))
    assert abs(result.mg - Fraction(amount) * Fraction(score) * 10**6) <= Fraction(1, 2)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20), st.floats(0, 5))
def test_parts_sum_to_totals_exactly_by_line_indicator_and_tag(amounts, score):
    lines = [line(amount, f"l{i}") for i, amount in enumerate(amounts)]
    done = rollup(lines, scores(fossil=score, aircraft=score / 3, biogenic_uptake=-score))
    assert total_mg(done) == sum(total_by_indicator(done).values()) == sum(r.mg for r in done)
    tags = {f"l{i}": f"stage{i % 3}" for i in range(len(amounts))}
    assert sum(contributions_by_tag(done, tags).values()) == total_mg(done)


@given(st.integers(0, 10**6), st.floats(0, 100))
def test_doubling_the_demand_doubles_the_score_to_the_rounding(milli: int, score: float):
    once = rollup([line(milli / 1024)], scores(fossil=score))[0].mg
    twice = rollup([line(2 * milli / 1024)], scores(fossil=score))[0].mg
    assert abs(twice - 2 * once) <= 1


def test_rollup_of_a_chain_is_its_score(chain):
    found = certified_scores(chain)
    (result,) = rollup([Demand(line="one device", activity="device", amount=1.0)], found)
    assert result.mg == pytest.approx(found.climate("device") * 1e6, abs=len(CLIMATE) / 2)


@pytest.mark.parametrize(
    ("demands", "flows", "code"),
    [
        ([line(1.0), line(2.0)], {"fossil": 1.0}, "LINE_TWICE"),  # two lines of one name would hide one another
        ([Demand(line="l", activity="y", amount=1.0)], {}, "ACTIVITY_UNKNOWN"),
        ([line(1e10)], {"fossil": 1.0}, "LINE_TOO_LARGE"),  # beyond 2^53 − 1 mg
        ([line(float("nan"))], {"fossil": 1.0}, "AMOUNT_NOT_FINITE"),
        ([line(float("inf"))], {"fossil": 1.0}, "AMOUNT_NOT_FINITE"),
    ],
)
def test_bad_lines_are_refused(demands, flows, code):
    with pytest.raises(KernelError) as refused:
        rollup(demands, scores(**flows))
    assert refused.value.code == code


def test_a_line_without_a_tag_is_refused():
    with pytest.raises(KernelError) as refused:
        contributions_by_tag(rollup([line(1.0)], scores(fossil=1.0)), {})
    assert refused.value.code == "GROUP_MISSING"


_NUMBERS = st.floats(min_value=-5e4, max_value=5e4, allow_nan=False)


def portfolio(pairs: list[tuple[float, float]]) -> tuple[Portfolio, np.ndarray, np.ndarray]:
    """Products of one line each, with a score each, and all lines in group 0."""
    count = len(pairs)
    made = Portfolio(
        pointer=np.arange(count + 1),
        activity=np.arange(count, dtype=np.int32),
        amount=np.array([amount for amount, _ in pairs]),
        parameter=np.full(count, -1, dtype=np.int32),
    )
    return made, np.array([[score] for _, score in pairs]), np.zeros(count, dtype=np.int8)


@given(st.lists(st.tuples(_NUMBERS, _NUMBERS), min_size=1, max_size=20))
@example([(0.5, 1e-6), (1.5, 1e-6), (2.5, 1e-6), (0.1, 5e-6), (3.0, 5e-7), (-0.5, 1e-6)])  # halves, and what only looks like one
def test_many_products_at_once_are_rounded_as_one_by_one(pairs: list[tuple[float, float]]):
    made, of_activity, group = portfolio(pairs)
    together = portfolio_milligrams(made, of_activity, group, 1)
    alone = [rollup([line(amount)], scores(fossil=score))[0].mg for amount, score in pairs]
    assert together[:, 0].tolist() == alone


def test_many_products_at_once_refuse_what_one_line_does():
    with pytest.raises(KernelError, match="LINE_TOO_LARGE"):
        portfolio_milligrams(*portfolio([(1.0, 1.0), (1e12, 1.0)]), 1)
