"""What is written: same rows, same bytes; read back as it was; nothing half-written; no text that runs."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import Standing
from lingtan.factors import FactorClass, GwpLabel
from lingtan.files import (
    BOM,
    CREDITS,
    DEVICE,
    FACTORS,
    ORDERS,
    SOURCES,
    TEMPLATE_SHEETS,
    Column,
    Formula,
    Kind,
    Schema,
    SheetOut,
    TemplateKind,
    csv_bytes,
    read_device,
    read_factor_pack,
    read_table,
    read_toml,
    template_bytes,
    workbook_bytes,
    write_atomic,
    write_csv,
    write_template,
    write_workbook,
)
from lingtan.neutrality.credits import CorrespondingAdjustment, ProjectType
from lingtan.neutrality.holdings import CREDIT_COLUMNS, read_holdings
from lingtan.neutrality.orders import ORDER_COLUMNS, Delivery, Entity, read_order
from lingtan.neutrality.serials import Registry
from lingtan.product.attributes import Custody
from lingtan.product.bom import SupplierBoundary, Verification

NOTES = Schema(
    name="notes",
    sheet="Notes",
    en="Notes",
    zh="备注",
    columns=(
        Column(name="id", en="ID", zh="编号", kind=Kind.INTEGER, filled=True),
        Column(name="note", en="Note", zh="备注", kind=Kind.TEXT),
    ),
)

printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
dangerous = st.builds(lambda head, tail: head + tail, st.sampled_from(["=", "+", "-", "@", "=HYPERLINK(1)"]), printable)
texts = st.lists(st.one_of(printable, dangerous).filter(lambda t: t.strip() == t), min_size=1, max_size=8)


@settings(max_examples=60)
@given(texts)
def test_texts_come_back_from_csv_and_workbook_as_they_went(tmp_path_factory: pytest.TempPathFactory, notes: list[str]) -> None:
    folder = tmp_path_factory.mktemp("notes")
    sheet = SheetOut(title="Notes", rows=[["id", "note"], *([n, note] for n, note in enumerate(notes))])
    write_csv(folder / "n.csv", sheet)
    write_workbook(folder / "n.xlsx", [sheet])
    for name in ("n.csv", "n.xlsx"):
        assert [row.value("note") for row in read_table(folder / name, NOTES)] == notes


@given(st.sampled_from("=+-@"), printable)
def test_no_text_of_a_csv_file_starts_as_a_formula(sign: str, rest: str) -> None:
    data = csv_bytes(SheetOut(title="S", rows=[[sign + rest]])).decode("utf-8-sig")
    assert data.lstrip('"').startswith("'" + sign)


def test_a_text_like_a_formula_stays_text_in_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([SheetOut(title="S", rows=[["=1+1", Formula("=1+1")]])])))
    assert (book["S"]["A1"].data_type, book["S"]["B1"].data_type) == ("s", "f")
    assert book["S"]["A1"].quotePrefix


def test_a_formula_cannot_go_into_csv() -> None:
    with pytest.raises(InputError) as caught:
        csv_bytes(SheetOut(title="S", rows=[["a"], [Formula("=A1")]]))
    assert (caught.value.code, caught.value.place) == ("CSV_FORMULA", "S!A2")


def test_a_workbook_is_a_function_of_its_rows() -> None:
    sheet = SheetOut(title="S", rows=[["id", "when"], [1, date(2026, 3, 1)]], widths=(10, 12), lists={0: '"1,2"'})
    first, second = workbook_bytes([sheet]), workbook_bytes([sheet])
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "kept").write_text("old")
    with pytest.raises(InputError) as caught:  # a folder cannot be replaced by a file
        write_atomic(target, b"new")
    assert caught.value.code == "FILE_NOT_WRITABLE"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder"]
    assert (target / "kept").read_text() == "old"


def test_a_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_atomic(tmp_path / "key", b"secret", private=True)
    write_atomic(tmp_path / "page", b"open")
    assert [(tmp_path / n).stat().st_mode & 0o777 for n in ("key", "page")] == [0o600, 0o644]


@pytest.mark.parametrize("kind", list(TemplateKind))
def test_a_template_has_both_languages_units_choices_and_a_synthetic_example(kind: TemplateKind) -> None:
    data = template_bytes(kind)
    assert data == template_bytes(kind)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for schema in TEMPLATE_SHEETS[kind]:
        blank, example = book[schema.sheet], book[f"{schema.sheet} 示例 synthetic"]
        head = [cell.value for cell in blank[1]]
        assert head == [f"{c.zh} / {c.en}" + (" *" if c.filled else "") for c in schema.columns]
        assert blank.max_row == 2
        assert example.max_row >= 3
        short = [c for c in schema.columns if c.choices]
        assert bool(short) == bool(blank.data_validations.dataValidation)
    assert "说明 Instructions" in book.sheetnames
    assert any("synthetic" in str(cell.value) for row in book["说明 Instructions"] for cell in row)


@pytest.mark.parametrize("schema", [ORDERS, CREDITS, BOM, DEVICE, FACTORS, SOURCES], ids=lambda s: s.name)
def test_every_example_sheet_reads_without_a_warning(tmp_path: Path, schema: Schema) -> None:
    kind = next(kind for kind, schemas in TEMPLATE_SHEETS.items() if schema in schemas)
    write_template(tmp_path / "t.xlsx", kind)
    table = read_table(tmp_path / "t.xlsx", schema, sheet=f"{schema.sheet} 示例 synthetic")
    assert len(table) >= 1
    assert table.warnings == ()


def _filled(tmp_path: Path, kind: TemplateKind) -> Path:
    """The template with its examples copied into the sheets to fill, as a user would."""
    path = tmp_path / f"{kind}.xlsx"
    write_template(path, kind)
    book = openpyxl.load_workbook(path)
    for schema in TEMPLATE_SHEETS[kind]:
        for row in book[f"{schema.sheet} 示例 synthetic"].iter_rows(min_row=3):
            for cell in row:
                book[schema.sheet].cell(row=cell.row, column=cell.column, value=cell.value)
    book.save(path)
    return path


def test_the_example_device_is_one_the_product_room_accepts(tmp_path: Path) -> None:
    spec = read_device(_filled(tmp_path, TemplateKind.BOM))
    assert spec.synthetic
    assert (spec.attributes.manufacturer, spec.attributes.model) == ("Synthetic Devices", "Synthetic Book 13")
    assert (spec.attributes.mass_kg, spec.attributes.memory_gb) == (1.2, 16.0)
    assert [line.part for line in spec.bom] == ["SYN-1001"]
    assert spec.bom[0].supplier is not None


def test_the_example_order_and_holdings_are_ones_the_neutrality_room_accepts(tmp_path: Path) -> None:
    rows = read_table(_filled(tmp_path, TemplateKind.ORDERS), ORDERS)
    holder = Entity(name="Synthetic Customer", identifier="SYN-1")
    assert read_order(rows, number="O-1", manufacturer="Synthetic Devices", holder=holder).lots[0].count == 1
    blocks = read_holdings(read_table(_filled(tmp_path, TemplateKind.CREDITS), CREDITS), on=date(2026, 1, 1))
    assert [block.tonnes for block in blocks] == [100]


def test_the_example_factor_pack_is_one_the_factor_room_accepts(tmp_path: Path) -> None:
    factors, sources = read_factor_pack(_filled(tmp_path, TemplateKind.FACTORS), pack="mine")
    assert [(f.activity, f.value, f.place, f.standing) for f in factors] == [("electricity", 0.5, "CN-BJ", Standing.SYNTHETIC)]
    assert [s.id for s in sources] == ["SYN-1"]


def test_the_columns_are_those_that_the_rooms_read() -> None:
    assert tuple(c.name for c in ORDERS.columns) == ORDER_COLUMNS
    assert tuple(c.name for c in CREDITS.columns) == CREDIT_COLUMNS


@pytest.mark.parametrize(
    ("schema", "column", "kind"),
    [
        (CREDITS, "programme", Registry),
        (CREDITS, "project_type", ProjectType),
        (CREDITS, "corresponding_adjustment", CorrespondingAdjustment),
        (ORDERS, "delivery", Delivery),
        (BOM, "custody", Custody),
        (BOM, "supplier_verification", Verification),
        (BOM, "supplier_boundary", SupplierBoundary),
        (FACTORS, "class", FactorClass),
        (FACTORS, "gwp_set", GwpLabel),
        (FACTORS, "standing", Standing),
    ],
)
def test_drop_downs_offer_exactly_what_the_rooms_know(schema: Schema, column: str, kind: type) -> None:
    assert [choice.value for choice in schema.column(column).choices] == [member.value for member in kind]


BAD_TOML = [
    (b"a = 1,5\n", "TOML_BROKEN", "s.toml"),  # a decimal comma
    (b"[memory]\ngb = nan\n", "TOML_NOT_FINITE", "s.toml: memory.gb"),  # TOML can write nan, we do not take it
    (b"[[bom]]\namount = 1.0\n[[bom]]\namount = inf\n", "TOML_NOT_FINITE", "s.toml: bom[1].amount"),  # nor infinity
    ("name = '轻薄本'\n".encode("gb18030"), "TOML_NOT_UTF8", "s.toml:1"),  # another encoding
    (b"a = 1\na = 2\n", "TOML_BROKEN", "s.toml"),  # a key twice
]


@pytest.mark.parametrize(("data", "code", "place"), BAD_TOML)
def test_a_bad_specification_names_line_or_key(tmp_path: Path, data: bytes, code: str, place: str) -> None:
    (tmp_path / "s.toml").write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_toml(tmp_path / "s.toml")
    assert (caught.value.code, caught.value.place) == (code, place)
