"""Rows of alarms and of watched meters."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.energy import MeterTree
from lingtan.factory.running import Alarm, Cause, probable_cause
from lingtan.services.drift.alarms import Watched
from lingtan.services.drift.noting import Note, NoteState

__all__ = ["AlarmRow", "MeterRow", "alarm_row", "meter_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow:
    """An alarm with the meter that it probably comes from, and what was last said of it."""

    alarm: Alarm
    title: str
    cause: Cause
    cause_title: str
    state: NoteState
    note: Note | None

    @property
    def id(self) -> str:
        """The alarm's name."""
        return self.alarm.id


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterRow:
    """A meter: days of its baseline and after it, its scatter [kWh/d], threshold in days' scatters, and days to find a drift of 5 %. [d]"""

    meter: str
    title: str
    days: int | None
    watched_days: int
    lacking_days: int
    scatter_kwh: float | None
    threshold_sd: float | None
    found_in_days: float | None
    refused: str


def alarm_row(seen: Watched, tree: MeterTree, notes: dict[str, Note], alarm: Alarm) -> AlarmRow:
    """The row of an alarm."""
    cause, note = probable_cause(tree, seen.drifts, alarm), notes.get(alarm.id)
    titles = (seen.meters[alarm.meter].title or alarm.meter, seen.meters[cause.meter].title or cause.meter)
    state = note.state if note else NoteState.OPEN
    return AlarmRow(alarm=alarm, title=titles[0], cause=cause, cause_title=titles[1], state=state, note=note)


def meter_row(seen: Watched, key: str) -> MeterRow:
    """The row of a meter."""
    one, title, lacking = seen.drifts.get(key), seen.meters[key].title or key, len(seen.lacking.get(key, ()))
    if one is None:
        return MeterRow(
            meter=key, title=title, days=None, watched_days=0, lacking_days=lacking, scatter_kwh=None, threshold_sd=None,
            found_in_days=None, refused=seen.refused.get(key, ""),
        )  # fmt: skip
    of = one.baseline
    return MeterRow(
        meter=key, title=title, days=of.days, watched_days=len(one.days), lacking_days=lacking, scatter_kwh=of.fitted.residual_kwh,
        threshold_sd=of.threshold.height_sd, found_in_days=of.found_in_days(0.05 * of.mean_kwh), refused="",
    )  # fmt: skip
