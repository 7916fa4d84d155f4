"""What is wrong with a table is said with its exact cell: one bad-argument table for each kind of file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lingtan.errors import InputError
from lingtan.files import BOM, CREDITS, DEVICE, FACTORS, ORDERS, Schema, TableError, read_bom, read_device, read_table, write_template
from lingtan.files.templates import TemplateKind

Grid = list[list[Any]]

ORDER_HEAD = ["serial", "model", "configuration", "service_years", "place_of_use", "delivery", "remaining_years"]
BOM_HEAD = ["part", "kind", "material", "amount", "unit", "quantity", "recycled_share", "custody", "place_of_make"]


def orders() -> Grid:
    return [ORDER_HEAD, *([f"SYN-{n:04}", "Book 13", "base", 4, "CN-BJ", "with_hardware", None] for n in range(1, 6))]


def bom() -> Grid:
    return [
        BOM_HEAD,
        ["P-1", "battery", None, 52.5, "Wh", 1, None, None, "CN"],
        ["P-2", "chassis", "aluminium", 310, "g", 1, "30%", "segregated", "CN"],
        ["P-3", "memory", None, 16, "GB", 1, None, None, "KR"],
    ]


def credits_() -> Grid:
    head = [c.name for c in CREDITS.columns]
    row = [c.example for c in CREDITS.columns]
    second = list(row)
    second[head.index("serial")] = "12082-384723193-384723292-VCS-VCU-304-VER-CN-1-191-01012023-31122023-0"
    return [head, row, second]


def factors() -> Grid:
    return [[c.name for c in FACTORS.columns], [c.example for c in FACTORS.columns]]


def device() -> Grid:
    return [["attribute", "value", "custody"], ["device_class", "laptop", None], ["memory_gb", 16, None], ["freight.air", "100%", None]]


GRIDS: dict[str, tuple[Schema, Callable[[], Grid]]] = {
    "orders": (ORDERS, orders),
    "bom": (BOM, bom),
    "credits": (CREDITS, credits_),
    "factors": (FACTORS, factors),
    "device": (DEVICE, device),
}


def put(row: int, column: int, value: object) -> Callable[[Grid], None]:
    """Set a cell; rows count from 1 as in the file, columns from 0."""

    def change(grid: Grid) -> None:
        while len(grid) < row:
            grid.append([None] * len(grid[0]))
        cells = grid[row - 1]
        while len(cells) <= column:
            cells.append(None)
        cells[column] = value

    return change


def insert_blank(row: int) -> Callable[[Grid], None]:
    return lambda grid: grid.insert(row - 1, [None] * len(grid[0]))


def drop_column(column: int) -> Callable[[Grid], None]:
    def change(grid: Grid) -> None:
        for row in grid:
            del row[column]

    return change


def units(*texts: str) -> Callable[[Grid], None]:
    return lambda grid: grid.insert(1, list(texts))


def xlsx(path: Path, grid: Grid, title: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in grid:
        sheet.append(row)
    book.save(path)
    return path


def csv_file(path: Path, grid: Grid) -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(grid)
    path.write_bytes(stream.getvalue().encode("utf-8"))
    return path


BAD = [
    # order ------------------------------------------------------------------------------------------------------------
    ("orders", drop_column(0), "COLUMN_MISSING", "1"),  # no serial numbers at all
    ("orders", put(1, 3, "yaers"), "COLUMN_MISSING", "1"),  # a typing slip in a needed header
    ("orders", put(1, 1, "serial"), "COLUMN_TWICE", "B1"),  # one header twice: which column counts?
    ("orders", put(3, 0, "SYN-0001"), "TABLE_KEY_TWICE", "A3"),  # duplicate serial
    ("orders", put(3, 0, None), "CELL_BLANK", "A3"),  # a row without a serial
    ("orders", put(3, 0, "=A2"), "CELL_FORMULA", "A3"),  # a formula's shown value may be stale
    ("orders", put(3, 0, "1.23E+12"), "CELL_ID_DAMAGED", "A3"),  # what Excel makes of a long number in a CSV
    ("orders", put(3, 0, "SYN\u200b-9"), "CELL_INVISIBLE", "A3"),  # zero-width space: looks like another serial
    ("orders", put(4, 3, -4), "CELL_OUT_OF_RANGE", "D4"),  # negative years
    ("orders", put(4, 3, 400), "CELL_OUT_OF_RANGE", "D4"),  # months typed as years
    ("orders", put(4, 3, "four"), "CELL_NOT_NUMBER", "D4"),  # words
    ("orders", put(4, 3, "4,5"), "CELL_NUMBER_AMBIGUOUS", "D4"),  # 4.5 in Berlin, 45 in no place
    ("orders", put(4, 3, "nan"), "CELL_NOT_FINITE", "D4"),  # nan passes every comparison
    ("orders", put(4, 3, "1e999"), "CELL_NOT_FINITE", "D4"),  # overflows to infinity
    ("orders", put(4, 3, "4 kg"), "UNIT_NOT_CONVERTIBLE", "D4"),  # years in kilograms
    ("orders", put(4, 4, "Atlantis"), "PLACE_UNKNOWN", "E4"),  # unknown place
    ("orders", put(4, 5, "by pigeon"), "CELL_NOT_LISTED", "F4"),  # not one of the choices
    ("orders", insert_blank(4), "TABLE_GAP", "4"),  # a blank row: a lost line?
    ("orders", put(4, 9, "stray"), "CELL_OUTSIDE", "J4"),  # beyond the last header: a comma too many
    ("orders", units("—", "—", "—", "kg", "—", "—", "—"), "UNIT_NOT_CONVERTIBLE", "D2"),  # unit row of another kind
    ("orders", units("—", "—", "—", "parsec per bottle", "—", "—", "—"), "UNIT_UNKNOWN", "D2"),  # unit row of no kind
    ("orders", lambda grid: grid.clear() or grid.append(ORDER_HEAD), "TABLE_EMPTY", "2"),  # a header and nothing else
    ("orders", lambda grid: grid.pop(0), "TABLE_HEADER_MISSING", "A1"),  # data without a header
    # bill of materials ------------------------------------------------------------------------------------------------
    ("bom", put(3, 3, -310), "CELL_NEGATIVE", "D3"),  # negative mass
    ("bom", put(3, 3, None), "CELL_BLANK", "D3"),  # no mass
    ("bom", put(3, 3, "1,310"), "CELL_NUMBER_AMBIGUOUS", "D3"),  # thousands or decimals?
    ("bom", put(3, 3, "310,5"), "CELL_NUMBER_AMBIGUOUS", "D3"),  # a decimal comma
    ("bom", put(3, 3, True), "CELL_NOT_NUMBER", "D3"),  # a truth value is not 1 kg
    ("bom", put(3, 6, 30), "CELL_SHARE_AMBIGUOUS", "G3"),  # 30 what?
    ("bom", put(3, 6, "130%"), "CELL_OUT_OF_RANGE", "G3"),  # more recycled than there is
    ("bom", put(3, 7, "trust me"), "CELL_NOT_LISTED", "H3"),  # no chain-of-custody model
    ("bom", put(4, 0, "P-1"), "TABLE_KEY_TWICE", "A4"),  # the same part twice
    ("bom", put(4, 8, "Middle-earth"), "PLACE_UNKNOWN", "I4"),  # unknown place of make
    # credits ----------------------------------------------------------------------------------------------------------
    ("credits", put(2, 12, 99.5), "CELL_NOT_INTEGER", "M2"),  # half a tonne
    ("credits", put(2, 12, 0), "CELL_OUT_OF_RANGE", "M2"),  # nothing held
    ("credits", put(2, 12, "100 kg"), "UNIT_OTHER", "M2"),  # kilograms where the registry counts tonnes
    ("credits", put(2, 14, "03/04/2025"), "CELL_DATE_AMBIGUOUS", "O2"),  # April or March
    ("credits", put(2, 14, "soon"), "CELL_NOT_DATE", "O2"),  # no date
    ("credits", put(2, 14, "2025-02-30"), "CELL_NOT_DATE", "O2"),  # a day that was not
    ("credits", put(2, 14, "1899-12-31"), "CELL_DATE_RANGE", "O2"),  # a spreadsheet's day zero
    ("credits", put(2, 0, "MAGIC"), "CELL_NOT_LISTED", "A2"),  # unknown programme
    ("credits", put(2, 20, -1), "CELL_NEGATIVE", "U2"),  # a price below zero
    # factors ----------------------------------------------------------------------------------------------------------
    ("factors", put(2, 3, "inf"), "CELL_NOT_FINITE", "D2"),  # infinite factor
    ("factors", put(2, 17, "Narnia"), "PLACE_UNKNOWN", "R2"),  # unknown place
    ("factors", put(2, 18, 2020.25), "CELL_NOT_INTEGER", "S2"),  # a year with a point in it
    ("factors", put(2, 25, 0.9), "CELL_OUT_OF_RANGE", "Z2"),  # GSD below 1
    ("factors", put(2, 20, None), "CELL_BLANK", "U2"),  # no source
    # device -----------------------------------------------------------------------------------------------------------
    ("device", put(3, 0, "device_class"), "TABLE_KEY_TWICE", "A3"),  # the same attribute twice
    ("device", put(3, 1, None), "CELL_BLANK", "B3"),  # a name without a value
]


@pytest.mark.parametrize(("kind", "change", "code", "cell"), BAD, ids=[f"{n:02}-{b[0]}-{b[2]}" for n, b in enumerate(BAD)])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_bad_cell_is_named(tmp_path: Path, kind: str, change: Callable[[Grid], None], code: str, cell: str, form: str) -> None:
    schema, make = GRIDS[kind]
    grid = [list(row) for row in make()]
    change(grid)
    if form == "xlsx":
        path, label = xlsx(tmp_path / "t.xlsx", grid, schema.sheet), schema.sheet
    else:
        path, label = csv_file(tmp_path / "t.csv", grid), "t.csv"
    with pytest.raises(InputError) as caught:
        read_table(path, schema)
    assert (caught.value.code, caught.value.place) == (code, f"{label}!{cell}")
    assert code in str(caught.value)


@pytest.mark.parametrize("kind", sorted(GRIDS))
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_unchanged_tables_are_read(tmp_path: Path, kind: str, form: str) -> None:
    schema, make = GRIDS[kind]
    path = xlsx(tmp_path / "t.xlsx", make(), schema.sheet) if form == "xlsx" else csv_file(tmp_path / "t.csv", make())
    assert len(read_table(path, schema)) == len(make()) - 1


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    grid = orders()
    grid[2][3], grid[3][4], grid[4][0] = "four", "Atlantis", None
    with pytest.raises(TableError) as caught:
        read_table(csv_file(tmp_path / "o.csv", grid), ORDERS)
    assert [(p.code, p.place) for p in caught.value.problems] == [
        ("CELL_NOT_NUMBER", "o.csv!D3"),
        ("PLACE_UNKNOWN", "o.csv!E4"),
        ("CELL_BLANK", "o.csv!A5"),
    ]


def test_gb18030_is_named_with_the_first_cell_that_does_not_fit(tmp_path: Path) -> None:
    grid = orders()
    grid[3][1] = "轻薄本"
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(grid)
    path = tmp_path / "o.csv"
    path.write_bytes(stream.getvalue().encode("gb18030"))
    with pytest.raises(InputError) as caught:
        read_table(path, ORDERS)
    assert (caught.value.code, caught.value.place, caught.value.params["guess"]) == ("CSV_NOT_UTF8", "o.csv!B4", "GB18030/GBK")


FILES = [
    (b"", "t.csv", "TABLE_EMPTY"),  # an empty file
    (b"", "t.xlsx", "TABLE_EMPTY"),  # an empty file that calls itself a workbook
    ("serial,model\n".encode("utf-16"), "t.csv", "CSV_NOT_UTF8"),  # Excel's "Unicode text"
    (b'"serial', "t.csv", "CSV_BROKEN"),  # a quotation mark that never closes
    (b"serial,mod\x00el\n", "t.csv", "CSV_BROKEN"),  # a NUL byte: not text
    (b"PK\x03\x04 rest", "t.csv", "FILE_TYPE"),  # a workbook renamed to .csv
    (b"PK\x03\x04 rest", "t.xlsx", "FILE_CORRUPT"),  # half a download
    (b"not a zip", "t.xlsx", "FILE_CORRUPT"),  # a text renamed to .xlsx
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "t.xlsx", "FILE_ENCRYPTED"),  # old .xls, or locked with a password
    (b"x", "t.pdf", "FILE_TYPE"),  # another kind of file
    (b"x", "t", "FILE_TYPE"),  # no kind at all
]


@pytest.mark.parametrize(("data", "name", "code"), FILES, ids=[f[2] + "-" + f[1] for f in FILES])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes, name: str, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_table(tmp_path / name, ORDERS)
    assert caught.value.code == code


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "FILE_MISSING"), (tmp_path, "FILE_NOT_READABLE")):
        with pytest.raises(InputError) as caught:
            read_table(path, ORDERS)
        assert caught.value.code == code


def test_merged_cells_are_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "o.xlsx", orders(), "Order")
    book = openpyxl.load_workbook(path)
    book["Order"].merge_cells("B3:B4")
    book.save(path)
    with pytest.raises(TableError) as caught:
        read_table(path, ORDERS)
    assert ("CELL_MERGED", "Order!B3") in [(p.code, p.place) for p in caught.value.problems]


def test_a_hidden_sheet_is_refused_and_a_hidden_row_is_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "o.xlsx", orders(), "Order")
    book = openpyxl.load_workbook(path)
    book["Order"].row_dimensions[4].hidden = True
    book.save(path)
    assert ("ROW_HIDDEN", "Order!4") in [(w.code, w.place) for w in read_table(path, ORDERS).warnings]
    book.create_sheet("Other")
    book["Order"].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(InputError) as caught:
        read_table(path, ORDERS)
    assert caught.value.code == "SHEET_HIDDEN"


def test_several_sheets_without_the_expected_name_are_ambiguous(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "o.xlsx", orders(), "A")
    book = openpyxl.load_workbook(path)
    book.create_sheet("B")
    book.save(path)
    for sheet, code in ((None, "SHEET_AMBIGUOUS"), ("C", "SHEET_MISSING")):
        with pytest.raises(InputError) as caught:
            read_table(path, ORDERS, sheet=sheet)
        assert caught.value.code == code
    assert len(read_table(path, ORDERS, sheet="a")) == 5


def test_a_serial_typed_as_a_long_number_has_lost_digits(tmp_path: Path) -> None:
    grid = orders()
    grid[2][0] = 1234567890123456789
    assert read_table(csv_file(tmp_path / "o.csv", grid), ORDERS).rows[1].value("serial") == "1234567890123456789"
    with pytest.raises(InputError) as caught:  # in a workbook a number is a double: 15 digits
        read_table(xlsx(tmp_path / "o.xlsx", grid, "Order"), ORDERS)
    assert (caught.value.code, caught.value.place) == ("CELL_ID_DAMAGED", "Order!A3")


def test_an_error_value_and_a_date_where_a_number_belongs_are_named(tmp_path: Path) -> None:
    grid = orders()
    path = xlsx(tmp_path / "o.xlsx", grid, "Order")
    book = openpyxl.load_workbook(path)
    book["Order"]["D3"].value = "#DIV/0!"
    book["Order"]["D3"].data_type = "e"
    book["Order"]["D4"].value = date(2026, 4, 3)
    book.save(path)
    with pytest.raises(TableError) as caught:
        read_table(path, ORDERS)
    assert [(p.code, p.place) for p in caught.value.problems] == [
        ("CELL_ERROR_VALUE", "Order!D3"),
        ("CELL_DATE_NOT_NUMBER", "Order!D4"),
    ]


def test_an_unknown_column_is_told_with_its_nearest_and_does_not_stop(tmp_path: Path) -> None:
    grid = orders()
    grid[0] = [*grid[0], "remaning years"]
    table = read_table(csv_file(tmp_path / "o.csv", grid), ORDERS)
    assert [(w.code, w.place, w.params["nearest"]) for w in table.warnings] == [("COLUMN_UNKNOWN", "o.csv!H1", "Remaining years")]


def test_the_limit_of_rows_is_told_with_the_first_row_beyond(tmp_path: Path) -> None:
    head = "serial,model,configuration,service_years,place_of_use\n"
    lines = [f"SYN-{n:06},Book 13,base,4,CN-BJ\n" for n in range(100_001)]
    path = tmp_path / "o.csv"
    path.write_text(head + "".join(lines[:-1]), "utf-8")
    assert len(read_table(path, ORDERS)) == 100_000
    path.write_text(head + "".join(lines), "utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path, ORDERS)
    assert (caught.value.code, caught.value.place, caught.value.params["limit"]) == ("TABLE_TOO_LONG", "o.csv!100002", 100_000)


BAD_DEVICE = [
    ("memory_gb", "16 kg", "UNIT_NOT_CONVERTIBLE", "B3"),  # memory by weight
    ("memory_gb", "lots", "CELL_NOT_NUMBER", "B3"),  # words
    ("mass_kg", "-1.2", "ATTRIBUTE_RANGE", "B3"),  # negative mass
    ("screen_size_in", "33.8 cm", "UNIT_OTHER", "B3"),  # centimetres where inches are declared
    ("freight.air", "60", "CELL_SHARE_AMBIGUOUS", "B3"),  # 60 what?
    ("recycled.aluminium", "30%", "CELL_BLANK", "C3"),  # a recycled share without its chain of custody
]


@pytest.mark.parametrize(("attribute", "value", "code", "cell"), BAD_DEVICE)
def test_a_bad_attribute_is_named_by_its_cell(tmp_path: Path, attribute: str, value: str, code: str, cell: str) -> None:
    base = [["manufacturer", "Synthetic"], ["model", "M"], ["device_class", "laptop"], ["place_of_use", "CN"]]
    grid: Grid = [["attribute", "value", "custody"], ["configuration", "base", None], [attribute, value, None]]
    grid += [[*pair, None] for pair in base]
    with pytest.raises(InputError) as caught:
        read_device(xlsx(tmp_path / "d.xlsx", grid, "Device"))
    assert (caught.value.code, caught.value.place) == (code, f"Device!{cell}")


def test_bill_of_materials_in_foreign_units_reads_as_canonical(tmp_path: Path) -> None:
    lines = read_bom(csv_file(tmp_path / "b.csv", bom()))
    assert [(line.part, line.amount, line.unit.value, line.cell) for line in lines] == [
        ("P-1", 52.5, "Wh", "b.csv!A2"),
        ("P-2", pytest.approx(0.31), "kg", "b.csv!A3"),
        ("P-3", 16.0, "GB", "b.csv!A4"),
    ]
    assert lines[1].recycled_share == 0.3


@pytest.mark.parametrize(
    ("column", "value", "code", "cell"),
    [
        (4, "parsec per bottle", "UNIT_UNKNOWN", "E3"),  # no such unit
        (4, "kelvin", "UNIT_NOT_CONVERTIBLE", "E3"),  # a unit that measures no part
        (7, None, "CUSTODY_MISSING", "H3"),  # a recycled share needs its model
    ],
)
def test_a_bad_line_of_the_bill_is_named(tmp_path: Path, column: int, value: object, code: str, cell: str) -> None:
    grid = bom()
    grid[2][column] = value
    with pytest.raises(InputError) as caught:
        read_bom(csv_file(tmp_path / "b.csv", grid))
    assert (caught.value.code, caught.value.place) == (code, f"b.csv!{cell}")


def test_a_blank_template_says_that_it_is_empty(tmp_path: Path) -> None:
    write_template(tmp_path / "orders.xlsx", TemplateKind.ORDERS)
    with pytest.raises(InputError) as caught:
        read_table(tmp_path / "orders.xlsx", ORDERS)
    assert (caught.value.code, caught.value.place) == ("TABLE_EMPTY", "Order!2")
