"""What can be taken back before anything was retired: a block imported by mistake, a reservation that is no longer wanted."""

from __future__ import annotations

from datetime import datetime

from lingtan.errors import InputError
from lingtan.neutrality import Cancellation
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.neutralise.holdings import held_blocks
from lingtan.services.neutralise.instruct import cancellation_of

__all__ = ["release", "withdraw"]


def release(workspace: Workspace, number: str, *, reason: str, actor: str, at: datetime) -> Cancellation:
    """Give a reservation's credits back; one that was instructed needs another person than who instructed. A new order needs a new number.

    Raises LedgerError when the registry has confirmed already.
    """
    with workspace.store() as store:
        cancellation = cancellation_of(store, number)
        name = command_id(workspace.profile.organisation, "release", number)
        store.ledger.release(id=name, by=workspace.by(actor, at), retirements=cancellation.retirements, reason=reason)
        return cancellation


def withdraw(workspace: Workspace, serial: str, *, reason: str, maker: str, actor: str, at: datetime) -> str:
    """Take back a held block that was imported by mistake, four eyes; returns its serial. Raises InputError `BLOCK_NOT_HELD`."""
    with workspace.store() as store:
        held = {block.key: name for block, name in held_blocks(store, workspace.profile.organisation).items()}
        if serial not in held:
            raise InputError("BLOCK_NOT_HELD", place=serial, held=len(held))
        name = command_id(workspace.profile.organisation, "withdraw", held[serial])
        store.ledger.withdraw_block(id=name, by=workspace.by(actor, at), block=held[serial], reason=reason, maker=maker)
        return serial
