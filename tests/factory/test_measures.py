"""Technologies: worked examples from the facts, and their published claims held against the physics (tests of honesty, not targets)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtan.errors import InputError
from lingtan.factory.measures import (
    Board,
    CompressorHeat,
    Hall,
    HallState,
    NitrogenSupply,
    ReflowOven,
    Station,
    WarmWater,
    chilled_kw,
    compressor_heat,
    compressor_kw,
    cooling_kw,
    low_temperature_solder,
    nitrogen_supply,
    oven_kw,
    part_load_share,
    services,
    station_kw,
    warm_water,
)

HOURS = 8760
ON = np.ones(HOURS)
OVEN = ReflowOven(wall_w_per_k=25, exhaust_m3_per_h=900, auxiliary_kw=2.0, board_kg=0.25, boards_per_h=240)


def test_an_ovens_heat_by_hand() -> None:
    """At 250 °C: walls 25 × 0.8 × 225 = 4.5 kW; exhaust 900 × 1.206/3600 × 90 = 27.135 kW; boards 60/3600 × 225 = 3.75 kW; 2 kW fans."""
    assert oven_kw(OVEN, 250) == pytest.approx(4.5 + 27.135 + 3.75 + 2.0)


def test_the_physics_bound_of_low_temperature_solder_is_31_percent_and_the_vendors_35_lies_above() -> None:
    heat_only = replace(OVEN, auxiliary_kw=0.0)
    saved = 1 - oven_kw(heat_only, 180) / oven_kw(heat_only, 250)
    assert saved == pytest.approx(1 - 155 / 225)
    assert saved < 0.35  # Lenovo's claim needs more than the peak: shorter ovens, less exhaust or less rework


def test_solder_that_leaves_out_hot_boards_bounds_its_adoption() -> None:
    boards = [Board(share=0.8, joint_c=95), Board(share=0.2, joint_c=115)]
    made = low_temperature_solder(OVEN, 20, ON, boards, rework_share=0.0, capex_yuan=1.0, source="x")
    assert made.adoption_max_share == pytest.approx(0.8)
    assert made.saved_kwh == pytest.approx(20 * HOURS * (oven_kw(OVEN, 250) - oven_kw(OVEN, 180)))
    assert (made.saved_kw < made.before_kw).all()


@pytest.mark.parametrize(
    ("boards", "code"),
    [
        ([Board(share=1.0, joint_c=120)], "SOLDER_GATE"),  # all joints run above 105 °C
        ([Board(share=0.5, joint_c=90)], "SOLDER_BOARDS"),  # half the boards are missing
        ([], "SOLDER_BOARDS"),
    ],
)
def test_the_gate_of_reliability(boards: list[Board], code: str) -> None:
    with pytest.raises(InputError, match=code):
        low_temperature_solder(OVEN, 1, ON, boards, rework_share=0.0, capex_yuan=1.0, source="x")


def test_the_published_123_tonnes_per_oven_imply_more_power_than_an_oven_has() -> None:
    """facts/factory.md section 6: 10 lines × 2 ovens = 2,466 t/yr (123 t per oven) at −35 %; with 0.5703 kg/kWh that is 70 kW all year."""
    implied_kw = 2466 / 20 * 1000 / 0.5703 / HOURS / 0.35
    assert implied_kw == pytest.approx(70.5, abs=0.5)
    assert implied_kw > 1.5 * oven_kw(OVEN, 250)


def test_a_station_by_hand_and_below_its_turndown() -> None:
    station = Station(flow_nm3_per_h=2000, full_kwh_per_nm3=0.4, turndown_share=0.3, fixed_share=0.15)
    power = station_kw(station, np.array([2000.0, 1000.0, 0.0]))
    assert power == pytest.approx([800, 800 * (0.15 + 0.85 * 0.5), 800 * (0.15 + 0.85 * 0.3)])
    with pytest.raises(InputError, match="NITROGEN_DEMAND"):
        station_kw(station, np.array([2001.0]))


def test_wuhans_10000_kwh_a_day_at_half_the_power_implies_a_plant_of_two_megawatts_at_most() -> None:
    """mission (c): > 10,000 kWh saved a day, power − 50 % and more. With PSA at 0.40 and cryogenic at 0.20 kWh/Nm³ (both unverified)."""
    demand = np.full(24, 10_000 / 24 / 0.2)  # Nm³/h that saves 10,000 kWh a day
    old = Station(flow_nm3_per_h=float(demand[0]), full_kwh_per_nm3=0.4, turndown_share=0.3, fixed_share=0.0)
    made = nitrogen_supply(NitrogenSupply(old=old, new=replace(old, full_kwh_per_nm3=0.2)), demand, capex_yuan=0.0, source="x")
    assert made.saved_kwh == pytest.approx(10_000)
    assert demand[0] == pytest.approx(2083, abs=1)
    assert made.before_kw.max() < 2000


def test_compressors_of_200_kw_give_the_1_12_gwh_of_the_facts() -> None:
    """1.4 GWh of input at 0.8 is 1.12 GWh of heat: 200 kW for 7,000 h (facts/factory.md section 6)."""
    power = np.where(np.arange(HOURS) < 7000, 200.0, 0.0)
    made = compressor_heat(CompressorHeat(), power, capex_yuan=0.0, source="x")
    assert made.heat_kw.sum() == pytest.approx(1.12e6)
    assert (made.heat_kw <= power).all()  # first law
    with pytest.raises(InputError, match="COMPRESSOR_SHARE"):
        CompressorHeat(recovered_share=0.99)


def test_warm_water_of_45_degrees_needs_no_chiller_below_37_degrees_of_air() -> None:
    hall = WarmWater(inlet_c=45, approach_k=8, capture_share=1.0)
    it = np.full(2, 1000.0)
    before, after = cooling_kw(hall, it, np.array([36.9, 45.0]))
    assert after[0] == pytest.approx(20.0)  # pumps alone
    assert after[1] > 20.0
    assert (after < before).all()


def test_an_ai_hall_on_warm_water_reaches_the_pue_that_is_published() -> None:
    """Lenovo Neptune: PUE below 1.1, up to 40 % less power; here for water alone, without losses of supply."""
    air = 14 + 14 * np.sin(np.arange(HOURS) / HOURS * 2 * np.pi)
    made = warm_water(WarmWater(capture_share=0.95), np.full(HOURS, 1000.0), air, capex_yuan=0.0, source="x")
    pue_after = 1 + made.after_kw.mean() / 1000
    pue_before = 1 + made.before_kw.mean() / 1000
    assert pue_after < 1.1
    assert 1.1 < pue_before < 1.6
    assert made.saved_kwh / (pue_before * 1000 * HOURS) < 0.4


@pytest.mark.parametrize("inlet", [20.0, 30.0, 40.0])
def test_colder_water_never_saves_power(inlet: float) -> None:
    air = np.linspace(-10, 40, 100)
    it = np.full(100, 1000.0)
    assert (cooling_kw(WarmWater(inlet_c=inlet), it, air)[1] >= cooling_kw(WarmWater(inlet_c=inlet + 5), it, air)[1] - 1e-9).all()


def test_a_chiller_does_not_stop_for_the_cold_but_a_dry_cooler_on_warm_water_needs_none() -> None:
    """100 kW at 7 C of water and half of Carnot: 100·33/(0.5·280.15) at 30 + 10 C of condenser, and 10 K is the least lift."""
    air = np.array([30.0, 7.0, -20.0])
    heat = np.full(3, 100.0)
    power = compressor_kw(heat, chilled_c=7.0, reject_c=air + 10, carnot_share=0.5)
    assert power == pytest.approx([23.559, 7.139, 7.139], abs=1e-3)
    before, after = cooling_kw(WarmWater(capture_share=1.0), heat, air)
    assert before[2] == pytest.approx(12.0 + 100 * 10 / (0.4 * 288.15))
    assert after == pytest.approx([2.0, 2.0, 2.0])


def test_an_ai_hall_and_a_workshop_hall_have_the_same_chiller() -> None:
    """The same heat, water, approach and share of Carnot: the same compressor power on every day, the coldest as well."""
    air = np.linspace(-25, 40, 66)
    rows = np.ones(66)
    hall = Hall(
        fabric_w_per_k=0, fresh_air_m3_per_h=0, machines_kw=500, cooling_c=25, heating_c=15, chilled_c=15, condenser_approach_k=8,
        carnot_share=0.4,
    )  # fmt: skip
    state = HallState(
        hall=hall, running=rows, air_c=air, water=0 * rows, pressure=101_325.0, ghi_w_m2=0 * rows, lamps_kw=0 * rows, fans_kw=0 * rows
    )
    assert services(state).compressor_kw == pytest.approx(chilled_kw(WarmWater(chilled_c=15, approach_k=8), 500 * rows, air))


def test_a_chillers_part_load_is_that_of_the_published_curve() -> None:
    """Half of 1,000 kW takes 0.222903 + 0.313387/2 + 0.463710/4 = 0.495524 of full power; a fifth and less unloads no more."""
    heat = np.array([1000.0, 500.0, 200.0, 150.0, 50.0, 0.0])
    share = part_load_share(heat, 1000.0)
    least = 0.222903 + 0.313387 * 0.2 + 0.463710 * 0.04
    assert share == pytest.approx([1.0, 0.495524 / 0.5, least / 0.2, least / 0.15, least * 0.5 / 0.05, 1.0], abs=1e-6)
    told = compressor_kw(heat, chilled_c=7.0, reject_c=np.full(6, 40.0), carnot_share=0.5, chiller_kw=1000.0)
    full = compressor_kw(heat, chilled_c=7.0, reject_c=np.full(6, 40.0), carnot_share=0.5)
    assert told == pytest.approx(full * share)
    assert (np.diff(told) <= 0).all()  # less heat never takes more power


def test_as_many_chillers_run_as_the_heat_asks_for() -> None:
    """Two of 600 kW share 900 kW: each at three quarters, as one of 600 at 450."""
    assert part_load_share(np.array([900.0]), 600.0) == pytest.approx(part_load_share(np.array([450.0]), 600.0))
    assert part_load_share(np.array([1200.0]), 600.0) == pytest.approx([1.0])
    with pytest.raises(InputError, match="TECHNOLOGY_RANGE"):
        Hall(fabric_w_per_k=0, fresh_air_m3_per_h=0, machines_kw=1, cooling_c=25, heating_c=15, chiller_kw=-1)
