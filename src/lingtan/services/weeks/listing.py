"""The organisation's weeks with what their latest plans say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.services.house.workspace import Workspace
from lingtan.services.weeks.keeping import SIZES, WEEKS
from lingtan.services.weeks.plans import kept_schedule

__all__ = ["WeekRow", "WeeksView", "weeks_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """A week of the list with what its latest plan says."""

    week: str
    name: str
    synthetic: bool
    at: datetime
    orders_count: int | None
    late_count: float | None
    gap_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksView:
    """The weeks, the latest first, and the sizes of invented ones."""

    rows: tuple[WeekRow, ...]
    sizes: tuple[str, ...]


def weeks_view(workspace: Workspace) -> WeeksView:
    """Every week of the organisation."""
    found = [(week, about, kept_schedule(workspace, week)) for week, about in WEEKS.all(workspace)]
    rows = tuple(
        WeekRow(
            week=week, name=about.name, synthetic=about.synthetic, at=about.at, orders_count=kept.orders_count if kept else None,
            late_count=float(len(kept.late)) if kept else None, gap_share=kept.gap_share if kept else None,
        )
        for week, about, kept in found
    )  # fmt: skip
    return WeeksView(rows=rows, sizes=tuple(SIZES))
