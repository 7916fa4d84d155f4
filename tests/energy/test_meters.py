"""Meters behind meters: no circles, sums that fit, and a rest with a name."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import Level, Medium, Meter, MeterTree
from lingtan.errors import InputError
from lingtan.quantities import Unit


def meter(key: str, parent: str | None = None, *, level: Level = Level.LINE, medium: Medium = Medium.ELECTRICITY) -> Meter:
    return Meter(key=key, medium=medium, level=level, parent=parent)


SITE = MeterTree(
    meters=(
        meter("main", level=Level.SITE),
        meter("smt", "main", level=Level.WORKSHOP),
        meter("assembly", "main", level=Level.WORKSHOP),
        meter("line-1", "smt"),
        meter("line-2", "smt"),
        meter("oven-1", "line-1", level=Level.EQUIPMENT),
        meter("air", level=Level.SITE, medium=Medium.COMPRESSED_AIR),
        meter("air-smt", "air", level=Level.WORKSHOP, medium=Medium.COMPRESSED_AIR),
    )
)


def test_each_meter_with_meters_behind_it_has_its_sum_and_its_rest() -> None:
    read = {"main": 1000.0, "smt": 600.0, "assembly": 300.0, "line-1": 250.0, "line-2": 240.0, "oven-1": 180.0}
    found = {b.meter: (b.metered, b.rest) for b in SITE.balances(read)}
    assert found == {"main": (900.0, 100.0), "smt": (490.0, 110.0), "line-1": (180.0, 70.0)}


def test_meters_that_count_a_little_more_than_theirs_are_within_their_accuracy_and_say_so() -> None:
    found = SITE.balances({"air": 1000.0, "air-smt": 1004.0})
    assert (found[0].rest, Medium.COMPRESSED_AIR.unit, Medium.COLD.unit) == (-4.0, Unit.M3, Unit.KWH)


def test_a_meter_knows_what_it_stands_behind_and_a_medium_its_tops() -> None:
    assert SITE.above("oven-1") == ("line-1", "smt", "main")
    assert [m.key for m in SITE.tops(Medium.ELECTRICITY)] == ["main"]
    assert [m.key for m in SITE.at(Level.WORKSHOP, Medium.ELECTRICITY)] == ["smt", "assembly"]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.integers(0, 10**9))
def test_what_is_metered_and_the_rest_are_the_meter(parts: list[int], rest: int) -> None:
    tree = MeterTree(meters=(meter("top"), *(meter(f"m{i}", "top") for i in range(len(parts)))))
    read = {f"m{i}": float(part) for i, part in enumerate(parts)} | {"top": math.fsum(parts) + rest}
    found = tree.balances(read)[0]
    assert (found.metered, found.rest) == (sum(parts), rest)


@pytest.mark.parametrize(
    ("make", "code", "place"),
    [
        (lambda: MeterTree(meters=(meter("a", "b"), meter("b", "c"), meter("c", "a"))), "METER_CYCLE", "a"),  # a circle of three
        (lambda: MeterTree(meters=(meter("x", "a"), meter("a", "a"))), "METER_CYCLE", "x"),  # behind itself
        (lambda: MeterTree(meters=(meter("a"), meter("a"))), "METER_TWICE", "a"),
        (lambda: MeterTree(meters=(meter("a", "z"),)), "METER_PARENT", "a"),  # behind one that is not there
        (lambda: MeterTree(meters=(meter("a"), meter("w", "a", medium=Medium.WATER))), "METER_MEDIUM", "w"),
        (lambda: MeterTree(meters=(meter("a"), meter("s", "a", level=Level.SITE))), "METER_LEVEL", "s"),  # a site behind a line
        (lambda: SITE.balances({"main": 1.0, "nowhere": 1.0}), "METER_UNKNOWN", "nowhere"),
        (lambda: SITE.balances({"main": -1.0}), "METER_READING", "main"),
        (lambda: SITE.balances({"main": math.nan}), "METER_READING", "main"),
        (lambda: SITE.balances({"main": 10.0, "smt": 5.0}), "METER_NOT_READ", "assembly"),  # one workshop of two
        (lambda: SITE.balances({"oven-1": 5.0}), "METER_NOT_READ", "line-1"),  # below, and not above
        (lambda: SITE.balances({"air": 1000.0, "air-smt": 1011.0}), "METER_SUM", "air"),  # beyond 1 %
    ],
)
def test_a_tree_or_readings_that_cannot_be_are_refused(make: Callable[[], object], code: str, place: str) -> None:
    with pytest.raises(InputError) as refused:
        make()
    assert (refused.value.code, refused.value.place) == (code, place)
