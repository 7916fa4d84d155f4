"""Credit holdings: counts recomputed, overlaps refused with the earlier row, nothing future or unissued."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lingtan.errors import InputError, LingtanError
from lingtan.neutrality import CorrespondingAdjustment, Registry, read_holdings

SERIAL = "12082-{}-{}-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0"


def test_a_row_becomes_a_block_with_its_tonnes_and_price(cases):
    (block,) = read_holdings([cases.credit_row()], on=cases.today)
    assert (block.registry, block.tonnes, block.price_minor_per_t) == (Registry.VERRA, 60, 7050)
    assert block.labels == ("CCP", "CORSIA")
    assert block.corresponding_adjustment is CorrespondingAdjustment.NOT_STATED
    assert block.retirement_key == ("VCS", "191", 2021)


def test_a_ccer_block_comes_from_its_parts(cases):
    row = cases.credit_row(
        programme="CCER", serial=None, serial_prefix="CCER-川-001", serial_first="1", serial_last="60", issued_on="2024-06-01"
    )
    (block,) = read_holdings([row], on=cases.today)
    assert (block.key, block.tonnes, block.issued_on) == ("CCER-川-001 1-60", 60, date(2024, 6, 1))


def test_an_overlap_names_the_earlier_row(cases):
    rows = [
        cases.credit_row(2),
        cases.credit_row(3, serial=SERIAL.format(2001, 2010), tonnes=10),
        cases.credit_row(4, serial=SERIAL.format(1060, 1061), tonnes=2),
    ]
    with pytest.raises(LingtanError) as caught:
        read_holdings(rows, on=cases.today)
    assert caught.value.code == "CREDIT_SERIAL_OVERLAP"
    assert caught.value.place == "Credits!4.serial"
    assert caught.value.params["earlier"] == "Credits!2.serial"


def test_an_overlap_with_what_is_already_held_is_refused(cases):
    known = read_holdings([cases.credit_row()], on=cases.today)
    with pytest.raises(LingtanError) as caught:
        read_holdings([cases.credit_row(9)], on=cases.today, known=known)
    assert caught.value.code == "CREDIT_SERIAL_OVERLAP"
    assert caught.value.params["earlier"] == known[0].key, "a cell of another file would send the reader to the wrong one"


def test_neighbouring_blocks_do_not_overlap_in_any_order(cases):
    edges = [(1, 10), (31, 40), (11, 20), (41, 41), (21, 30)]
    rows = [cases.credit_row(i, serial=SERIAL.format(a, b), tonnes=b - a + 1) for i, (a, b) in enumerate(edges)]
    assert sum(block.tonnes for block in read_holdings(rows, on=cases.today)) == 41


def test_ten_thousand_rows_of_one_series_are_read_in_a_moment(cases):
    rows = [cases.credit_row(i, serial=SERIAL.format(2 * i + 1, 2 * i + 2), tonnes=2) for i in range(10_000)]
    assert len(read_holdings(rows, on=cases.today)) == 10_000


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"tonnes": 59}, "CREDIT_SERIAL_COUNT", "tonnes"),  # the stated count is one short
        ({"tonnes": 60.5}, "ROW_VALUE_KIND", "tonnes"),  # half a tonne is no unit
        ({"tonnes": -60}, "ROW_VALUE_RANGE", "tonnes"),  # negative
        ({"tonnes": True}, "ROW_VALUE_KIND", "tonnes"),  # a flag is no number
        ({"status": "retired"}, "CREDIT_NOT_ISSUED", "status"),  # somebody has used it
        ({"status": "pending"}, "CREDIT_NOT_ISSUED", "status"),  # not there yet
        ({"status": None}, "ROW_VALUE_MISSING", "status"),  # unknown
        ({"issued_on": date(2027, 1, 1)}, "CREDIT_FUTURE", "issued_on"),  # not issued yet
        ({"issued_on": date(2020, 1, 1)}, "CREDIT_FUTURE", "vintage_year"),  # issued before the reduction
        ({"acquired_on": date(2027, 1, 1)}, "CREDIT_FUTURE", "acquired_on"),  # not ours yet
        ({"issued_on": "2023-02-30"}, "ROW_VALUE_KIND", "issued_on"),  # no such day
        ({"issued_on": 45000}, "ROW_VALUE_KIND", "issued_on"),  # a spreadsheet's day number
        ({"vintage_year": 2020}, "CREDIT_CONTRADICTS", "vintage_year"),  # the serial says 2021
        ({"host_country": "IN"}, "CREDIT_CONTRADICTS", "host_country"),  # the serial says CN
        ({"host_country": "China"}, "ROW_VALUE_KIND", "host_country"),  # a name, not a code
        ({"project_id": "VCS-192"}, "CREDIT_CONTRADICTS", "project_id"),  # the serial says 191
        ({"programme": "PLANVIVO"}, "ROW_VALUE_CHOICE", "programme"),  # not a programme we read
        ({"project_type": "storage"}, "ROW_VALUE_CHOICE", "project_type"),  # not a type
        ({"serial": None}, "ROW_VALUE_MISSING", "serial"),  # no serial at all
        ({"serial": 12082}, "ROW_VALUE_KIND", "serial"),  # a number cell
        ({"serial_prefix": "X"}, "CREDIT_SERIAL_BOTH", "serial_prefix"),  # whole and parts
        ({"serial": None, "serial_prefix": "X", "serial_first": "1", "serial_last": "60"}, "CREDIT_SERIAL_IN_PARTS", "serial_prefix"),
        ({"price_per_t": -1}, "ROW_VALUE_KIND", "price_per_t"),  # negative price
        ({"price_per_t": "70.555"}, "ROW_VALUE_KIND", "price_per_t"),  # a third decimal is never rounded away
        ({"price_per_t": float("nan")}, "ROW_VALUE_KIND", "price_per_t"),
        ({"currency": "yuan"}, "ROW_VALUE_KIND", "currency"),  # not ISO 4217
        ({"evidence_digest": "file.pdf"}, "ROW_VALUE_KIND", "evidence_digest"),  # a name proves nothing
        ({"evidence_digest": None}, "ROW_VALUE_MISSING", "evidence_digest"),
        ({"methodology": "  "}, "ROW_VALUE_MISSING", "methodology"),  # blanks only
    ],
)
def test_a_wrong_cell_is_refused_where_it_stands(cases, changes, code, column):
    with pytest.raises(LingtanError) as caught:
        read_holdings([cases.credit_row(7, **changes)], on=cases.today)
    assert caught.value.code == code
    assert caught.value.place == f"Credits!7.{column}"


def test_dates_may_come_as_moments_and_prices_may_be_unknown(cases):
    (block,) = read_holdings([cases.credit_row(issued_on=datetime(2023, 3, 1), price_per_t=None)], on=cases.today)  # noqa: DTZ001
    assert block.issued_on == date(2023, 3, 1)
    assert block.price_minor_per_t is None


def test_the_same_project_may_be_written_with_its_programme(cases):
    (block,) = read_holdings([cases.credit_row(project_id="VCS-0191")], on=cases.today)
    assert block.project_id == "VCS-0191"


def test_nothing_is_read_from_nothing(cases):
    assert read_holdings([], on=cases.today) == ()
    assert issubclass(InputError, LingtanError)
