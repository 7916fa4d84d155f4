"""Whole industrial bills to the fen under published price lists, each line worked by hand.

State Grid: 国网湖北省电力有限公司《代理购电工商业用户电价表》, 1 to 31 January 2026 (reprinted by 孝感市招商局,
https://xgszsj.xiaogan.gov.cn/tzxg/tzcb/202601/t20260108_568308.shtml); periods by 鄂发改价管〔2024〕77号. Southern Grid:
《广东电网代理购电工商业用户电价表》粤北山区, July 2026; basic charge by the list of 惠州市, February 2026; peak 1.7, valley 0.38 and
sharp 1.25 × peak by 粤发改价格〔2021〕331号. Basic charge by contract: 发改办价格〔2016〕1583号.

The lists' numbers were read in transcriptions that public repositories keep with these addresses, not in the lists themselves. What no
list was found for is assumed and said in its test. Meter readings are invented.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from lingtan.energy import (
    BasicCharge,
    BasicRule,
    Bill,
    Calendar,
    Component,
    ComponentKind,
    MonthUse,
    Period,
    PowerFactorStandard,
    Schedule,
    Tariff,
    bill,
)

D = Decimal
SHARP, PEAK, FLAT, VALLEY = Period.SHARP, Period.PEAK, Period.FLAT, Period.VALLEY

#: 鄂发改价管〔2024〕77号, as note 2 of the list says it: valley 0-6 and 12-14, flat 6-12 and 14-16, sharp 18-20 (July, August 20-22).
HUBEI_DAY = "vvvvvv" + "ffffff" + "vv" + "ff" + "pp" + "ss" + "pppp"
HUBEI_SUMMER = "vvvvvv" + "ffffff" + "vv" + "ff" + "pppp" + "ss" + "pp"
HUBEI_HOURS = Schedule(months=(HUBEI_DAY,) * 6 + (HUBEI_SUMMER,) * 2 + (HUBEI_DAY,) * 4)
#: Sharp 2 and valley 0.45 to the digit; peak is 1.49 in the list's own prices except at 1-10 kV.
HUBEI_RATIOS = {SHARP: D(2), PEAK: D("1.49"), FLAT: D(1), VALLEY: D("0.45")}
PURCHASE, LOSSES, SYSTEM, FUNDS = D("0.384470"), D("0.013643"), D("0.082273"), D("0.0452")


def hubei(transmission: str, basic: BasicCharge, *, surplus_price: str = "0") -> Tariff:
    return Tariff(
        name="湖北 2026-01",
        source="国网湖北 2026-01",
        example=False,
        schedule=HUBEI_HOURS,
        components=(
            Component(kind=ComponentKind.PURCHASE, price=PURCHASE, floats=True),
            Component(kind=ComponentKind.TRANSMISSION, price=D(transmission)),
            Component(kind=ComponentKind.LOSSES, price=LOSSES, floats=True),
            Component(kind=ComponentKind.SYSTEM, price=SYSTEM),
            Component(kind=ComponentKind.FUNDS, price=FUNDS),
        ),
        ratios=HUBEI_RATIOS,
        basic=basic,
        standard=PowerFactorStandard.P90,
        surplus_price=D(surplus_price),
    )


def use(energy: dict[Period, str], demand: str, reactive: str | None = None, surplus: str = "0") -> MonthUse:
    return MonthUse(
        energy_kwh={period: D(kwh) for period, kwh in energy.items()},
        demand_kw=D(demand),
        reactive_kvarh=None if reactive is None else D(reactive),
        surplus_kwh=D(surplus),
    )


def amounts(made: Bill, code: str) -> list[str]:
    return [str(line.amount_yuan) for line in made.lines if line.code == code]


@pytest.mark.parametrize(
    ("transmission", "published"),
    [("0.1065", "1.030199 0.827161 0.632086 0.413124"), ("0.0884", "1.012099 0.809061 0.613986 0.395024"),
     ("0.0694", "0.993099 0.790061 0.594986 0.376024")],
)  # fmt: skip
def test_the_components_make_the_prices_that_the_list_prints_for_35_110_and_220_kv(transmission: str, published: str) -> None:
    tariff = hubei(transmission, BasicCharge(rule=BasicRule.MEASURED, price=D(39)))
    assert [round(tariff.price(period), 6) for period in (SHARP, PEAK, FLAT, VALLEY)] == [D(price) for price in published.split()]


def test_the_hours_of_the_notice_are_2_sharp_6_peak_8_flat_and_8_valley() -> None:
    assert {letter: HUBEI_DAY.count(letter) for letter in "spfv"} == {"s": 2, "p": 6, "f": 8, "v": 8}
    assert sorted(HUBEI_DAY) == sorted(HUBEI_SUMMER)
    calendar = Calendar(year=2026)
    evening = [list(Period)[p] for p in HUBEI_HOURS.periods(calendar)[16:24]]
    assert evening == [PEAK, PEAK, SHARP, SHARP, PEAK, PEAK, PEAK, PEAK]


def test_1_state_grid_110_kv_by_measured_demand_with_a_reward() -> None:
    """1,679,654.4 kWh, 3,186.4 kW at 39 yuan; 552,138 kvarh: cos φ 0.949 99, so 0.95 and 0.75 % less."""
    read = use({SHARP: "152340.8", PEAK: "418906.4", FLAT: "611275.2", VALLEY: "497132.0"}, "3186.4", "552138")
    made = bill(hubei("0.0884", BasicCharge(rule=BasicRule.MEASURED, price=D("39.0"))), read)
    # × 0.76894, 0.5728603, 0.38447, 0.1730115
    assert amounts(made, "BILL_PURCHASE") == ["117140.93", "239974.85", "235016.98", "86009.55"]
    assert amounts(made, "BILL_TRANSMISSION") == ["148481.45"]
    # × 0.027286, 0.02032807, 0.013643, 0.00613935
    assert amounts(made, "BILL_LOSSES") == ["4156.77", "8515.56", "8339.63", "3052.07"]
    assert (amounts(made, "BILL_SYSTEM"), amounts(made, "BILL_FUNDS")) == (["138190.21"], ["75920.38"])
    assert amounts(made, "BILL_BASIC") == ["124269.60"]
    assert amounts(made, "BILL_POWER_FACTOR") == ["-8348.61"]  # of 1,113,147.60
    assert made.total_yuan == D("1180719.37")


def test_2_state_grid_10_kv_by_transformers_with_a_penalty_and_the_lists_own_prices() -> None:
    """At 1-10 kV the list's peak price is 1.495 02 times its base, so its own prices are taken, less 0.253773 that is fixed."""
    listed = {SHARP: D("1.049999"), PEAK: D("0.848961"), FLAT: D("0.651886"), VALLEY: D("0.432924")}
    fixed = D("0.1263") + SYSTEM + FUNDS
    tariff = Tariff(
        name="湖北 2026-01",
        source="国网湖北 2026-01",
        example=False,
        schedule=HUBEI_HOURS,
        components=(
            Component(kind=ComponentKind.PURCHASE, price=PURCHASE + LOSSES, by_period={p: all_in - fixed for p, all_in in listed.items()}),
            Component(kind=ComponentKind.TRANSMISSION, price=D("0.1263")),
            Component(kind=ComponentKind.SYSTEM, price=SYSTEM),
            Component(kind=ComponentKind.FUNDS, price=FUNDS),
        ),
        ratios={},
        basic=BasicCharge(rule=BasicRule.CAPACITY, price=D("26.3"), capacity_kva=D(2500)),
        standard=PowerFactorStandard.P90,
    )
    made = bill(tariff, use({SHARP: "31204", PEAK: "96310", FLAT: "140388", VALLEY: "88752"}, "911", "211870"))
    # × 0.796226, 0.595188, 0.398113, 0.179151
    assert amounts(made, "BILL_PURCHASE") == ["24845.44", "57322.56", "55890.29", "15900.01"]
    assert (amounts(made, "BILL_TRANSMISSION"), amounts(made, "BILL_SYSTEM")) == (["45045.40"], ["29342.99"])
    assert amounts(made, "BILL_BASIC") == ["65750.00"]  # 2,500 kVA × 26.3
    assert amounts(made, "BILL_POWER_FACTOR") == ["5881.93"]  # cos φ 0.86: 2 % of 294,096.69
    assert amounts(made, "BILL_FUNDS") == ["16120.76"]
    assert made.total_yuan == D("316099.38")


def test_3_state_grid_35_kv_by_contract_that_was_exceeded() -> None:
    """4,391.6 kW on a contract of 4,000: 191.6 above 4,200 are paid twice, 4,383.2 kW at 42 yuan; cos φ 0.90: nothing."""
    basic = BasicCharge(rule=BasicRule.CONTRACT, price=D("42.0"), contract_kw=D(4000))
    made = bill(hubei("0.1065", basic), use({SHARP: "201118", PEAK: "588420", FLAT: "799004", VALLEY: "655218"}, "4391.6", "1086700"))
    assert amounts(made, "BILL_PURCHASE") == ["154647.67", "337082.46", "307193.07", "113360.25"]
    assert amounts(made, "BILL_LOSSES") == ["5487.71", "11961.44", "10900.81", "4022.61"]
    assert (amounts(made, "BILL_TRANSMISSION"), amounts(made, "BILL_SYSTEM")) == (["238960.44"], ["184600.87"])
    assert (amounts(made, "BILL_BASIC"), amounts(made, "BILL_FUNDS")) == (["184094.40"], ["101417.95"])
    assert made.of("BILL_POWER_FACTOR") == 0
    assert made.total_yuan == D("1653729.68")


def test_4_state_grid_220_kv_with_260_kwh_per_kva_and_surplus_fed_in() -> None:
    """317 kWh per kVA: 90 % of 39 yuan; cos φ 0.93. Surplus at 0.4161, the province's coal price: assumed, no list read."""
    basic = BasicCharge(rule=BasicRule.MEASURED, price=D("39.0"), capacity_kva=D(25_000), high_load_discount=True)
    read = use({SHARP: "690012", PEAK: "2011540", FLAT: "2688904", VALLEY: "2540088"}, "13208.0", "3211400", "48210.5")
    made = bill(hubei("0.0694", basic, surplus_price="0.4161"), read)
    assert amounts(made, "BILL_PURCHASE") == ["530577.83", "1152331.41", "1033802.92", "439464.44"]
    assert amounts(made, "BILL_LOSSES") == ["18827.67", "40890.73", "36684.72", "15594.49"]
    assert (amounts(made, "BILL_TRANSMISSION"), amounts(made, "BILL_SYSTEM")) == (["550379.75"], ["652469.65"])
    assert amounts(made, "BILL_BASIC") == ["463600.80"]  # 13,208 kW × 35.1
    assert amounts(made, "BILL_POWER_FACTOR") == ["-22205.81"]  # 0.45 % of 4,934,624.41
    assert (amounts(made, "BILL_FUNDS"), amounts(made, "BILL_SURPLUS")) == (["358460.59"], ["-20060.39"])
    assert made.total_yuan == D("5250818.80")


GUANGDONG_DAY = "vvvvvvvv" + "ff" + "pp" + "ff" + "ppppp" + "fffff"
GUANGDONG_SUMMER = "vvvvvvvv" + "ff" + "ps" + "ff" + "psspp" + "fffff"
GUANGDONG_HOURS = Schedule(months=(GUANGDONG_DAY,) * 6 + (GUANGDONG_SUMMER,) * 3 + (GUANGDONG_DAY,) * 3)


def test_5_southern_grid_one_part_in_july_with_sharp_hours_and_surplus() -> None:
    """粤北山区, below 1 kV: the list's prices with everything in them, so one line a period; no basic charge, no 力调 below 100 kVA.

    Surplus at 0.453, the province's coal price: assumed, no list read.
    """
    listed = {SHARP: D("1.37346875"), PEAK: D("1.10426875"), FLAT: D("0.66096875"), VALLEY: D("0.26826875")}
    tariff = Tariff(
        name="粤北山区 2026-07",
        source="广东电网 2026-07",
        example=False,
        schedule=GUANGDONG_HOURS,
        components=(Component(kind=ComponentKind.PURCHASE, price=listed[FLAT], by_period=listed),),
        ratios={},
        surplus_price=D("0.453"),
    )
    made = bill(tariff, use({SHARP: "9120.4", PEAK: "14880.2", FLAT: "30115.8", VALLEY: "17204.6"}, "98", None, "5210"))
    assert amounts(made, "BILL_PURCHASE") == ["12526.58", "16431.74", "19905.60", "4615.46"]
    assert amounts(made, "BILL_SURPLUS") == ["-2360.13"]
    assert made.total_yuan == D("51119.25")


@pytest.mark.parametrize(
    ("basic", "charge", "adjusted", "total"),
    [
        # 惠州市: 36.1 yuan/kW; a contract of 900 kW counts as 40 % of 3,200 kVA
        (
            BasicCharge(rule=BasicRule.CONTRACT, price=D("36.1"), contract_kw=D(900), capacity_kva=D(3200)),
            "46208.00",
            "-1285.73",
            "445448.54",
        ),
        # 22.6 yuan/kVA
        (BasicCharge(rule=BasicRule.CAPACITY, price=D("22.6"), capacity_kva=D(3200)), "72320.00", "-1364.07", "471482.20"),
    ],
)
def test_6_southern_grid_two_part_by_contract_and_by_transformers(basic: BasicCharge, charge: str, adjusted: str, total: str) -> None:
    """Ratios 1.7 and 0.38 as published; energy 0.52, system 0.04 and funds 0.0277 a kWh are assumed; cos φ 0.917, so 0.92: 0.3 % less."""
    tariff = Tariff(
        name="惠州 两部制",
        source="assumed",
        example=True,
        schedule=Schedule(months=(GUANGDONG_DAY,) * 12),
        components=(
            Component(kind=ComponentKind.PURCHASE, price=D("0.52"), floats=True),
            Component(kind=ComponentKind.SYSTEM, price=D("0.04")),
            Component(kind=ComponentKind.FUNDS, price=D("0.0277")),
        ),
        ratios={PEAK: D("1.7"), FLAT: D(1), VALLEY: D("0.38")},
        basic=basic,
        standard=PowerFactorStandard.P90,
    )
    made = bill(tariff, use({PEAK: "210340", FLAT: "255118", VALLEY: "190022"}, "1240", "284200"))
    assert amounts(made, "BILL_PURCHASE") == ["185940.56", "132661.36", "37548.35"]
    assert (amounts(made, "BILL_SYSTEM"), amounts(made, "BILL_FUNDS")) == (["26219.20"], ["18156.80"])
    assert (amounts(made, "BILL_BASIC"), amounts(made, "BILL_POWER_FACTOR")) == ([charge], [adjusted])
    assert made.total_yuan == D(total)
