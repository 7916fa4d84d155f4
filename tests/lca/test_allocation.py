"""Allocation gives away the whole burden, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca import CoProduct, Exchange, ProcessGraph, allocate, certified_scores, shares_by_mass, shares_by_value
from lingtan.quantities import Indicator, Unit


def refinery(shares: dict[str, float], amounts: dict[str, float], power) -> ProcessGraph:
    products = [CoProduct(key=key, unit=Unit.KG, amount=amounts[key], share=share) for key, share in shares.items()]
    activities = allocate(
        products, process="refinery", place="CN", exchanges=(Exchange(activity="power", amount=40.0),), flows={Indicator.FOSSIL: 100.0}
    )
    return ProcessGraph(activities={a.key: a for a in (*activities, power)})


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1e4), min_size=1))
def test_allocated_scores_times_amounts_are_the_burden_of_the_run(amounts: dict[str, float]):
    from lingtan.lca import Activity

    power = Activity(key="power", unit=Unit.KWH, place="CN", flows={Indicator.FOSSIL: 0.6})
    scores = certified_scores(refinery(dict(shares_by_mass(amounts)), amounts, power))
    assert sum(amounts[key] * scores.climate(key) for key in amounts) == pytest.approx(100.0 + 40.0 * 0.6, rel=1e-12)
    per_kg = [scores.climate(key) for key in amounts]
    assert per_kg == pytest.approx([per_kg[0]] * len(per_kg), rel=1e-12)  # by mass every kilogram is alike


def test_economic_allocation_worked_by_hand():
    # 60 t sugar at 4, 20 t bagasse at 1: 240/260 and 20/260 of the burden.
    shares = shares_by_value({"sugar": 60.0, "bagasse": 20.0}, {"sugar": 4.0, "bagasse": 1.0})
    assert shares["bagasse"] == pytest.approx(20 / 260)
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-15)


def product(key: str, share: float, amount: float = 1.0) -> CoProduct:
    return CoProduct(key=key, unit=Unit.KG, amount=amount, share=share)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: allocate([product("a", 0.5), product("b", 0.4)], process="p", place="CN"), "ALLOCATION_SHARES"),  # a tenth is lost
        (lambda: allocate([product("a", 1.2), product("b", -0.2)], process="p", place="CN"), "ALLOCATION_SHARES"),  # more than all
        (lambda: allocate([product("a", float("nan")), product("b", 0.5)], process="p", place="CN"), "ALLOCATION_SHARES"),
        (lambda: allocate([product("a", 0.5), product("a", 0.5)], process="p", place="CN"), "ALLOCATION_TWICE"),
        (lambda: allocate([product("a", 1.0, amount=0.0)], process="p", place="CN"), "PRODUCTION_ZERO"),
        (lambda: shares_by_mass({"a": 0.0, "b": 0.0}), "ALLOCATION_BASIS"),  # nothing to divide by
        (lambda: shares_by_mass({"a": -1.0, "b": 2.0}), "ALLOCATION_BASIS"),
        (lambda: shares_by_value({"a": 1.0, "b": 1.0}, {"a": 2.0}), "ALLOCATION_BASIS"),  # no price for b
    ],
)
def test_bad_allocations_are_refused(call, code):
    with pytest.raises(KernelError) as refused:
        call()
    assert refused.value.code == code


def test_shares_may_miss_one_by_a_billionth_only():
    allocate([product("a", 0.5), product("b", 0.5 + 9e-10)], process="p", place="CN")
    with pytest.raises(KernelError):
        allocate([product("a", 0.5), product("b", 0.5 + 2e-9)], process="p", place="CN")
