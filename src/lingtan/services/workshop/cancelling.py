"""`lingtan workshop attributes cancel|confirm`: attributes cancelled for the organisation, checked by a second person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lingtan.evidence import JSON, digest_bytes, to_plain
from lingtan.files import read_bytes
from lingtan.ledger import GREEN_ATTRIBUTE, Beneficiary, BlockState, generation_series
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["cancel_attributes", "confirm_attributes", "own_beneficiary"]

_DAYS = 90


def own_beneficiary(workspace: Workspace) -> Beneficiary:
    """The organisation itself: attributes are cancelled for whoever uses the electricity."""
    return Beneficiary(name=workspace.profile.organisation, identifier=workspace.profile.organisation)


def cancel_attributes(workspace: Workspace, *, plant: str, month: str, wh: int, actor: str, at: datetime) -> dict[str, Any]:
    """Reserve attributes of a plant's month for the organisation and record that the registry was told. [Wh]

    Raises LedgerError `INSUFFICIENT_CREDITS`, `BLOCK_LIST` where none are held.
    """
    organisation, series = workspace.profile.organisation, generation_series(plant, month)
    with workspace.store() as store:
        held = store.ledger.holdings(organisation=organisation, series=series, states=(BlockState.HELD,), asset=GREEN_ATTRIBUTE)
        about = (organisation, "attribute-cancel", series, str(wh), *(one.block.id for one in held))
        made = store.ledger.reserve(
            id=command_id(*about), by=workspace.by(actor, at), order=f"green {plant} {month}", beneficiary=own_beneficiary(workspace),
            amount=wh, blocks=[one.block.id for one in held], expires_at=at + timedelta(days=_DAYS),
        )  # fmt: skip
        lines = [line.retirement for line in made.lines]
        store.ledger.instruct(id=command_id(*about, "instruct"), by=workspace.by(actor, at), retirements=lines)
        return {"retirements": list(lines), "wh": made.amount}


def confirm_attributes(
    workspace: Workspace, retirement: str, document: Path, *, reference: str, retired_on: date, beneficiary_text: str, maker: str,
    actor: str, at: datetime,
) -> JSON:  # fmt: skip
    """The registry's word (of own generation: the meter's sheet). `actor` checks what `maker` entered; else LedgerError `FOUR_EYES`."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        moved = store.ledger.confirm(
            id=command_id(organisation, "attribute-confirm", retirement, reference), by=workspace.by(actor, at), retirement=retirement,
            reference=reference, retired_on=retired_on, beneficiary_text=beneficiary_text,
            evidence_digest=digest_bytes(read_bytes(document)), maker=maker,
        )  # fmt: skip
        return to_plain(moved)
