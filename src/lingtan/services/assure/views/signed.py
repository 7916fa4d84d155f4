"""A drafted or signed statement as it is shown, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lingtan.assurance import Engagement, LevelOfAssurance, SampleSize, SiteStatementBody, Standing
from lingtan.attest import credential_bytes
from lingtan.documents import render_statement
from lingtan.errors import AssuranceError
from lingtan.evidence import digest_json
from lingtan.services.assure.engagement import engagement_of
from lingtan.services.assure.parties import side_of
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store

__all__ = ["STATEMENT_FORMS", "SignedStatement", "signed_statement", "statement_file"]

#: The forms in which a signed statement leaves the house: file ending and media type.
STATEMENT_FORMS = {"json": "application/vc", "zh.pdf": "application/pdf", "en.pdf": "application/pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedStatement:
    """What the statement says; of a device its mean [mg CO2e], of a site its body. `standing` as of the day of reading."""

    number: str
    level: LevelOfAssurance
    mean_mg: int | None
    site: SiteStatementBody | None
    materiality_percent: float
    criteria: tuple[str, ...]
    sites: tuple[str, ...]
    sample: SampleSize
    qualifications: tuple[str, ...]
    standing: Standing
    signed_by: str
    signed_on: date | None
    valid_until: date | None
    surveillance_due_on: date | None
    surveilled_on: date | None
    withdrawn_on: date | None
    digest: str


def signed_statement(state: Engagement, *, on: date) -> SignedStatement | None:
    """The statement of an engagement, from its draft on; None before."""
    body = state.body
    if body is None:
        return None
    person = state.people.get(state.signed_by)
    mean, site = (None, body) if isinstance(body, SiteStatementBody) else (body.mean_mg, None)
    return SignedStatement(
        number=body.number, level=body.level_of_assurance, mean_mg=mean, site=site, materiality_percent=body.materiality_percent,
        criteria=body.criteria, sites=body.sites, sample=body.sample, qualifications=body.qualifications, standing=state.standing(on),
        signed_by=person.name if person else "", signed_on=state.signed_on, valid_until=state.valid_until,
        surveillance_due_on=state.next_surveillance(), surveilled_on=state.surveilled_on, withdrawn_on=state.withdrawn_on,
        digest=state.statement_digest,
    )  # fmt: skip


def statement_file(store: Store, engagement: str, form: str, *, organisation: str) -> bytes:
    """The signed statement as JSON or as PDF in a language, for a side of the engagement.

    Raises AssuranceError `ENGAGEMENT_UNKNOWN` for a stranger, `STATEMENT_UNKNOWN` before it is signed or for another form.
    """
    state = engagement_of(store, engagement)
    side_of(organisation, client=state.client, certifier=state.certifier, place=engagement)
    number = state.body.number if state.body and state.signed_on else ""
    fact = store.latest("statement", number, organisation=state.certifier) if number else None
    document: dict[str, Any] = dict(body_of(fact)) if fact else {}
    if form not in STATEMENT_FORMS or not document or digest_json(document) != state.statement_digest:
        raise AssuranceError("STATEMENT_UNKNOWN", place=number or engagement)
    return credential_bytes(document) if form == "json" else render_statement(document, form.removesuffix(".pdf"))
