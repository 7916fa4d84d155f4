"""Orders: serials, duplicates, lots, and devices in use."""

from __future__ import annotations

import pytest

from lingtan.errors import InputError, LingtanError
from lingtan.neutrality import Delivery, Entity, read_order


def order(cases, rows, **changes):
    return read_order(rows, **({"number": "PO-1", "manufacturer": "Synthetic Maker", "holder": cases.holder} | changes))


def test_devices_of_one_footprint_make_one_lot_in_code_point_order(cases):
    rows = [
        cases.order_row("SYNB02", 2),
        cases.order_row("SYNA10", 3),
        cases.order_row("SYNa10x", 4),
        cases.order_row("SYN0001", 5, service_years="4", place_of_use="CN-TJ"),
    ]
    lots = order(cases, rows).lots
    assert [lot.serials for lot in lots] == [("SYNA10", "SYNB02", "SYNa10x"), ("SYN0001",)]
    assert (lots[1].covered_years, lots[1].place_of_use, lots[1].count) == (4.0, "CN-TJ", 1)


def test_the_digest_of_an_order_moves_with_its_body(cases):
    one = order(cases, [cases.order_row("SYN0001")])
    assert one.digest == order(cases, [cases.order_row("SYN0001")]).digest
    assert one.digest != order(cases, [cases.order_row("SYN0002")]).digest
    assert one.digest != order(cases, [cases.order_row("SYN0001")], payer=Entity(name="Payer", identifier="12345678")).digest


def test_a_repeated_serial_names_both_cells(cases):
    with pytest.raises(InputError) as caught:
        order(cases, [cases.order_row("SYN0001", 2), cases.order_row("SYN0002", 3), cases.order_row("syn0001", 4)])
    assert caught.value.code == "DEVICE_SERIAL_TWICE"
    assert caught.value.place == "Order!4.serial"
    assert caught.value.params["first"] == "Order!2.serial"


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"serial": "AB1"}, "DEVICE_SERIAL_FORM", "serial"),  # too short
        ({"serial": "A" * 41}, "DEVICE_SERIAL_FORM", "serial"),  # too long
        ({"serial": "PF０００１"}, "DEVICE_SERIAL_FORM", "serial"),  # full-width digits
        ({"serial": "PF 0001"}, "DEVICE_SERIAL_FORM", "serial"),  # a blank inside
        ({"serial": "РF0001"}, "DEVICE_SERIAL_FORM", "serial"),  # Cyrillic look-alike of P
        ({"serial": "=PF0001"}, "DEVICE_SERIAL_FORM", "serial"),  # a formula that got through
        ({"serial": "-PF0001"}, "DEVICE_SERIAL_FORM", "serial"),  # begins with a mark
        ({"serial": 10001}, "ROW_VALUE_KIND", "serial"),  # a number has lost its zeros
        ({"serial": ""}, "ROW_VALUE_MISSING", "serial"),
        ({"model": None}, "ROW_VALUE_MISSING", "model"),
        ({"service_years": 0}, "ROW_VALUE_RANGE", "service_years"),  # no service
        ({"service_years": 31}, "ROW_VALUE_RANGE", "service_years"),  # beyond any declared life
        ({"service_years": "five"}, "ROW_VALUE_KIND", "service_years"),
        ({"service_years": float("inf")}, "ROW_VALUE_KIND", "service_years"),
        ({"delivery": "later"}, "ROW_VALUE_CHOICE", "delivery"),
        ({"delivery": "in_use"}, "ROW_VALUE_MISSING", "remaining_years"),  # what is left must be said
        ({"delivery": "in_use", "remaining_years": 6}, "ROW_VALUE_RANGE", "remaining_years"),  # more than the whole life
        ({"remaining_years": 2}, "REMAINING_YEARS_OF_NEW_DEVICE", "remaining_years"),  # a new device has all its years
    ],
)
def test_a_wrong_cell_is_refused_where_it_stands(cases, changes, code, column):
    with pytest.raises(InputError) as caught:
        order(cases, [cases.order_row("SYN0001", 7, **changes)])
    assert caught.value.code == code
    assert caught.value.place == f"Order!7.{column}"


@pytest.mark.parametrize(
    ("rows", "changes", "code"),
    [
        ((), {}, "ORDER_EMPTY"),  # no devices
        (("SYN0001",), {"number": " "}, "ORDER_UNNAMED"),  # no number
        (("SYN0001",), {"manufacturer": ""}, "ORDER_UNNAMED"),  # whose serial is it?
    ],
)
def test_an_order_without_its_names_is_refused(cases, rows, changes, code):
    with pytest.raises(InputError) as caught:
        order(cases, [cases.order_row(serial) for serial in rows], **changes)
    assert caught.value.code == code


@pytest.mark.parametrize(("name", "identifier"), [("", "12345678"), ("A", " 12345678"), ("A ", "12345678"), ("A", "")])
def test_a_party_has_an_exact_name_and_identifier(name, identifier):
    with pytest.raises(LingtanError) as caught:
        Entity(name=name, identifier=identifier)
    assert caught.value.code == "ENTITY_INCOMPLETE"


def test_a_device_in_use_covers_what_remains(cases):
    (lot,) = order(cases, [cases.order_row("SYN0001", delivery="in_use", remaining_years=2.5)]).lots
    assert (lot.delivery, lot.service_years, lot.covered_years) == (Delivery.IN_USE, 5.0, 2.5)
