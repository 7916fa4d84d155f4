"""Everything recorded as text: one canonical JSON line an entry of a chain, with its rows. The same bytes from both databases."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from lingtan.evidence import canonical_bytes
from lingtan.store.chain import organisations
from lingtan.store.tables import COMMAND_ROWS, chain, command, fact

__all__ = ["export"]


def export(connection: Connection) -> bytes:
    """Lines `{"entry": {...}, "rows": [[table, {...}], ...]}` by organisation and place in its chain."""
    rows: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in connection.execute(select(fact)).mappings():
        rows["fact", row["id"]].append(["fact", dict(row)])
    for row in connection.execute(select(command)).mappings():
        rows["command", row["id"]].append(["command", dict(row)])
    for table in COMMAND_ROWS:
        for row in connection.execute(select(table).order_by(table.c.command, table.c.ordinal)).mappings():
            rows["command", row["command"]].append([table.name, dict(row)])
    lines = []
    for organisation in organisations(connection):
        for entry in connection.execute(select(chain).where(chain.c.organisation == organisation).order_by(chain.c.seq)).mappings():
            lines.append(canonical_bytes({"entry": dict(entry), "rows": rows[entry["kind"], entry["ref"]]}))
    return b"".join(line + b"\n" for line in lines)
