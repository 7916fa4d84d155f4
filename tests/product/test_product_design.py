"""What a device may state beyond its usual attributes; not stated, nothing moves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import Stage, to_plain
from lingtan.factors import FactorLibrary
from lingtan.product import (
    Attributes,
    DeviceSpec,
    Finish,
    FreightLeg,
    Inventory,
    Mode,
    PackagingDesign,
    PanelType,
    assess,
    build_inventory,
    explain_pollutant,
    load_class_pack,
    outline,
)
from lingtan.product.components import LOGIC_NODES_NM, PACKAGING_DESIGNS
from lingtan.product.pack import ClassPack
from lingtan.product.stages.chain import load_multiplier, loading_of
from lingtan.quantities import CLIMATE, Indicator


def _inventory(library: FactorLibrary, facts: dict[str, Any], **changes: Any) -> Inventory:
    spec = DeviceSpec(attributes=Attributes(**{**facts, **changes}))
    return build_inventory(spec, load_class_pack(spec.attributes.device_class), library)


def _component(inventory: Inventory, name: str) -> int:
    return outline(inventory).components_mg.get(name, 0)


# --- records that were signed before keep their bytes


def test_a_record_without_the_later_fields_is_written_as_it_was(laptop: DeviceSpec) -> None:
    plain = to_plain(laptop.attributes)
    assert isinstance(plain, dict)
    later = {"measures", "options", "energy_test", "mode_power_w", "freight_chain", "finish"}
    assert not later & set(plain)
    pack = to_plain(load_class_pack("phone"))
    assert isinstance(pack, dict)
    assert not {"per", "standards", "stage_names", "scenarios"} & set(pack)
    said = to_plain(Attributes(device_class="laptop", manufacturer="M", model="X", place_of_use="CN", finish=Finish.PAINT_FREE))
    assert isinstance(said, dict)
    assert said["finish"] == "paint_free"
    assert set(said) - later == set(plain)


def test_the_later_fields_of_a_pack_come_back_from_its_plain_form() -> None:
    from lingtan.evidence import from_plain

    for name in ("park", "laptop"):
        assert from_plain(ClassPack, to_plain(load_class_pack(name))).digest == load_class_pack(name).digest


# --- panels, memory, boards, accelerators


def test_a_mini_led_panel_is_more_than_an_ips_one_of_the_same_area(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    kinds = (PanelType.LCD, PanelType.MINI_LED, PanelType.LCD_A_SI, PanelType.LCD_LTPS, PanelType.OLED)
    ips, mini, a_si, ltps, oled = (_component(_inventory(library, laptop_facts, panel=kind), "display") for kind in kinds)
    assert a_si < ips < mini
    assert ips < ltps
    assert oled > 0
    bare = _component(_inventory(library, laptop_facts, panel=PanelType.NONE), "display")
    assert bare == 0


@pytest.mark.parametrize(
    ("attribute", "older", "newer"),
    [("nand", "nand_tlc_64l", "nand_tlc_232l"), ("nand", "nand_tlc_232l", "nand_qlc_232l"), ("memory_generation", "lpddr5", "lpddr5x")],
)
def test_a_denser_generation_is_less_for_the_same_gigabytes(
    library: FactorLibrary, laptop_facts: dict[str, Any], attribute: str, older: str, newer: str
) -> None:
    component = "storage" if attribute == "nand" else "memory"
    old, new = (_component(_inventory(library, laptop_facts, **{attribute: name}), component) for name in (older, newer))
    assert new < old


SERVER = {"device_class": "server", "manufacturer": "M", "model": "X", "place_of_use": "CN", "report_year": 2024}
BOARDS = {"accelerator_count": 4.0, "accelerator_die_mm2": 800.0, "accelerator_node_nm": 5.0, "accelerator_memory_gb": 80.0}


def test_an_accelerator_is_its_die_its_memory_its_package_and_its_board(library: FactorLibrary) -> None:
    """Four dies of 8 cm2 at 5 nm, yield 0.875: 36.571 cm2 of wafer; 320 GB of stacked memory."""
    found = _inventory(library, SERVER, measures=BOARDS)
    amounts = {line.key.removeprefix("materials/accelerator/"): line.amount for line in found.lines if "/accelerator/" in line.key}
    assert amounts["die"] == pytest.approx(4 * 8.0 / 0.875)
    assert (amounts["memory"], amounts["package"]) == (320.0, 4.0)
    assert amounts["layers"] == pytest.approx(4 * 0.030 * 16)
    plain = _inventory(library, SERVER)
    assert outline(found).mean_mg - outline(plain).mean_mg == outline(found).components_mg["accelerators"]


def test_finer_nodes_cost_more_a_square_centimetre(library: FactorLibrary) -> None:
    per_node = [
        _component(_inventory(library, SERVER, measures={**BOARDS, "accelerator_node_nm": node}), "accelerators") for node in (28, 7, 3)
    ]
    assert per_node == sorted(per_node)
    assert min(LOGIC_NODES_NM) == 3


def test_boards_without_a_die_or_a_node_are_asked_for(library: FactorLibrary) -> None:
    for name in ("accelerator_die_mm2", "accelerator_node_nm"):
        with pytest.raises(InputError) as caught:
            _inventory(library, SERVER, measures={key: value for key, value in BOARDS.items() if key != name})
        assert (caught.value.code, caught.value.params["field"]) == ("MEASURE_NEEDED", name)


def test_rails_and_accessories_are_lines_of_their_own(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    rails = _inventory(library, SERVER, measures={"rail_kg": 2.0})
    assert {line.activity for line in rails.lines} >= {"rack_rails"}
    boxed = _inventory(library, laptop_facts, measures={"mouse_count": 2.0, "accessory_pack_kg": 0.1})
    found = outline(boxed)
    by_line = {scored.line.key: scored.mg for scored in found.lines}
    assert by_line["materials/accessory_mouse/module"] == 2 * 4_000_000
    indicators = {indicator: sum(line.mg_by_indicator[indicator] for line in found.lines) for indicator in CLIMATE}
    assert abs(indicators[Indicator.BIOGENIC_UPTAKE] + indicators[Indicator.BIOGENIC_RELEASE]) < 200_000  # landfill's methane only


# --- packaging


@pytest.mark.parametrize("design", PackagingDesign)
def test_every_packaging_design_is_a_whole(design: PackagingDesign) -> None:
    assert sum(PACKAGING_DESIGNS[design].values()) == pytest.approx(1.0)


def test_a_self_locking_box_and_a_bamboo_tray_hold_no_plastic() -> None:
    plastics = {"epe_primary", "pe_primary", "packing_tape"}
    assert not plastics & (set(PACKAGING_DESIGNS[PackagingDesign.SELF_LOCK]) | set(PACKAGING_DESIGNS[PackagingDesign.BAMBOO]))
    assert plastics <= set(PACKAGING_DESIGNS[PackagingDesign.EPE_TAPE])


def test_a_tapeless_box_is_less_than_a_taped_foam_box(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    taped, locked = (
        _component(_inventory(library, laptop_facts, packaging=design), "packaging")
        for design in (PackagingDesign.EPE_TAPE, PackagingDesign.SELF_LOCK)
    )
    assert locked < taped


# --- paint and its grams of VOC


def test_grams_of_voc_are_worked_by_hand_and_stand_beside_the_figure(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    """25 µm of dry film at 35 % solids and 50 % transfer is 0.143 l/m2; at 420 g/l 60 g/m2; on 0.1 m2 6 g."""
    facts = {**laptop_facts, "finish": Finish.WATERBORNE, "measures": {"painted_area_m2": 0.1}}
    pack = load_class_pack("laptop")
    device = assess(DeviceSpec(attributes=Attributes(**facts)), pack, library, seed=1, draws=200)
    assert device.figures.pollutants_mg == {Indicator.VOC: 6000}
    assert device.study.pollutants_mg == {Indicator.VOC: 6000}
    assert sum(device.figures.indicators_mg.values()) == device.footprint.mean_mg  # VOC is no part of it
    told = explain_pollutant(device, Indicator.VOC)
    assert told.value == 6000 == sum(part.value for part in told.parts)
    assert "GB 30981" in told.parts[0].source


@pytest.mark.parametrize(
    ("finish", "mg"),
    [(Finish.PAINT_FREE, {}), (Finish.POWDER, {Indicator.VOC: 50}), (Finish.SOLVENT_BORNE, {Indicator.VOC: 10800})],
)
def test_each_finish_has_its_grams(library: FactorLibrary, laptop_facts: dict[str, Any], finish: Finish, mg: dict[Indicator, int]) -> None:
    facts = {**laptop_facts, "finish": finish, "measures": {"painted_area_m2": 0.1}}
    device = assess(DeviceSpec(attributes=Attributes(**facts)), load_class_pack("laptop"), library, seed=1, draws=200)
    assert device.study.pollutants_mg == mg
    assert "pollutants_mg" in to_plain(device.study) if mg else "pollutants_mg" not in to_plain(device.study)  # type: ignore[operator]


def test_paint_without_an_area_is_asked_for(laptop_facts: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="FINISH_AREA"):
        Attributes(**laptop_facts, finish=Finish.SOLVENT_BORNE)


# --- freight chains


def test_a_chain_is_kilograms_times_kilometres_leg_by_leg(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    chain = (FreightLeg(mode=Mode.ROAD, km=150.0), FreightLeg(mode=Mode.SEA, km=20_000.0), FreightLeg(mode=Mode.ROAD, km=80.0))
    found = outline(_inventory(library, laptop_facts, freight_chain=chain))
    tonnes = (1.4 + 0.6) / 1000
    by_hand = tonnes * (230 * 0.1367 + 20_000 * 0.01973)
    assert found.stages_mg[Stage.TRANSPORT] / 1e6 == pytest.approx(by_hand, abs=3e-6)


def test_a_half_empty_lorry_is_worked_by_hand() -> None:
    """r = 0.68: (0.68 + 0.32 × 0.3 + 0.17 × 0.68) / 0.3 over the same at 0.6."""
    base = loading_of(Mode.ROAD)
    at = {load: (0.68 + 0.32 * load + 0.17 * 0.68) / load for load in (0.3, 0.6)}
    assert load_multiplier(base, load_factor=0.3, empty_share=0.17) == pytest.approx(at[0.3] / at[0.6])


@given(
    mode=st.sampled_from(Mode),
    load=st.floats(0.05, 0.95),
    more=st.floats(0.001, 0.05),
    empty=st.floats(0.0, 0.9),
    longer=st.floats(0.01, 0.1),
)
def test_fuller_is_better_and_empty_running_worse(mode: Mode, load: float, more: float, empty: float, longer: float) -> None:
    base = loading_of(mode)
    now = load_multiplier(base, load_factor=load, empty_share=empty)
    assert load_multiplier(base, load_factor=load + more, empty_share=empty) < now
    assert load_multiplier(base, load_factor=load, empty_share=empty + longer) > now
    assert load_multiplier(base, load_factor=base.load_factor, empty_share=base.empty_share) == 1.0


@pytest.mark.parametrize(
    ("leg", "field"),
    [
        ({"km": 0.0}, "km"),  # nowhere
        ({"km": 60_000.0}, "km"),  # more than once around
        ({"km": 10.0, "load_factor": 0.0}, "load_factor"),  # an empty lorry carries nothing
        ({"km": 10.0, "load_factor": 1.2}, "load_factor"),  # overloaded
        ({"km": 10.0, "empty_share": -0.1}, "empty_share"),  # less than nothing
    ],
)
def test_a_leg_that_cannot_be_is_refused(leg: dict[str, float], field: str) -> None:
    with pytest.raises(InputError) as caught:
        FreightLeg(mode=Mode.ROAD, **leg)
    assert (caught.value.code, caught.value.params["field"]) == ("ATTRIBUTE_RANGE", field)


def test_a_split_and_a_chain_together_are_refused(laptop_facts: dict[str, Any]) -> None:
    from lingtan.product import FreightShare

    with pytest.raises(InputError, match="FREIGHT_TWICE"):
        Attributes(**laptop_facts, freight=(FreightShare(mode=Mode.AIR, share=1.0),), freight_chain=(FreightLeg(mode=Mode.AIR, km=9000.0),))
