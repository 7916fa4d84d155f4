"""An assurance engagement as its recorded events: load, decide in the room, append."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lingtan.assurance import AssuranceEvent, Engagement, Opened, advance, event_from_plain, event_to_plain, fold
from lingtan.errors import AssuranceError
from lingtan.evidence import JSON, Fact, digest_json
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["engagement_of", "events_of", "record_event", "statement_document_of"]


def engagement_of(store: Store | Transaction, name: str, *, organisation: str | None = None) -> Engagement:
    """The engagement that the recorded events add up to. Raises AssuranceError `ENGAGEMENT_UNKNOWN`, also to who takes no part in it."""
    events = events_of(store, name)
    state = fold(events) if events else None
    if state is None or organisation not in (None, state.client, state.certifier):
        raise AssuranceError("ENGAGEMENT_UNKNOWN", place=name)
    return state


def events_of(store: Store | Transaction, name: str) -> tuple[AssuranceEvent, ...]:
    """The recorded events of an engagement, whoever recorded them, in the order in which they were: two may share a second."""
    bodies = [body_of(fact) for fact in store.facts(kind="assurance_event", subject=name)]
    return tuple(event_from_plain({"event": body["event"], "body": body["body"]}) for body in sorted(bodies, key=lambda body: body["step"]))


def record_event(workspace: Workspace, name: str, event: AssuranceEvent, *, also: Sequence[Fact] = ()) -> Engagement:
    """Append one event, and the facts that stand or fall with it, if the room allows it. Raises AssuranceError naming what forbids it."""
    body, by = event_to_plain(event), workspace.by(event.actor, event.at)
    label = f"{name}:{body['event']}:{event.at.isoformat()}:{digest_json(body)}"  # a finding may be answered twice within a second

    def effect(transaction: Transaction) -> JSON:
        known = events_of(transaction, name)
        _check_own(advance(fold(known) if known else None, event), event, by.organisation)
        step = len(known) + 1
        # The id names the step, whoever takes it: of two who take the same step at once, the second is refused.
        entry = Fact(
            id=command_id("assurance_event", name, str(step)), kind="assurance_event", subject=name, by=by, asset="assurance", unit="1",
            body={**body, "step": step},
        )  # fmt: skip
        transaction.append_all([entry, *also])
        return {"recorded": label}

    with workspace.store() as store:
        store.once(command_id(by.organisation, "record", label), "assurance_event", {"engagement": name, **body}, effect, by)
        return engagement_of(store, name)


def _check_own(state: Engagement, event: AssuranceEvent, organisation: str) -> None:
    """Nobody acts for another house: an engagement is opened by the certifier, and each actor's events come from the actor's own."""
    person = state.people.get(event.actor)
    expected = state.certifier if isinstance(event, Opened) or person is None else person.organisation
    if organisation != expected:
        raise AssuranceError("WRONG_PARTY", place=event.actor, event=type(event).__name__, expected=expected, found=organisation)


def statement_document_of(store: Store | Transaction, number: str, *, certifier: str | None = None) -> dict[str, Any]:
    """The statement credential, as its certifier signed it. Raises AssuranceError `STATEMENT_UNKNOWN`."""
    fact = store.latest("statement", number, organisation=certifier)
    if fact is None:
        raise AssuranceError("STATEMENT_UNKNOWN", place=number)
    return dict(body_of(fact))
