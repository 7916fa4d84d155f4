"""Each refusal names its code and its place; a comment says why the row is wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest

from lingtan.errors import InputError, LingtanError, MethodError
from lingtan.factors import FactorLibrary
from lingtan.messages import catalog
from lingtan.product import (
    Attributes,
    BomLine,
    Custody,
    DeviceSpec,
    EndOfLifeMethod,
    FreightShare,
    Mode,
    RecycledContent,
    SupplierBoundary,
    SupplierFootprint,
    Variant,
    Verification,
    apply_variant,
    build_inventory,
    load_class_pack,
    spec_from_mapping,
)
from lingtan.quantities import Unit


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"mass_kg": -1.4}, "ATTRIBUTE_RANGE", "attributes.mass_kg"),  # negative mass
        ({"mass_kg": 1400.0}, "ATTRIBUTE_RANGE", "attributes.mass_kg"),  # grams taken for kilograms
        ({"mass_kg": math.nan}, "ATTRIBUTE_RANGE", "attributes.mass_kg"),  # not a number
        ({"screen_size_in": 355.6}, "ATTRIBUTE_RANGE", "attributes.screen_size_in"),  # millimetres taken for inches
        ({"service_years": 0.0}, "ATTRIBUTE_RANGE", "attributes.service_years"),  # no use at all is no functional unit
        ({"tec_kwh": -5.0}, "ATTRIBUTE_RANGE", "attributes.tec_kwh"),  # negative energy
        ({"report_year": 21}, "ATTRIBUTE_RANGE", "attributes.report_year"),  # two-digit year
        ({"model": "  "}, "REQUIRED_FIELD", "attributes.model"),  # blank name
        ({"chassis": {"steel": 0.7, "abs": 0.2}}, "SHARES_SUM", "attributes.chassis"),  # 90 % of the chassis
        ({"chassis": {"steel": 1.2, "abs": -0.2}}, "SHARE_OUT_OF_RANGE", "attributes.chassis.steel"),  # sums to 1 but no shares
    ],
)
def test_attributes_refuse(laptop_facts: dict[str, Any], changes: dict[str, Any], code: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        Attributes(**{**laptop_facts, **changes})
    assert (caught.value.code, caught.value.place) == (code, place)


def test_shares_refuse() -> None:
    with pytest.raises(InputError, match="SHARE_OUT_OF_RANGE"):
        RecycledContent(material="pc_abs", share=1.2, custody=Custody.SEGREGATED)  # more than all of it
    with pytest.raises(InputError, match="SHARE_OUT_OF_RANGE"):
        FreightShare(mode=Mode.AIR, share=-0.1)  # negative share


def test_freight_and_recycled_lists_refuse(laptop_facts: dict[str, Any]) -> None:
    half = (FreightShare(mode=Mode.AIR, share=0.5),)
    with pytest.raises(InputError, match="SHARES_SUM"):
        Attributes(**laptop_facts, freight=half)  # the other half is missing
    twice = tuple(RecycledContent(material="abs", share=0.3, custody=Custody.SEGREGATED) for _ in range(2))
    with pytest.raises(InputError, match="DUPLICATE_MATERIAL"):
        Attributes(**laptop_facts, recycled=twice)  # which of the two?


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": -0.5}, "NEGATIVE_MASS"),  # negative mass
        ({"amount": math.inf}, "NEGATIVE_MASS"),  # not finite
        ({"quantity": -1.0}, "BOM_QUANTITY"),  # a removed part is quantity 0
        ({"recycled_share": 1.5, "custody": Custody.SEGREGATED}, "SHARE_OUT_OF_RANGE"),  # more than all of it
        ({"recycled_share": 0.5}, "CUSTODY_MISSING"),  # a claim without its model
        ({"part": ""}, "REQUIRED_FIELD"),  # no part number
        ({"gsd": 0.9}, "BOM_GSD"),  # a GSD below 1 does not exist
    ],
)
def test_bom_lines_refuse_with_their_cell(changes: dict[str, Any], code: str) -> None:
    facts: dict[str, Any] = {"part": "LID", "kind": "chassis", "amount": 0.4, "unit": Unit.KG, "cell": "BOM!C14"}
    with pytest.raises(InputError) as caught:
        BomLine(**{**facts, **changes})
    assert (caught.value.code, caught.value.place) == (code, "BOM!C14")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kg_co2e": math.nan}, "SUPPLIER_VALUE"),  # a blank that became NaN
        ({"gsd": 25.0}, "SUPPLIER_GSD"),  # a percentage taken for a GSD
        ({"gwp_set": "AR7"}, "SUPPLIER_GWP"),  # does not exist yet
    ],
)
def test_supplier_figures_refuse(changes: dict[str, Any], code: str) -> None:
    facts: dict[str, Any] = {
        "kg_co2e": 3.0,
        "supplier": "S",
        "year": 2024,
        "verification": Verification.VERIFIED,
        "boundary": SupplierBoundary.CRADLE_TO_GATE,
    }
    with pytest.raises(InputError, match=code):
        SupplierFootprint(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"place_of_use": "Atlantis"}, "PLACE_UNKNOWN"),  # no such place
        ({"place_of_assembly": "Narnia"}, "PLACE_UNKNOWN"),  # no such place
        ({"chassis": {"unobtainium": 1.0}}, "MATERIAL_UNKNOWN"),  # not in the pack's materials
        ({"memory_generation": "ddr9"}, "FACTOR_NOT_FOUND"),  # no factor of that name
        ({"device_class": "desktop"}, "PACK_MISMATCH"),  # a desktop in a notebook's pack
        (
            {
                "chassis": {"carbon_fibre": 1.0},
                "recycled": (RecycledContent(material="carbon_fibre", share=0.5, custody=Custody.SEGREGATED),),
            },
            "MATERIAL_NOT_RECYCLED",
        ),  # no recycled carbon fibre in the library
        (
            {"freight": (FreightShare(mode=Mode.SEA, share=1.0),)},
            "LANE_MODE",
        ),  # by sea from China to China
    ],
)
def test_the_inventory_refuses(library: FactorLibrary, laptop_facts: dict[str, Any], changes: dict[str, Any], code: str) -> None:
    spec = DeviceSpec(attributes=Attributes(**{**laptop_facts, **changes}))
    with pytest.raises(LingtanError) as caught:
        build_inventory(spec, load_class_pack("laptop"), library)
    assert caught.value.code == code
    assert caught.value.place


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"kind": "batery", "unit": Unit.WH}, "BOM_KIND_UNKNOWN"),  # misspelt; the nearest is named
        ({"kind": "module", "unit": Unit.WH}, "BOM_KIND_UNKNOWN"),  # a model that many components share
        ({"kind": "battery", "unit": Unit.KG}, "BOM_UNIT"),  # kilograms where watt-hours are counted
        ({"kind": "soldering", "unit": Unit.M2}, "BOM_KIND_FIXED"),  # follows from the boards
        ({"kind": "battery", "unit": Unit.WH, "place_of_make": "Atlantis"}, "PLACE_UNKNOWN"),  # no such place
    ],
)
def test_the_bill_refuses_with_the_cell(library: FactorLibrary, laptop: DeviceSpec, line: dict[str, Any], code: str) -> None:
    spec = DeviceSpec(attributes=laptop.attributes, bom=(BomLine(part="P", amount=1.0, cell="BOM!B3", **line),))
    with pytest.raises(InputError) as caught:
        build_inventory(spec, load_class_pack("laptop"), library)
    assert (caught.value.code, caught.value.place) == (code, "BOM!B3")


def test_burden_free_recycled_input_and_a_full_credit_for_it_are_refused(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    content = (RecycledContent(material="aluminium", share=0.5, custody=Custody.SEGREGATED),)
    spec = DeviceSpec(attributes=Attributes(**laptop_facts, recycled=content))
    with pytest.raises(MethodError, match="RECYCLED_DOUBLE_CREDIT"):
        build_inventory(spec, load_class_pack("laptop"), library, end_of_life=EndOfLifeMethod.CREDIT)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ({}, "REQUIRED_FIELD", "x.toml"),  # no attributes at all
        ({"attributes": {}, "extra": 1}, "UNKNOWN_FIELD", "x.toml"),  # a table nobody knows
        ({"attributes": {"device_class": "laptop"}}, "BAD_RECORD", "x.toml"),  # manufacturer, model, place missing
        ({"attributes": {"weight": 1.2}}, "BAD_RECORD", "x.toml"),  # not our name for the mass
        (
            {"attributes": {"device_class": "laptop", "manufacturer": "M", "model": "X", "place_of_use": "CN", "mass_kg": -1}},
            "ATTRIBUTE_RANGE",
            "x.toml: attributes.mass_kg",
        ),  # the record's own refusal, with the file before it
        (
            {
                "attributes": {"device_class": "laptop", "manufacturer": "M", "model": "X", "place_of_use": "CN"},
                "bom": [{"part": "P", "kind": "battery", "amount": -3, "unit": "Wh", "cell": "BOM!C9"}],
            },
            "NEGATIVE_MASS",
            "x.toml: BOM!C9",
        ),  # a part of negative capacity
    ],
)
def test_specification_files_refuse_with_file_and_field(data: dict[str, Any], code: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        spec_from_mapping(data, place="x.toml")
    assert (caught.value.code, caught.value.place) == (code, place)


def test_variants_refuse(laptop: DeviceSpec) -> None:
    with pytest.raises(InputError, match="UNKNOWN_ATTRIBUTE"):
        apply_variant(laptop, Variant(configuration="v", set_attributes={"weight": 1.0}))  # not an attribute
    with pytest.raises(InputError, match="VARIANT_PART_UNKNOWN"):
        apply_variant(laptop, Variant(configuration="v", remove_parts=("NOPE",)))  # the base has no such part
    with pytest.raises(InputError, match="ATTRIBUTE_RANGE"):
        apply_variant(laptop, Variant(configuration="v", set_attributes={"memory_gb": -8.0}))  # what attributes refuse


def test_every_code_of_the_catalogue_speaks_both_languages_with_the_same_parameters() -> None:
    entries = [entry for entry in catalog().values() if entry.room == "product"]
    assert entries
    for entry in entries:
        first, second = (entry.placeholders(language) for language in entry.text)
        assert first == second, entry.code
