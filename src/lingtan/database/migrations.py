"""A room's tables: the revisions that make them, its version in the database, and the way to the current one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from lingtan.database.engine import WRITES, make_engine, refused, shown
from lingtan.errors import StoreError

__all__ = ["Migrations"]

#: Any constant: two programs that migrate one PostgreSQL database take turns on it.
_MIGRATION_LOCK = 0x6C696E67


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrations:
    """The revisions in a folder. `head` is the one this program reads and writes; `version_table` says which one the database has."""

    folder: Path
    head: str
    version_table: str = "alembic_version"

    def migrate(self, url: str, *, revision: str = "head") -> None:
        """Creates the tables or moves them to a revision, all or nothing. Going below a filled table's revision is refused.

        Raises StoreError `STORE_URL`, `STORE_UNREACHABLE`, `STORE_NOT_EMPTY`.
        """
        engine = make_engine(url, must_exist=False)
        try:
            with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                self.run(connection, revision)
        except DBAPIError as exc:
            raise refused(exc, url) from exc
        finally:
            engine.dispose()

    def run(self, connection: Connection, revision: str = "head") -> None:
        """The same on an open transaction."""
        from alembic import command
        from alembic.config import Config

        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config = Config(attributes={"connection": connection, "version_table": self.version_table})
        config.set_main_option("script_location", str(self.folder))
        current = self.version(connection)
        if revision != "head" and current is not None and (revision == "base" or revision < current):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)

    def version(self, connection: Connection) -> str | None:
        """The revision of the tables in the database; None where there are none."""
        if not inspect(connection).has_table(self.version_table):
            return None
        row = connection.execute(text(f"SELECT version_num FROM {self.version_table}")).first()
        return str(row[0]) if row else None

    def check(self, connection: Connection, url: str) -> None:
        """Refuses a database without these tables (`STORE_MISSING`) or with those of another version (`STORE_VERSION`)."""
        found = self.version(connection)
        if found is None:
            raise StoreError("STORE_MISSING", url=shown(url))
        if found != self.head:
            raise StoreError("STORE_VERSION", url=shown(url), found=found, needed=self.head)
