"""Below the line: credits retired for devices of a model. They are shown beside the footprint, never taken off it (METHODS 19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lingtan.claims import Audience
from lingtan.services.certificates.views.shown import PUBLIC_MARKET, ShownClaim, shown_claim
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.store import Entry, Store

__all__ = ["Retired", "retired_for"]

_PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """Credits of all certificates of the model, the latest one's per device, and the sentence that may be said about it."""

    certificates: int
    total_t: float
    latest: str
    per_device_kg: float
    claim: ShownClaim


def retired_for(workspace: Workspace, model: str, *, on: date) -> Retired | None:
    """None where no certificate of the model was issued. Amounts are grams that were allocated to devices."""
    with workspace.store() as store:
        entries = list(_certificates(store, workspace.profile.organisation, model))
        if not entries:
            return None
        subject = body_of(store.fact(entries[0].fact))["credentialSubject"]
    grams = sum(entry.amount or 0 for entry in entries if "." not in entry.subject)  # a later edition is of the same grams
    return Retired(
        certificates=len(entries),
        total_t=grams / 1e6,
        latest=entries[0].subject,
        per_device_kg=subject["allocation"]["baseG"] / 1e3,
        claim=shown_claim(subject, market=PUBLIC_MARKET, audience=Audience.B2B, on=on),
    )


def _certificates(store: Store, organisation: str, model: str) -> Iterator[Entry]:
    """The model's certificates, latest first."""
    offset = 0
    while True:
        found = store.catalogue("certificate", organisation=organisation, search=model, offset=offset, limit=_PAGE)
        yield from (entry for entry in found.rows if entry.label == model)
        offset += _PAGE
        if offset >= found.total:
            return
