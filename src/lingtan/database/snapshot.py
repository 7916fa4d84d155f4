"""A whole database into one file and back, while others work in it: SQLite by its own copy, PostgreSQL by its own tools."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, make_url
from sqlalchemy.exc import DBAPIError

from lingtan.database.engine import make_engine, refused, shown
from lingtan.errors import StoreError

__all__ = ["is_file", "restore_database", "take_snapshot"]


def is_file(url: str) -> bool:
    """Whether the database is a file of SQLite."""
    return make_url(url).get_backend_name() == "sqlite"


def take_snapshot(url: str, target: Path) -> None:
    """One state of the database as a file: SQLite's own format, or `pg_dump`'s custom format.

    Raises StoreError `STORE_MISSING`, `TOOL_MISSING` (no pg_dump on the PATH) or `SNAPSHOT_FAILED`.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        source = Path(str(parsed.database))
        if not source.is_file():
            raise StoreError("STORE_MISSING", place=str(source), url=shown(url))
        with closing(sqlite3.connect(source)) as connection, closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)
        return
    _run("pg_dump", ["--format=custom", "--no-owner", f"--file={target}", _plain(parsed)], url)


def restore_database(url: str, source: Path) -> None:
    """The snapshot into an empty place. Raises StoreError `STORE_NOT_EMPTY`, `STORE_UNREACHABLE`, `TOOL_MISSING` or `SNAPSHOT_FAILED`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        target = Path(str(parsed.database))
        if target.exists():
            raise StoreError("STORE_NOT_EMPTY", place=str(target), table="-")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return
    _refuse_filled(url)
    _run("pg_restore", ["--exit-on-error", "--no-owner", "--single-transaction", f"--dbname={_plain(parsed)}", str(source)], url)


def _refuse_filled(url: str) -> None:
    engine = make_engine(url, must_exist=False)
    try:
        with engine.connect() as connection:
            found = inspect(connection)
            tables = [f"{schema}.{name}" for schema in found.get_schema_names() for name in found.get_table_names(schema)]
    except DBAPIError as exc:
        raise refused(exc, url) from exc
    finally:
        engine.dispose()
    theirs = [name for name in tables if not name.startswith("information_schema.")]
    if theirs:
        raise StoreError("STORE_NOT_EMPTY", place=shown(url), table=theirs[0])


def _plain(parsed: URL) -> str:
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(tool: str, arguments: list[str], url: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise StoreError("TOOL_MISSING", place=tool, tool=tool)
    done = subprocess.run([program, *arguments], capture_output=True, check=False, text=True)
    if done.returncode != 0:
        raise StoreError("SNAPSHOT_FAILED", url=shown(url), detail=done.stderr.strip()[-500:])
