"""One edition of a certificate: checked, worded, signed and recorded. Nothing else moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lingtan.attest import sign_credential
from lingtan.evidence import Fact
from lingtan.neutrality import check_statement, require_identities, unsigned_certificate
from lingtan.services.certificates.material import Material
from lingtan.services.certificates.publication import Edition, Publication, word_check
from lingtan.services.certificates.record import certificate_record
from lingtan.services.house.ids import command_id, urn
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["sign_edition"]


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
