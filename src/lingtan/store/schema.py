"""The record's and the ledger's tables in the database, and the way to their current version."""

from __future__ import annotations

from pathlib import Path

from lingtan.database import Migrations

__all__ = ["HEAD", "SCHEMA", "migrate"]

#: The revision this program reads and writes; the last one in `migrations/versions`.
HEAD = "0004"

SCHEMA = Migrations(folder=Path(__file__).parent / "migrations", head=HEAD)


def migrate(url: str, *, revision: str = "head") -> None:
    """Creates the database's tables or moves them to a revision, all or nothing. Going below a filled table's revision is refused.

    Raises StoreError `STORE_URL`, `STORE_UNREACHABLE`, `STORE_NOT_EMPTY`.
    """
    SCHEMA.migrate(url, revision=revision)
