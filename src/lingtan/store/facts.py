"""Facts in and out of their one append-only table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from lingtan.database import moment, stamp
from lingtan.errors import ConflictError, InputError
from lingtan.evidence import JSON, Authorship, Fact, canonical_bytes, digest_bytes, refuse_forecast
from lingtan.ledger import check_id, first_difference
from lingtan.store.catalogue_rows import enter
from lingtan.store.chain import extend, lock_head, rows_digest
from lingtan.store.tables import Row
from lingtan.store.tables import fact as facts_table

__all__ = ["append_facts", "count_facts", "facts_by_id", "find_fact", "find_facts", "last_fact", "latest_fact"]

_CHUNK = 5_000


def _row(fact: Fact, seq: int) -> dict[str, Any]:
    check_id(fact.id, place="fact.id")
    body = canonical_bytes(fact.body)
    row = {
        "id": fact.id,
        "organisation": fact.by.organisation,
        "actor": fact.by.actor,
        "recorded_at": stamp(fact.by.at),
        "asset": fact.asset,
        "unit": fact.unit,
        "method_version": fact.by.method_version,
        "kind": fact.kind,
        "subject": fact.subject,
        "body": body.decode(),
        "digest": digest_bytes(body),
        "seq": seq,
    }
    for name, value in row.items():
        if name not in ("seq", "body") and (not value or "\0" in str(value)):
            raise InputError("FACT_FIELD", place=f"fact {fact.id}", field=name)
    return row


def _fact(row: Row) -> Fact:
    return Fact(
        id=row["id"],
        kind=row["kind"],
        subject=row["subject"],
        by=Authorship(
            organisation=row["organisation"], actor=row["actor"], at=moment(row["recorded_at"]), method_version=row["method_version"]
        ),
        asset=row["asset"],
        unit=row["unit"],
        body=json.loads(row["body"]),
    )


def append_facts(connection: Connection, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts as recorded; those recorded before come back as they were first, and another content under the same id is refused.

    A study of a plan's figures is none: MethodError `FORECAST_NOT_CERTIFIED` (METHODS 11).
    """
    recorded: dict[str, Row] = {}
    for organisation in sorted({fact.by.organisation for fact in facts}):
        head = lock_head(connection, organisation)
        known = _known(connection, [fact.id for fact in facts])
        rows: dict[str, dict[str, Any]] = {}
        bodies: dict[str, JSON] = {}
        for fact in facts:
            if fact.by.organisation != organisation and fact.id not in known:
                continue
            if fact.kind == "study":
                refuse_forecast(fact.body, place=f"fact {fact.id}")
            row = _row(fact, head.seq + len(rows) + 1)
            earlier = known.get(fact.id) or rows.get(fact.id)
            if earlier is None:
                rows[fact.id], bodies[fact.id] = row, fact.body
            else:
                _refuse_other_content(earlier, row)
        if rows:
            connection.execute(facts_table.insert(), list(rows.values()))
            entries = [
                {"kind": "fact", "ref": row["id"], "recorded_at": row["recorded_at"], "digest": rows_digest([(facts_table, row)])}
                for row in rows.values()
            ]
            extend(connection, head, entries)
            enter(connection, [(row, bodies[name]) for name, row in rows.items()])
        recorded |= known | rows
    return tuple(_fact(recorded[fact.id]) for fact in facts)


def _known(connection: Connection, identifiers: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for start in range(0, len(identifiers), _CHUNK):
        query = select(facts_table).where(facts_table.c.id.in_(identifiers[start : start + _CHUNK]))
        found |= {row["id"]: row for row in connection.execute(query).mappings()}
    return found


def _refuse_other_content(earlier: Row, row: Row) -> None:
    for name in ("kind", "subject", "organisation", "actor", "asset", "unit", "method_version"):
        if earlier[name] != row[name]:
            raise ConflictError("ID_CONFLICT", place=f"fact {row['id']}", field=name)
    if (differing := first_difference(json.loads(earlier["body"]), json.loads(row["body"]), "body")) is not None:
        raise ConflictError("ID_CONFLICT", place=f"fact {row['id']}", field=differing)


def find_fact(connection: Connection, identifier: str) -> Fact | None:
    """The fact of this id."""
    row = connection.execute(select(facts_table).where(facts_table.c.id == identifier)).mappings().first()
    return _fact(row) if row else None


def facts_by_id(connection: Connection, identifiers: Sequence[str]) -> dict[str, Fact]:
    """The facts of these ids that there are, by id."""
    return {name: _fact(row) for name, row in _known(connection, identifiers).items()}


def find_facts(connection: Connection, *, kind: str | None, subject: str | None, organisation: str | None) -> tuple[Fact, ...]:
    """Facts that match, by organisation and place in its chain."""
    query = select(facts_table).order_by(facts_table.c.organisation, facts_table.c.seq)
    return tuple(_fact(row) for row in connection.execute(_of(query, kind, subject, organisation)).mappings())


def count_facts(connection: Connection, *, kind: str, subject: str | None, organisation: str | None) -> int:
    """How many facts match; no body is read."""
    query = select(func.count()).select_from(facts_table)
    return int(connection.execute(_of(query, kind, subject, organisation)).scalar_one())


def latest_fact(connection: Connection, *, kind: str, subject: str, organisation: str | None) -> Fact | None:
    """The fact with the latest time; of those that share a moment, the last of the chain: clocks count in whole seconds."""
    last = (facts_table.c.recorded_at.desc(), facts_table.c.organisation.desc(), facts_table.c.seq.desc())
    query = _of(select(facts_table.c.id).order_by(*last), kind, subject, organisation).limit(1)
    name = connection.execute(query).scalar_one_or_none()
    return None if name is None else find_fact(connection, name)


def last_fact(connection: Connection, *, kind: str, subject: str, organisation: str) -> Fact | None:
    """The last of the organisation's chain, whatever the clocks said."""
    query = select(facts_table).order_by(facts_table.c.seq.desc())
    row = connection.execute(_of(query, kind, subject, organisation).limit(1)).mappings().first()
    return _fact(row) if row else None


def _of(query: Select[Any], kind: str | None, subject: str | None, organisation: str | None) -> Select[Any]:
    for column, wanted in ((facts_table.c.kind, kind), (facts_table.c.subject, subject), (facts_table.c.organisation, organisation)):
        if wanted is not None:
            query = query.where(column == wanted)
    return query
