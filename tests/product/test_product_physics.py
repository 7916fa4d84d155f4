"""The model moves the way the physics does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.evidence import Mark, Stage
from lingtan.factors import FactorLibrary
from lingtan.product import (
    Attributes,
    Custody,
    DeviceSpec,
    FreightShare,
    Inventory,
    Mode,
    RecycledContent,
    build_inventory,
    load_class_pack,
    mean_mg,
)
from lingtan.product.figures import compute_figures
from lingtan.product.impute import panel_area_m2


def _inventory(library: FactorLibrary, facts: dict[str, Any], **changes: Any) -> Inventory:
    spec = DeviceSpec(attributes=Attributes(**{**facts, **changes}))
    return build_inventory(spec, load_class_pack(spec.attributes.device_class), library)


def _stage(inventory: Inventory, stage: Stage) -> int:
    return compute_figures(inventory, seed=1, draws=2).stages_mg[stage]


@pytest.mark.parametrize(
    ("attribute", "low", "high"),
    [
        ("memory_gb", 8.0, 32.0),
        ("storage_gb", 256.0, 1024.0),
        ("battery_wh", 40.0, 80.0),
        ("adapter_w", 45.0, 135.0),
        ("screen_size_in", 13.0, 16.0),
        ("mass_kg", 1.1, 2.2),
        ("die_mm2", 100.0, 200.0),
        ("gpu_die_mm2", 0.0, 200.0),
        ("tec_kwh", 15.0, 30.0),
        ("service_years", 3.0, 5.0),
        ("packaging_mass_kg", 0.4, 0.9),
    ],
)
def test_more_of_it_is_more_kilograms(
    library: FactorLibrary, laptop_facts: dict[str, Any], attribute: str, low: float, high: float
) -> None:
    less = _inventory(library, laptop_facts, **{attribute: low})
    more = _inventory(library, laptop_facts, **{attribute: high})
    assert mean_mg(more) > mean_mg(less)


def test_use_is_tec_times_years_times_the_places_life_cycle_electricity(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    inventory = _inventory(library, laptop_facts, tec_kwh=20.0, service_years=4.0, place_of_use="CN-BJ")
    factor = library.life_cycle_electricity("CN-BJ", inventory.data_year).intensity_kg_per_kwh
    assert _stage(inventory, Stage.USE) == pytest.approx(20.0 * 4.0 * factor * 1e6, abs=1.0)


def test_a_clean_grid_of_assembly_lowers_assembly_only_where_it_happens(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    anhui = _inventory(library, laptop_facts, place_of_assembly="CN-AH")
    yunnan = _inventory(library, laptop_facts, place_of_assembly="CN-YN")
    assert _stage(yunnan, Stage.ASSEMBLY) < _stage(anhui, Stage.ASSEMBLY)
    assert _stage(yunnan, Stage.USE) == _stage(anhui, Stage.USE)


@pytest.mark.parametrize(
    ("assembly", "travels"), [("CN", False), ("CN-AH", False), ("VN", False), ("EU", True), ("CZ", True), ("US", True)]
)
def test_parts_travel_to_an_assembler_on_another_continent(
    library: FactorLibrary, laptop_facts: dict[str, Any], assembly: str, travels: bool
) -> None:
    inventory = _inventory(library, laptop_facts, place_of_assembly=assembly, place_of_use="EU")
    legs = {line.activity: line for line in inventory.lines if "/parts." in line.key}
    assert set(legs) == ({"freight_air_long_haul", "freight_sea_container"} if travels else set())
    if assembly == "EU":  # 2.0 kg device and box, a fifth of it by air over 9,000 km and the rest by sea over 19,500 km
        assert legs["freight_air_long_haul"].amount == pytest.approx(2.0e-3 * 0.2 * 9000)
        assert legs["freight_sea_container"].amount == pytest.approx(2.0e-3 * 0.8 * 19500)


@settings(max_examples=12, deadline=None)
@given(air=st.floats(0.0, 0.95), more=st.floats(0.01, 0.05))
def test_transport_rises_with_the_air_share(library: FactorLibrary, laptop_facts: dict[str, Any], air: float, more: float) -> None:
    def at(share: float) -> int:
        split = (FreightShare(mode=Mode.AIR, share=share), FreightShare(mode=Mode.SEA, share=1.0 - share))
        return mean_mg(_inventory(library, laptop_facts, place_of_use="DE", freight=split))

    assert at(air + more) > at(air)


def test_packaging_mass_is_shipped_too(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    light = _inventory(library, laptop_facts, place_of_use="US", packaging_mass_kg=0.4)
    heavy = _inventory(library, laptop_facts, place_of_use="US", packaging_mass_kg=0.8)
    ratio = _stage(heavy, Stage.TRANSPORT) / _stage(light, Stage.TRANSPORT)
    assert ratio == pytest.approx((1.4 + 0.8) / (1.4 + 0.4), rel=1e-6)


@pytest.mark.parametrize(
    ("custody", "allowed", "counts"),
    [
        (Custody.IDENTITY_PRESERVED, False, True),
        (Custody.SEGREGATED, False, True),
        (Custody.CONTROLLED_BLENDING, False, True),
        (Custody.MASS_BALANCE, False, False),  # only where the product rules allow it
        (Custody.MASS_BALANCE, True, True),
        (Custody.BOOK_AND_CLAIM, False, False),
        (Custody.BOOK_AND_CLAIM, True, False),  # never
    ],
)
def test_recycled_content_counts_by_its_custody_model(
    library: FactorLibrary, laptop_facts: dict[str, Any], custody: Custody, allowed: bool, counts: bool
) -> None:
    from dataclasses import replace

    pack = replace(load_class_pack("laptop"), allow_mass_balance=allowed)
    plain = build_inventory(DeviceSpec(attributes=Attributes(**laptop_facts)), pack, library)
    content = (RecycledContent(material="pc_abs", share=0.5, custody=custody),)
    spec = DeviceSpec(attributes=Attributes(**laptop_facts, recycled=content))
    recycled = build_inventory(spec, pack, library)
    assert (mean_mg(recycled) < mean_mg(plain)) is counts
    assert any(note.code == "RECYCLED_NOT_COUNTED" for note in recycled.warnings) is not counts


def test_recycled_content_of_a_material_the_device_lacks_is_said(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    content = (RecycledContent(material="copper", share=0.5, custody=Custody.SEGREGATED),)
    inventory = _inventory(library, laptop_facts, recycled=content)
    assert "RECYCLED_NOT_IN_DEVICE" in {note.code for note in inventory.warnings}


def test_low_temperature_solder_saves_oven_electricity(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    def oven(solder: str) -> int:
        figures = compute_figures(_inventory(library, laptop_facts, solder=solder), seed=1, draws=2)
        return sum(row.mg for row in figures.lines if row.line.activity.startswith("reflow"))

    assert 0 < oven("snbi") < oven("sac305")


def test_missing_attributes_are_imputed_with_their_own_parameter_and_flag(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    facts = {key: value for key, value in laptop_facts.items() if key not in ("memory_gb", "tec_kwh", "solder")}
    inventory = _inventory(library, facts)
    found = {entry.attribute: entry for entry in inventory.imputed}
    assert set(found) == {"memory_gb", "tec_kwh", "solder"}
    assert found["memory_gb"].gsd > 1
    assert found["memory_gb"].source
    assert "imputed/memory_gb" in inventory.parameters
    lines = [line for line in inventory.lines if "imputed/memory_gb" in line.multipliers]
    assert lines
    assert {line.mark for line in lines} == {Mark.IMPUTED}
    drivers = {row.key for row in compute_figures(inventory, seed=1, draws=50).drivers}
    assert "imputed/tec_kwh" in drivers


def test_a_fully_stated_device_imputes_nothing(library: FactorLibrary, laptop: DeviceSpec) -> None:
    assert build_inventory(laptop, load_class_pack("laptop"), library).imputed == ()


def test_panel_area_of_a_24_inch_sixteen_by_nine_screen() -> None:
    """Independent: 24 in 16:9 is 531.3 mm × 298.9 mm = 0.1588 m2 (width = d·16/√337, height = d·9/√337)."""
    width = 24 * 0.0254 * 16 / 337**0.5
    height = 24 * 0.0254 * 9 / 337**0.5
    assert panel_area_m2(24.0, 16 / 9) == pytest.approx(width * height, rel=1e-12)
    assert panel_area_m2(24.0, 16 / 9) == pytest.approx(0.1588, abs=1e-4)
