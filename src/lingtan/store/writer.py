"""What was decided into rows: appended ones first, then the derived ones as they now stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lingtan.database import stamp
from lingtan.evidence import Authorship, canonical_bytes, to_plain
from lingtan.ledger import Account, Block, Changes
from lingtan.store.records import certificate_row, claim_row, retirement_row, transfer_row
from lingtan.store.tables import (
    account,
    allocation,
    balance,
    block,
    block_state,
    certificate_state,
    device_claim,
    event,
    retirement_state,
    series,
    transfer,
)

__all__ = ["appended_rows", "asset_of", "name_series", "write_derived", "written_by"]

Rows = list[tuple[Table, dict[str, Any]]]

_NEITHER = ("-", "-")


def written_by(by: Authorship, asset: str, unit: str) -> dict[str, Any]:
    """The columns that every appended row carries."""
    return {
        "organisation": by.organisation,
        "actor": by.actor,
        "recorded_at": stamp(by.at),
        "asset": asset,
        "unit": unit,
        "method_version": by.method_version,
    }


def asset_of(changes: Changes) -> tuple[str, str]:
    """The asset and unit that the changes are about; dashes when no amount is concerned."""
    kinds = [(record.asset, record.unit) for record in changes.accounts] + [(record.asset, record.unit) for record in changes.blocks]
    return kinds[0] if kinds else _NEITHER


def appended_rows(connection: Connection, changes: Changes, command: str, by: Authorship) -> Rows:
    """Every row that the command appends, table by table in `COMMAND_ROWS` order, numbered within its table."""
    of_account = {one.id: (one.asset, one.unit) for one in changes.accounts}
    asset, unit = asset_of(changes)

    def common(ordinal: int, kind: tuple[str, str] = (asset, unit)) -> dict[str, Any]:
        return {"command": command, "ordinal": ordinal, **written_by(by, *kind)}

    rows: Rows = [
        (account, common(n, (one.asset, one.unit)) | {"id": one.id, "code": one.code, "constraint_kind": one.constraint.value})
        for n, one in enumerate(changes.opened)
    ]
    rows += [(transfer, common(n, of_account[move.debit]) | transfer_row(move)) for n, move in enumerate(changes.transfers)]
    born = [one for one in changes.blocks if one.id in changes.new_blocks]
    rows += [(block, common(n) | _block_row(connection, one, changes)) for n, one in enumerate(born)]
    rows += [(event, common(n) | body) for n, body in enumerate(_events(changes))]
    rows += [
        (
            allocation,
            common(one.ordinal)
            | {
                "certificate": one.certificate,
                "manufacturer": one.manufacturer,
                "serial": one.serial,
                "claim_scope": one.claim_scope,
                "retirement": one.retirement,
                "amount": one.amount,
            },
        )
        for one in changes.allocations
    ]
    return rows


def _block_row(connection: Connection, one: Block, changes: Changes) -> dict[str, Any]:
    root = one.id
    if one.parent is not None:
        root = connection.execute(select(block.c.root).where(block.c.id == one.parent)).scalar_one()
    return {
        "id": one.id,
        "series": one.series,
        "start_at": one.start,
        "end_at": one.end,
        "amount_per_unit": one.amount_per_unit,
        "parent": one.parent,
        "root": root,
        "details": canonical_bytes(dict(changes.details)).decode(),
    }


def _events(changes: Changes) -> Iterable[dict[str, Any]]:
    """Every state that something came into."""
    for one in changes.blocks:
        yield {"kind": "block", "subject": one.id, "state": one.state.value, "body": "{}"}
    for retirement in changes.retirements:
        body = canonical_bytes(to_plain(retirement)).decode()
        yield {"kind": "retirement", "subject": retirement.id, "state": retirement.state.value, "body": body}
    for certificate in changes.certificates:
        body = canonical_bytes(to_plain(certificate)).decode()
        yield {"kind": "certificate", "subject": certificate.number, "state": certificate.state.value, "body": body}


def write_derived(connection: Connection, changes: Changes) -> None:
    """Balances and states as they now stand."""
    opened = {one.id for one in changes.opened}
    if opened:
        connection.execute(balance.insert(), [_sums(one) | {"account": one.id} for one in changes.accounts if one.id in opened])
    for one in sorted(changes.accounts, key=lambda one: one.id):
        if one.id not in opened:
            connection.execute(update(balance).where(balance.c.account == one.id).values(**_sums(one)))
    for part in changes.blocks:
        if part.id not in changes.new_blocks:
            connection.execute(update(block_state).where(block_state.c.block == part.id).values(state=part.state.value))
            continue
        sid = connection.execute(select(series.c.sid).where(series.c.name == part.series)).scalar_one()
        values = {"block": part.id, "sid": sid, "start_at": part.start, "end_at": part.end, "state": part.state.value}
        connection.execute(block_state.insert(), values)
    for retirement in changes.retirements:
        _put(connection, retirement_state, "id", retirement_row(retirement))
    for certificate in changes.certificates:
        _put(connection, certificate_state, "number", certificate_row(certificate))
    if changes.claims:
        connection.execute(device_claim.insert(), [claim_row(claim) for claim in changes.claims])
    for old, new in changes.claims_moved:
        after = {"certificate": new} if new is not None else {"state": "revoked"}
        connection.execute(update(device_claim).where(device_claim.c.certificate == old, device_claim.c.state == "live").values(**after))


def _sums(one: Account) -> dict[str, Any]:
    return {
        "constraint_kind": one.constraint.value,
        "debits_pending": one.debits_pending,
        "debits_posted": one.debits_posted,
        "credits_pending": one.credits_pending,
        "credits_posted": one.credits_posted,
    }


def _put(connection: Connection, table: Table, key: str, values: dict[str, Any]) -> None:
    """Changes the organisation's own row, or adds it. Another organisation's row under the same key makes the insert fail."""
    own = (table.c[key] == values[key], table.c.organisation == values["organisation"])
    if not connection.execute(update(table).where(*own).values(**values)).rowcount:
        connection.execute(table.insert(), values)


def name_series(connection: Connection, changes: Changes) -> None:
    """Gives every new series its number."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for name in sorted({one.series for one in changes.blocks if one.id in changes.new_blocks}):
        connection.execute(insert(series).values(name=name).on_conflict_do_nothing())
