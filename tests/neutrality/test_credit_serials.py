"""Serials of registries: the published examples, and what is no serial."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import Standing
from lingtan.neutrality import Registry, check_count, opaque_range, parse_serial

# help.cloverly.com/knowledge/registry-serial-number-ranges (Verra, CAR, ACR); carbonmark.com (Verra with scope); GS from memory.
GOLDEN = [
    (Registry.VERRA, "0001-000001-000100-VCS-VCU-003-VER-US-0003-01012020-31122020-1", 100, 2020, "US", "0003", "000001", "000100"),
    (
        Registry.VERRA,
        "12082-384723093-384800545-VCS-VCU-304-VER-CN-1-191-01012008-31122008-0",
        77453,
        2008,
        "CN",
        "191",
        "384723093",
        "384800545",
    ),
    (Registry.CAR, "CAR-1-US-293-1-120-CA-2006-102-1 to 29251", 29251, 2006, "US", "293", "1", "29251"),
    (Registry.ACR, "ACR-US-192-2010-203-1-5000", 5000, 2010, "US", "192", "1", "5000"),
    (Registry.GOLD_STANDARD, "GS1-1-CN-GS4221-21-2019-21733-1-1000", 1000, 2019, "CN", "GS4221", "1", "1000"),
]


@pytest.mark.parametrize(("registry", "text", "count", "vintage", "country", "project", "first", "last"), GOLDEN)
def test_published_serials_hold_their_units_and_print_as_they_were(registry, text, count, vintage, country, project, first, last):
    found = parse_serial(registry, text)
    assert (found.count, found.vintage_year, found.country, found.project) == (count, vintage, country, project)
    assert (found.first, found.last) == (first, last)
    assert int(found.last) - int(found.first) + 1 == count
    assert found.text == text


def test_the_stated_count_of_the_climate_action_reserve_example_is_one_short():
    found = parse_serial(Registry.CAR, "CAR-1-US-293-1-120-CA-2006-102-1 to 29251")
    with pytest.raises(InputError) as caught:
        check_count(found, 29250, place="Credits!C2")
    assert caught.value.code == "CREDIT_SERIAL_COUNT"
    assert caught.value.params["count"] == 29251
    check_count(found, 29251)


def test_formats_not_seen_in_a_source_are_marked_unverified():
    assert parse_serial(Registry.GOLD_STANDARD, GOLDEN[-1][1]).standing is Standing.UNVERIFIED
    assert parse_serial(Registry.CCER, "国家登记 2024 川 1-20").standing is Standing.UNVERIFIED
    assert parse_serial(Registry.ACR, GOLDEN[3][1]).standing is Standing.SOURCE


def test_an_opaque_ccer_serial_keeps_its_text_and_counts_its_range():
    found = parse_serial(Registry.CCER, "CCER-川-001 11-20")
    assert found == opaque_range("CCER-川-001", "11", "20")
    assert (found.count, found.text) == (10, "CCER-川-001 11-20")


def test_a_verra_split_under_another_batch_id_still_overlaps():
    whole = parse_serial(Registry.VERRA, "12082-1001-1100-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0")
    child = parse_serial(Registry.VERRA, "99999-1050-1050-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0")
    assert whole.overlaps(child)
    assert not whole.overlaps(parse_serial(Registry.VERRA, "12082-1050-1050-VCS-VCU-304-VER-CN-1-191-01012022-31122022-0"))


@given(st.integers(1, 10**6), st.integers(1, 10**4), st.data())
def test_parts_of_a_range_are_disjoint_contiguous_and_sum_to_it(start, count, data):
    found = parse_serial(Registry.ACR, f"ACR-US-192-2010-203-{start}-{start + count - 1}")
    cut = data.draw(st.integers(start, start + count))
    parts = [found.part(a, b) for a, b in ((start, cut), (cut, start + count)) if a < b]
    assert sum(part.count for part in parts) == found.count == count
    assert all(not a.overlaps(b) for a in parts for b in parts if a is not b)
    assert all(part.overlaps(found) for part in parts)
    assert all(parse_serial(Registry.ACR, part.text) == part for part in parts)


@pytest.mark.parametrize(
    ("registry", "text", "code"),
    [
        (Registry.VERRA, "1-1-100-VCS-VCU-003-VER-USA-0003-01012020-31122020-1", "CREDIT_SERIAL_FORMAT"),  # three-letter country
        (Registry.VERRA, "1-1-100-VCS-VCU-003-VER-US-0003-31022020-31122020-1", "CREDIT_SERIAL_FORMAT"),  # 31 February
        (Registry.VERRA, "1-1-100-VCS-VCU-003-VER-US-0003-01012021-31122020-1", "CREDIT_SERIAL_FORMAT"),  # ends before it starts
        (Registry.VERRA, "1-100-1-VCS-VCU-003-VER-US-0003-01012020-31122020-1", "CREDIT_SERIAL_RANGE"),  # reversed edges
        (Registry.VERRA, "1-0-99-VCS-VCU-003-VER-US-0003-01012020-31122020-1", "CREDIT_SERIAL_RANGE"),  # units count from one
        (Registry.CAR, "CAR-1-US-293-1-120-CA-2006-102-1-29251", "CREDIT_SERIAL_FORMAT"),  # hyphen where CAR prints ' to '
        (Registry.ACR, "ACR-US-192-2010-203-1-5000 ; DROP", "CREDIT_SERIAL_FORMAT"),  # something after it
        (Registry.ACR, "ACR-US-192-2010-203-１-５０００", "CREDIT_SERIAL_FORMAT"),  # full-width digits
        (Registry.ACR, "ACR-US-192-2010-203-1-999999999999", "CREDIT_SERIAL_RANGE"),  # grams would leave 2⁵³
        (Registry.GOLD_STANDARD, "SN-BLK-DEMO-D-NaN-NaN-undefined", "CREDIT_SERIAL_FORMAT"),  # seen in a national registry's seed data
        (Registry.CCER, "1-20", "CREDIT_SERIAL_FORMAT"),  # no prefix
        (Registry.CCER, "", "CREDIT_SERIAL_FORMAT"),  # nothing
    ],
)
def test_what_is_no_serial_is_refused(registry, text, code):
    with pytest.raises(InputError) as caught:
        parse_serial(registry, text, place="Credits!B2")
    assert caught.value.code == code
    assert caught.value.place == "Credits!B2"
    assert caught.value.params
