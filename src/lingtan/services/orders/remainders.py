"""What is left of earlier certificates of a beneficiary, and not promised to another order yet (METHODS 16)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from lingtan.ledger import Beneficiary, RetirementState
from lingtan.neutrality import Entity, Remainder
from lingtan.services.orders.instruct import cancellation_of
from lingtan.store import Entry, Store, Transaction

__all__ = ["HOLD_DAYS", "remainders_of"]

#: A reservation, and the promise of a remainder with it, runs out after this. [days]
HOLD_DAYS = 30


def remainders_of(store: Store | Transaction, organisation: str, holder: Entity, *, at: datetime) -> tuple[Remainder, ...]:
    """Remainders by certificate, oldest first. What is confirmed for a certificate that is not issued yet is no remainder."""
    issued = {entry.subject for entry in _of(store, "certificate", organisation, holder)}
    beneficiary = Beneficiary(name=holder.name, identifier=holder.identifier)
    left: Counter[str] = Counter()
    for pool in store.ledger.pools(organisation=organisation, beneficiary=beneficiary, orders=issued, left=True):
        left[pool.retirement.order] += pool.remaining
    if left:
        for number in _open(store, organisation, holder, issued, at):  # even a part: what the ledger draws first is what is certified
            for one in cancellation_of(store, number, organisation).carried_from:
                left.pop(one.certificate, None)
    return tuple(Remainder(certificate=number, grams=grams) for number, grams in sorted(left.items()) if grams > 0)


def _open(store: Store | Transaction, organisation: str, holder: Entity, issued: set[str], at: datetime) -> list[str]:
    """The holder's cancellations that still wait for their certificate: instructed or confirmed, or reserved not long ago."""
    waiting = [entry for entry in _of(store, "cancellation", organisation, holder) if entry.subject not in issued]
    states, numbers = (RetirementState.INSTRUCTED, RetirementState.CONFIRMED), {entry.subject for entry in waiting}
    bound = {one.order for one in store.ledger.retirements(organisation=organisation, orders=numbers, states=states)}
    return [entry.subject for entry in waiting if entry.subject in bound or entry.at + timedelta(days=HOLD_DAYS) > at]


def _of(store: Store | Transaction, kind: str, organisation: str, holder: Entity) -> tuple[Entry, ...]:
    return store.catalogue(kind, organisation=organisation, party=holder.identifier, limit=1_000_000).rows
