"""The certifier's signed word on a study, and what neutrality needs of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from lingtan.assurance import Competences, SiteStatementBody, StatementBody, StatementSigned, event_to_plain, signed_subject, with_register
from lingtan.attest import SITE_STATEMENT_TYPE, STATEMENT_TYPE, sign_credential, statement_document
from lingtan.evidence import Fact, StatementOfFootprint, digest_json
from lingtan.services.assure.engagement import engagement_of, events_of, record_event, statement_document_of
from lingtan.services.assure.signed import engagements_signed
from lingtan.services.house.ids import command_id, urn
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["sign_statement", "statement_for"]


def sign_statement(
    workspace: Workspace,
    engagement: str,
    *,
    signer: str,
    at: datetime,
    valid_until: date,
    competences: Competences = None,
) -> dict[str, Any]:
    """Sign the drafted statement with the certifier's own key, and record it. Independence and competence decide (METHODS 24).

    `competences` is what the register holds for the signer now: what was recorded since the opening counts, what was taken back does not.
    """
    with workspace.store() as store:
        state = with_register(engagement_of(store, engagement, organisation=workspace.profile.organisation), signer, competences)
        subject = signed_subject(state, signer=signer, on=at.date())
        number = str(subject["number"])
        unsigned = statement_document(
            id=urn("statement", number, state.study_digest),
            issuer=workspace.party,
            valid_from=at,
            valid_until=datetime.combine(valid_until, time(23, 59, 59), tzinfo=UTC),
            subject=subject,
            kind=SITE_STATEMENT_TYPE if isinstance(state.body, SiteStatementBody) else STATEMENT_TYPE,
        )
        signed = sign_credential(unsigned, workspace.key, created=at)
    event = StatementSigned(at=at, actor=signer, statement_digest=digest_json(signed), valid_until=valid_until, competences=competences)
    by = workspace.by(signer, at)
    name = command_id(by.organisation, "statement", number)
    fact = Fact(id=name, kind="statement", subject=number, by=by, asset="statement", unit="1", body=signed)
    record_event(workspace, engagement, event, also=[fact])
    return signed


def statement_for(
    store: Store | Transaction, study_digest: str, *, organisation: str
) -> tuple[StatementOfFootprint, dict[str, Any], str] | None:
    """The organisation's latest signed statement on a study: carrier, credential, digest of the recorded independence; None without one."""
    signed = engagements_signed(store, organisation, study=study_digest)
    if not signed:
        return None
    state = max(signed, key=lambda s: (s.withdrawn_on is None, s.signed_on or date.min))
    if not isinstance(state.body, StatementBody) or state.signed_on is None or state.valid_until is None:
        return None
    document = statement_document_of(store, state.body.number, certifier=state.certifier)
    carrier = StatementOfFootprint(
        number=state.body.number,
        statement_digest=digest_json(document),
        study_digest=state.body.study_digest,
        configuration_digest=state.body.configuration_digest,
        subject=state.body.subject,
        mean_mg=state.body.mean_mg,
        certifier=document["issuer"]["name"],
        level_of_assurance=state.body.level_of_assurance.value,
        signed_on=state.signed_on,
        valid_until=state.valid_until,
        withdrawn_on=state.withdrawn_on,
    )
    return carrier, document, digest_json(event_to_plain(events_of(store, state.id)[0]))
