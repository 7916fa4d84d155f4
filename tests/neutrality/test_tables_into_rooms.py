"""Real tables through the edge into this room: the columns and cells of `files` are those that `neutrality` reads."""

from __future__ import annotations

import pytest

from lingtan.errors import LingtanError
from lingtan.files import CREDITS, ORDERS, read_table
from lingtan.neutrality import CREDIT_COLUMNS, ORDER_COLUMNS, Delivery, read_holdings, read_order

DIGEST = "sha256:" + "ab" * 32
VERRA = "12082-1001-1060-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0"
CREDIT_ROWS = (
    "programme,registry,project_id,project_name,project_type,host_country,methodology,vintage_year,serial,tonnes,status,issued_on,"
    "acquired_from,acquired_on,evidence_digest,labels,price_per_t",
    f"VCS,Synthetic registry,191,Synthetic wind farm,avoidance,CN,ACM0002,2021,{VERRA},60,active,2023-03-01,"
    f'Synthetic Carbon Ltd,2025-05-06,{DIGEST},"CCP, CORSIA",70.5',
    "ACR,Synthetic registry,192,Synthetic methane,reduction,US,ACR-7,2020,ACR-US-192-2020-203-1-LAST,5000,issued,2022-01-01,"
    f"Synthetic Carbon Ltd,2025-05-06,{DIGEST},,",
)
ORDER_CSV = """serial,model,configuration,service_years,place_of_use,delivery,remaining_years
SYN-PF0001,Synthetic Book 14,base,4,北京,with_hardware,
SYN-PF0002,Synthetic Book 14,base,4,CN-BJ,in use,2.5
"""


def credits(tmp_path, last=5000):
    path = tmp_path / "credits.csv"
    path.write_text("\n".join(CREDIT_ROWS).replace("LAST", str(last)), "utf-8")
    return read_table(path, CREDITS).rows


def test_the_columns_of_the_templates_are_those_the_room_reads():
    assert {column.name for column in CREDITS.columns} == set(CREDIT_COLUMNS)
    assert {column.name for column in ORDERS.columns} == set(ORDER_COLUMNS)


def test_a_credit_table_becomes_blocks(cases, tmp_path):
    verra, acr = read_holdings(credits(tmp_path), on=cases.today)
    assert (verra.tonnes, verra.price_minor_per_t, verra.labels) == (60, 7050, ("CCP", "CORSIA"))
    assert (acr.tonnes, acr.price_minor_per_t, acr.host_country) == (5000, None, "US")


def test_a_wrong_count_names_the_cell_of_the_file(cases, tmp_path):
    with pytest.raises(LingtanError) as caught:
        read_holdings(credits(tmp_path, last=4999), on=cases.today)
    assert caught.value.code == "CREDIT_SERIAL_COUNT"
    assert caught.value.place.endswith("!J3")


def test_an_order_table_becomes_lots_by_place_and_delivery(cases, tmp_path):
    path = tmp_path / "order.csv"
    path.write_text(ORDER_CSV, "utf-8")
    order = read_order(read_table(path, ORDERS).rows, number="PO-1", manufacturer="Synthetic Maker", holder=cases.holder)
    new, used = order.lots
    assert (new.place_of_use, new.covered_years, new.delivery) == ("CN-BJ", 4.0, Delivery.WITH_HARDWARE)
    assert (used.serials, used.covered_years) == (("SYN-PF0002",), 2.5)
