"""`lingtan workshop attributes import|list`: green certificates, own generation and credited months into the one ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from lingtan.errors import InputError, LedgerError
from lingtan.evidence import JSON, Authorship
from lingtan.files import read_csv_rows
from lingtan.ledger import GREEN_ATTRIBUTE, AttributeScheme, ImportBlock, Imported, certificates, credited_generation, own_generation
from lingtan.services.credits.generation import credited_years, refuse_credited
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.workshop.attribute_cells import cell, scheme_of, watt_hours, whole
from lingtan.store import Transaction

__all__ = ["import_attributes", "list_attributes"]


def import_attributes(workspace: Workspace, path: Path, *, actor: str, at: datetime) -> list[JSON]:
    """The rows of a table (CSV or XLSX), all or none.

    Columns `scheme` (certificate, own, credited), `plant`, `month`; `first` and `last` of certificates; `generated_mwh` and
    `certified_mwh` of an own plant (certificates issued for it, whoever holds them now); `document`. Raises InputError or LedgerError with
    the row: `ATTRIBUTE_TWO_SCHEMES` for a month that another scheme has, also as credits, `RANGE_OVERLAP` for a number somebody has.
    """
    _, rows = read_csv_rows(path)
    by = workspace.by(actor, at)

    def work(transaction: Transaction) -> list[JSON]:
        credited = credited_years(transaction)
        return [_row(transaction, row, place, by, credited) for place, row in rows]

    with workspace.store() as store:
        return store.write(work)


def _row(
    transaction: Transaction, row: Mapping[str, str], place: str, by: Authorship, credited: Mapping[tuple[str, str], str]
) -> JSON:  # fmt: skip
    command = _command(row, place, by.organisation)
    if command.details["scheme"] != AttributeScheme.CREDITED.value:
        refuse_credited(credited, cell(row, "plant", place), cell(row, "month", place), place=place)
    try:
        made = transaction.ledger.execute(command, by, Imported)
    except LedgerError as error:
        error.place = f"{place}: {error.place}"
        raise
    return {"series": made.series, "scheme": command.details["scheme"], "wh": made.amount, "block": made.block}


def _command(row: Mapping[str, str], place: str, organisation: str) -> ImportBlock:
    scheme, plant, month = scheme_of(row, place), cell(row, "plant", place), cell(row, "month", place)
    said: dict[str, Any] = {"plant": plant, "month": month, "document": row.get("document", "")}
    name = command_id(organisation, "attributes", scheme.value, plant, month, row.get("first", ""), row.get("last", ""))
    if scheme is AttributeScheme.CREDITED:
        return credited_generation(name, plant=plant, month=month, details=said)
    if scheme is AttributeScheme.CERTIFICATE:
        first, last = whole(row, "first", place), whole(row, "last", place)
        return certificates(name, plant=plant, month=month, first=first, last=last, details=said)
    generated, certified = watt_hours(row, "generated_mwh", place), watt_hours(row, "certified_mwh", place)
    return own_generation(name, plant=plant, month=month, generated_wh=generated, certified_wh=certified, details=said)


def list_attributes(workspace: Workspace) -> list[JSON]:
    """The organisation's attributes: plant, month, scheme, watt-hours, state."""
    with workspace.store() as store:
        held = store.ledger.holdings(organisation=workspace.profile.organisation, asset=GREEN_ATTRIBUTE)
        if any(not one.details for one in held):
            raise InputError("BAD_RECORD", place="attributes", kind="ImportBlock", detail="no details")
        names = ("plant", "month", "scheme")
        return [
            {**{n: one.details[n] for n in names}, "wh": one.amount, "state": one.block.state.value, "block": one.block.id} for one in held
        ]
