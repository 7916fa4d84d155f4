"""The envelopes of the signed documents (docs/certificate.md, sections 1 to 3 and 7): W3C Verifiable Credentials 2.0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.attest.stamps import stamp
from lingtan.attest.status import CertificateStatus, StatementStatus
from lingtan.errors import AttestError
from lingtan.evidence import digest_json

__all__ = [
    "CERTIFICATE_TYPE",
    "CONTEXT",
    "SITE_STATEMENT_TYPE",
    "STATEMENT_TYPE",
    "STATUS_TYPE",
    "Party",
    "certificate_document",
    "statement_document",
    "status_document",
]

CONTEXT: tuple[Any, ...] = ("https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:lingtan:vocab:1#"})
CERTIFICATE_TYPE = "LingtanCancellationStatement"
SITE_STATEMENT_TYPE = "LingtanSiteStatement"
STATEMENT_TYPE = "LingtanVerificationStatement"
STATUS_TYPE = "LingtanStatusList"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who signs: the `did:key` of the key and the legal name."""

    id: str
    name: str


def _envelope(kind: str, identity: str, issuer: Party, valid_from: datetime, subject: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@context": deepcopy(list(CONTEXT)),
        "id": identity,
        "type": ["VerifiableCredential", kind],
        "issuer": {"id": issuer.id, "name": issuer.name},
        "validFrom": stamp(valid_from),
        "credentialSubject": dict(subject),
    }


def certificate_document(
    *, id: str, issuer: Party, valid_from: datetime, valid_until: datetime, subject: Mapping[str, Any], statement: Mapping[str, Any]
) -> dict[str, Any]:
    """The unsigned certificate around its subject and the certifier's signed statement.

    `credentialSubject.statement`, `credentialStatus` and `evidence` are made here. Raises AttestError `STATEMENT_UNSIGNED`.
    """
    if "proof" not in statement:
        raise AttestError("STATEMENT_UNSIGNED", place=str(statement.get("id", "?")))
    named = {"number": statement["credentialSubject"]["number"], "digest": digest_json(statement)}
    document = _envelope(CERTIFICATE_TYPE, id, issuer, valid_from, {**subject, "statement": named})
    document["validUntil"] = stamp(valid_until)
    document["credentialStatus"] = {"id": f"urn:lingtan:status:{subject['number']}", "type": "LingtanStatusEntry"}
    document["evidence"] = [dict(statement)]
    return document


def statement_document(
    *, id: str, issuer: Party, valid_from: datetime, valid_until: datetime, subject: Mapping[str, Any], kind: str = STATEMENT_TYPE
) -> dict[str, Any]:
    """The unsigned statement of a device, or of a site (`SITE_STATEMENT_TYPE`), around its subject; signed with the certifier's own key."""
    document = _envelope(kind, id, issuer, valid_from, subject)
    document["validUntil"] = stamp(valid_until)
    return document


def status_document(
    *,
    id: str,
    issuer: Party,
    valid_from: datetime,
    as_of: datetime,
    certificates: Sequence[CertificateStatus],
    statements: Sequence[StatementStatus],
) -> dict[str, Any]:
    """The unsigned status list. Raises AttestError `STATUS_TWICE` when a number and version, or a statement, stands twice."""
    keys = [f"{entry.number} v{entry.version}" for entry in certificates] + [f"statement {entry.number}" for entry in statements]
    for key, times in Counter(keys).items():
        if times > 1:
            raise AttestError("STATUS_TWICE", place=key)
    subject = {
        "asOf": stamp(as_of),
        "certificates": [entry.to_json() for entry in sorted(certificates, key=lambda e: (e.number, e.version))],
        "statements": [entry.to_json() for entry in sorted(statements, key=lambda e: e.number)],
    }
    return _envelope(STATUS_TYPE, id, issuer, valid_from, subject)
