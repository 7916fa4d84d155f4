"""The findings of an engagement as conversations, and its whole history: read off the recorded events, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lingtan.assurance import (
    AssuranceEvent,
    Engagement,
    Finding,
    FindingAnswered,
    FindingClosed,
    FindingRaised,
    FindingRejected,
    Opened,
)
from lingtan.services.assure.papers import Paper
from lingtan.services.assure.parties import Side

__all__ = ["Entry", "FindingThread", "history", "threads"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One recorded event as it is read: what happened, when, by whom of which side, in which words, with which evidence."""

    event: str
    at: datetime
    actor: str
    name: str
    side: Side
    text: str
    finding: str
    evidence_digest: str
    paper: Paper | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingThread:
    """One finding — what was objected to, and how it stands — and what was said about it."""

    finding: Finding
    entries: tuple[Entry, ...]


def history(state: Engagement, events: Sequence[AssuranceEvent], papers: dict[str, Paper]) -> tuple[Entry, ...]:
    """Every event, in the order of the record."""
    return tuple(_entry(state, event, papers) for event in events)


def threads(state: Engagement, entries: Sequence[Entry]) -> tuple[FindingThread, ...]:
    """Every finding with what was said about it, in the order in which they were raised."""
    return tuple(_thread(finding, entries) for finding in state.findings.values())


def _thread(f: Finding, entries: Sequence[Entry]) -> FindingThread:
    said = tuple(entry for entry in entries if entry.finding == f.id)
    return FindingThread(finding=f, entries=said)


def _entry(state: Engagement, event: AssuranceEvent, papers: dict[str, Paper]) -> Entry:
    person = state.people.get(event.actor)
    client = person is not None and person.organisation == state.client and not isinstance(event, Opened)
    finding = event.finding if isinstance(event, FindingRaised | FindingAnswered | FindingClosed | FindingRejected) else ""
    digest = str(getattr(event, "evidence_digest", ""))
    return Entry(
        event=type(event).__name__, at=event.at, actor=event.actor, name=person.name if person else event.actor,
        side=Side.CLIENT if client else Side.CERTIFIER, text=str(getattr(event, "text", getattr(event, "reason", ""))), finding=finding,
        evidence_digest=digest, paper=papers.get(digest),
    )  # fmt: skip
