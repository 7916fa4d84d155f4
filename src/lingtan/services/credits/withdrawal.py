"""`lingtan credits withdraw`: a block imported by mistake."""

from __future__ import annotations

from datetime import datetime

from lingtan.errors import InputError
from lingtan.services.credits.holdings import held_blocks
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["withdraw"]


def withdraw(workspace: Workspace, serial: str, *, reason: str, maker: str, actor: str, at: datetime) -> str:
    """Take back a held block that was imported by mistake, four eyes; returns its serial. Raises InputError `BLOCK_NOT_HELD`."""
    with workspace.store() as store:
        held = {block.key: name for block, name in held_blocks(store, workspace.profile.organisation).items()}
        if serial not in held:
            raise InputError("BLOCK_NOT_HELD", place=serial, held=len(held))
        name = command_id(workspace.profile.organisation, "withdraw", held[serial])
        store.ledger.withdraw_block(id=name, by=workspace.by(actor, at), block=held[serial], reason=reason, maker=maker)
        return serial
