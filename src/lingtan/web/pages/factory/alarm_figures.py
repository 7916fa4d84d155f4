"""Figures of a watched meter: the sums that alarm, and each day beside what it would have used."""

from __future__ import annotations

from lingtan.figures import Figure, Line, Lines
from lingtan.services.drift.view import DriftView
from lingtan.web.frame.chart import Say

__all__ = ["sums_of_days", "used_and_expected"]


def sums_of_days(view: DriftView, say: Say) -> Figure | None:
    """Both sums by day, and the threshold above which they alarm and begin again."""
    days = view.days
    if not days:
        return None
    lines = (
        Line(name="up", label=say("DRIFT_UP"), values=tuple(one.up_sd for one in days), colour="series-7"),
        Line(name="down", label=say("DRIFT_DOWN"), values=tuple(one.down_sd for one in days), colour="series-2"),
        Line(name="threshold", label=say("DRIFT_HEIGHT"), values=(view.threshold_sd,) * len(days), estimated=True, colour="ink-3"),
    )
    x = tuple(one.day.isoformat() for one in days)
    return Lines(title=say("DRIFT_SUMS_OF", meter=view.shown), unit="σ", source=say("DRIFT_SUMS_SOURCE"), x=x, series=lines)


def used_and_expected(view: DriftView, say: Say) -> Figure | None:
    """What each day used, and what the baseline says it would have."""
    days = view.days
    if not days:
        return None
    lines = (
        Line(name="used", label=say("DRIFT_DAY_USED"), values=tuple(one.used_kwh for one in days), colour="series-1"),
        Line(
            name="expected", label=say("DRIFT_DAY_EXPECTED"), values=tuple(one.expected_kwh for one in days), estimated=True,
            colour="series-6",
        ),
    )  # fmt: skip
    x = tuple(one.day.isoformat() for one in days)
    return Lines(title=say("DRIFT_USED_OF", meter=view.shown), unit="kWh/d", source=say("DRIFT_USED_SOURCE"), x=x, series=lines)
