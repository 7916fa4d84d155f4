"""The address that a house's QR codes lead to."""

from __future__ import annotations

from dataclasses import replace

from lingtan.evidence import canonical_bytes, to_plain
from lingtan.files import write_atomic
from lingtan.services.house.profile import Profile
from lingtan.services.house.workspace import Workspace

__all__ = ["set_address"]


def set_address(workspace: Workspace, address: str) -> Profile:
    """Write the address into the workspace; certificates from now on carry it. Raises InputError `VERIFY_BASE`."""
    changed = replace(workspace.profile, verify_base=address.strip().rstrip("/"))
    write_atomic(workspace.home / "workspace.json", canonical_bytes(to_plain(changed)))
    return changed
