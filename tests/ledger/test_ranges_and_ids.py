"""Serial ranges part without loss; ids are the RFC's; a repeated body is compared field by field."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import LedgerError
from lingtan.ledger import Block, Share, derive_id, device_key, first_difference, split, uuid7
from lingtan.ledger.accounts import account_name
from lingtan.ledger.allocations import spread

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def block(start=1, end=101, **rest):
    fields = {
        "id": uuid7(AT, bytes(10)),
        "organisation": "acme",
        "series": "S",
        "asset": "co2e_credit",
        "unit": "g",
        "amount_per_unit": 10**6,
    }
    return Block(**(fields | {"start": start, "end": end} | rest))


@given(st.data())
def test_children_are_disjoint_contiguous_and_sum_to_their_parent(data):
    start = data.draw(st.integers(0, 10**9))
    parent = block(start, start + data.draw(st.integers(2, 10_000)))
    cuts = sorted(data.draw(st.sets(st.integers(parent.start + 1, parent.end - 1), min_size=1, max_size=8)))
    children = split(parent, cuts, [derive_id(parent.id, str(n)) for n in range(len(cuts) + 1)])
    assert (children[0].start, children[-1].end) == (parent.start, parent.end)
    assert all(left.end == right.start for left, right in itertools.pairwise(children))
    assert sum(child.units for child in children) == parent.units
    assert sum(child.amount for child in children) == parent.amount
    assert all(child.parent == parent.id for child in children)
    assert len({child.id for child in children}) == len(children)


def test_one_to_a_hundred_inclusive_is_a_hundred_units():
    # The registries print inclusive edges; CADT issues 446 and 475 are about the unit that is gained on the way.
    assert block(1, 101).units == 100
    left, right = split(block(1, 101), (51,), [derive_id(block().id, "l"), derive_id(block().id, "r")])
    assert (left.units, right.units) == (50, 50)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (5, 5),  # empty
        (6, 5),  # reversed
        (-1, 5),  # below zero
        (1, 2**53),  # beyond exact JSON
        (1.0, 5),  # not a whole number
        (True, 5),  # a truth value
        ("1", "5"),  # text
    ],
)
def test_a_range_that_is_none_is_refused(start, end):
    with pytest.raises(LedgerError) as refusal:
        block(start, end)
    assert refusal.value.code == "RANGE_EMPTY"


@pytest.mark.parametrize("cuts", [(1,), (101,), (50, 50), (60, 40), (0,), (200,)])
def test_a_cut_outside_or_out_of_order_is_refused(cuts):
    with pytest.raises(LedgerError) as refusal:
        split(block(1, 101), cuts, [derive_id(block().id, str(n)) for n in range(len(cuts) + 1)])
    assert refusal.value.code == "SPLIT_POINT"


def test_a_block_worth_more_than_json_holds_is_refused():
    with pytest.raises(LedgerError) as refusal:
        block(0, 2**53 - 1)
    assert refusal.value.code == "AMOUNT_RANGE"


def test_uuid7_is_the_example_of_rfc_9562():
    # RFC 9562 appendix A.6: unix_ts_ms 017F22E279B0, rand_a CC3, rand_b 18C4DC0C0C07398F.
    at = datetime.fromtimestamp(0x017F22E279B0 / 1000, UTC)
    entropy = ((0xCC3 << 64) | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(at, entropy) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(st.text(max_size=20), st.text(max_size=20))
def test_derived_ids_repeat_and_differ_by_label(one, other):
    parent = uuid7(AT, b"0123456789")
    assert (derive_id(parent, one) == derive_id(parent, other)) == (one == other)
    assert derive_id(parent, one)[:13] == parent[:13]


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=3), st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=3))
def test_account_names_do_not_run_together(one, other):
    assert (account_name("holding", *one) == account_name("holding", *other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PF0A1", "pf0a1"),
        ("PF0 A1", "PF0A1"),
        ("ＰＦ０Ａ１", "PF0A1"),
        ("pf0\u00a0a1", "PF0A1"),
        ("PF-0A1", "PF0A1"),
        ("S-2_10", "s2-10"),
    ],  # case, blank, full width, no-break blank
)
def test_spellings_of_one_serial_are_one_device(one, other):
    assert device_key(one) == device_key(other)


def test_a_mark_between_figures_tells_devices_apart() -> None:
    assert device_key("S-2-10-0") != device_key("S-21-0-0")


@given(st.lists(st.integers(1, 50), min_size=1, max_size=20), st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_every_device_gets_its_amount_and_no_pool_gives_more_than_it_has(amounts, pools):
    shares = [Share(serial=str(n), amount=amount) for n, amount in enumerate(amounts)]
    sources = [(f"p{n}", amount) for n, amount in enumerate(pools)]
    if sum(amounts) > sum(pools):
        with pytest.raises(LedgerError):
            spread(shares, sources)
        return
    parts = spread(shares, sources)
    assert [sum(a for s, _, a in parts if s is share) for share in shares] == amounts
    assert all(sum(a for _, p, a in parts if p == name) <= has for name, has in sources)
    emptied = [name for name, has in sources if sum(a for _, p, a in parts if p == name) == has]
    touched = [name for name, _ in sources if any(p == name for _, p, _ in parts)]
    assert set(touched[:-1]) <= set(emptied)  # a pool is used up before the next is opened


@pytest.mark.parametrize(
    ("recorded", "given_now", "path"),
    [
        ({"a": 1}, {"a": 1}, None),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "b"),
        ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 3}]}}, "a.b[1].c"),
        ({"a": [1]}, {"a": [1, 2]}, "a[1]"),  # something was added
        ({"a": 1}, {}, "a"),  # something is missing
        ({"a": 1}, {"a": "1"}, "a"),  # a number is not its text
        ({"a": 1}, {"a": True}, "a"),  # nor a truth value
        ({"a": None}, {"a": 0}, "a"),
        (1, 2, "-"),
    ],
)
def test_the_first_differing_field_is_named(recorded, given_now, path):
    assert first_difference(recorded, given_now) == path
