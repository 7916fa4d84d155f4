"""The verifications of an organisation, as client and as certifier: where each stands and who is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.services.assure.engagement import engagement_of
from lingtan.services.assure.parties import Side
from lingtan.services.assure.views.standing import REQUESTED, Waiting, open_count, waiting_for
from lingtan.store import Entry, Store

__all__ = ["VerificationList", "VerificationRow", "verifications"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRow:
    """One verification: `side` is the reader's, `party` the other house. `mean_mg` of the study, where it is known. [mg CO2e]."""

    engagement: str
    product: str
    side: Side
    party: str
    state: str
    waits: str
    waits_for: str
    is_mine: bool
    open_findings: int
    mean_mg: int | None
    at: datetime

    @property
    def mean_kg(self) -> float | None:
        """The mean. [kg CO2e]."""
        return None if self.mean_mg is None else self.mean_mg / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationList:
    """One page of them. `requests` wait to be opened; `rows` are engagements, the latest first."""

    side: Side
    requests: tuple[VerificationRow, ...]
    rows: tuple[VerificationRow, ...]
    total: int
    page: int
    per_page: int


def verifications(store: Store, organisation: str, side: Side, *, at: datetime, page: int = 1, per_page: int = 25) -> VerificationList:
    """What this organisation has verified (`Side.CLIENT`), or verifies (`Side.CERTIFIER`)."""
    client, certifier = (organisation, None) if side is Side.CLIENT else (None, organisation)
    waiting = store.catalogue("verification_request", organisation=client, party=certifier, state=REQUESTED, limit=per_page)
    first = (page - 1) * per_page
    found = store.catalogue("assurance_event", organisation=client, party=certifier, offset=first, limit=per_page)
    return VerificationList(
        side=side, requests=tuple(_requested(entry, side) for entry in waiting.rows),
        rows=tuple(_row(store, entry, side, at) for entry in found.rows), total=found.total, page=page, per_page=per_page,
    )  # fmt: skip


def _requested(entry: Entry, side: Side) -> VerificationRow:
    return _shown(entry, side, REQUESTED, waiting_for(None), 0, label=entry.label, mean_mg=entry.amount)


def _row(store: Store, entry: Entry, side: Side, at: datetime) -> VerificationRow:
    state = engagement_of(store, entry.subject)
    known = (("study", state.study_digest or "-"), ("verification_request", entry.subject))  # of a site there is no study
    named = next(filter(None, (store.catalogue(of, organisation=entry.organisation, prefix=it, limit=1).rows for of, it in known)), ())
    label, mean = (named[0].label, named[0].amount) if named else (entry.label, None)
    return _shown(entry, side, state.state.value, waiting_for(state, at), open_count(state), label=label, mean_mg=mean)


def _shown(entry: Entry, side: Side, state: str, waits: Waiting | None, count: int, *, label: str, mean_mg: int | None) -> VerificationRow:
    other = entry.party if side is Side.CLIENT else entry.organisation
    return VerificationRow(
        engagement=entry.subject, product=label, side=side, party=other or "", state=state, waits=waits.step.value if waits else "",
        waits_for=waits.side.value if waits else "", is_mine=waits is not None and waits.side is side, open_findings=count,
        mean_mg=mean_mg, at=entry.at,
    )  # fmt: skip
