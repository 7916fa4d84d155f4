"""The store: every call is one transaction, whole or not at all, tried again when it lost a race."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar, Unpack

from sqlalchemy import Connection

from lingtan.database import Database
from lingtan.errors import StoreError
from lingtan.evidence import JSON, Authorship, Fact
from lingtan.store import chain
from lingtan.store.audit import AuditReport, audit
from lingtan.store.catalogue_lists import CataloguePage, Wanted
from lingtan.store.export import export
from lingtan.store.ledger_desk import Ledger
from lingtan.store.schema import SCHEMA
from lingtan.store.transaction import Transaction

__all__ = ["Store", "open_store"]

T = TypeVar("T")


class Store:
    """Facts, commands and the ledger of one database. Made by `open_store`; a context manager."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self.database.close()

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

    def last(self, kind: str, subject: str, organisation: str) -> Fact | None:
        """The last fact of this kind and subject on the organisation's chain, whatever the clocks said."""
        return self.read(lambda connection: Transaction(connection).last(kind, subject, organisation))

    def count(self, kind: str, subject: str | None = None, organisation: str | None = None) -> int:
        """How many facts match all that is given."""
        return self.read(lambda connection: Transaction(connection).count(kind, subject, organisation))

    def catalogue(self, kind: str, **wanted: Unpack[Wanted]) -> CataloguePage:
        """A page of what facts of a kind are about, one entry a subject, in this order; no body is read. See `Wanted`.

        The order `seq` is that of the chain.
        """
        return self.read(lambda connection: Transaction(connection).catalogue(kind, **wanted))

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
        return self.database.read(work)

    def at_once(self, work: Callable[[Transaction], T]) -> T:
        """Runs many readings over one state of the database: no write of another falls between them, and none pays for its own start."""
        return self.read(lambda connection: work(Transaction(connection)))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Runs a transaction; tried again whole when it lost a race (deadlock, serialisation, a row that another wrote first)."""
        return self.database.write(lambda connection: work(Transaction(connection)))


def open_store(url: str, *, create: bool = False) -> Store:
    """The store at `sqlite:///path`, `sqlite://` (memory) or `postgresql+psycopg://…`; `create` makes or updates its tables first.

    Raises StoreError `STORE_URL`, `STORE_DRIVER`, `STORE_MISSING`, `STORE_VERSION`, `STORE_UNREACHABLE`.
    """
    database = Database.at(url, must_exist=not create)

    def check(connection: Connection) -> None:
        if create:
            SCHEMA.run(connection)
        SCHEMA.check(connection, url)

    try:
        (database.write if create else database.read)(check)
    except StoreError:
        database.close()
        raise
    return Store(database)
