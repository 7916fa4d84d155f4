"""`lingtan init`: a party, its key and its database."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from lingtan.attest import KeyPair, TrustList
from lingtan.evidence import JSON
from lingtan.files import read_json, write_atomic
from lingtan.services.house.profile import VERIFY_BASE, Profile
from lingtan.services.house.workspace import Workspace, create_workspace

__all__ = ["init_workspace", "trust_file"]


def init_workspace(
    home: Path, *, organisation: str, identifier: str, db: str | None, synthetic: bool, verify_base: str | None = None
) -> Workspace:
    """A new workspace with a fresh key and master secret from the system's randomness. Raises StoreError `WORKSPACE_EXISTS`."""
    url = _from_anywhere(db or f"sqlite:///{home / 'lingtan.db'}")
    profile = Profile(organisation=organisation, identifier=identifier, db=url, synthetic=synthetic, verify_base=verify_base or VERIFY_BASE)
    return create_workspace(home, profile, key=KeyPair.from_seed(secrets.token_bytes(32)), master=secrets.token_bytes(32))


def _from_anywhere(url: str) -> str:
    """A file's address that holds whatever folder the next command runs in."""
    path = url.removeprefix("sqlite:///")
    return f"sqlite:///{Path(path).resolve()}" if path not in ("", url) else url


def trust_file(workspace: Workspace, path: Path) -> JSON:
    """Take a trust list into the workspace after checking it. Raises AttestError `BAD_TRUST_LIST`."""
    trust = TrustList.from_json(read_json(path), place=str(path))
    write_atomic(workspace.home / "trust.json", (json.dumps(trust.to_json(), ensure_ascii=False, indent=2) + "\n").encode())
    return trust.to_json()
