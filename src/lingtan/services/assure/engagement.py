"""An assurance engagement as its recorded events: load, decide in the room, append."""

from __future__ import annotations

from typing import Any

from lingtan.assurance import AssuranceEvent, Engagement, advance, event_from_plain, event_to_plain, fold
from lingtan.errors import AssuranceError
from lingtan.evidence import Fact
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["engagement_of", "engagements", "events_of", "record_event", "statement_document_of"]


def engagement_of(store: Store | Transaction, name: str) -> Engagement:
    """The engagement that the recorded events add up to. Raises AssuranceError `ENGAGEMENT_UNKNOWN`."""
    events = events_of(store, name)
    if not events:
        raise AssuranceError("ENGAGEMENT_UNKNOWN", place=name)
    return fold(events)


def events_of(store: Store | Transaction, name: str) -> tuple[AssuranceEvent, ...]:
    """The recorded events of an engagement, whoever recorded them, in the order of their time."""
    facts = store.facts(kind="assurance_event", subject=name)
    return tuple(event_from_plain(fact.body) for fact in sorted(facts, key=lambda fact: fact.by.at))


def engagements(store: Store | Transaction) -> tuple[Engagement, ...]:
    """Every engagement on record, by name."""
    names = sorted({fact.subject for fact in store.facts(kind="assurance_event")})
    return tuple(engagement_of(store, name) for name in names)


def record_event(workspace: Workspace, name: str, event: AssuranceEvent) -> Engagement:
    """Append one event if the room allows it. Raises AssuranceError naming the state that forbids it; nothing is recorded then."""
    with workspace.store() as store:
        body = event_to_plain(event)
        by = workspace.by(event.actor, event.at)
        label = f"{name}:{body['event']}:{event.at.isoformat()}:{getattr(event, 'finding', '')}"

        def effect(transaction: Transaction) -> Any:
            known = transaction.facts(kind="assurance_event", subject=name)
            before = engagement_of(transaction, name) if known else None
            advance(before, event)
            transaction.append(
                Fact(
                    id=command_id(by.organisation, "event", label),
                    kind="assurance_event",
                    subject=name,
                    by=by,
                    asset="assurance",
                    unit="1",
                    body=body,
                )
            )
            return {"recorded": label}

        store.once(command_id(by.organisation, "record", label), "assurance_event", {"engagement": name, **body}, effect, by)
        return engagement_of(store, name)


def statement_document_of(store: Store | Transaction, number: str) -> dict[str, Any]:
    """The signed statement credential. Raises AssuranceError `STATEMENT_UNKNOWN`."""
    fact = store.latest("statement", number)
    if fact is None or not isinstance(fact.body, dict):
        raise AssuranceError("STATEMENT_UNKNOWN", place=number)
    return dict(fact.body)
