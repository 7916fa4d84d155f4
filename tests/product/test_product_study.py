"""The study is frozen by its digest; the declaration is derived from it; variants and comparisons are paired."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lingtan.evidence import canonical_bytes, from_plain, to_plain
from lingtan.factors import FactorLibrary, library_from_plain, library_to_plain
from lingtan.product import (
    Attributes,
    BomLine,
    ClassPack,
    DeviceSpec,
    EndOfLifeMethod,
    SupplierBoundary,
    SupplierFootprint,
    Variant,
    Verification,
    apply_variant,
    assess,
    available_packs,
    build_inventory,
    compare_devices,
    declaration,
    load_class_pack,
    mean_mg,
    spec_from_mapping,
)
from lingtan.quantities import Unit


def test_the_digest_follows_from_the_facts_and_moves_with_any_of_them(library: FactorLibrary, laptop: DeviceSpec) -> None:
    pack = load_class_pack("laptop")
    base = assess(laptop, pack, library, seed=1, draws=100)
    assert assess(laptop, pack, library, seed=1, draws=100).study.digest == base.study.digest == base.footprint.study_digest
    others = [
        assess(laptop, pack, library, seed=2, draws=100),
        assess(laptop, pack, library, seed=1, draws=200),
        assess(laptop, replace(pack, version=f"{pack.version}a"), library, seed=1, draws=100),
        assess(replace(laptop, attributes=replace(laptop.attributes, memory_gb=32.0)), pack, library, seed=1, draws=100),
    ]
    assert len({base.study.digest, *(other.study.digest for other in others)}) == 5


def test_a_bundle_of_spec_pack_and_factors_rebuilds_the_same_integers(library: FactorLibrary, laptop: DeviceSpec) -> None:
    """What a full bundle holds (spec.json, class_pack.json, factors.json) rebuilds the same integers."""
    pack = load_class_pack("laptop")
    line = BomLine(
        part="B",
        kind="battery",
        amount=50.0,
        unit=Unit.WH,
        supplier=SupplierFootprint(
            kg_co2e=4.0, supplier="S", year=2024, verification=Verification.UNVERIFIED, boundary=SupplierBoundary.CRADLE_TO_GATE
        ),
    )
    spec = replace(laptop, bom=(line,))
    again = from_plain(DeviceSpec, json.loads(canonical_bytes(to_plain(spec))))
    pack_again = from_plain(ClassPack, json.loads(canonical_bytes(to_plain(pack))))
    assert again == spec
    assert spec_from_mapping(json.loads(canonical_bytes(to_plain(spec))), place="spec.json") == spec
    assert pack_again == pack
    first = assess(spec, pack, library, seed=1, draws=100)
    factors = library_from_plain(json.loads(canonical_bytes(library_to_plain(first.library))), place="factors.json")
    assert len(factors.factors) < len(library.factors)
    second = assess(again, pack_again, factors, seed=1, draws=100)
    assert second.footprint == first.footprint
    assert second.study == first.study


@pytest.mark.parametrize("name", available_packs())
def test_an_unstated_device_rebuilds_from_its_bundle_too(library: FactorLibrary, name: str) -> None:
    """Every prior is at work, and JSON has sorted the pack's tables: neither moves a bit."""
    spec = DeviceSpec(attributes=Attributes(device_class=name, manufacturer="M", model="X", place_of_use="DE", report_year=2021))
    first = assess(spec, load_class_pack(name), library, seed=1, draws=50)
    pack = from_plain(ClassPack, json.loads(canonical_bytes(to_plain(load_class_pack(name)))))
    factors = library_from_plain(json.loads(canonical_bytes(library_to_plain(first.library))), place="factors.json")
    assert assess(spec, pack, factors, seed=1, draws=50).study == first.study


def test_the_study_states_what_iso_14067_asks(library: FactorLibrary, laptop: DeviceSpec) -> None:
    study = assess(laptop, load_class_pack("laptop"), library, seed=1, draws=100).study
    assert study.functional_unit_en
    assert study.functional_unit_zh
    assert study.exclusions
    assert study.cutoff
    assert study.offsets_included is False
    assert {note.code for note in study.assumptions} >= {"ASSUMED_USE_ELECTRICITY", "ASSUMED_END_OF_LIFE", "ASSUMED_FREIGHT"}
    assert {note.params["class"] for note in study.electricity} == {"electricity_life_cycle"}
    assert {row.code for row in study.sensitivities} >= {"SCENARIO_YEARS", "SCENARIO_PLACE", "SCENARIO_SOLDER", "SCENARIO_END_OF_LIFE"}
    for row in study.sensitivities:
        assert row.mean_mg - row.difference_mg == study.mean_mg
    assert canonical_bytes(study.plain)


def test_the_declaration_has_the_fields_of_the_format_and_shares_of_the_mean(library: FactorLibrary, laptop: DeviceSpec) -> None:
    device = assess(laptop, load_class_pack("laptop"), library, seed=1, draws=100)
    sheet = declaration(device, number="LT-1", issued_on=date(2026, 11, 22))
    assert " ".join(sheet) == (
        "number issuedOn manufacturer model configuration functionalUnit serviceYears placeOfUse gwpSet methodVersion standard meanMg "
        "sdMg p5Mg p50Mg p95Mg draws seed stages components indicatorsMg assumptions primaryDataShare dataQualityRating limitations "
        "synthetic studyDigest"
    )
    plain: Any = json.loads(canonical_bytes(sheet))
    assert sum(row["mg"] for row in plain["stages"]) == plain["meanMg"]
    assert sum(row["mg"] for row in plain["components"]) == plain["meanMg"]
    assert sum(row["share"] for row in plain["stages"]) == pytest.approx(1.0, abs=1e-12)
    assert plain["p5Mg"] < plain["p50Mg"] < plain["p95Mg"]
    assert plain["studyDigest"] == device.footprint.study_digest


def test_a_declaration_shows_no_supplier_figure(library: FactorLibrary, laptop: DeviceSpec) -> None:
    """METHODS 25: neither the supplier nor the part nor its figure is in the public sheet."""
    figure = SupplierFootprint(
        kg_co2e=4.321, supplier="Secret Cells", year=2024, verification=Verification.VERIFIED, boundary=SupplierBoundary.CRADLE_TO_GATE
    )
    spec = replace(laptop, bom=(BomLine(part="PN-778", kind="battery", amount=50.0, unit=Unit.WH, supplier=figure),))
    device = assess(spec, load_class_pack("laptop"), library, seed=1, draws=50)
    text = canonical_bytes(declaration(device, number="1", issued_on=date(2026, 1, 1))).decode()
    assert "Secret" not in text
    assert "PN-778" not in text


def test_a_variant_is_a_change_set(library: FactorLibrary, laptop: DeviceSpec) -> None:
    bigger = apply_variant(laptop, Variant(configuration="32 GB", set_attributes={"memory_gb": 32.0}))
    assert bigger.attributes == replace(laptop.attributes, memory_gb=32.0, configuration="32 GB")
    pack = load_class_pack("laptop")
    assert mean_mg(build_inventory(bigger, pack, library)) > mean_mg(build_inventory(laptop, pack, library))


def test_paired_draws_make_a_small_difference_certain(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    """8 GB against 16 GB: far inside the spread of one device, yet all but sure when what both share is drawn once."""
    pack = load_class_pack("laptop")
    specs = [DeviceSpec(attributes=Attributes(**{**laptop_facts, "memory_gb": gb})) for gb in (8.0, 16.0)]
    less, more = (build_inventory(spec, pack, library) for spec in specs)
    found = compare_devices(less, more, seed=5, draws=400)
    assert found.probability_a_less == 1.0
    assert found.difference.mean == pytest.approx((mean_mg(less) - mean_mg(more)) / 1e6, rel=0.1)


def test_end_of_life_methods_differ_by_the_stated_formula(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    """(1 − A)(R2 − R1)(E_rec − q·E_v) over the structural materials, independently summed here for an all-aluminium chassis."""
    spec = DeviceSpec(attributes=Attributes(**{**laptop_facts, "chassis": {"aluminium": 1.0}}))
    pack = load_class_pack("laptop")
    base = mean_mg(build_inventory(spec, pack, library))
    circular = mean_mg(build_inventory(spec, pack, library, end_of_life=EndOfLifeMethod.CIRCULAR_FOOTPRINT))
    mass = 1.4 * 0.42 * pack.materials["aluminium"].input_per_kg
    primary = library.resolve(_query("aluminium_primary", library)).factor.value
    recycled = library.resolve(_query("aluminium_recycled", library)).factor.value
    assert (circular - base) / 1e6 == pytest.approx((1 - 0.2) * 0.8 * mass * (recycled - primary), rel=1e-6)


def _query(activity: str, library: FactorLibrary) -> Any:
    from lingtan.factors import FactorQuery
    from lingtan.product import latest_electricity_year

    return FactorQuery(activity=activity, place="CN", year=latest_electricity_year(library), klass=library.class_of(activity))
