"""Who has seen an alarm and why it is one, or not: a fact of its own, which a later one takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lingtan.errors import StoreError
from lingtan.evidence import Fact, from_plain, to_plain
from lingtan.services.drift.alarms import alarm_ids
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["Note", "NoteState", "known_notes", "note_alarm"]

_NOTE = "drift_note"


class NoteState(StrEnum):
    """Open: nobody has seen it, or it was opened again."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is said of an alarm, by whom and when."""

    alarm: str
    state: NoteState
    reason: str
    actor: str
    at: datetime


def note_alarm(workspace: Workspace, alarm: str, state: NoteState, *, reason: str, actor: str, at: datetime) -> Note:
    """Acknowledge an alarm or open it again. Raises StoreError `DRIFT_ALARM_UNKNOWN`."""
    note, mine = Note(alarm=alarm, state=state, reason=reason, actor=actor, at=at), workspace.profile.organisation

    def work(transaction: Transaction) -> Note:
        before = transaction.last(_NOTE, alarm, mine)
        if before is not None and from_plain(Note, before.body, place=before.id).state is state:
            return from_plain(Note, before.body, place=before.id)
        name = command_id(mine, _NOTE, alarm, state.value, "" if before is None else before.id)
        by = workspace.by(actor, at)
        transaction.append(Fact(id=name, kind=_NOTE, subject=alarm, by=by, asset="energy", unit="kWh", body=to_plain(note)))
        return note

    with workspace.store() as store:
        if alarm not in alarm_ids(store, mine):
            raise StoreError("DRIFT_ALARM_UNKNOWN", place=alarm[:80])
        return store.write(work)


def known_notes(store: Store, organisation: str) -> dict[str, Note]:
    """The last note of each alarm."""
    facts = store.facts(kind=_NOTE, organisation=organisation)
    return {fact.subject: from_plain(Note, fact.body, place=fact.id) for fact in facts}
