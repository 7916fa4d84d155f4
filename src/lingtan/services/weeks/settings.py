"""What a plan of a week is asked: how lines are timed, what counts, and where it follows a last plan, what happened since."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.scheduling import Way

__all__ = ["DownAsked", "DueAsked", "RushAsked", "Way", "WeekSettings", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownAsked:
    """A line that is down between two moments of the plant's clock, `2026-11-30T14:00`."""

    line: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAsked:
    """Another due date of an order."""

    order: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RushAsked:
    """An order that comes late: pieces of a family that the week makes already. The weight is per minute late."""

    order: str
    family: str
    quantity: int
    due: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSettings:
    """`last` is the plan to stay near, `now` the moment before which nothing begins, `freeze_h` how long from then nothing moves. [h]"""

    way: Way = Way.MIN_COST
    carbon_price_per_t: int = 0
    per_weighted_tardy_min: int = 1
    per_changeover_min: int = 1
    per_moved: int = 60
    last: str = ""
    now: str = ""
    freeze_h: float = 0.0
    downs: tuple[DownAsked, ...] = ()
    due: tuple[DueAsked, ...] = ()
    rush: tuple[RushAsked, ...] = ()
    pins: tuple[str, ...] = ()


def after(last: WeekSettings, asked: WeekSettings) -> tuple[tuple[DownAsked, ...], tuple[DueAsked, ...], tuple[RushAsked, ...]]:
    """What has happened to the week up to a plan: what its last plan knew, and what is new."""
    return (*last.downs, *asked.downs), (*last.due, *asked.due), (*last.rush, *asked.rush)
