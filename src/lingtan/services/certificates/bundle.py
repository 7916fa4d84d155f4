"""`lingtan certificate export`: JSON, PDFs, both bundles, the status list, the trust list and the customer's openings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lingtan.attest import credential_bytes
from lingtan.evidence import canonical_bytes
from lingtan.files import write_atomic
from lingtan.services.certificates.files import ISSUER_FILES, files_of
from lingtan.services.certificates.status import status_list
from lingtan.services.house.workspace import Workspace

__all__ = ["export_certificate"]


def export_certificate(workspace: Workspace, number: str, folder: Path, *, actor: str, at: datetime) -> dict[str, str]:
    """Write everything of a certificate into a folder; returns the paths. Only `serials.json` and the full bundle are confidential."""
    with workspace.store() as store:
        files = {f"{number}.{kind}": data for kind, data in files_of(workspace, store, number).items()}
    files["status.json"] = credential_bytes(status_list(workspace, actor=actor, at=at))
    files["trust.json"] = canonical_bytes(workspace.trust().to_json())
    for name, data in files.items():
        write_atomic(folder / name, data, private=name.endswith(ISSUER_FILES))
    return {name.removeprefix(f"{number}."): str(folder / name) for name in files}
