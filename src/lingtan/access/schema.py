"""The tables of access in the database, and the way to their current version."""

from __future__ import annotations

from pathlib import Path

from lingtan.database import Database, Migrations

__all__ = ["HEAD", "SCHEMA", "prepare"]

#: The revision this program reads and writes; the last one in `migrations/versions`.
HEAD = "0001"

SCHEMA = Migrations(folder=Path(__file__).parent / "migrations", head=HEAD, version_table="access_version")


def prepare(database: Database) -> None:
    """Creates the tables of access or moves them to this program's revision, all or nothing. Raises StoreError `STORE_VERSION`."""
    database.write(SCHEMA.run)
    database.read(lambda connection: SCHEMA.check(connection, database.url))
