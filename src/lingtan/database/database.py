"""One database: readings over one state of it, and writings that are whole or not at all, tried again when they lost a race."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from lingtan.database.engine import WRITES, is_transient, make_engine, refused, shown
from lingtan.errors import StoreError

__all__ = ["Database"]

T = TypeVar("T")

_ATTEMPTS = 12

#: A row that another organisation wrote first is seen at the next attempt, and then refused by the room in its own words.
_RACES = 4
_LONGEST_PAUSE_S = 0.5


class Database:
    """An engine and its two ways in. Every refusal is a StoreError."""

    def __init__(self, engine: Engine, url: str) -> None:
        self.engine = engine
        self.url = url

    @classmethod
    def at(cls, url: str, *, must_exist: bool = True) -> Database:
        """The database of `sqlite:///path`, `sqlite://` (memory) or `postgresql+psycopg://…`. Raises StoreError as `make_engine` does."""
        return cls(make_engine(url, must_exist=must_exist), url)

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()

    def check_present(self) -> None:
        """Raises StoreError `STORE_MISSING` when SQLite's file was taken away: what is written to it now would be lost with the process."""
        parsed = self.engine.url
        if (
            parsed.get_backend_name() == "sqlite"
            and parsed.database not in (None, "", ":memory:")
            and not Path(str(parsed.database)).is_file()
        ):
            raise StoreError("STORE_MISSING", place=str(parsed.database), url=shown(self.url))

    def read(self, work: Callable[[Connection], T]) -> T:
        """Runs a reading over one state of the database."""
        postgresql = self.engine.dialect.name == "postgresql"
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if postgresql else {}
        try:
            with self.engine.connect() as connection, connection.execution_options(**options).begin():
                return work(connection)
        except DBAPIError as exc:
            raise refused(exc, self.url) from exc

    def write(self, work: Callable[[Connection], T]) -> T:
        """Runs a transaction; tried again whole when it lost a race (deadlock, serialisation, a row that another wrote first)."""
        attempt = 0
        while True:
            try:
                with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                    return work(connection)
            except DBAPIError as exc:
                attempt += 1
                if attempt >= (_RACES if isinstance(exc, IntegrityError) else _ATTEMPTS if is_transient(exc) else 1):
                    raise refused(exc, self.url) from exc
            time.sleep(min(_LONGEST_PAUSE_S, 0.002 * 2**attempt))
