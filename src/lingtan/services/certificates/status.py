"""`lingtan certificate status|revoke`: the issuer's signed list of what holds and what no longer does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lingtan.attest import (
    CertificateStatus,
    StatementState,
    StatementStatus,
    credential_bytes,
    sign_credential,
    status_document,
)
from lingtan.evidence import Fact
from lingtan.files import write_atomic
from lingtan.services.assure.signed import engagements_signed
from lingtan.services.certificates.standing import certificate_statuses
from lingtan.services.house.ids import command_id, urn
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["publish_status", "status_list", "write_status"]


def publish_status(
    workspace: Workspace, transaction: Transaction, entries: Sequence[CertificateStatus], *, actor: str, at: datetime
) -> dict[str, Any]:
    """Sign and record a new status list; statements stand in it as the engagements say."""
    organisation = workspace.profile.organisation
    statements = tuple(
        StatementStatus(
            number=state.body.number,
            status=StatementState.WITHDRAWN if state.withdrawn_on else StatementState.VALID,
            since=state.withdrawn_on or state.signed_on,
        )
        for state in engagements_signed(transaction, organisation)
        if state.body is not None and state.signed_on is not None
    )
    serial = str(transaction.count("status_list", organisation, organisation) + 1)
    unsigned = status_document(
        id=urn("status", organisation, serial),
        issuer=workspace.party,
        valid_from=at,
        as_of=at,
        certificates=entries,
        statements=statements,
    )
    signed = sign_credential(unsigned, workspace.key, created=at)
    by, name = workspace.by(actor, at), command_id(organisation, "status_list", serial)
    transaction.append(Fact(id=name, kind="status_list", subject=organisation, by=by, asset="certificate", unit="1", body=signed))
    return signed


def status_list(workspace: Workspace, *, actor: str, at: datetime) -> dict[str, Any]:
    """A fresh signed list, as of now."""
    with workspace.store() as store:
        organisation = workspace.profile.organisation
        return store.write(lambda t: publish_status(workspace, t, certificate_statuses(t, organisation), actor=actor, at=at))


def write_status(workspace: Workspace, path: Path, *, actor: str, at: datetime) -> dict[str, Any]:
    """Write a fresh signed list; the file holds its RFC 8785 bytes."""
    signed = status_list(workspace, actor=actor, at=at)
    write_atomic(path, credential_bytes(signed))
    return signed
