"""The database's version, and the way to the current one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from lingtan.errors import StoreError
from lingtan.store.engine import WRITES, make_engine, refused, shown

__all__ = ["HEAD", "check_version", "migrate", "migrate_connection"]

#: The revision this program reads and writes; the last one in `migrations/versions`.
HEAD = "0002"

#: Any constant: two programs that migrate one PostgreSQL database take turns on it.
_MIGRATION_LOCK = 0x6C696E67


def migrate(url: str, *, revision: str = "head") -> None:
    """Creates the database's tables or moves them to a revision, all or nothing. Going below a filled table's revision is refused.

    Raises StoreError `STORE_URL`, `STORE_UNREACHABLE`, `STORE_NOT_EMPTY`.
    """
    engine = make_engine(url, must_exist=False)
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            migrate_connection(connection, revision)
    except DBAPIError as exc:
        raise refused(exc, url) from exc
    finally:
        engine.dispose()


def migrate_connection(connection: Connection, revision: str = "head") -> None:
    """The same on an open transaction."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    current = _version(connection)
    if revision != "head" and current is not None and (revision == "base" or revision < current):
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None


def check_version(connection: Connection, url: str) -> None:
    """Refuses a database that is not Lingtan's (`STORE_MISSING`) or of another version (`STORE_VERSION`)."""
    found = _version(connection)
    if found is None:
        raise StoreError("STORE_MISSING", url=shown(url))
    if found != HEAD:
        raise StoreError("STORE_VERSION", url=shown(url), found=found, needed=HEAD)
