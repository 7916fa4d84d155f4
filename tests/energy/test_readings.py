"""Readings by meter and day: units, days of 23 and 25 hours, repeats, corrections and gaps."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import (
    DayBlock,
    DayBlocks,
    Fill,
    Level,
    Medium,
    Meter,
    MeterReading,
    day_slots,
    filled_intervals,
    gaps,
    hourly_means,
    merged,
    new_slots,
    slot_start,
)
from lingtan.errors import InputError

METERS = {
    "M1": Meter(key="M1", medium=Medium.ELECTRICITY, level=Level.LINE),
    "N2": Meter(key="N2", medium=Medium.NITROGEN, level=Level.LINE, interval_min=60),
}


def block(amounts: dict[int, int], day: str = "2026-01-31", zone: str = "Asia/Shanghai") -> DayBlock:
    return DayBlock(meter="M1", medium=Medium.ELECTRICITY, day=day, zone=zone, interval_min=15, amounts=amounts)


def collected(*rows: tuple[str, str, float, str], zone: str = "Asia/Shanghai") -> tuple[DayBlock, ...]:
    found = DayBlocks(meters=METERS, zone=zone)
    for number, (meter, at, quantity, unit) in enumerate(rows, start=2):
        found.add(MeterReading(meter=meter, at=at, quantity=quantity, unit=unit, place=f"r.csv!C{number}"))
    return found.blocks()


def test_quantities_become_whole_watt_hours_and_litres_whatever_their_unit() -> None:
    made = collected(
        ("M1", "2026-01-31 00:15", 12.5, "kWh"), ("M1", "2026-01-31T00:30+08:00", 0.0036, "GJ"), ("N2", "2026/01/31 01:00", 7.25, "m3")
    )
    assert [(b.subject, b.amounts) for b in made] == [("M1/2026-01-31", {1: 12_500, 2: 1_000}), ("N2/2026-01-31", {1: 7_250})]


def test_a_time_with_another_offset_belongs_to_the_day_of_the_plant() -> None:
    assert collected(("M1", "2026-01-30T16:00Z", 1.0, "kWh"))[0].subject == "M1/2026-01-31"


def test_the_autumn_day_has_100_quarters_and_its_doubled_hour_takes_two_readings_a_clock_time() -> None:
    rows = [("M1", f"2026-10-25 02:{m:02d}", float(n), "kWh") for n in (1, 2) for m in (0, 15, 30, 45)]
    made = collected(*rows, zone="Europe/Berlin")[0]
    assert (made.intervals, list(made.amounts)) == (100, list(range(8, 16)))
    assert [slot_start(made, slot).utcoffset().total_seconds() / 3600 for slot in (8, 12)] == [2, 1]
    assert collected(("M1", "2026-10-25T02:00+01:00", 5.0, "kWh"), zone="Europe/Berlin")[0].amounts == {12: 5_000}


def test_the_spring_day_has_92_quarters() -> None:
    assert day_slots("2026-03-29", "Europe/Berlin", 15) == 92


def test_what_is_on_record_is_left_out_and_what_differs_is_a_correction() -> None:
    known = [block({0: 1, 1: 2}), block({1: 3})]
    assert merged(known).amounts == {0: 1, 1: 3}
    assert new_slots(block({0: 1, 1: 3}), known) == (None, 0)
    kept, corrected = new_slots(block({0: 9, 1: 3, 2: 4}), known)
    assert kept is not None
    assert (kept.amounts, corrected) == ({0: 9, 2: 4}, 1)


@given(st.dictionaries(st.integers(0, 95), st.integers(0, 10**6), min_size=1), st.integers(1, 4))
def test_readings_that_come_in_any_portions_and_again_count_once(amounts: dict[int, int], portions: int) -> None:
    slots = list(amounts)
    parts = [block({s: amounts[s] for s in slots[n::portions]}) for n in range(portions) if slots[n::portions]]
    record: list[DayBlock] = []
    for part in [*parts, *parts]:
        kept, corrected = new_slots(part, record)
        assert corrected == 0
        record += [] if kept is None else [kept]
    assert merged(record).amounts == dict(sorted(amounts.items()))
    assert sum(len(b.amounts) for b in record) == len(amounts)


def test_a_gap_is_named_and_filled_only_on_request_and_marked() -> None:
    day = block({slot: 1_000 for slot in range(96) if slot not in (10, 11, 40)})
    found = [(first.strftime("%H:%M"), count) for first, _, count in gaps([day], [day.day])]
    assert found == [("02:30", 2), ("10:00", 1)]
    with pytest.raises(InputError) as refused:
        filled_intervals([day], [day.day], fill=Fill.REFUSE)
    assert (refused.value.code, refused.value.place) == ("READING_GAP", "2026-01-31 02:30 +0800")
    rows = filled_intervals([day], [day.day], fill=Fill.INTERPOLATE)
    assert (len(rows), sum(filled for _, _, filled in rows), rows[10]) == (96, 3, ("2026-01-31T02:30+08:00", 1.0, True))


def test_a_gap_of_more_than_six_hours_or_at_an_end_is_never_filled() -> None:
    for missing in (range(20, 45), range(3), range(90, 96)):
        day = block({slot: 1 for slot in range(96) if slot not in missing})
        with pytest.raises(InputError, match="READING_GAP"):
            filled_intervals([day], [day.day], fill=Fill.INTERPOLATE)


def test_four_quarters_make_an_hour_which_is_marked_where_one_of_them_was_filled() -> None:
    day = block({slot: 2_500 for slot in range(96) if slot != 5})
    hours = hourly_means(filled_intervals([day], [day.day], fill=Fill.INTERPOLATE), 15)
    assert (len(hours), hours[0], hours[1]) == (24, ("2026-01-31T00:00+08:00", 10.0, False), ("2026-01-31T01:00+08:00", 10.0, True))


def test_the_hours_of_a_day_of_25_are_25() -> None:
    day = block(dict.fromkeys(range(100), 1_000), day="2026-10-25", zone="Europe/Berlin")
    assert len(hourly_means(filled_intervals([day], [day.day], fill=Fill.REFUSE), 15)) == 25


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: collected(("M9", "2026-01-31 00:00", 1.0, "kWh")), "METER_UNKNOWN"),
        (lambda: collected(("M1", "yesterday", 1.0, "kWh")), "READING_TIME"),  # unreadable
        (lambda: collected(("M1", "2026-01-31 00:07", 1.0, "kWh")), "READING_TIME"),  # between two quarters
        (lambda: collected(("M1", "2026-03-29 02:15", 1.0, "kWh"), zone="Europe/Berlin"), "READING_TIME"),  # spring skips it
        (lambda: collected(*[("M1", "2026-01-31 00:00", 1.0, "kWh")] * 2), "READING_TWICE"),
        (
            lambda: collected(*[("M1", "2026-10-25 02:00", 1.0, "kWh")] * 3, zone="Europe/Berlin"),
            "READING_TWICE",
        ),  # thrice in a doubled hour
        (lambda: collected(("M1", "2026-01-31 00:00", 1.0, "kW")), "READING_UNIT"),  # a power
        (lambda: collected(("N2", "2026-01-31 00:00", 1.0, "kWh")), "READING_UNIT"),  # energy of a gas meter
        (lambda: collected(("M1", "2026-01-31 00:00", -1.0, "kWh")), "READING_NEGATIVE"),
        (lambda: collected(("M1", "2026-01-31 00:00", 2e6, "kWh")), "READING_ABSURD"),  # 8 GW
        (lambda: collected(("M1", "2026-01-31 00:00", math.inf, "kWh")), "READING_ABSURD"),
        (lambda: Meter(key="x", medium=Medium.GAS, level=Level.SITE, interval_min=7), "METER_INTERVAL"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(InputError, match=code):
        make()
