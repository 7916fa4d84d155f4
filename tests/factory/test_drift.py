"""Alarms on drift: published run lengths, the stated rate of false alarms on sound meters, planted drifts found in the stated days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.energy import MeterTree
from lingtan.errors import InputError, MethodError
from lingtan.factory.running import DayUse, Drift, drift, drift_baseline, probable_cause, run_length, threshold
from lingtan.factory.running.synthetic_meters import DRIFTING, SyntheticMeters, synthetic_meters

FIRST = date(2025, 1, 6)
RATE = 730.0


def days(rng: np.random.Generator, count: int, *, correlation: float = 0.0, drift_kwh: float = 0.0, drifts_on: int = 10**6) -> list[DayUse]:
    """A meter that takes 3,000 kWh a day, 4 a piece on six days, and noise of 150 kWh that lasts."""
    noise, steps = np.zeros(count), rng.normal(size=count) * (1 - correlation**2) ** 0.5
    for n in range(count):
        noise[n] = (correlation * noise[n - 1] if n else 0.0) + steps[n]
    pieces = rng.uniform(800, 1200, count)
    found = []
    for n in range(count):
        day = FIRST + timedelta(days=n)
        made = float(pieces[n]) if day.weekday() < 6 else 0.0
        hour = (3000.0 + 4.0 * made + 150.0 * float(noise[n]) + (drift_kwh if n >= drifts_on else 0.0)) / 24
        starts = tuple(f"{day}T{at:02d}:00" for at in range(24)) if n >= drifts_on else ("",) * 24
        found.append(DayUse(day=day, starts=starts, hours_kwh=(hour,) * 24, drivers={"pieces": made}))
    return found


def watched(uses: Sequence[DayUse], baseline_days: int, meter: str = "M1") -> Drift:
    return drift(drift_baseline(uses[:baseline_days], ["pieces"], meter=meter, false_alarm_days=RATE), uses)


@pytest.mark.parametrize(
    ("height", "shift", "days_to_alarm"),
    [
        # Montgomery, Introduction to Statistical Quality Control, table of ARL of a two-sided tabular CUSUM with k = 1/2
        *((4, 0.0, 168), (4, 0.5, 26.6), (4, 1.0, 8.38), (4, 2.0, 3.34)),
        *((5, 0.0, 465), (5, 0.5, 38.0), (5, 1.0, 10.4), (5, 2.0, 4.01)),
    ],
)
def test_run_lengths_are_the_published_ones(height: float, shift: float, days_to_alarm: float) -> None:
    assert run_length(height, shift) == pytest.approx(days_to_alarm, rel=4e-3)


def test_a_shorter_baseline_and_a_rarer_alarm_need_a_higher_threshold() -> None:
    known = threshold(RATE, days=10**6, freedom=10**6).height_sd
    assert run_length(known) == pytest.approx(RATE, rel=2e-3)
    year, weeks = (threshold(RATE, days=n, freedom=n - 8).height_sd for n in (365, 84))
    assert known < year < weeks < threshold(10 * RATE, days=84, freedom=76).height_sd
    assert weeks <= threshold(RATE, days=84, freedom=76, correlation=0.4).height_sd


@pytest.mark.parametrize(("baseline_days", "correlation", "at_most"), [(84, 0.0, 1.0), (365, 0.3, 1.5), (84, 0.4, 1.6)])
def test_sound_meters_alarm_about_as_often_as_stated(baseline_days: int, correlation: float, at_most: float) -> None:
    """60 meters for a year each: 30 alarms are stated. A short baseline of correlated days is the hardest and may be off by half."""
    meters = 60
    alarms = sum(
        len(watched(days(np.random.default_rng(seed), baseline_days + 365, correlation=correlation), baseline_days).alarms)
        for seed in range(meters)
    )
    stated = meters * 365 / RATE
    assert alarms <= at_most * stated
    assert alarms >= 0.2 * stated


def test_a_planted_drift_is_found_in_about_the_stated_days_with_its_size_and_begin() -> None:
    delays, sizes, early = [], [], 0
    for seed in range(40):
        uses = days(np.random.default_rng(seed), 84 + 60 + 40, correlation=0.2, drift_kwh=250.0, drifts_on=144)
        found = watched(uses, 84)
        alarm = next(one for one in found.alarms if one.last >= uses[144].day and one.size_kwh > 0)
        if not alarm.hour:  # a false one of the week before grew into it
            early += 1
            continue
        delays.append((date.fromisoformat(alarm.hour[:10]) - uses[144].day).days + 1)
        sizes.append(alarm.kwh_per_day)
    assert early <= 4
    stated = found.baseline.found_in_days(250.0)
    assert stated < 10
    assert np.mean(delays) < 1.3 * stated
    assert max(delays) <= 30
    assert np.mean(sizes) == pytest.approx(250.0, rel=0.2)


def test_one_day_alone_never_alarms_and_a_lasting_drift_is_one_alarm() -> None:
    uses = days(np.random.default_rng(1), 160)
    burst = list(uses)
    burst[120] = replace(burst[120], hours_kwh=(10_000.0,) * 24)
    assert not watched(burst, 84).alarms
    lasting = [replace(one, hours_kwh=tuple(1.15 * kwh for kwh in one.hours_kwh)) if n >= 100 else one for n, one in enumerate(uses)]
    found = watched(lasting, 84)
    assert len(found.alarms) == 1
    assert found.alarms[0].last == uses[-1].day
    assert found.alarms[0].size_kwh == pytest.approx(found.excess_kwh(found.alarms[0].since, uses[-1].day), rel=1e-9)


def test_a_meter_that_stops_alarms_downwards() -> None:
    uses = days(np.random.default_rng(2), 120)
    dead = [replace(one, hours_kwh=(0.0,) * 24) if n >= 100 else one for n, one in enumerate(uses)]
    alarm = watched(dead, 84).alarms[0]
    assert alarm.size_kwh < 0
    assert alarm.since <= uses[100].day


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(90, 150))
def test_days_to_come_do_not_change_what_was_said_of_days_gone(seed: int, until: int) -> None:
    uses = days(np.random.default_rng(seed), 160)
    whole, part = watched(uses, 84), watched(uses[:until], 84)
    assert whole.days[: len(part.days)] == part.days


def synthetic_days(made: SyntheticMeters, meter: str) -> list[DayUse]:
    return [
        DayUse(day=made.first + timedelta(days=n), starts=("",) * 24, hours_kwh=tuple(hours), drivers=dict(of))
        for n, (hours, of) in enumerate(zip(made.hours_kwh[meter].tolist(), made.drivers.values(), strict=True))
    ]


def test_the_cause_is_the_line_that_drifts_also_for_the_meters_above_it() -> None:
    made = synthetic_meters()
    count = (made.baseline_last - made.first).days + 1
    drifts = {one.key: watched(synthetic_days(made, one.key), count, one.key) for one in made.meters}
    assert not drifts["SYN-LINE-1"].alarms
    tree = MeterTree(meters=made.meters)
    found = {key: probable_cause(tree, drifts, alarm) for key, one in drifts.items() for alarm in one.alarms}
    assert found[DRIFTING].meter == DRIFTING
    assert {cause.meter for cause in found.values()} == {DRIFTING}
    assert drifts[DRIFTING].alarms[0].since >= made.drifts_on - timedelta(days=4)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda uses: uses[:50], "DRIFT_PERIOD"),  # seven weeks
        (lambda uses: [replace(one, drivers={}) for one in uses], "BASELINE_DRIVER"),  # nobody counted
        (lambda uses: [replace(one, drivers={"pieces": 7.0}) for one in uses], "BASELINE_COLLINEAR"),  # always the same
        (lambda uses: [replace(one, hours_kwh=(1.0,) * 24) for one in uses], "DRIFT_FLAT"),  # a meter that hangs
    ],
)
def test_baselines_without_sense_are_refused(change, code: str) -> None:
    with pytest.raises((InputError, MethodError), match=code):
        drift_baseline(change(days(np.random.default_rng(0), 70)), ["pieces"], meter="M1", false_alarm_days=RATE)
