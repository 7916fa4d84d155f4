"""What is published for everybody: a certificate's record, the issuer's last signed status list, and its trust list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lingtan.attest import credential_bytes
from lingtan.errors import StoreError
from lingtan.evidence import Fact, canonical_bytes
from lingtan.services.certificates.files import CertificateFile, certificate_file
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store

__all__ = ["PUBLISHED", "every_status", "issued_anywhere", "published_file", "published_status"]

#: What anybody may fetch under a certificate's number.
PUBLISHED = ("certificate.json", "status.json", "trust.json", "zh.pdf", "en.pdf", "public.zip")


def issued_anywhere(store: Store, number: str) -> Fact | None:
    """The record of the certificate, whoever issued it."""
    found = store.catalogue("certificate", prefix=number, order="label", limit=200)
    return next((store.fact(entry.fact) for entry in found.rows if entry.subject == number), None)


def published_status(store: Store, issuer: str) -> dict[str, Any]:
    """The issuer's last published status list. Raises StoreError `STATUS_NOT_ISSUED`."""
    fact = store.last("status_list", issuer, issuer)
    if fact is None:
        raise StoreError("STATUS_NOT_ISSUED", place=issuer)
    return dict(body_of(fact))


def every_status(store: Store, issuers: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """The last status list of each of them that published one."""
    found = (store.last("status_list", issuer, issuer) for issuer in issuers)
    return tuple(dict(body_of(fact)) for fact in found if fact is not None)


def published_file(store: Store, workspace_of: Callable[[str], Workspace], number: str, name: str) -> CertificateFile:
    """A published file about a certificate. Raises StoreError `CERTIFICATE_NOT_ISSUED`, `CERTIFICATE_FILE_UNKNOWN`."""
    if name not in PUBLISHED:
        raise StoreError("CERTIFICATE_FILE_UNKNOWN", place=name, known=", ".join(PUBLISHED))
    fact = issued_anywhere(store, number)
    if fact is None:
        raise StoreError("CERTIFICATE_NOT_ISSUED", place=number)
    issuer = fact.by.organisation
    if name == "certificate.json":
        return CertificateFile(name=f"{number}.json", media_type="application/json", data=credential_bytes(dict(body_of(fact))))
    if name == "status.json":
        return CertificateFile(name=name, media_type="application/json", data=credential_bytes(published_status(store, issuer)))
    if name == "trust.json":
        data = canonical_bytes(workspace_of(issuer).trust().to_json())
        return CertificateFile(name=name, media_type="application/json", data=data)
    return certificate_file(workspace_of(issuer), number, name)
