"""One hash chain an organisation: who changes, removes or slips in a row breaks it.

    entryₙ.hash = SHA-256(RFC 8785 {at, digest, kind, organisation, prev: entryₙ₋₁.hash, ref, seq})

`digest` covers every appended row of the fact or command, column by column. Cutting off the end can't be seen from inside: publish a
`Head` from time to time and give it to `verify_chain`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lingtan.errors import StoreError
from lingtan.evidence import digest_json
from lingtan.store.tables import COMMAND_ROWS, Row, chain, chain_head, command, fact

__all__ = ["GENESIS", "Head", "extend", "head_of", "lock_head", "organisations", "rows_digest", "verify"]

#: What stands before the first entry.
GENESIS = "sha256:" + "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry of an organisation's chain."""

    organisation: str
    seq: int
    hash: str


def _line(table: Table, row: Row) -> bytes:
    """One row as a JSON array in column order; its values are texts, integers and null, so these bytes are the same everywhere."""
    values = [table.name, *(row[column.name] for column in table.columns)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def rows_digest(rows: Iterable[tuple[Table, Row]]) -> str:
    """The digest of rows in this order."""
    digest = hashlib.sha256()
    for table, row in rows:
        digest.update(_line(table, row))
    return "sha256:" + digest.hexdigest()


def _entry_hash(row: Row) -> str:
    return digest_json(
        {
            "organisation": row["organisation"],
            "seq": row["seq"],
            "kind": row["kind"],
            "ref": row["ref"],
            "at": row["recorded_at"],
            "digest": row["digest"],
            "prev": row["prev_hash"],
        }
    )


def lock_head(connection: Connection, organisation: str) -> Head:
    """The organisation's head, locked until the transaction ends: its writers take turns here, before any other lock."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(chain_head).values(organisation=organisation, seq=0, hash=GENESIS).on_conflict_do_nothing())
    query = select(chain_head).where(chain_head.c.organisation == organisation).with_for_update()
    row = connection.execute(query).mappings().one()
    return Head(organisation=organisation, seq=row["seq"], hash=row["hash"])


def head_of(connection: Connection, organisation: str) -> Head:
    """The organisation's head; seq 0 before its first entry."""
    row = connection.execute(select(chain_head).where(chain_head.c.organisation == organisation)).mappings().first()
    return Head(organisation=organisation, seq=row["seq"] if row else 0, hash=row["hash"] if row else GENESIS)


def extend(connection: Connection, head: Head, entries: Sequence[Mapping[str, str]]) -> Head:
    """The head after these entries (`kind`, `ref`, `recorded_at`, `digest`) were appended to a locked one."""
    rows: list[dict[str, Any]] = []
    previous = head.hash
    for seq, entry in enumerate(entries, start=head.seq + 1):
        row = {"organisation": head.organisation, "seq": seq, **entry, "prev_hash": previous}
        row["hash"] = previous = _entry_hash(row)
        rows.append(row)
    connection.execute(chain.insert(), rows)
    after = Head(organisation=head.organisation, seq=head.seq + len(rows), hash=previous)
    connection.execute(update(chain_head).where(chain_head.c.organisation == head.organisation).values(seq=after.seq, hash=after.hash))
    return after


def organisations(connection: Connection) -> tuple[str, ...]:
    """Everyone who has a chain, a fact or a command."""
    names = {row[0] for table in (chain, fact, command, chain_head) for row in connection.execute(select(table.c.organisation).distinct())}
    return tuple(sorted(names))


def verify(connection: Connection, organisation: str, published: Head | None = None) -> Head:
    """Recomputes every digest and hash. Raises StoreError `CHAIN_BROKEN` with the first entry that does not hold."""
    facts, commands = _fact_digests(connection, organisation), _command_digests(connection, organisation)
    previous, seq = GENESIS, 0
    for row in connection.execute(select(chain).where(chain.c.organisation == organisation).order_by(chain.c.seq)).mappings():
        seq += 1
        found = (facts if row["kind"] == "fact" else commands).pop(row["ref"], None)
        intact = row["seq"] == seq and row["prev_hash"] == previous and row["digest"] == found and row["hash"] == _entry_hash(row)
        if not intact:
            raise StoreError("CHAIN_BROKEN", place=f"{row['kind']} {row['ref']}", organisation=organisation, seq=seq)
        previous = row["hash"]
        if published is not None and published.seq == seq and published.hash != previous:
            raise StoreError("CHAIN_BROKEN", place=f"{row['kind']} {row['ref']}", organisation=organisation, seq=seq)
    outside = next(iter([*facts, *commands]), None)
    if outside is not None:
        raise StoreError("CHAIN_BROKEN", place=outside, organisation=organisation, seq=seq)
    head = Head(organisation=organisation, seq=seq, hash=previous)
    if head_of(connection, organisation) != head or (published is not None and published.seq > seq):
        raise StoreError("CHAIN_BROKEN", place="chain_head", organisation=organisation, seq=seq)
    return head


def _fact_digests(connection: Connection, organisation: str) -> dict[str, str]:
    rows = connection.execute(select(fact).where(fact.c.organisation == organisation)).mappings()
    return {row["id"]: rows_digest([(fact, row)]) for row in rows}


def _command_digests(connection: Connection, organisation: str) -> dict[str, str]:
    digests = {}
    for row in connection.execute(select(command).where(command.c.organisation == organisation)).mappings():
        digests[row["id"]] = hashlib.sha256(_line(command, row))
    for table, part in _rows_of_commands(connection, organisation):
        if part["command"] not in digests:
            raise StoreError("CHAIN_BROKEN", place=f"{table.name} of {part['command']}", organisation=organisation, seq=0)
        digests[part["command"]].update(_line(table, part))
    return {name: "sha256:" + digest.hexdigest() for name, digest in digests.items()}


def _rows_of_commands(connection: Connection, organisation: str) -> Iterator[tuple[Table, Row]]:
    for table in COMMAND_ROWS:
        query = select(table).where(table.c.organisation == organisation).order_by(table.c.command, table.c.ordinal)
        for row in connection.execute(query).mappings():
            yield table, row
    stray = sum(
        connection.execute(
            select(func.count())
            .select_from(table.join(command, table.c.command == command.c.id))
            .where(command.c.organisation == organisation, table.c.organisation != organisation)
        ).scalar_one()
        for table in COMMAND_ROWS
    )
    if stray:
        raise StoreError("CHAIN_BROKEN", place="rows under another organisation", organisation=organisation, seq=0)
