"""Steps of the ledger's history as rows of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.store import Event

__all__ = ["Step", "own_steps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a history: when, by whom, what came into which state."""

    at: datetime
    actor: str
    kind: str
    subject: str
    state: str


def own_steps(events: tuple[Event, ...], organisation: str) -> tuple[Step, ...]:
    """The organisation's own steps; what others did with a device or unit of theirs is not shown."""
    own = (event for event in events if event.organisation == organisation)
    return tuple(Step(at=event.at, actor=event.actor, kind=event.kind, subject=event.subject, state=event.state) for event in own)
