"""Every file of one certificate as bytes: what is downloaded, exported to a folder, and put into the bundles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lingtan.attest import credential_bytes
from lingtan.documents import render_certificate
from lingtan.errors import StoreError
from lingtan.services.certificates.contents import bundles_of
from lingtan.services.certificates.material import gather
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.confirmation import evidence_files
from lingtan.store import Store

__all__ = ["ISSUER_FILES", "PUBLIC_FILES", "CertificateFile", "certificate_file", "files_of"]

#: What anybody may have, and what stays with the issuer (the customer gets its own serials).
PUBLIC_FILES = ("json", "zh.pdf", "en.pdf", "public.zip")
ISSUER_FILES = ("full.zip", "serials.json")
_MEDIA = {"json": "application/json", "pdf": "application/pdf", "zip": "application/zip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFile:
    """A file to be handed over."""

    name: str
    media_type: str
    data: bytes


def certificate_file(workspace: Workspace, number: str, kind: str) -> CertificateFile:
    """One file of the workspace's own certificate. Raises StoreError `CERTIFICATE_NOT_ISSUED`, `CERTIFICATE_FILE_UNKNOWN`."""
    if kind not in (*PUBLIC_FILES, *ISSUER_FILES):
        raise StoreError("CERTIFICATE_FILE_UNKNOWN", place=kind, known=", ".join((*PUBLIC_FILES, *ISSUER_FILES)))
    with workspace.store() as store:
        (data,) = files_of(workspace, store, number, (kind,)).values()
    return CertificateFile(name=f"{number}.{kind}", media_type=_MEDIA[kind.rpartition(".")[2]], data=data)


def files_of(workspace: Workspace, store: Store, number: str, kinds: tuple[str, ...] = (*PUBLIC_FILES, *ISSUER_FILES)) -> dict[str, bytes]:
    """The files of these kinds by kind; what only bundles need is gathered only for them."""
    organisation = workspace.profile.organisation
    fact = store.last("certificate", number, organisation)
    if fact is None:
        raise StoreError("CERTIFICATE_NOT_ISSUED", place=number)
    document: dict[str, Any] = dict(body_of(fact))
    found = {"json": credential_bytes(document)} if "json" in kinds else {}
    found |= {kind: render_certificate(document, kind.partition(".")[0]) for kind in kinds if kind.endswith(".pdf")}
    if set(kinds) & {"public.zip", "full.zip", "serials.json"}:
        base = number.partition(".")[0]  # later editions (`NUMBER.2`) are of the same cancellation
        found |= bundles_of(number, document, gather(workspace, store, base), evidence_files(store, base, workspace.profile.organisation))
    return {kind: found[kind] for kind in kinds}
