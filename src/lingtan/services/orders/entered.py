"""An entry of the registry's word that waits for its check."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.errors import StoreError
from lingtan.evidence import Authorship, Fact, from_plain
from lingtan.neutrality import Confirmation
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.ids import command_id
from lingtan.store import Store, Transaction

__all__ = ["Entered", "Returned", "last_return", "open_entry", "record_entry", "waiting_entry"]

KIND = "confirmation_entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """An entry that waits for its check: what was typed, who typed it, and the document."""

    number: str
    line: int
    said: Confirmation
    maker: str
    at: datetime
    document_name: str
    document: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """An entry that was sent back: why, by whom."""

    reason: str
    actor: str
    at: datetime


def last_return(store: Store | Transaction, organisation: str, retirement: str) -> Returned | None:
    """Why the last entry of this retirement was sent back, unless it was made anew."""
    fact = store.last(KIND, retirement, organisation)
    if fact is None or body_of(fact)["state"] != "sent_back":
        return None
    return Returned(reason=body_of(fact)["reason"], actor=fact.by.actor, at=fact.by.at)


def open_entry(store: Store | Transaction, organisation: str, retirement: str) -> Entered | None:
    """The last entry of this retirement, unless it was sent back."""
    fact = store.last(KIND, retirement, organisation)
    if fact is None or body_of(fact)["state"] != "entered":
        return None
    body = body_of(fact)
    said, paper = from_plain(Confirmation, body["said"], place=retirement), body["document"]
    return Entered(
        number=body["number"], line=body["line"], said=said, maker=fact.by.actor, at=fact.by.at, document_name=paper["name"],
        document=base64.b64decode(paper["base64"]),
    )  # fmt: skip


def waiting_entry(store: Store | Transaction, organisation: str, retirement: str) -> Entered:
    """The same. Raises StoreError `ENTRY_UNKNOWN` where nothing waits."""
    found = open_entry(store, organisation, retirement)
    if found is None:
        raise StoreError("ENTRY_UNKNOWN", place=retirement)
    return found


def record_entry(transaction: Transaction, by: Authorship, retirement: str, body: dict[str, Any]) -> None:
    """Put a step of the entry on record: `entered` or `sent_back`."""
    step = str(transaction.count(KIND, retirement, by.organisation))
    name = command_id(by.organisation, KIND, retirement, step)
    transaction.append(Fact(id=name, kind=KIND, subject=retirement, by=by, asset="co2e_credit", unit="g", body=body))
