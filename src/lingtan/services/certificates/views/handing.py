"""Handing a file of a certificate to whoever may have it."""

from __future__ import annotations

from collections.abc import Callable

from lingtan.errors import AccessError
from lingtan.services.certificates.files import ISSUER_FILES, CertificateFile, certificate_file
from lingtan.services.certificates.views.visible import Sight, visible_certificate
from lingtan.services.house.workspace import Workspace

__all__ = ["handed_file"]


def handed_file(sight: Sight, workspace_of: Callable[[str], Workspace], number: str, kind: str, *, is_issuer: bool) -> CertificateFile:
    """The file, made from its issuer's workspace. Raises StoreError `CERTIFICATE_NOT_ISSUED`, `CERTIFICATE_FILE_UNKNOWN`.

    What is confidential goes to the issuer alone, a batch's own serials and secrets also to their holder: AccessError `FORBIDDEN`.
    """
    with sight.workspace.store() as store:
        fact, _ = visible_certificate(store, sight, number)
    if kind in ISSUER_FILES and not is_issuer and not (kind == "serials.json" and sight.as_holder):
        raise AccessError("FORBIDDEN", place=kind, permission="certificates:issue")
    return certificate_file(workspace_of(fact.by.organisation), number, kind)
