"""Where the certificates stand, as the issuer last published it."""

from __future__ import annotations

from datetime import date
from typing import Any

from lingtan.attest import CertificateState, CertificateStatus
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store, Transaction

__all__ = ["certificate_statuses"]


def certificate_statuses(store: Store | Transaction, organisation: str) -> tuple[CertificateStatus, ...]:
    """The certificates' standing as last published."""
    last = store.last("status_list", organisation, organisation)  # of the chain: two may share a second
    entries = body_of(last)["credentialSubject"]["certificates"] if last else []
    return tuple(_entry(entry) for entry in entries)


def _entry(entry: dict[str, Any]) -> CertificateStatus:
    return CertificateStatus(
        number=entry["number"],
        version=entry["version"],
        status=CertificateState(entry["status"]),
        since=date.fromisoformat(entry["since"]),
        by=entry["by"],
        reason=entry["reason"],
    )
