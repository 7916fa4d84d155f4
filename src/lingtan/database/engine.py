"""Engines: SQLite embedded (WAL, every commit on disk) and PostgreSQL as the server, behind one URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import StaticPool

from lingtan.errors import StoreError

__all__ = ["WRITES", "is_transient", "make_engine", "refused", "shown"]

#: Execution option of a connection that will write: SQLite then takes its write lock at BEGIN, so it never has to upgrade one.
WRITES = "lingtan_writes"

_BUSY_MS = 60_000
_TRANSIENT_STATES = {"40001", "40P01", "55P03"}


def shown(url: str) -> str:
    """The URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


def make_engine(url: str, *, must_exist: bool) -> Engine:
    """An engine for `sqlite:///path`, `sqlite://` (memory) or `postgresql+psycopg://…`.

    Raises StoreError `STORE_URL` for another or malformed URL, `STORE_DRIVER` when psycopg is not installed and `STORE_MISSING`
    when an SQLite file `must_exist` and does not.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise StoreError("STORE_URL", url=url) from exc
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "postgresql+psycopg":
        return _postgresql(parsed.render_as_string(hide_password=False))
    if parsed.get_backend_name() != "sqlite":
        raise StoreError("STORE_URL", url=shown(url))
    memory = parsed.database in (None, "", ":memory:")
    if must_exist and not memory and not Path(str(parsed.database)).is_file():
        raise StoreError("STORE_MISSING", place=str(parsed.database), url=shown(url))
    if not memory and not Path(str(parsed.database)).parent.is_dir():
        raise StoreError("STORE_UNREACHABLE", place=str(parsed.database), url=shown(url), detail="the folder does not exist")
    engine = create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False}) if memory else create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: str) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError) as exc:
        raise StoreError("STORE_DRIVER", url=shown(url)) from exc


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the begin event below says which kind of transaction
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get(WRITES))
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_transient(error: DBAPIError) -> bool:
    """The transaction lost a race and may be tried again whole: a deadlock, a serialisation failure, or a busy SQLite."""
    return getattr(error.orig, "sqlstate", None) in _TRANSIENT_STATES or "database is locked" in str(error.orig)


def refused(error: DBAPIError, url: str) -> StoreError:
    """The StoreError for what a database said: `STORE_UNREACHABLE` when there is no working with it, else `STORE_REFUSED`."""
    away = isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
    return StoreError("STORE_UNREACHABLE" if away else "STORE_REFUSED", url=shown(url), detail=str(error.orig).strip())
