"""The books made again from their append-only rows, and compared with what stands: nothing derived is believed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, and_, select

from lingtan.errors import StoreError
from lingtan.ledger import device_key, holding_account, pool_account
from lingtan.store.catalogue_rows import rebuilt
from lingtan.store.records import retirement_of, retirement_row
from lingtan.store.tables import (
    Row,
    account,
    allocation,
    balance,
    block,
    block_state,
    catalogue,
    certificate_state,
    chain,
    device_claim,
    event,
    retirement_state,
    series,
    transfer,
)

__all__ = ["AuditReport", "audit"]

Sums: TypeAlias = tuple[int, int, int, int]
Rebuilt: TypeAlias = Mapping[str, tuple[Any, ...]]

_SUMS = ("debits_pending", "debits_posted", "credits_pending", "credits_posted")
_STANDING = ("organisation", "devices", "amount", "state", "successor")
_NOTHING: Sums = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """How many derived rows were made again and agreed."""

    accounts: int
    transfers: int
    blocks: int
    retirements: int
    certificates: int
    claims: int
    catalogue: int


def audit(connection: Connection) -> AuditReport:
    """Rebuilds balances, states and claims. Raises StoreError `BOOKS_DISAGREE` with the first difference and their number."""
    transfers = [dict(row) for row in connection.execute(select(transfer)).mappings()]
    sums = _sums(transfers)
    states = _states(connection)
    certificates = {number: json.loads(body) for number, _, body in _of(states, "certificate")}
    pairs: dict[str, tuple[Rebuilt, Rebuilt]] = {
        "balance": (_balances(connection, sums), _stored(connection, balance, "account", (*_SUMS, "constraint_kind"))),
        "block": (_blocks(connection, states), _stored_blocks(connection)),
        "retirement": (_retirements(states), _stored_retirements(connection)),
        "certificate": (
            {number: tuple(body[field] for field in _STANDING) for number, body in certificates.items()},
            _stored(connection, certificate_state, "number", _STANDING),
        ),
        "claim": (_claims(connection, certificates), _stored_claims(connection)),
        "catalogue": (_entries(rebuilt(connection)), _entries(connection.execute(select(catalogue)).mappings())),
    }
    problems = [problem for what, (made, stored) in pairs.items() for problem in _differences(what, made, stored)]
    problems += _cross_checks(connection, transfers, sums)
    if problems:
        raise StoreError("BOOKS_DISAGREE", place=problems[0], problems=len(problems))
    made = {what: len(rows) for what, (rows, _) in pairs.items()}
    return AuditReport(
        accounts=made["balance"],
        transfers=len(transfers),
        blocks=made["block"],
        retirements=made["retirement"],
        certificates=made["certificate"],
        claims=made["claim"],
        catalogue=made["catalogue"],
    )


def _entries(rows: Iterable[Row]) -> dict[str, Any]:
    """Entries of the catalogue by what they are about."""
    keys, columns = ("kind", "subject", "organisation"), [column.name for column in catalogue.columns]
    return {" ".join(row[name] for name in keys): tuple(row[name] for name in columns) for row in rows}


def _sums(transfers: list[dict[str, Any]]) -> dict[str, Sums]:
    """The four sums of every account: debits pending, debits posted, credits pending, credits posted."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    pending = {row["id"]: row["amount"] for row in transfers if row["kind"] == "pending"}
    for row in transfers:
        for side, name in ((0, row["debit"]), (2, row["credit"])):
            if row["kind"] == "pending":
                sums[name][side] += row["amount"]
            elif row["pending_id"] is not None:
                sums[name][side] -= pending[row["pending_id"]]
            if row["kind"] in ("transfer", "post"):
                sums[name][side + 1] += row["amount"]
    return {name: (four[0], four[1], four[2], four[3]) for name, four in sums.items()}


def _balances(connection: Connection, sums: Mapping[str, Sums]) -> dict[str, Any]:
    return {row[0]: (*sums.get(row[0], _NOTHING), row[1]) for row in connection.execute(select(account.c.id, account.c.constraint_kind))}


def _blocks(connection: Connection, states: Mapping[tuple[str, str], tuple[str, str]]) -> dict[str, Any]:
    """State, series and range of every block, from the appended rows."""
    ranges = {row["id"]: (row["series"], row["start_at"], row["end_at"]) for row in connection.execute(select(block)).mappings()}
    return {name: (state, *ranges.get(name, ())) for name, state, _ in _of(states, "block")}


def _stored_blocks(connection: Connection) -> dict[str, Any]:
    query = select(block_state, series.c.name).outerjoin(series, series.c.sid == block_state.c.sid)
    rows = connection.execute(query).mappings()
    return {row["block"]: (row["state"], row["name"], row["start_at"], row["end_at"]) for row in rows}


def _retirements(states: Mapping[tuple[str, str], tuple[str, str]]) -> dict[str, Any]:
    """Every retirement's whole row, made again from the body of its last event, and that event's state."""
    bodies = {name: (state, {"id": name, "body": body}) for name, state, body in _of(states, "retirement")}
    return {name: (state, retirement_row(retirement_of(row))) for name, (state, row) in bodies.items()}


def _stored_retirements(connection: Connection) -> dict[str, Any]:
    return {row["id"]: (row["state"], dict(row)) for row in connection.execute(select(retirement_state)).mappings()}


def _states(connection: Connection) -> dict[tuple[str, str], tuple[str, str]]:
    """The last state of everything, in the order of the chain."""
    place = and_(chain.c.kind == "command", chain.c.ref == event.c.command)
    query = select(event.c.kind, event.c.subject, event.c.state, event.c.body).join_from(event, chain, place)
    rows = connection.execute(query.order_by(chain.c.organisation, chain.c.seq, event.c.ordinal))
    return {(kind, subject): (state, body) for kind, subject, state, body in rows}


def _of(states: Mapping[tuple[str, str], tuple[str, str]], wanted: str) -> list[tuple[str, str, str]]:
    return [(subject, state, body) for (kind, subject), (state, body) in states.items() if kind == wanted]


def _claims(connection: Connection, certificates: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for row in connection.execute(select(allocation)).mappings():
        number = row["certificate"]
        while certificates[number]["successor"] is not None:
            number = certificates[number]["successor"]
        state = "revoked" if certificates[number]["state"] == "revoked" else "live"
        key = f"{row['command']} {row['manufacturer']} {row['serial']} {row['claim_scope']}"
        earlier = made.get(key, (number, 0, state))
        keys = (device_key(row["manufacturer"]), device_key(row["serial"]))
        made[key] = (number, earlier[1] + row["amount"], state, *keys)
    return made


def _stored_claims(connection: Connection) -> dict[str, Any]:
    columns = ("certificate", "amount", "state", "manufacturer_key", "serial_key")
    rows = connection.execute(select(device_claim)).mappings()
    return {
        f"{row['command']} {row['manufacturer']} {row['serial']} {row['claim_scope']}": tuple(row[column] for column in columns)
        for row in rows
    }


def _stored(connection: Connection, table: Any, key: str, columns: tuple[str, ...]) -> dict[str, Any]:
    rows = connection.execute(select(table)).mappings()
    return {row[key]: tuple(row[column] for column in columns) for row in rows}


def _differences(what: str, made: Mapping[str, Any], stored: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*made, *stored}):
        if made.get(name) != stored.get(name):
            yield f"{what} {name}"


def _cross_checks(connection: Connection, transfers: list[dict[str, Any]], sums: Mapping[str, Sums]) -> Iterator[str]:
    """Double entry; allocations = transfers out of pools; pools within what the registry confirmed; holdings = units held."""
    for debit, credit, what in ((0, 2, "pending"), (1, 3, "posted")):
        if sum(four[debit] for four in sums.values()) != sum(four[credit] for four in sums.values()):
            yield f"double entry, {what}"
    drawn: dict[str, int] = defaultdict(int)
    for row in connection.execute(select(allocation)).mappings():
        drawn[f"{row['command']} {pool_account(row['retirement'])}"] += row["amount"]
    moved = {f"{row['command']} {row['debit']}": row["amount"] for row in transfers if row["code"] == "allocate"}
    yield from _differences("allocation", drawn, moved)
    for row in connection.execute(select(retirement_state)).mappings():
        _, spent, _, confirmed = sums.get(pool_account(row["id"]), _NOTHING)
        if spent > confirmed or confirmed != (json.loads(row["body"])["amount"] if row["state"] == "confirmed" else 0):
            yield f"pool {row['id']}"
    held: dict[str, int] = defaultdict(int)
    for row in connection.execute(select(block, block_state.c.state).join_from(block, block_state)).mappings():
        worth = (row["end_at"] - row["start_at"]) * row["amount_per_unit"]
        held[holding_account(row["organisation"], row["series"])] += worth if row["state"] in ("held", "reserved") else 0
    left = {name: sums[name][3] - sums[name][1] for name in held}
    yield from _differences("holding", held, left)
