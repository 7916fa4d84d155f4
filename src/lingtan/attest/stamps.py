"""Moments as `dateTimeStamp` text (VCDM 2.0): UTC, whole seconds, `Z`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from lingtan.errors import AttestError

__all__ = ["parse_stamp", "stamp"]

_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


def stamp(moment: datetime) -> str:
    """`2026-11-22T08:00:00Z`. Raises AttestError `CLOCK_NAIVE` when the moment has no time zone."""
    if moment.tzinfo is None:
        raise AttestError("CLOCK_NAIVE", moment=moment.isoformat())
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def parse_stamp(text: str, *, place: str | None = None) -> datetime:
    """The moment of a stamp, with time zone UTC. Raises AttestError `BAD_STAMP` for any other spelling."""
    try:
        if not _STAMP.fullmatch(text):
            raise ValueError(text)
        return datetime.fromisoformat(text)
    except ValueError as exc:
        raise AttestError("BAD_STAMP", place=place, text=text[:40]) from exc
