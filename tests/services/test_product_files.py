"""What goes in and comes out of the product pages as files: studies, declarations, device workbooks, trees, bills of materials."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from shelf import NOW, WHO, X13, opened, saved

from lingtan.errors import InputError
from lingtan.evidence import Intensity, MeterReading, WorkshopProcess
from lingtan.files import TableError
from lingtan.messages import Language
from lingtan.product.workshop.use import WorkshopUse
from lingtan.services.demo.examples import example
from lingtan.services.footprint.device import device_from_file
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.device_file import device_workbook
from lingtan.services.products.documents import declaration_document, device_document, report_document, tree_document
from lingtan.services.products.importing.previewing import preview
from lingtan.services.products.importing.samples import load_sample, samples
from lingtan.services.products.importing.uploading import bom_template, device_of_bom, device_of_upload
from lingtan.services.products.listing import list_products
from lingtan.services.products.product import product_view
from lingtan.services.products.record import current_version
from lingtan.services.products.saving import save_product
from lingtan.services.products.studying import freeze_product


@pytest.fixture
def maker(tmp_path: Path) -> Workspace:
    return opened(tmp_path, "Maker")


def test_freezing_gives_the_study_that_the_version_names(maker: Workspace) -> None:
    product = saved(maker)
    frozen = freeze_product(maker, product, actor=WHO, at=NOW, draws=1_000)
    assert freeze_product(maker, product, actor=WHO, at=NOW + timedelta(days=1), draws=1_000).study == frozen.study
    view = product_view(maker, product)
    assert [row.study for row in view.studies] == [frozen.study]
    assert (view.headline.study_digest, view.headline.draws) == (frozen.study, 1_000)
    assert len(view.versions) == 2
    assert view.studies[0].statement is None


def test_the_declaration_is_the_frozen_studys(maker: Workspace) -> None:
    product = saved(maker)
    frozen = freeze_product(maker, product, actor=WHO, at=NOW, draws=1_000)
    document = declaration_document(maker, product, "json", issued_on=date(2026, 11, 22))
    assert frozen.study.encode() in document.data
    pdf = declaration_document(maker, product, "zh.pdf", issued_on=date(2026, 11, 22))
    assert pdf.data.startswith(b"%PDF")
    assert (pdf.media, pdf.name[-7:]) == ("application/pdf", ".zh.pdf")


def test_the_study_report_is_of_the_frozen_study_and_before_there_is_one_of_the_live_one(maker: Workspace) -> None:
    product, day = saved(maker), date(2026, 11, 22)
    live = json.loads(report_document(maker, product, "json", issued_on=day).data)
    assert (live["state"], live["review"]) == ("live", {"status": "none"})
    frozen = freeze_product(maker, product, actor=WHO, at=NOW, draws=1_000)
    document = report_document(maker, product, "json", issued_on=day)
    record = json.loads(document.data)
    assert (record["state"], record["studyDigest"], record["commissioner"]) == ("frozen", frozen.study, "Maker")
    assert record["meanMg"] == frozen.mean_mg == sum(line["mg"] for line in record["lines"])
    assert document.data == report_document(maker, product, "json", issued_on=day).data
    pdf = report_document(maker, product, "en.pdf", issued_on=day)
    assert pdf.data.startswith(b"%PDF")
    assert (pdf.media, pdf.name) == ("application/pdf", f"SR-{frozen.study[7:19]}.en.pdf")


@pytest.mark.parametrize("name", ["thinkpad-x13", "thinkpad-x1-carbon-5th", "thinkpad-x1-carbon-gen9"])
def test_the_device_file_reads_back_to_the_device(maker: Workspace, name: str) -> None:
    spec = device_from_file(example(f"{name}.toml"))
    product = save_product(maker, spec, actor=WHO, at=NOW).product
    again = device_of_upload("device.xlsx", device_document(maker, product).data)
    assert again == spec


def test_the_device_file_brings_measured_workshops_and_forecasts_back() -> None:
    """Every leaf of an intensity and of a forecast, numbers and dates with their digits; a broken leaf is named by its cell."""
    readings = tuple(MeterReading(meter="OVENS", month=f"2025-{month:02d}", metered_wh=8_000_001 + month) for month in range(1, 13))
    measured = Intensity(
        organisation="Maker", workshop="Hall 3", product="board", process=WorkshopProcess.BOARD_SOLDERING, metered=("electricity",),
        place="CN-AH", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31), readings=readings, good_count=120_000, scrap_count=7,
        product_wh=96_000_090, other_products_wh=0, scrap_wh=0, idle_wh=0, other_wh=0, borne_wh=96_000_090, standard_error_share=0.1 + 0.02,
        factor_id="f", factor_class="electricity_life_cycle", factor_year=2023, factor_kg_per_kwh=0.5306, method_version="1",
        synthetic=True,
    )  # fmt: skip
    spec = replace(device_from_file(example("thinkpad-x13.toml")), workshops=(WorkshopUse(intensity=measured, pieces_count=2.0),))
    data = device_workbook(spec)
    again = device_of_upload("device.xlsx", data)
    assert again == spec
    assert again.configuration_digest == spec.configuration_digest
    book = openpyxl.load_workbook(BytesIO(data))
    book["Workshops"]["B3"] = "Hall 3"  # not JSON any more
    changed = BytesIO()
    book.save(changed)
    with pytest.raises(InputError, match="JSON_BROKEN") as refused:
        device_of_upload("device.xlsx", changed.getvalue())
    assert refused.value.place is not None
    assert refused.value.place.startswith("Workshops!B3")


@pytest.mark.parametrize(("language", "stage"), [(Language.EN, "Materials and parts"), (Language.ZH, "原材料与零部件")])
def test_the_trees_formulas_recompute_the_footprint(maker: Workspace, language: Language, stage: str) -> None:
    product = load_sample(maker, X13, actor=WHO, at=NOW).product
    book = openpyxl.load_workbook(BytesIO(tree_document(maker, product, language).data))
    lines = list(book["Lines"].iter_rows(min_row=2, values_only=True))
    assert lines[0][9] == "=F2*H2*I2"
    assert sum(row[5] * row[7] * row[8] for row in lines) == pytest.approx(current_version(maker, product).mean_mg / 1e6)
    assert book["Tree"].cell(book["Tree"].max_row, 3).value == f"=SUM(Lines!J2:J{len(lines) + 1})"
    assert stage in {row[0] for row in lines}
    criteria = {name for row in book["Tree"].iter_rows(min_row=2, values_only=True) for name in re.findall('"([^"]+)"', row[2])}
    assert criteria == {name for row in lines for name in row[:2]}, "every sum finds its lines by the names that stand there"


# --- uploads


def test_the_template_uploads_as_it_comes(maker: Workspace) -> None:
    view = preview(maker, device_of_upload("template.xlsx", example_filled()))
    assert (view.model, view.synthetic, view.is_known) == ("Synthetic Book 13", True, False)
    assert list_products(maker).total == 0, "a preview saves nothing"
    saved_one = save_product(maker, device_of_upload("template.xlsx", example_filled()), actor=WHO, at=NOW)
    assert saved_one.product == view.product
    assert saved_one.mean_mg == view.mean_mg
    assert preview(maker, device_of_upload("template.xlsx", example_filled())).is_known


def example_filled() -> bytes:
    """The template's example sheets in the place of its empty ones."""
    book = openpyxl.load_workbook(BytesIO(bom_template()))
    assert {"Device", "BOM"} <= set(book.sheetnames)
    from lingtan.files.product_columns import EXAMPLE_DEVICE

    sheet = book["Device"]
    for row in EXAMPLE_DEVICE:
        sheet.append(row)
    del book["BOM"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


BAD_BOM = "part,kind,amount,unit\nSYN-1,battery,-4,Wh\nSYN-2,battery,many,Wh\nSYN-3,battery,4,furlong\n"


def test_a_bad_bill_of_materials_lists_every_cell(maker: Workspace) -> None:
    with pytest.raises(TableError) as refused:
        device_of_bom("parts.csv", BAD_BOM.encode(), {"device_class": "laptop"})
    places = {problem.place for problem in refused.value.problems}
    assert len(places) >= 2
    assert all(place and place.startswith("parts.csv!") for place in places)
    assert list_products(maker).total == 0


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("device.exe", b"x", "UPLOAD_KIND"),  # no table
        ("device", b"x", "UPLOAD_KIND"),  # no ending
        ("device.xlsx", b"", "UPLOAD_EMPTY"),  # nothing in it
        ("../../etc/passwd.toml", b"[attributes", "TOML_BROKEN"),  # a path is only a name; not TOML
        ("device.xlsx", b"PK\x03\x04 broken", "FILE_CORRUPT"),  # a broken workbook
    ],
)
def test_a_bad_file_is_refused_under_its_own_name(name: str, data: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        device_of_upload(name, data)
    assert "/" not in (refused.value.place or "")
    assert refused.value.code == code, refused.value


def test_a_bill_of_materials_beside_a_class_is_a_device(maker: Workspace) -> None:
    spec = device_of_bom("parts.csv", b"part,kind,amount,unit\nSYN-1,battery,52,Wh\n", {"device_class": "laptop", "model": "SYN 14"})
    assert (spec.attributes.model, spec.attributes.configuration, len(spec.bom)) == ("SYN 14", "parts", 1)
    assert preview(maker, spec).bom_lines == 1


def test_the_samples_name_their_sources(maker: Workspace) -> None:
    assert [sample.sample for sample in samples()] == ["thinkpad-x13", "thinkpad-x1-carbon-5th", "thinkpad-x1-carbon-gen9"]
    assert all(sample.sources for sample in samples())
    with pytest.raises(InputError, match="SAMPLE_UNKNOWN"):
        load_sample(maker, "../secrets", actor=WHO, at=NOW)
