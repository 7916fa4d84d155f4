"""A block whose withdrawal somebody asked for, and nobody answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.evidence import Authorship, Fact
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.ids import command_id
from lingtan.store import Store, Transaction

__all__ = ["WithdrawalRequest", "open_request", "record_step"]

KIND = "withdrawal_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequest:
    """Who asked for the withdrawal of which block, and why."""

    block: str
    serial: str
    reason: str
    maker: str
    at: datetime


def open_request(store: Store | Transaction, organisation: str, block: str) -> WithdrawalRequest | None:
    """What was asked about this block and is not answered yet."""
    facts = store.facts(kind=KIND, subject=block, organisation=organisation)
    if not facts or body_of(facts[-1])["state"] != "asked":
        return None
    body, by = body_of(facts[-1]), facts[-1].by
    return WithdrawalRequest(block=block, serial=body["serial"], reason=body["reason"], maker=by.actor, at=by.at)


def record_step(store: Store | Transaction, by: Authorship, block: str, state: str, *, serial: str, reason: str) -> None:
    """Put a step of the request on record: asked, done or dropped."""
    step = str(len(store.facts(kind=KIND, subject=block, organisation=by.organisation)))
    body = {"state": state, "serial": serial, "reason": reason}
    name = command_id(by.organisation, KIND, block, step)
    store.append(Fact(id=name, kind=KIND, subject=block, by=by, asset="co2e_credit", unit="g", body=body))
