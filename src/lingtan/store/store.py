"""The store: every call is one transaction, whole or not at all, tried again when it lost a race."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from lingtan.errors import StoreError
from lingtan.evidence import JSON, Authorship, Fact
from lingtan.store import chain
from lingtan.store.audit import AuditReport, audit
from lingtan.store.engine import WRITES, is_transient, make_engine, refused
from lingtan.store.export import export
from lingtan.store.ledger_desk import Ledger
from lingtan.store.schema import check_version, migrate_connection
from lingtan.store.transaction import Transaction

__all__ = ["Store", "open_store"]

T = TypeVar("T")

_ATTEMPTS = 12

#: A row that another organisation wrote first is seen at the next attempt, and then refused by the ledger in its own words.
_RACES = 4
_LONGEST_PAUSE_S = 0.5


class Store:
    """Facts, commands and the ledger of one database. Made by `open_store`; a context manager."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self._url = url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    @property
    def ledger(self) -> Ledger:
        """The ledger's commands, each in a transaction of its own, and its readings."""
        return Ledger(run=self.write, read=self.read)

    def append(self, fact: Fact) -> Fact:
        """The fact as recorded: a repeat gives the first one; another content is refused, ConflictError `ID_CONFLICT` naming the field.

        The clock is not compared: `by.at` of the first recording stays.
        """
        return self.write(lambda transaction: transaction.append(fact))

    def append_all(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """The same for many, all or none."""
        return self.write(lambda transaction: transaction.append_all(facts))

    def find(self, identifier: str) -> Fact | None:
        """The fact of this id, if there is one."""
        return self.read(lambda connection: Transaction(connection).find(identifier))

    def fact(self, identifier: str) -> Fact:
        """The fact of this id. Raises StoreError `FACT_UNKNOWN`."""
        return self.read(lambda connection: Transaction(connection).fact(identifier))

    def facts(self, *, kind: str | None = None, subject: str | None = None, organisation: str | None = None) -> tuple[Fact, ...]:
        """Facts that match all that is given, by organisation and in the order they were recorded."""
        return self.read(lambda connection: Transaction(connection).facts(kind=kind, subject=subject, organisation=organisation))

    def latest(self, kind: str, subject: str, *, organisation: str | None = None) -> Fact | None:
        """The fact of this kind and subject with the latest `by.at`."""
        return self.read(lambda connection: Transaction(connection).latest(kind, subject, organisation=organisation))

    def once(self, identifier: str, kind: str, request: JSON, effect: Callable[[Transaction], JSON], by: Authorship) -> JSON:
        """The effect's answer, stored with the effect in one transaction; a repeat gets the first answer and no second effect.

        Another kind, organisation, actor or request under the id is a ConflictError `ID_CONFLICT` naming the field. The effect may be
        run again after a lost race, so it must act through its Transaction only. A refusal leaves no trace and may be tried again.
        """
        return self.write(lambda transaction: transaction.once(identifier, kind, request, effect, by))

    def once_answer(self, identifier: str) -> JSON:
        """The first answer under this id; None when there is none."""
        return self.read(lambda connection: Transaction(connection).once_answer(identifier))

    def head(self, organisation: str) -> chain.Head:
        """The end of the organisation's hash chain, to publish."""
        return self.read(lambda connection: chain.head_of(connection, organisation))

    def verify_chain(self, organisation: str | None = None, *, head: chain.Head | None = None) -> tuple[chain.Head, ...]:
        """Recomputes every digest; the heads reached. StoreError `CHAIN_BROKEN`, also where a published `head` is not on the chain."""

        def work(connection: Connection) -> tuple[chain.Head, ...]:
            wanted = head.organisation if head is not None else organisation
            names = (wanted,) if wanted is not None else chain.organisations(connection)
            return tuple(chain.verify(connection, name, head) for name in names)

        return self.read(work)

    def audit(self) -> AuditReport:
        """Rebuilds all derived rows from the append-only ones and compares. Raises StoreError `BOOKS_DISAGREE`."""
        return self.read(audit)

    def export(self) -> bytes:
        """Everything recorded, in a stable order; the same bytes from SQLite and PostgreSQL."""
        return self.read(export)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Runs a reading over one state of the database."""
        postgresql = self._engine.dialect.name == "postgresql"
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if postgresql else {}
        try:
            with self._engine.connect() as connection, connection.execution_options(**options).begin():
                return work(connection)
        except DBAPIError as exc:
            raise refused(exc, self._url) from exc

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Runs a transaction; tried again whole when it lost a race (deadlock, serialisation, a row that another wrote first)."""
        attempt = 0
        while True:
            try:
                with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                    return work(Transaction(connection))
            except DBAPIError as exc:
                attempt += 1
                if attempt >= (_RACES if isinstance(exc, IntegrityError) else _ATTEMPTS if is_transient(exc) else 1):
                    raise refused(exc, self._url) from exc
            time.sleep(min(_LONGEST_PAUSE_S, 0.002 * 2**attempt))


def open_store(url: str, *, create: bool = False) -> Store:
    """The store at `sqlite:///path`, `sqlite://` (memory) or `postgresql+psycopg://…`; `create` makes or updates its tables first.

    Raises StoreError `STORE_URL`, `STORE_DRIVER`, `STORE_MISSING`, `STORE_VERSION`, `STORE_UNREACHABLE`.
    """
    engine = make_engine(url, must_exist=not create)
    try:
        with engine.connect().execution_options(**{WRITES: create}) as connection, connection.begin():
            if create:
                migrate_connection(connection)
            check_version(connection, url)
    except DBAPIError as exc:
        engine.dispose()
        raise refused(exc, url) from exc
    except StoreError:
        engine.dispose()
        raise
    return Store(engine, url)
