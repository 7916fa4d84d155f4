"""An organisation's workspace on a server: `organisations/<slug>` below the server's home, over the server's database."""

from __future__ import annotations

from pathlib import Path

from lingtan.errors import StoreError
from lingtan.services.house.init import init_workspace
from lingtan.services.house.workspace import Workspace, open_workspace

__all__ = ["workspace_folder"]


def workspace_folder(home: Path, *, name: str, identifier: str, slug: str, db: str, synthetic: bool = False) -> Workspace:
    """The organisation's workspace, made where there is none; one left by an attempt that did not end is taken up again.

    Raises StoreError `WORKSPACE_EXISTS` when the folder is another organisation's.
    """
    folder = home / "organisations" / slug
    try:
        return init_workspace(folder, organisation=name, identifier=identifier, db=db, synthetic=synthetic)
    except StoreError as refusal:
        if refusal.code != "WORKSPACE_EXISTS":
            raise
        workspace = open_workspace(folder, db=db)
        if (workspace.profile.organisation, workspace.profile.identifier) != (name, identifier):
            raise
        return workspace
