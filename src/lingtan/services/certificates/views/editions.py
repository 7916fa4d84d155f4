"""The editions of one cancellation's certificate, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.services.certificates.views.listing import standing_of
from lingtan.store import Store

__all__ = ["EditionRow", "editions_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One edition; `state` is where it stands now, `at` and `actor` when and by whom it was issued."""

    number: str
    state: str
    successor: str
    actor: str
    at: datetime


def editions_of(store: Store, organisation: str, number: str) -> tuple[EditionRow, ...]:
    """The editions of the certificate under this number or any later one of it, first to last."""
    base = number.partition(".")[0]
    found = store.catalogue("certificate", organisation=organisation, prefix=base, order="at", descending=False, limit=200)
    mine = [entry for entry in found.rows if entry.subject.partition(".")[0] == base]
    rows = []
    for entry in mine:
        known = store.ledger.certificate(entry.subject)
        by = store.fact(entry.fact).by
        state, successor = standing_of(known.state), known.successor or ""
        rows.append(EditionRow(number=entry.subject, state=state, successor=successor, actor=by.actor, at=by.at))
    return tuple(rows)
