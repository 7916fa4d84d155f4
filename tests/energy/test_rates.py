"""Bills of general tariffs against the printed expectations of REopt.jl's test suite (test/runtests.jl at 06bc9ef, test/scenarios)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import (
    Calendar,
    CoincidentPeak,
    DemandCharge,
    EnergyCharge,
    FeedIn,
    FloatArray,
    Lookback,
    PeriodTable,
    Rate,
    Tier,
    flat_demand,
    flat_energy,
    rate_bill,
)
from lingtan.energy.finance import present_worth
from lingtan.errors import InputError

D = Decimal
YEAR = Calendar(year=2022, zone="Etc/GMT+8")


def rate(**changes: object) -> Rate:
    plain = {"name": "case", "currency": "USD", "source": "REopt.jl", "example": True, "energy": flat_energy([D("0.10")])}
    return Rate(**{**plain, **changes})


def flat(kwh: float, calendar: Calendar = YEAR) -> FloatArray:
    return np.full(calendar.hours, kwh / calendar.hours)


def tiers(*pairs: tuple[str, str | None]) -> tuple[Tier, ...]:
    return tuple(Tier(price=D(price), up_to=None if bound is None else D(bound)) for price, bound in pairs)


def test_blended_tariff_costs_1000_and_136_99() -> None:
    """ "Blended tariff": no_techs.json, 10,000 kWh flat at 0.10 and 10 a kW and month."""
    bill = rate_bill(rate(facility=flat_demand([D(10)])), YEAR, flat(10_000))
    assert round(sum(bill.energy), 2) == 1000
    assert round(bill.demand, 2) == D("136.99")


def test_coincident_peaks_cost_15() -> None:
    """ "Coincident Peak Charges": 1 kW in steps [1, 2, 100] at 10 and [6000, 7000] at 5, counted from 1 there."""
    peaks = (CoincidentPeak(hours=(0, 1, 99), price=D(10)), CoincidentPeak(hours=(5999, 6999), price=D(5)))
    assert rate_bill(rate(coincident=peaks), YEAR, flat(8760)).coincident == 15


def test_lookback_of_35_percent_of_a_january_peak() -> None:
    """ "Lookback Demand Charges" 1: 100 kW once in January; 10.5 in six cold months, 11.5 in six warm ones."""
    load = np.ones(YEAR.hours)
    load[7] = 100.0
    months = [D("10.5")] * 4 + [D("11.5")] * 6 + [D("10.5")] * 2
    bill = rate_bill(rate(facility=flat_demand(months), lookback=Lookback(share=D("0.35"), months=tuple(range(1, 13)))), YEAR, load)
    assert bill.demand == 100 * (D("10.5") + D("0.35") * D("10.5") * 5 + D("0.35") * D("11.5") * 6)


@pytest.mark.parametrize(
    ("lookback", "billed"),
    [
        (Lookback(share=D("0.75"), months=(1, 4, 12)), (300, 300, 300, 400, 300, 500, 300, 300, 300, 300, 300, 300)),  # case 2
        (Lookback(share=D("0.75"), reach=6), (225, 225, 225, 400, 300, 500, 375, 375, 375, 375, 375, 375)),  # case 3
    ],
)
def test_lookback_over_named_months_and_over_a_range(lookback: Lookback, billed: tuple[int, ...]) -> None:
    """ "Lookback Demand Charges" 2 and 3, on their own 8,760 hours: peaks in steps 22, 2403, 4088 and 8333."""
    load = np.full(YEAR.hours, 100.0)
    load[[21, 2402, 4087, 8332]] = [200, 400, 500, 300]
    prices = [D(v) for v in (10, 10, 20, 50, 20, 10, 20, 20, 20, 20, 20, 5)]
    bill = rate_bill(rate(energy=flat_energy([D("0.01")]), facility=flat_demand(prices), lookback=lookback), YEAR, load)
    assert bill.billed_kw == billed
    assert bill.demand == sum(kw * price for kw, price in zip(billed, prices, strict=True))


def test_tiered_time_of_use_demand() -> None:
    """ "Tiered TOU Demand": tiered_tou_demand.json, 1e6 kWh flat; 0 to 50 kW, 12 above; energy 0.10 to 40,000 kWh a month, 0.12 above."""
    demand = DemandCharge(periods=(tiers(("0", "50"), ("12", None)),), schedule=PeriodTable.always())
    energy = EnergyCharge(periods=(tiers(("0.10", "40000"), ("0.12", None)),), schedule=PeriodTable.always())
    bill = rate_bill(rate(energy=energy, by_period=demand), YEAR, flat(1e6))
    assert float(bill.demand) == pytest.approx(12 * (50 * 0 + (1e6 / 8760 - 50) * 12), rel=1e-12)
    assert float(sum(bill.energy)) == pytest.approx(12 * 40_000 * 0.10 + (1e6 - 480_000) * 0.12, rel=1e-9)


def test_a_flat_load_at_the_bounds_stays_in_the_first_tiers_and_its_life_cycle_cost_is_1_092_312() -> None:
    """ "Demand and Energy Tier Limits Big-M Setup": tiered_energy_demand.json, lcc 1.092312443e6 (25 years, 1.66 %, 6.24 %, tax 26 %)."""
    demand = DemandCharge(periods=(tiers(("10", "100"), ("5", None)),), schedule=PeriodTable.always())
    energy = EnergyCharge(periods=(tiers(("0.10", "74400"), ("0.05", None)),), schedule=PeriodTable.always())
    bill = rate_bill(rate(energy=energy, by_period=demand), YEAR, flat(876_000))
    assert round(bill.total, 6) == 99_600
    lcc = float(bill.total) * (1 - 0.26) * present_worth(0.0624, 25, 0.0166)
    assert lcc == pytest.approx(1.092312443e6, rel=1e-6)


LEAP_ENERGY = EnergyCharge(
    periods=(tiers(("0", None)), tiers(("0.28", None)), tiers(("0.36", None))),
    schedule=PeriodTable(weekday=((*(1,) * 7, *(2,) * 13, *(1,) * 4),) * 12, weekend=((1,) * 24,) * 12),
)
LEAP_DEMAND = DemandCharge(
    periods=(tiers(("0", None)), tiers(("0", None)), tiers(("10", None))),
    schedule=PeriodTable(weekday=((*(1,) * 14, *(2,) * 6, *(1,) * 4),) * 12, weekend=((1,) * 24,) * 12),
)


@pytest.mark.parametrize(
    ("year", "energy", "demand", "two_days"),
    [(2023, "0.28", "18.05", "36.10"), (2024, "0.36", "28.05", "18.05")],
)
def test_in_a_leap_year_the_4th_of_march_is_a_monday_and_february_has_29_days(year: int, energy: str, demand: str, two_days: str) -> None:
    """ "Test leap year for URDB demand and energy charges": leap_year.json, 10 kW in one hour of the 8,760, counted from 1 there."""
    calendar = Calendar(year=year, zone="Etc/GMT+8")
    tariff = rate(energy=LEAP_ENERGY, facility=flat_demand([D("18.05")]), by_period=LEAP_DEMAND)
    load = np.zeros(calendar.hours)
    load[31 * 24 + 29 * 24 + 3 * 24 + 16 - 1] = 10.0
    bill = rate_bill(tariff, calendar, load)
    assert (sum(bill.energy), bill.demand) == (10 * D(energy), 10 * D(demand))
    load = np.zeros(calendar.hours)
    load[[31 * 24 + 27 * 24 + 8 - 1, 31 * 24 + 28 * 24 + 8 - 1]] = 10.0
    assert rate_bill(tariff, calendar, load).demand == 10 * D(two_days)


def test_quarters_of_an_hour_set_the_peak_and_leave_the_energy() -> None:
    """ "ElectricTariff 15-minute Interval Tests": 0.10 and 15 a kW and month, ±10 % within the hour."""
    hours = 100.0 + 50.0 * np.sin(np.arange(YEAR.hours) / 24)
    quarters = (hours[:, None] * np.array([1.0, 1.1, 1.0, 0.9])).ravel()
    tariff = rate(facility=flat_demand([D(15)]))
    whole, fine = rate_bill(tariff, YEAR, hours), rate_bill(tariff, YEAR, quarters)
    assert float(sum(fine.energy)) == pytest.approx(float(sum(whole.energy)), rel=1e-12)
    assert float(fine.demand) == pytest.approx(1.1 * float(whole.demand), rel=1e-12)


def test_tiers_of_a_months_peak_may_differ_by_month() -> None:
    """150 kW: to 100 kW at 10 and 5 above in January, 8 for all of it in the other months; by hand 1,250 + 11 × 1,200."""
    demand = DemandCharge(periods=(tiers(("10", "100"), ("5", None)), tiers(("8", None))), schedule=PeriodTable.by_month([0, *[1] * 11]))
    assert rate_bill(rate(facility=demand), YEAR, np.full(YEAR.hours, 150.0)).demand == 1250 + 11 * 1200


def test_net_metering_pays_the_price_of_the_hour_up_to_the_limit_and_the_wholesale_price_above_it() -> None:
    """Terms of net_metering.json: 0.2106 a kWh, limit 30 kW, wholesale 0.01, 10 kW flat."""
    terms = FeedIn(net_metering_limit_kw=D(30), wholesale=D("0.01"), beyond=D("0.02"))
    tariff = rate(energy=flat_energy([D("0.2106")]), feed_in=terms)
    load, fed = flat(87_600), np.zeros(YEAR.hours)
    fed[:1000] = 20.0  # 20,000 kWh
    within, above = (rate_bill(tariff, YEAR, load, fed, installed_kw=D(kw)) for kw in ("30", "30.001"))
    assert round(within.feed_in, 9) == 20_000 * D("0.2106")
    assert above.feed_in == 200
    more = rate_bill(tariff, YEAR, load, fed * 5, installed_kw=D(30))  # 100,000 kWh fed in, 87,600 drawn
    assert round(more.feed_in, 6) == 87_600 * D("0.2106") + 12_400 * D("0.02")


def test_feed_in_is_credited_at_the_tier_that_costs_least_over_the_year() -> None:
    """As REopt.jl's `get_tier_with_lowest_energy_rate`: else feeding in would earn more than drawing costs."""
    energy = EnergyCharge(periods=(tiers(("0.30", "1000"), ("0.20", None)),), schedule=PeriodTable.always())
    terms = FeedIn(net_metering_limit_kw=D(100))
    fed = np.zeros(YEAR.hours)
    fed[0] = 10.0
    bill = rate_bill(rate(energy=energy, feed_in=terms), YEAR, flat(87_600), fed, installed_kw=D(50))
    assert bill.feed_in == 2


def test_least_charges_top_up_a_month_and_then_the_year() -> None:
    """1 kWh an hour at 0.10: 74.40 in January, 67.20 in February; at least 70 a month, at least 1,000 a year."""
    tariff = rate(least_per_month=D(70), least_per_year=D(1000), fixed_per_day=D("0.01"))
    bill = rate_bill(tariff, YEAR, flat(8760))
    assert round(bill.minimum[1], 6) == D("70") - D("67.2") - D("0.28")
    assert round(bill.minimum[0], 6) == 0
    assert round(bill.total, 6) == 1000


def test_two_periods_of_a_month_share_its_blocks_by_their_energy() -> None:
    """31 days, half a kilowatt-hour by day and by night each: 600 kWh at 0.20 / 0.10 to 400 kWh, 0.30 / 0.20 above, worked by hand."""
    table = PeriodTable(weekday=((*(0,) * 12, *(1,) * 12),) * 12, weekend=((*(0,) * 12, *(1,) * 12),) * 12)
    energy = EnergyCharge(periods=(tiers(("0.20", "400"), ("0.30", None)), tiers(("0.10", "400"), ("0.20", None))), schedule=table)
    load = np.zeros(YEAR.hours)
    load[: 31 * 24] = 600 / (31 * 24)
    assert float(rate_bill(rate(energy=energy), YEAR, load).energy[0]) == pytest.approx(200 * 0.2 + 100 * 0.3 + 200 * 0.1 + 100 * 0.2)


@given(st.lists(st.floats(0, 1e4), min_size=24, max_size=24), st.floats(0.01, 1.0), st.floats(0, 50))
def test_a_bill_is_the_sum_of_price_times_energy_and_peaks(day: list[float], price: float, per_kw: float) -> None:
    load = np.tile(np.array(day), YEAR.hours // 24)
    bill = rate_bill(rate(energy=flat_energy([D(str(price))]), facility=flat_demand([D(str(per_kw))])), YEAR, load)
    assert float(bill.total) == pytest.approx(load.sum() * price + 12 * max(day) * per_kw, rel=1e-9, abs=1e-9)


def test_a_step_of_the_case_is_the_hour_that_its_comment_says() -> None:
    hour = 31 * 24 + 29 * 24 + 3 * 24 + 16 - 1
    assert Calendar(year=2024, zone="UTC").starts[hour] == datetime(2024, 3, 4, 15, tzinfo=UTC)


TWO_BOUNDS = EnergyCharge(
    periods=(tiers(("1", "10"), ("2", None)), tiers(("1", "20"), ("2", None))),
    schedule=PeriodTable(weekday=((*(0,) * 12, *(1,) * 12),) * 12, weekend=((*(0,) * 12, *(1,) * 12),) * 12),
)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: flat_energy([D(1)] * 11), "RATE_TWELVE"),  # eleven months
        (lambda: PeriodTable(weekday=((0,) * 24,) * 11, weekend=((0,) * 24,) * 12), "RATE_SCHEDULE"),  # December is missing
        (lambda: PeriodTable(weekday=((0,) * 23,) * 12, weekend=((0,) * 24,) * 12), "RATE_SCHEDULE"),  # an hour is missing
        (lambda: EnergyCharge(periods=(tiers(("1", None)),), schedule=PeriodTable.always(1)), "RATE_PERIOD"),  # period 1 has no price
        (lambda: EnergyCharge(periods=(tiers(("1", "5")),), schedule=PeriodTable.always()), "TARIFF_TIERS"),  # nothing above 5
        (lambda: rate(fixed_per_month=D(-1)), "TARIFF_NEGATIVE"),
        (lambda: rate(lookback=Lookback(share=D("0.5"), reach=6)), "RATE_PERIOD"),  # no demand charge to look back for
        (lambda: rate(feed_in=FeedIn(sell=(D(1), D(1)))), "RATE_PERIOD"),  # two selling prices, one period
        (lambda: rate(facility=LEAP_DEMAND), "RATE_FACILITY"),  # two periods in a month
        (lambda: rate_bill(rate(), YEAR, np.ones(8759)), "RATE_STEPS"),  # an hour short
        (lambda: rate_bill(rate(), YEAR, -np.ones(8760)), "TARIFF_NEGATIVE"),
        (lambda: rate_bill(rate(), YEAR, np.full(8760, np.nan)), "TARIFF_NEGATIVE"),  # no number
        (lambda: rate_bill(rate(energy=TWO_BOUNDS), YEAR, np.ones(8760)), "RATE_TIERS"),  # bounds at 10 and at 20
    ],
)
def test_a_rate_or_series_that_leaves_something_open_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(InputError, match=code):
        make()
