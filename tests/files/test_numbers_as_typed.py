"""Numbers, shares and dates as people type them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from lingtan.files import Column, Kind, Schema, read_table
from lingtan.files.addresses import column_letters
from lingtan.files.numbers import UnreadableError, parse_date, parse_number
from lingtan.quantities import Unit


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_python_writes_is_read_back_exactly(value: float) -> None:
    assert parse_number(repr(value)) == (value, "")


@given(st.floats(min_value=-1e15, max_value=1e15), st.sampled_from(["kg", "g", "%", "kWh", "m2", "t*km", "件"]))
def test_a_unit_after_the_number_is_kept_apart(value: float, unit: str) -> None:
    assert parse_number(f"{value!r} {unit}") == (value, unit)


@given(st.integers(min_value=1_000, max_value=10**12), st.sampled_from([",", " ", "'", "’", "_"]))
def test_no_grouped_number_is_ever_guessed(value: int, separator: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_number(f"{value:,}".replace(",", separator))
    assert caught.value.code == "CELL_NUMBER_AMBIGUOUS"


@given(st.integers(min_value=0, max_value=999), st.integers(min_value=0, max_value=999))
def test_a_decimal_comma_is_never_guessed(whole: int, part: int) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_number(f"{whole},{part}")
    assert caught.value.code == "CELL_NUMBER_AMBIGUOUS"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２.５", 12.5),  # full-width digits of a Chinese input method
        ("−3", -3.0),  # a true minus sign
        (" 7 ", 7.0),  # white space around
        (".5", 0.5),  # no leading zero
        ("5.", 5.0),  # no decimals
        ("1e3", 1000.0),  # exponent
        ("+2", 2.0),  # a plus sign
    ],
)
def test_harmless_forms_are_read(text: str, value: float) -> None:
    assert parse_number(text) == (value, "")


@pytest.mark.parametrize("text", ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "2026-03-01 00:00:00"])
def test_dates_with_the_year_first_are_read(text: str) -> None:
    assert parse_date(text) == date(2026, 3, 1)


@given(st.integers(min_value=0, max_value=16_383))
def test_column_letters_are_those_of_a_spreadsheet(index: int) -> None:
    assert column_letters(index) == get_column_letter(index + 1)


SHARES = Schema(
    name="s",
    sheet="S",
    en="S",
    zh="S",
    columns=(
        Column(name="id", en="ID", zh="编号", kind=Kind.ID, filled=True),
        Column(name="share", en="Share", zh="比例", kind=Kind.SHARE, filled=True),
        Column(name="mass_kg", en="Mass", zh="质量", kind=Kind.NUMBER, unit=Unit.KG),
    ),
)


@pytest.mark.parametrize(
    ("head", "cell", "share"),
    [
        ("share", "30%", 0.3),  # with its sign
        ("share", "0.3", 0.3),  # a fraction
        ("share", "1", 1.0),  # all of it
        ("share (%)", "30", 0.3),  # under a percent sign
        ("比例（%）", "0", 0.0),  # nothing, in Chinese brackets
        ("Share [1]", "0.3", 0.3),  # a fraction by its header
    ],
)
def test_a_share_means_one_thing(tmp_path: Path, head: str, cell: str, share: float) -> None:
    path = tmp_path / "s.csv"
    path.write_text(f"id,{head}\nA,{cell}\n", "utf-8")
    assert read_table(path, SHARES).rows[0].value("share") == pytest.approx(share, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "id,share,mass_kg\nA,1,0.31\n",  # the column's own unit
        "编号,比例,质量（g）\nA,1,310\n",  # in brackets
        "编号 / ID *,比例 / Share *,质量 / Mass\n—,—,g\nA,1,310\n",  # in a unit row
        "id;share;mass_kg\nA;1;310 g\n",  # in the cell, semicolons between
        "\ufeffa title,,\nID,Share,Mass (t)\nA,1,0.00031\n",  # byte order mark and a title above the header
        "编号／ID,比例,质量\n-,-,mg\nA,1,310000\n",  # full-width slash
    ],
)
def test_one_mass_in_every_way_to_state_its_unit(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.csv"
    path.write_text(text, "utf-8")
    assert read_table(path, SHARES).rows[0].value("mass_kg") == pytest.approx(0.31, rel=1e-12)
