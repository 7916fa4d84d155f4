"""`lingtan drift alarms` and the page of alarms: what drifts, since when, how much, from which meter, and who has seen it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.energy import MeterTree
from lingtan.factory.running import WatchedDay
from lingtan.services.drift.alarms import watched
from lingtan.services.drift.noting import NoteState, known_notes
from lingtan.services.drift.rows import AlarmRow, MeterRow, alarm_row, meter_row
from lingtan.services.drift.watching import Watch
from lingtan.services.house.workspace import Workspace

__all__ = ["DriftView", "drift_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftView:
    """Alarms, the open ones and the latest first. `days` and threshold are those of the meter `shown`."""

    synthetic: bool
    watch: Watch | None
    rows: tuple[AlarmRow, ...]
    meters: tuple[MeterRow, ...]
    false_alarms_a_year: float
    shown: str
    days: tuple[WatchedDay, ...]
    threshold_sd: float

    @property
    def open_count(self) -> int:
        """Alarms nobody has acknowledged."""
        return sum(row.state is NoteState.OPEN for row in self.rows)


def drift_view(workspace: Workspace, *, meter: str = "") -> DriftView:
    """The alarms; `meter` names the one whose days are drawn, else that of the first alarm, else the first meter."""
    mine = workspace.profile.organisation
    with workspace.store() as store:
        seen, notes = watched(store, mine), known_notes(store, mine)
    tree = MeterTree(meters=tuple(seen.meters.values()))
    rows = [alarm_row(seen, tree, notes, alarm) for one in seen.drifts.values() for alarm in one.alarms]
    rows.sort(key=lambda row: (row.state is NoteState.OPEN, row.alarm.hour), reverse=True)
    first = rows[0].alarm.meter if rows else next(iter(seen.drifts), "")
    shown = meter if meter in seen.drifts else first
    found = seen.drifts.get(shown)
    rate = len(seen.drifts) * 365.25 / seen.watch.false_alarm_days if seen.watch else 0.0
    return DriftView(
        synthetic=workspace.profile.synthetic, watch=seen.watch, rows=tuple(rows),
        meters=tuple(meter_row(seen, key) for key in seen.meters),
        false_alarms_a_year=rate, shown=shown,
        days=found.days if found else (), threshold_sd=found.baseline.threshold.height_sd if found else 0.0,
    )  # fmt: skip
