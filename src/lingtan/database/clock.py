"""Times as both databases hold them."""

from __future__ import annotations

from datetime import UTC, datetime

from lingtan.errors import InputError

__all__ = ["moment", "stamp"]


def stamp(at: datetime) -> str:
    """UTC text of microseconds, `2026-11-22T08:00:00.000000Z`; sorts as the time does. Raises InputError `TIME_NOT_ZONED`."""
    if at.tzinfo is None:
        raise InputError("TIME_NOT_ZONED", value=at.isoformat())
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The time of a stamp."""
    return datetime.fromisoformat(text)
