"""A building, a park and a packaged good: the same kernel, packs of data alone."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.assurance import run_checks
from lingtan.errors import InputError
from lingtan.evidence import Mark, Stage, canonical_bytes, to_plain
from lingtan.factors import FactorLibrary, library_from_plain, library_to_plain
from lingtan.files import read_device
from lingtan.product import (
    Attributes,
    BomLine,
    DeviceSpec,
    Inventory,
    Outline,
    SupplierBoundary,
    SupplierFootprint,
    Verification,
    assess,
    build_inventory,
    explain_mean,
    load_class_pack,
    outline,
    pack_from_mapping,
    spec_from_mapping,
    starting_pack,
)
from lingtan.quantities import Unit

EXAMPLES = Path(__file__).parents[2] / "examples"
OFFICE = {"gross_floor_area_m2": 1000.0, "study_period_years": 50.0}


def _inventory(library: FactorLibrary, device_class: str, measures: dict[str, float], *, bom: tuple[BomLine, ...] = ()) -> Inventory:
    place = "GB" if device_class == "packaged_snack" else "CN"
    attributes = Attributes(device_class=device_class, manufacturer="M", model="X", place_of_use=place, measures=measures)
    return build_inventory(DeviceSpec(attributes=attributes, bom=bom), load_class_pack(device_class), library)


def _lines(found: Outline) -> dict[str, float]:
    return {scored.line.key: scored.mg / 1e6 for scored in found.lines}


# --- worked by hand


def test_concrete_is_worked_through_the_modules_of_en_15978_by_hand(library: FactorLibrary) -> None:
    """GB/T 51366-2019 Appendix D: C30 at 295 kg/m3; Appendix E: an 18 t lorry at 0.129 kg/(t·km); 40 km for concrete."""
    kg = _lines(outline(_inventory(library, "building", {**OFFICE, "concrete_m3_per_m2": 0.5})))
    volume_m3, mass_t = 500.0, 1200.0
    assert kg["materials/concrete/made"] == pytest.approx(volume_m3 * 295.0)
    assert kg["transport/concrete/haul"] == pytest.approx(mass_t * 40 * 0.129)
    assert kg["assembly/concrete/waste.made"] == pytest.approx(volume_m3 * 0.015 * 295.0)
    assert kg["assembly/concrete/waste.haul"] == pytest.approx(mass_t * 0.015 * 40 * 0.129)
    assert kg["end_of_life/concrete/removed.away"] == pytest.approx(mass_t * 50 * 0.129)
    assert kg["end_of_life/concrete/removed.fate"] == pytest.approx(mass_t * 1000 * 0.003)
    assert not [key for key in kg if key.startswith("use/concrete")]


def test_operation_is_intensity_times_area_times_years(library: FactorLibrary) -> None:
    kg = _lines(outline(_inventory(library, "building", {**OFFICE, "electricity_kwh_per_m2": 100.0})))
    assert kg["use/electricity/module"] == pytest.approx(100.0 * 1000.0 * 50.0 * 0.5777)  # China's life-cycle factor of 2024
    refrigerant = 0.03 * 1000.0 * 0.04 * 50.0 * (0.5 * 771.0 + 0.5 * 3740.0)  # AR6, R-410A half and half
    assert kg["use/refrigerant/module"] == pytest.approx(refrigerant)


@pytest.mark.parametrize(("years", "renewals"), [(29.0, 0), (30.0, 0), (31.0, 1), (60.0, 1), (61.0, 2)])
def test_windows_of_thirty_years_are_renewed_a_whole_number_of_times(library: FactorLibrary, years: float, renewals: int) -> None:
    kg = _lines(outline(_inventory(library, "building", {**OFFICE, "study_period_years": years})))
    made = kg["materials/windows/made"]
    assert kg.get("use/windows/renewed.made", 0.0) == pytest.approx(renewals * made)


# --- beside published figures


def test_the_making_of_a_hospital_lies_near_its_published_figure(library: FactorLibrary) -> None:
    """Lu and Wang 2019: 7.90 % of 40,083.56 t. The class's amounts were set with this figure in sight: a check of order, no validation."""
    found = outline(build_inventory(*_example("hospital-chuzhou"), library))
    upfront = sum(found.stages_mg[stage] for stage in (Stage.MATERIALS, Stage.TRANSPORT, Stage.ASSEMBLY)) / 1e6
    assert upfront == pytest.approx(0.0790 * 40_083_560, rel=0.2)
    assert found.estimate_share > 0.9  # imputed amounts, assumed factors: it says so


def test_a_bag_of_crisps_lies_near_its_published_footprint_and_stages(library: FactorLibrary) -> None:
    """Walkers 2007 (Carbon Trust): 75 g; ingredients 44, manufacture 30, packaging 15, distribution 9, disposal 2 %.

    The oil's figure and the lorry's load factor were chosen with it in sight: a check of order, no validation.
    """
    found = outline(build_inventory(*_example("crisps-walkers"), library))
    grams = {name: mg / 1e3 for name, mg in found.components_mg.items()}
    assert found.mean_mg / 1e3 == pytest.approx(75.0, rel=0.2)
    assert grams["ingredients"] == pytest.approx(33.0, rel=0.35)
    assert grams["production"] == pytest.approx(22.5, rel=0.35)
    assert grams["freight"] == pytest.approx(6.75, rel=0.4)
    uptake = -sum(scored.mg for scored in found.lines if "release" in scored.line.key) / 1e3
    packaging = grams["packaging"] - uptake
    assert packaging == pytest.approx(11.25, rel=0.4)


def _example(name: str) -> tuple[DeviceSpec, Any]:
    spec = read_device(EXAMPLES / f"{name}.toml")
    return spec, load_class_pack(spec.attributes.device_class)


# --- a park is the sum of its parts


def test_a_park_takes_a_building_s_own_study_in_the_place_of_the_stand_in(library: FactorLibrary) -> None:
    """Two office buildings, footprinted as buildings; their A1-A5 stand in the park to the milligram, and everything else stays."""
    office = outline(_inventory(library, "building", {**OFFICE, "gross_floor_area_m2": 8000.0}))
    upfront = sum(office.stages_mg[stage] for stage in (Stage.MATERIALS, Stage.TRANSPORT, Stage.ASSEMBLY)) / 1e6
    own = SupplierFootprint(
        kg_co2e=upfront, supplier="architect", year=2024, verification=Verification.VERIFIED, boundary=SupplierBoundary.CRADLE_TO_GATE
    )
    line = BomLine(part="office building", kind="offices", amount=8000.0, unit=Unit.M2, quantity=2.0, supplier=own)
    measures = {"site_area_m2": 100_000.0, "office_m2": 16_000.0}
    stand_in, studied = (outline(_inventory(library, "park", measures, bom=bom)) for bom in ((), (line,)))
    assert studied.mean_mg - stand_in.mean_mg == pytest.approx((2 * upfront - 16_000 * 500.0) * 1e6, abs=2)
    one, other = _lines(stand_in), _lines(studied)
    assert {key: kg for key, kg in one.items() if "offices" not in key} == {key: kg for key, kg in other.items() if "offices" not in key}
    marks = {scored.line.key: scored.line.mark for scored in studied.lines}
    assert marks[next(key for key in marks if key.endswith("/supplier"))] is Mark.SUPPLIER


def test_a_park_of_nothing_but_energy_is_its_energy(library: FactorLibrary) -> None:
    names = ("office_m2", "factory_m2", "housing_m2", "road_m2", "green_m2", "gas_kwh", "water_kg", "refrigerant_leak_kg")
    bare = {**dict.fromkeys(names, 0.0), "site_area_m2": 1000.0, "electricity_kwh": 1e6, "study_period_years": 10.0}
    found = outline(_inventory(library, "park", bare))
    assert found.mean_mg / 1e6 == pytest.approx(1e6 * 10 * 0.5777)
    assert set(found.components_mg) == {"energy_of_park"}


# --- properties


@settings(max_examples=20, deadline=None)
@given(
    area=st.floats(50.0, 2e4),
    years=st.floats(1.0, 100.0),
    concrete=st.floats(0.0, 2.0),
    power=st.floats(0.0, 400.0),
    times=st.floats(1.1, 8),
)
def test_a_building_sums_to_its_parts_and_is_proportional_to_its_floor(
    library: FactorLibrary, area: float, years: float, concrete: float, power: float, times: float
) -> None:
    own = {"study_period_years": years, "concrete_m3_per_m2": concrete, "electricity_kwh_per_m2": power}
    small = outline(_inventory(library, "building", {**own, "gross_floor_area_m2": area}))
    large = outline(_inventory(library, "building", {**own, "gross_floor_area_m2": area * times}))
    for found in (small, large):
        assert sum(found.stages_mg.values()) == sum(found.components_mg.values()) == sum(line.mg for line in found.lines) == found.mean_mg
    assert large.mean_mg == pytest.approx(small.mean_mg * times, rel=1e-9)


@pytest.mark.parametrize(
    "name", ["concrete_m3_per_m2", "rebar_kg_per_m2", "windows_m2_per_m2", "electricity_kwh_per_m2", "water_kg_per_m2"]
)
def test_more_of_it_is_more_kilograms_in_a_building(library: FactorLibrary, name: str) -> None:
    less, more = (outline(_inventory(library, "building", {**OFFICE, name: value})).mean_mg for value in (0.5, 1.0))
    assert more > less


@pytest.mark.parametrize("name", ["hospital-chuzhou", "park-tianjin", "crisps-walkers", "laptop-by-design"])
def test_every_example_is_assessed_explained_and_handed_to_a_verifier(library: FactorLibrary, name: str) -> None:
    spec, pack = _example(name)
    device = assess(spec, pack, library, seed=1, draws=1000)
    told = explain_mean(device)
    assert told.value == device.footprint.mean_mg == sum(part.value for part in told.parts)
    assert sum(device.footprint.stages_mg.values()) == device.footprint.mean_mg
    assert device.study.standards == (pack.standards or ("ISO 14067:2018", "GB/T 24067-2024"))
    assert math.isfinite(device.footprint.sd_mg)
    if name == "crisps-walkers":
        return  # eaten without energy: the verifier's pack asks for a use stage
    period = (date(2025, 1, 1), date(2025, 12, 31))
    assert run_checks(starting_pack(device, name="EP", organisation="Maker", period=period, as_of=date(2026, 6, 8))) == ()


# --- refusals


@pytest.mark.parametrize(
    ("device_class", "measures", "code"),
    [
        ("building", {"gross_floor_area": 1000.0}, "UNKNOWN_ATTRIBUTE"),  # no unit in the name
        ("building", {"gross_floor_area_m2": 1.0}, "ATTRIBUTE_RANGE"),  # a cupboard
        ("building", {"study_period_years": 500.0}, "ATTRIBUTE_RANGE"),  # a cathedral
        ("park", {"gross_floor_area_m2": 1000.0}, "UNKNOWN_ATTRIBUTE"),  # a building's number
        ("laptop", {"gross_floor_area_m2": 1000.0}, "UNKNOWN_ATTRIBUTE"),  # a notebook has no floor
        ("packaged_snack", {"oil_share": 1.2}, "ATTRIBUTE_RANGE"),  # more oil than crisps
    ],
)
def test_a_number_that_the_class_does_not_have_or_allow_is_refused(
    library: FactorLibrary, device_class: str, measures: dict[str, float], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        _inventory(library, device_class, measures)
    assert caught.value.code == code
    assert str(caught.value.place).startswith("attributes.measures.")


def test_an_option_outside_the_class_s_own_is_refused(library: FactorLibrary) -> None:
    pack = load_class_pack("laptop")
    narrow = {**pack.choices, "storage_type": dataclasses.replace(pack.choices["storage_type"], allowed=("ssd",))}
    spec = DeviceSpec(
        attributes=Attributes(device_class="laptop", manufacturer="M", model="X", place_of_use="CN", options={"storage_type": "hdd"})
    )
    with pytest.raises(InputError, match="OPTION_UNKNOWN"):
        build_inventory(spec, dataclasses.replace(pack, choices=narrow), library)


def test_the_kernel_was_not_touched_for_them() -> None:
    """No word of a class stands in the kernel."""
    kernel = Path(__file__).parents[2] / "src" / "lingtan" / "lca"
    word = re.compile(r"\b(building|park|snack|crisps)\b", re.IGNORECASE)
    assert [path.name for path in kernel.rglob("*.py") if word.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("name", ["hospital-chuzhou", "crisps-walkers", "laptop-by-design", "server-accelerated"])
def test_what_is_stated_beyond_the_usual_rebuilds_from_its_bundle(library: FactorLibrary, name: str) -> None:
    """Specification, pack and factors as JSON give the same study, digest included."""
    spec, pack = _example(name)
    first = assess(spec, pack, library, seed=1, draws=100)
    plain = [json.loads(canonical_bytes(to_plain(record))) for record in (spec, pack)]
    factors = library_from_plain(json.loads(canonical_bytes(library_to_plain(first.library))), place="factors.json")
    again = assess(
        spec_from_mapping(plain[0], place="spec.json"), pack_from_mapping(plain[1], place="class_pack.json"), factors, seed=1, draws=100
    )
    assert again.study == first.study
    assert again.footprint == first.footprint
