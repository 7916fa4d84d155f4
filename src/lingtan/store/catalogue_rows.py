"""The catalogue's rows: put there with the facts, and made again from them one subject at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from lingtan.evidence import JSON
from lingtan.store.catalogue import SHARED, entries_of
from lingtan.store.tables import Row, catalogue, fact

__all__ = ["enter", "fill", "rebuilt"]

_CHUNK = 500


def enter(connection: Connection, facts: Sequence[tuple[Row, JSON]]) -> None:
    """Puts facts that were just appended by one organisation, each row with its body, into the catalogue."""
    own = [pair for pair in facts if pair[0]["kind"] not in SHARED]
    for kind, group in groupby(sorted(own, key=_place), key=lambda pair: str(pair[0]["kind"])):
        _enter_own(connection, kind, list(group))
    for kind, subject in sorted({(row["kind"], row["subject"]) for row, _ in facts if row["kind"] in SHARED}):
        one = _facts().where(fact.c.kind == kind, fact.c.subject == subject)
        entries = entries_of([(row, json.loads(row["body"])) for row in connection.execute(one).mappings()])
        connection.execute(delete(catalogue).where(catalogue.c.kind == kind, catalogue.c.subject == subject))
        connection.execute(catalogue.insert(), entries)


def _enter_own(connection: Connection, kind: str, facts: list[tuple[Row, JSON]]) -> None:
    organisation = facts[0][0]["organisation"]
    subjects = sorted({row["subject"] for row, _ in facts})
    known: dict[str, Row] = {}
    for start in range(0, len(subjects), _CHUNK):
        mine = (catalogue.c.organisation == organisation, catalogue.c.kind == kind)
        query = select(catalogue).where(*mine, catalogue.c.subject.in_(subjects[start : start + _CHUNK]))
        known |= {row["subject"]: row for row in connection.execute(query).mappings()}
    entries: list[dict[str, Any]] = []
    for subject, group in groupby(facts, key=lambda pair: str(pair[0]["subject"])):
        earlier = {organisation: known[subject]} if subject in known else None
        entries += entries_of(group, earlier)
    insert = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(catalogue)
    keys = ("organisation", "kind", "subject")
    changed = {column.name: insert.excluded[column.name] for column in catalogue.columns if column.name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), entries)


def _place(pair: tuple[Row, JSON]) -> tuple[str, str, int]:
    row, _ = pair
    return row["kind"], row["subject"], row["seq"]


def _facts() -> Select[Any]:
    columns = [fact.c[name] for name in ("id", "organisation", "recorded_at", "kind", "subject", "body", "seq")]
    return select(*columns).order_by(fact.c.kind, fact.c.subject, fact.c.organisation, fact.c.seq)


def rebuilt(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every entry as the facts alone say, by kind and subject; no more than one subject's bodies are held at a time."""
    rows = connection.execute(_facts().execution_options(stream_results=True, yield_per=20)).mappings()
    for _, group in groupby(rows, key=lambda row: (row["kind"], row["subject"])):
        yield from entries_of((row, json.loads(row["body"])) for row in group)


def fill(connection: Connection) -> None:
    """Fills an empty catalogue."""
    entries = rebuilt(connection)
    while some := list(islice(entries, _CHUNK)):
        connection.execute(catalogue.insert(), some)
