"""Engagements that ended in a signed statement, found by the catalogue."""

from __future__ import annotations

from lingtan.assurance import Engagement, StatementSigned, SurveillanceDone, Withdrawn
from lingtan.services.assure.engagement import engagement_of
from lingtan.store import Store, Transaction

__all__ = ["engagements_signed"]

#: The last event of an engagement whose statement was signed.
_SIGNED = (StatementSigned.__name__, SurveillanceDone.__name__, Withdrawn.__name__)
_ALL = 1_000_000


def engagements_signed(store: Store | Transaction, organisation: str, *, study: str | None = None) -> tuple[Engagement, ...]:
    """Engagements with a signed statement in which the organisation is client or certifier, of one study or all, by name."""
    as_client = store.catalogue("assurance_event", organisation=organisation, ref=study, limit=_ALL).rows
    as_certifier = store.catalogue("assurance_event", party=organisation, ref=study, limit=_ALL).rows
    names = {entry.subject for entry in (*as_client, *as_certifier) if entry.state in _SIGNED}
    return tuple(engagement_of(store, name) for name in sorted(names))
