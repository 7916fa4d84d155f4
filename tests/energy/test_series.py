"""Hours, daylight saving and gaps."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from lingtan.energy import Calendar, Fill, Reading, hourly
from lingtan.errors import InputError

BERLIN = Calendar(year=2024, zone="Europe/Berlin")
CHINA = Calendar(year=2023)


def readings(calendar: Calendar, *, offset: bool = False) -> list[Reading]:
    shown = "%Y-%m-%dT%H:%M%z" if offset else "%Y-%m-%d %H:%M"
    return [Reading(at=at.strftime(shown), value_kw=float(i), place=f"load.csv:{i + 2}") for i, at in enumerate(calendar.local)]


def test_a_year_has_8760_hours_and_a_leap_year_24_more_with_or_without_daylight_saving() -> None:
    assert (CHINA.hours, Calendar(year=2024).hours, BERLIN.hours) == (8760, 8784, 8784)
    assert (np.diff(CHINA.month) >= 0).all()


def test_the_day_of_spring_has_23_hours_and_that_of_autumn_25() -> None:
    counts = np.bincount(BERLIN.day_of_year)
    days = [(BERLIN.local[0] + timedelta(days=int(d))).strftime("%m-%d") for d in np.flatnonzero(counts != 24)]
    assert (days, counts[counts != 24].tolist()) == (["03-31", "10-27"], [23, 25])


@pytest.mark.parametrize("calendar", [CHINA, BERLIN])
@pytest.mark.parametrize("offset", [True, False])
def test_readings_find_their_hour_by_time_in_any_order(calendar: Calendar, offset: bool) -> None:
    given = readings(calendar, offset=offset)
    if offset:
        given = given[::-1]
    series = hourly(given, calendar)
    assert (series.values_kw == np.arange(calendar.hours)).all()
    assert series.filled_hours == 0


def test_a_gap_is_named_by_its_first_hour_and_never_filled_silently() -> None:
    given = readings(CHINA)
    del given[2000:2003]
    with pytest.raises(InputError, match="TIME_SERIES_GAP") as refused:
        hourly(given, CHINA)
    assert refused.value.place == "2023-03-25 08:00 +0800"
    assert refused.value.params["missing"] == 3
    series = hourly(given, CHINA, fill=Fill.INTERPOLATE)
    assert series.filled_hours == 3
    assert series.values_kw[2001] == pytest.approx(2001)


def test_a_long_gap_is_not_filled_even_when_asked() -> None:
    given = readings(CHINA)
    del given[100:110]
    with pytest.raises(InputError, match="TIME_SERIES_GAP"):
        hourly(given, CHINA, fill=Fill.INTERPOLATE)


@pytest.mark.parametrize(
    ("calendar", "reading", "code"),
    [
        (BERLIN, Reading(at="2024-03-31 02:00", value_kw=1, place="x"), "ENERGY_TIME"),  # spring skips this hour
        (CHINA, Reading(at="2022-12-31 23:00", value_kw=1, place="x"), "ENERGY_TIME"),  # last year
        (CHINA, Reading(at="2023-01-01 00:30", value_kw=1, place="x"), "ENERGY_TIME"),  # not the beginning of an hour
        (CHINA, Reading(at="yesterday", value_kw=1, place="x"), "ENERGY_TIME"),
        (CHINA, Reading(at="2023-01-01 00:00", value_kw=-1, place="x"), "ENERGY_NEGATIVE"),
        (CHINA, Reading(at="2023-01-01 00:00", value_kw=1e9, place="x"), "ENERGY_ABSURD"),  # watts in a column of kilowatts
        (CHINA, Reading(at="2023-01-01 00:00", value_kw=float("nan"), place="x"), "ENERGY_ABSURD"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_at_its_place(calendar: Calendar, reading: Reading, code: str) -> None:
    with pytest.raises(InputError, match=code) as refused:
        hourly([reading], calendar)
    assert refused.value.place == "x"


def test_the_same_hour_twice_is_refused() -> None:
    with pytest.raises(InputError, match="ENERGY_TWICE"):
        hourly([*readings(CHINA), Reading(at="2023-05-01 00:00", value_kw=1, place="x")], CHINA)


@pytest.mark.parametrize(("year", "zone", "code"), [(1, "Asia/Shanghai", "ENERGY_YEAR"), (2024, "Asia/Nowhere", "ENERGY_ZONE")])
def test_a_calendar_must_be_of_this_world(year: int, zone: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        Calendar(year=year, zone=zone)
