"""Whole bills worked by hand, to the fen. Prices are assumed; the rules are those that each test names."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from lingtan.energy import (
    BasicCharge,
    BasicRule,
    Calendar,
    Component,
    ComponentKind,
    MonthUse,
    Period,
    PowerFactorStandard,
    Schedule,
    Tariff,
    adjustment_percent,
    bill,
    month_uses,
    power_factor,
)
from lingtan.errors import InputError

D = Decimal

DAY = "vvvvvvvffppppffffppppffv"
SUMMER = "vvvvvvvffppsspffffppppffv"[:24]
RATIOS = {Period.SHARP: D("1.8"), Period.PEAK: D("1.5"), Period.FLAT: D(1), Period.VALLEY: D("0.5")}
COMPONENTS = (
    Component(kind=ComponentKind.PURCHASE, price=D("0.40"), floats=True),
    Component(kind=ComponentKind.TRANSMISSION, price=D("0.10")),
    Component(kind=ComponentKind.LOSSES, price=D("0.02")),
    Component(kind=ComponentKind.SYSTEM, price=D("0.03")),
    Component(kind=ComponentKind.FUNDS, price=D("0.03")),
)


def tariff(**changes: object) -> Tariff:
    return Tariff(
        **{
            "name": "assumed",
            "source": "assumed",
            "example": True,
            "schedule": Schedule(months=(DAY,) * 12),
            "components": COMPONENTS,
            "ratios": RATIOS,
            **changes,
        }
    )


def test_measured_demand_with_reward_for_the_power_factor() -> None:
    use = MonthUse(
        energy_kwh={Period.SHARP: D(10_000), Period.PEAK: D(100_000), Period.FLAT: D(120_000), Period.VALLEY: D(70_000)},
        demand_kw=D(1200),
        reactive_kvarh=D(98_610),  # tan φ 0.3287: cos φ 0.95
    )
    basic = BasicCharge(rule=BasicRule.MEASURED, price=D(40))
    made = bill(tariff(basic=basic, standard=PowerFactorStandard.P90), use)
    assert made.of("BILL_PURCHASE") == 7_200 + 60_000 + 48_000 + 14_000
    assert (made.of("BILL_TRANSMISSION"), made.of("BILL_LOSSES"), made.of("BILL_SYSTEM"), made.of("BILL_FUNDS")) == (
        30_000,
        6_000,
        9_000,
        9_000,
    )
    assert made.of("BILL_BASIC") == 48_000
    assert made.of("BILL_POWER_FACTOR") == D("-1666.50")  # 0.75 % of 222,200, the funds left out
    assert made.total_yuan == D("229533.50")


def test_contracted_demand_that_was_exceeded_with_a_penalty_for_the_power_factor() -> None:
    components = (
        Component(kind=ComponentKind.PURCHASE, price=D("0.41237"), floats=True),
        Component(kind=ComponentKind.TRANSMISSION, price=D("0.1234")),
        Component(kind=ComponentKind.FUNDS, price=D("0.0291")),
    )
    use = MonthUse(energy_kwh={Period.FLAT: D("12345.67")}, demand_kw=D(1200), reactive_kvarh=D(7651))  # cos φ 0.85
    basic = BasicCharge(rule=BasicRule.CONTRACT, price=D(38), contract_kw=D(1000))
    made = bill(tariff(components=components, basic=basic, standard=PowerFactorStandard.P90), use)
    assert made.of("BILL_PURCHASE") == D("5090.98")  # 5,090.983 94
    assert made.of("BILL_TRANSMISSION") == D("1523.46")  # 1,523.455 678
    assert made.of("BILL_FUNDS") == D("359.26")  # 359.258 997
    assert made.of("BILL_BASIC") == 49_400  # 1,000 + 2 × (1,200 − 1,050) = 1,300 kW
    assert made.of("BILL_POWER_FACTOR") == D("1400.36")  # 2.5 % of 56,014.44
    assert made.total_yuan == D("57774.06")


def test_transformer_capacity_with_surplus_pv() -> None:
    use = MonthUse(energy_kwh={Period.FLAT: D(100_000)}, demand_kw=D(900), surplus_kwh=D("5000.5"))
    basic = BasicCharge(rule=BasicRule.CAPACITY, price=D(24), capacity_kva=D(2500))
    made = bill(tariff(components=COMPONENTS[:1], basic=basic, surplus_price=D("0.3844")), use)
    assert made.of("BILL_SURPLUS") == D("-1922.19")  # 1,922.192 2
    assert made.total_yuan == D("98077.81")


def test_a_summer_month_with_sharp_peaks_where_transmission_floats_too() -> None:
    """发改价格〔2021〕1093号 (from memory, unverified): peaks float on the price of power.

    Here purchase 0.3918 and transmission 0.1512 float, the rest does not.
    """
    components = (
        Component(kind=ComponentKind.PURCHASE, price=D("0.3918"), floats=True),
        Component(kind=ComponentKind.TRANSMISSION, price=D("0.1512"), floats=True),
        Component(kind=ComponentKind.LOSSES, price=D("0.0183")),
        Component(kind=ComponentKind.SYSTEM, price=D("0.0417")),
        Component(kind=ComponentKind.FUNDS, price=D("0.0272")),
    )
    energy = {Period.SHARP: D(41_231), Period.PEAK: D(380_077), Period.FLAT: D(402_900), Period.VALLEY: D(275_792)}  # 1,100,000 kWh
    basic = BasicCharge(rule=BasicRule.MEASURED, price=D("35.2"), capacity_kva=D(4000), high_load_discount=True)  # 275 kWh/kVA
    use = MonthUse(energy_kwh=energy, demand_kw=D("2413.6"), reactive_kvarh=D(532_756))
    made = bill(tariff(components=components, basic=basic, standard=PowerFactorStandard.P90), use)
    # By period, with its price: 29,077.75 (0.70524) + 223,371.25 (0.5877) + 157,856.22 (0.3918) + 54,027.65 (0.1959)
    assert made.of("BILL_PURCHASE") == D("29077.75") + D("223371.25") + D("157856.22") + D("54027.65")
    # Likewise: 11,221.43 (0.27216) + 86,201.46 (0.2268) + 60,918.48 (0.1512) + 20,849.88 (0.0756)
    assert made.of("BILL_TRANSMISSION") == D("11221.43") + D("86201.46") + D("60918.48") + D("20849.88")
    assert (made.of("BILL_LOSSES"), made.of("BILL_SYSTEM"), made.of("BILL_FUNDS")) == (20_130, 45_870, 29_920)
    assert made.of("BILL_BASIC") == D("76462.85")  # 2,413.6 × 31.68 = 76,462.848
    # Base 464,332.87 + 179,191.25 + 20,130 + 45,870 + 76,462.85 = 785,986.97; cos φ 0.90: nothing added
    assert made.of("BILL_POWER_FACTOR") == 0
    assert made.total_yuan == D("815906.97")


def test_own_generation_takes_the_power_factor_below_its_standard() -> None:
    """300,000 kWh at cos φ 0.95 (98,610 kvarh); PV leaves 180,000 kWh of them: cos φ 0.88 and 1 % more instead of 0.75 % less."""
    basic = BasicCharge(rule=BasicRule.MEASURED, price=D(40))
    use = MonthUse(energy_kwh={Period.FLAT: D(180_000)}, demand_kw=D(1100), reactive_kvarh=D(98_610))
    made = bill(tariff(basic=basic, standard=PowerFactorStandard.P90), use)
    # 72,000 + 18,000 + 3,600 + 5,400 + 44,000 = 143,000; funds 5,400 apart
    assert made.of("BILL_POWER_FACTOR") == 1_430
    assert made.total_yuan == 143_000 + 5_400 + 1_430


@pytest.mark.parametrize(("energy", "charge"), [(D(260_000), D(28_800)), (D(259_999), D(32_000))])
def test_a_month_of_260_kwh_per_kva_pays_90_percent_of_the_demand_price(energy: D, charge: D) -> None:
    basic = BasicCharge(rule=BasicRule.MEASURED, price=D(40), capacity_kva=D(1000), high_load_discount=True)
    assert bill(tariff(basic=basic), MonthUse(energy_kwh={Period.FLAT: energy}, demand_kw=D(800))).of("BILL_BASIC") == charge


@pytest.mark.parametrize(
    ("standard", "actual", "percent"),
    [
        ("0.90", "0.90", "0"),
        ("0.90", "0.94", "-0.60"),
        ("0.90", "1.00", "-0.75"),
        ("0.90", "0.89", "0.5"),
        ("0.90", "0.70", "10.0"),
        ("0.90", "0.65", "15"),
        ("0.90", "0.63", "19"),
        ("0.85", "0.90", "-0.50"),
        ("0.85", "0.95", "-1.10"),
        ("0.85", "0.60", "15"),
        ("0.80", "0.92", "-1.30"),
        ("0.80", "0.55", "15"),
    ],
)
def test_rows_of_the_tables_of_the_power_factor(standard: str, actual: str, percent: str) -> None:
    assert adjustment_percent(D(actual), PowerFactorStandard(standard)) == D(percent)


def test_the_power_factor_of_three_and_four_is_point_six() -> None:
    assert power_factor(D(3), D(4)) == D("0.60")


def test_hourly_power_becomes_months_whose_energy_and_bill_sum_to_the_year() -> None:
    calendar = Calendar(year=2024)
    power = 500 + 300 * np.sin(np.arange(calendar.hours) / 7)
    uses = month_uses(tariff(), calendar, power, np.zeros_like(power))
    assert float(sum(use.total_kwh for use in uses)) == pytest.approx(power.sum(), abs=0.1)
    price = np.array([float(tariff().price(p)) if p in RATIOS else 0.0 for p in Period])
    straight = float((power * price[tariff().schedule.periods(calendar)]).sum())
    assert float(sum(bill(tariff(), use).total_yuan for use in uses)) == pytest.approx(straight, abs=1.0)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Schedule(months=(DAY,) * 11), "TARIFF_HOURS"),  # December is missing
        (lambda: Schedule(months=(DAY[:-1], *(DAY,) * 11)), "TARIFF_HOURS"),  # 23 hours
        (lambda: Schedule(months=(DAY.replace("p", "x"), *(DAY,) * 11)), "TARIFF_HOURS"),  # a letter that is no period
        (lambda: tariff(ratios={Period.FLAT: D(1)}), "TARIFF_RATIO"),  # peak has no ratio
        (lambda: tariff(components=(Component(kind=ComponentKind.FUNDS, price=D(-1)),)), "TARIFF_NEGATIVE"),
        (lambda: BasicCharge(rule=BasicRule.CONTRACT, price=D(40)), "TARIFF_BASIC"),  # no contract
        (lambda: MonthUse(energy_kwh={Period.FLAT: D(-1)}, demand_kw=D(1)), "TARIFF_NEGATIVE"),
        (lambda: bill(tariff(standard=PowerFactorStandard.P90), MonthUse(energy_kwh={Period.FLAT: D(1)}, demand_kw=D(1))), "POWER_FACTOR"),
    ],
)
def test_a_tariff_that_leaves_something_open_is_refused(make: object, code: str) -> None:
    with pytest.raises(InputError, match=code):
        make()
