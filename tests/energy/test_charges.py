"""Tiers, look-back and coincident peaks against the printed expectations of REopt.jl's test suite (test/runtests.jl, "Rate Structures")."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import Tier, coincident_charge, lookback_demand, tiered_charge
from lingtan.errors import InputError

D = Decimal

#: The load of REopt's look-back cases 2 and 3: 100 kW, with 200 in January, 400 in April, 500 in June, 300 in December.
PEAKS = [D(v) for v in (200, 100, 100, 400, 100, 500, 100, 100, 100, 100, 100, 300)]
RATES = [D(v) for v in (10, 10, 20, 50, 20, 10, 20, 20, 20, 20, 20, 5)]


def test_lookback_over_named_months_as_reopt_case_2() -> None:
    billed = lookback_demand(PEAKS, D("0.75"), months=(1, 4, 12))
    assert billed == tuple(D(v) for v in (300, 300, 300, 400, 300, 500, 300, 300, 300, 300, 300, 300))


def test_lookback_over_six_months_of_a_ring_as_reopt_case_3() -> None:
    billed = lookback_demand(PEAKS, D("0.75"), reach=6)
    assert billed == tuple(D(v) for v in (225, 225, 225, 400, 300, 500, 375, 375, 375, 375, 375, 375))
    by_hand = 2250 + 2250 + 4500 + 20000 + 6000 + 5000 + 5 * 7500 + 1875
    assert sum(b * r for b, r in zip(billed, RATES, strict=True)) == by_hand


def test_lookback_of_35_percent_as_reopt_case_1() -> None:
    """100 kW in January only; 5 other cold months at 10.5, 6 warm ones at 11.5 per kW."""
    peaks = [D(100), *[D(1)] * 11]
    billed = lookback_demand(peaks, D("0.35"), reach=11)
    rates = [D("10.5")] * 6 + [D("11.5")] * 6
    assert sum(b * r for b, r in zip(billed, rates, strict=True)) == 100 * (
        D("10.5") + D("0.35") * D("10.5") * 5 + D("0.35") * D("11.5") * 6
    )


def test_coincident_peaks_as_reopt() -> None:
    """Flat 1 kW, groups at 10 and 5 per kW: 15.00."""
    assert coincident_charge([D(1)] * 8760, [[0, 1, 99], [5999, 6999]], [D(10), D(5)]) == 15


def test_tiered_demand_as_reopt_tiered_tou_demand() -> None:
    """0 $/kW to 50 kW, then 12 $/kW, on the flat load of 1e6 kWh: 12 × (tier1·r1 + (peak − tier1)·r2)."""
    peak = D(1_000_000) / 8760
    charge = 12 * tiered_charge(peak, (Tier(price=D(0), up_to=D(50)), Tier(price=D(12))))
    assert float(charge) == pytest.approx(12 * 12 * (1e6 / 8760 - 50), rel=1e-12)


def test_blended_rates_as_reopt() -> None:
    """10,000 kWh flat at 0.10 and 10 per kW-month: 1,000.00 and 136.99."""
    assert tiered_charge(D(10_000), (Tier(price=D("0.10")),)) == 1000
    assert round(12 * tiered_charge(D(10_000) / 8760, (Tier(price=D(10)),)), 2) == D("136.99")


@given(st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=3))
def test_a_tiered_charge_never_falls_with_the_quantity(a: D, b: D) -> None:
    tiers = (Tier(price=D("0.1"), up_to=D(1000)), Tier(price=D("0.05"), up_to=D(5000)), Tier(price=D("0.3")))
    assert (tiered_charge(a, tiers) <= tiered_charge(b, tiers)) == (a <= b) or tiered_charge(a, tiers) == tiered_charge(b, tiers)


@pytest.mark.parametrize(
    "tiers",
    [
        (),  # no price at all
        (Tier(price=D(1), up_to=D(5)),),  # what lies above 5 has no price
        (Tier(price=D(1)), Tier(price=D(2))),  # two tiers without end
        (Tier(price=D(1), up_to=D(5)), Tier(price=D(1), up_to=D(5)), Tier(price=D(2))),  # bounds that do not rise
    ],
)
def test_tiers_that_leave_a_quantity_without_price_are_refused(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(InputError, match="TARIFF_TIERS"):
        tiered_charge(D(1), tiers)


@pytest.mark.parametrize("how", [{}, {"months": (1,), "reach": 3}, {"months": (13,)}])
def test_a_lookback_must_say_which_months(how: dict[str, object]) -> None:
    with pytest.raises(InputError, match="TARIFF_LOOKBACK"):
        lookback_demand(PEAKS, D("0.5"), **how)


def test_a_coincident_hour_outside_the_series_is_refused() -> None:
    with pytest.raises(InputError, match="TARIFF_COINCIDENT"):
        coincident_charge([D(1)] * 10, [[10]], [D(1)])
