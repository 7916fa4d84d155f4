"""Where the certificates stand, as the issuer last published it."""

from __future__ import annotations

from datetime import date
from typing import Any

from lingtan.attest import CertificateState, CertificateStatus
from lingtan.store import Store, Transaction

__all__ = ["certificate_statuses"]


def certificate_statuses(store: Store | Transaction, organisation: str) -> tuple[CertificateStatus, ...]:
    """The certificates' standing as last published."""
    fact = store.latest("status_list", organisation)
    entries = fact.body["credentialSubject"]["certificates"] if fact is not None and isinstance(fact.body, dict) else []
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
