"""Rows of declaration lists: what is read, what is reclassified, what is not assessable, what is refused."""

from __future__ import annotations

import pytest

from lingtan.errors import InputError
from lingtan.factors import FactorLibrary
from lingtan.product import NotAssessable, RowSpec, StorageType, build_inventory, load_class_pack, mean_mg, spec_from_row
from lingtan.product.attributes_only import Drives, parse_drives

ROW = {"manufacturer": "Maker", "name": "Book 14", "subcategory": "Laptop", "use_location": "EU", "weight": "1.4", "screen_size": "14.0"}


def _spec(**changes: str) -> RowSpec:
    found = spec_from_row({**ROW, **changes}, place="row 2")
    assert isinstance(found, RowSpec)
    return found


def test_a_row_becomes_a_specification(library: FactorLibrary) -> None:
    row = _spec(lifetime="4.0", yearly_tec="19.9", report_date="May 2020", memory="16", hard_drive="SSD 256GB", assembly_location="China")
    facts = row.spec.attributes
    assert (facts.device_class, facts.mass_kg, facts.screen_size_in, facts.report_year) == ("laptop", 1.4, 14.0, 2020)
    assert (facts.service_years, facts.tec_kwh, facts.memory_gb, facts.storage_gb) == (4.0, 19.9, 16.0, 256.0)
    assert facts.storage_type is StorageType.SSD
    assert mean_mg(build_inventory(row.spec, load_class_pack("laptop"), library)) > 0


@pytest.mark.parametrize("subcategory", ["Printer", "IoT", "Hard drive", "", "Gaming", "Converged Edge"])
def test_a_class_that_is_not_modelled_says_so(subcategory: str) -> None:
    found = spec_from_row({**ROW, "subcategory": subcategory}, place="row 2")
    assert isinstance(found, NotAssessable)
    assert found.reason.code == "CLASS_NOT_ASSESSABLE"
    assert found.reason.place == "row 2"


@pytest.mark.parametrize(
    ("screen", "weight", "expected"),
    [
        ("", "5.0", "desktop"),
        ("0", "5.0", "desktop"),  # lists write 0 for none
        ("24.0", "7.0", "all_in_one"),
        ("13.0", "1.25", "laptop"),  # a notebook listed among desktops
    ],
)
def test_a_desktop_with_a_screen_is_what_it_is(screen: str, weight: str, expected: str) -> None:
    row = _spec(subcategory="Desktop", screen_size=screen, weight=weight)
    assert row.spec.attributes.device_class == expected
    assert any(note.code == "ROW_RECLASSIFIED" for note in row.notes) is (expected != "desktop")


def test_an_unknown_place_of_use_is_the_world_and_said() -> None:
    row = _spec(use_location="")
    assert row.spec.attributes.place_of_use == "GLO"
    assert [note.code for note in row.notes] == ["ROW_PLACE_ASSUMED"]


@pytest.mark.parametrize(
    ("text", "drives"),
    [
        ("", Drives(count=0, gb=None, kind=None)),
        ("SSD 256GB", Drives(count=1, gb=256.0, kind=StorageType.SSD)),
        ("512GB", Drives(count=1, gb=512.0, kind=None)),
        ("x2 1TB 3.5in HDD", Drives(count=2, gb=2000.0, kind=StorageType.HDD)),
        ("x1 200GB 1.8in SSD", Drives(count=1, gb=200.0, kind=StorageType.SSD)),
        ("x4 2.5in HDD Blank", Drives(count=0, gb=None, kind=None)),  # empty bays
        ("64GB eMMC", Drives(count=1, gb=64.0, kind=None)),
    ],
)
def test_storage_text(text: str, drives: Drives) -> None:
    assert parse_drives(text) == drives


def test_a_servers_hard_disks_are_counted_not_its_gigabytes() -> None:
    facts = _spec(subcategory="Server", hard_drive="x2 1TB 3.5in HDD", screen_size="", weight="22").spec.attributes
    assert (facts.hdd_count, facts.storage_gb, facts.ssd_count) == (2.0, 0.0, None)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("weight", "1,4", "ROW_NUMBER"),  # decimal comma
        ("weight", "-1.4", "ROW_RANGE"),  # negative mass
        ("yearly_tec", "nan", "ROW_RANGE"),  # not a number that parses
        ("lifetime", "four", "ROW_NUMBER"),  # words
        ("memory", "inf", "ROW_RANGE"),  # infinite
    ],
)
def test_a_bad_cell_is_named(column: str, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        spec_from_row({**ROW, column: text}, place="row 2")
    assert (caught.value.code, caught.value.place) == (code, f"row 2:{column}")


def test_a_mass_in_grams_is_refused_as_out_of_range() -> None:
    with pytest.raises(InputError, match="ATTRIBUTE_RANGE"):
        spec_from_row({**ROW, "weight": "1400"}, place="row 2")
