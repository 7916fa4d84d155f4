"""Telling the registry, and giving credits back: for the organisation's own orders only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import InputError
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.release import release

__all__ = ["Moved", "instruct_orders", "release_order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was moved: the number where it was one, and how many."""

    number: str
    numbers: tuple[str, ...]
    count: int


def instruct_orders(workspace: Workspace, numbers: tuple[str, ...], *, actor: str, at: datetime) -> Moved:
    """Record for each that the registry was told. Raises InputError `NOTHING_CHOSEN`, StoreError `CANCELLATION_UNKNOWN`, LedgerError.

    One that is refused leaves those before it instructed; asking again takes up the rest.
    """
    if not numbers:
        raise InputError("NOTHING_CHOSEN", place="numbers")
    for number in numbers:
        instruct(workspace, number, actor=actor, at=at)
    return Moved(number=numbers[0], numbers=numbers, count=len(numbers))


def release_order(workspace: Workspace, number: str, *, reason: str, actor: str, at: datetime) -> Moved:
    """Give the credits back. Raises InputError `REASON_MISSING`; LedgerError `FOUR_EYES` for who instructed, or when it is confirmed."""
    if not reason.strip():
        raise InputError("REASON_MISSING", place="reason")
    release(workspace, number, reason=reason.strip(), actor=actor, at=at)
    return Moved(number=number, numbers=(number,), count=1)
