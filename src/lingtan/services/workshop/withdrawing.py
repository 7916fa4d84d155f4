"""Intensities that stand, and withdrawing one: a fact of its own that names it; nothing is taken off the record."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from lingtan.errors import StoreError
from lingtan.evidence import JSON, Fact
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["KIND", "WITHDRAWN", "standing_intensities", "withdraw_intensity", "withdrawn_fact"]

KIND, WITHDRAWN = "intensity", "intensity_withdrawn"


def withdraw_intensity(workspace: Workspace, subject: str, *, reason: str, actor: str, at: datetime) -> Fact:
    """Withdraw the last intensity that stands of a subject (workshop · product · step): what came before it counts again.

    Raises StoreError `INTENSITY_UNKNOWN` where none stands.
    """
    organisation = workspace.profile.organisation

    def work(transaction: Transaction) -> Fact:
        known = standing_intensities(transaction, subject, organisation)
        if not known:
            raise StoreError("INTENSITY_UNKNOWN", place=subject[:80])
        body = {"fact": known[-1].id, "reason": reason}
        name, by = command_id(organisation, WITHDRAWN, known[-1].id), workspace.by(actor, at)
        return transaction.append(Fact(id=name, kind=WITHDRAWN, subject=subject, by=by, asset="electricity", unit="Wh", body=body))

    with workspace.store() as store:
        return store.write(work)


def standing_intensities(source: Store | Transaction, subject: str, organisation: str) -> list[Fact]:
    """The intensities of a subject that were not withdrawn, in the order they were recorded."""
    gone = {withdrawn_fact(fact)[0] for fact in source.facts(kind=WITHDRAWN, subject=subject, organisation=organisation)}
    return [fact for fact in source.facts(kind=KIND, subject=subject, organisation=organisation) if fact.id not in gone]


def withdrawn_fact(fact: Fact) -> tuple[str, str]:
    """The fact that a withdrawal names, and why."""
    body = cast("dict[str, JSON]", fact.body)
    return str(body["fact"]), str(body["reason"])
