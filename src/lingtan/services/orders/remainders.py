"""What is left of earlier certificates of a beneficiary, and not promised to another order yet (METHODS 16)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from lingtan.evidence import from_plain
from lingtan.ledger import Beneficiary, RetirementState
from lingtan.neutrality import Cancellation, Entity, Remainder
from lingtan.store import Store, Transaction

__all__ = ["HOLD_DAYS", "remainders_of"]

#: A reservation, and the promise of a remainder with it, runs out after this. [days]
HOLD_DAYS = 30


def remainders_of(store: Store | Transaction, organisation: str, holder: Entity, *, at: datetime) -> tuple[Remainder, ...]:
    """Remainders by certificate, oldest first. What is confirmed for a certificate that is not issued yet is no remainder."""
    issued = {certificate.number for certificate in store.ledger.certificates(organisation=organisation)}
    left: Counter[str] = Counter()
    for pool in store.ledger.pools(organisation=organisation, beneficiary=Beneficiary(name=holder.name, identifier=holder.identifier)):
        if pool.retirement.order in issued:
            left[pool.retirement.order] += pool.remaining
    for cancellation in _open(store, organisation, issued, at):
        for one in cancellation.carried_from:  # even a part: what the ledger draws first must be what the certificate says
            left.pop(one.certificate, None)
    return tuple(Remainder(certificate=number, grams=grams) for number, grams in sorted(left.items()) if grams > 0)


def _open(store: Store | Transaction, organisation: str, issued: set[str], at: datetime) -> list[Cancellation]:
    """Cancellations that still wait for their certificate: instructed or confirmed, or reserved not long ago."""
    bound = {
        retirement.order
        for retirement in store.ledger.retirements(
            organisation=organisation, states=(RetirementState.INSTRUCTED, RetirementState.CONFIRMED)
        )
    }
    facts = [fact for fact in store.facts(kind="cancellation", organisation=organisation) if fact.subject not in issued]
    waiting = [fact for fact in facts if fact.subject in bound or fact.by.at + timedelta(days=HOLD_DAYS) > at]
    return [from_plain(Cancellation, fact.body, place=fact.subject) for fact in waiting]
