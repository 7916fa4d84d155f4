"""`lingtan certificate issue`: grams to serials, the claim gate, the signature and the status list, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from lingtan.attest import sign_credential
from lingtan.evidence import JSON, Fact, to_plain
from lingtan.neutrality import check_statement, issue_certificate, require_identities, unsigned_certificate
from lingtan.services.certificates.grams import allocate_grams
from lingtan.services.certificates.material import Material, gather
from lingtan.services.certificates.publication import Edition, Publication, word_check
from lingtan.services.certificates.record import certificate_record
from lingtan.services.certificates.standing import certificate_statuses
from lingtan.services.certificates.status import publish_status
from lingtan.services.house.ids import command_id, urn
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["issue", "sign_edition"]


def issue(workspace: Workspace, number: str, publication: Publication, *, actor: str, at: datetime) -> dict[str, Any]:
    """Issue the certificate of a confirmed cancellation. The same command again gives the same bytes.

    Raises the first reason against it: unconfirmed credits, another statement, a claimed device, an identity that fails, a blocked claim.
    """
    organisation, by = workspace.profile.organisation, workspace.by(actor, at)

    def effect(transaction: Transaction) -> JSON:
        material = gather(workspace, transaction, number)
        allocate_grams(workspace, transaction, material, number, actor=actor, at=at)
        signed = sign_edition(workspace, transaction, material, publication, Edition(number=number), actor=actor, at=at)
        entries = issue_certificate(certificate_statuses(transaction, organisation), number=number, version=1, on=at.date())
        publish_status(workspace, transaction, entries, actor=actor, at=at)
        return cast("JSON", signed)

    with workspace.store() as store:
        request = {"number": number, "publication": to_plain(publication)}
        return cast("dict[str, Any]", store.once(command_id(organisation, "issue", number), "certificate_issue", request, effect, by))


def sign_edition(
    workspace: Workspace,
    transaction: Transaction,
    material: Material,
    publication: Publication,
    edition: Edition,
    *,
    actor: str,
    at: datetime,
) -> dict[str, Any]:
    """Check the statement, pass the gate and the identities, sign, and record one edition."""
    organisation, order, footprint = workspace.profile.organisation, material.cancellation.order, material.device.footprint
    independence = material.independence_digest
    check_statement(
        material.statement, footprint, on=at.date(), issuer=organisation, manufacturer=order.manufacturer, independence_digest=independence
    )
    unsigned = unsigned_certificate(
        certificate_record(workspace, material, publication, edition, on=at.date()),
        id=urn("certificate", organisation, edition.number),
        issuer=workspace.party,
        valid_from=at,
        statement=material.statement,
        statement_document=material.statement_document,
    )
    require_identities(unsigned, banned=word_check(publication, on=at.date()))
    signed = sign_credential(unsigned, workspace.key, created=at)
    name, by = command_id(organisation, "certificate", edition.number), workspace.by(actor, at)
    transaction.append(Fact(id=name, kind="certificate", subject=edition.number, by=by, asset="co2e_credit", unit="g", body=signed))
    return signed
