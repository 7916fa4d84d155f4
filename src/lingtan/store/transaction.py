"""One open transaction: facts, ledger and commands that happen once, all of it together or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar, Unpack

from sqlalchemy import Connection, func, select

from lingtan.errors import ConflictError, LingtanError, StoreError
from lingtan.evidence import JSON, Authorship, Fact, canonical_bytes, to_plain
from lingtan.ledger import Command, PostTransfers, check_id, decide, first_difference, request_of
from lingtan.store.catalogue_lists import CataloguePage, Wanted, list_amounts, list_catalogue
from lingtan.store.chain import extend, lock_head, rows_digest
from lingtan.store.facts import append_facts, count_facts, facts_by_id, find_fact, find_facts, last_fact, latest_fact
from lingtan.store.ledger_desk import Ledger
from lingtan.store.tables import command as commands_table
from lingtan.store.view import SqlView
from lingtan.store.writer import Rows, appended_rows, asset_of, name_series, write_derived, written_by

__all__ = ["Transaction"]

T = TypeVar("T")

_NO_ASSET = ("-", "-")


class Transaction:
    """What may be done within one transaction. `Store` offers the same, each call in a transaction of its own."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def ledger(self) -> Ledger:
        """The ledger's commands and readings, in this transaction."""
        return Ledger(run=lambda work: work(self), read=lambda work: work(self.connection))

    def alone(self, name: str) -> None:
        """From here to the end of the transaction nobody else, of any organisation, is in one that said this name.

        On SQLite only one transaction writes at a time anyway.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def attempt(self, work: Callable[[], T]) -> T | LingtanError:
        """What the work gives, or its refusal, of which then nothing remains; the rest of the transaction goes on."""
        try:
            with self.connection.begin_nested():
                return work()
        except LingtanError as refusal:
            return refusal

    def append(self, fact: Fact) -> Fact:
        """See Store."""
        return self.append_all((fact,))[0]

    def append_all(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """See Store."""
        return append_facts(self.connection, facts)

    def find(self, identifier: str) -> Fact | None:
        """See Store."""
        return find_fact(self.connection, identifier)

    def fact(self, identifier: str) -> Fact:
        """See Store."""
        found = self.find(identifier)
        if found is None:
            raise StoreError("FACT_UNKNOWN", place=f"fact {identifier}")
        return found

    def facts_by_id(self, identifiers: Sequence[str]) -> dict[str, Fact]:
        """The facts of these ids that there are, by id, in one reading."""
        return facts_by_id(self.connection, identifiers)

    def facts(self, *, kind: str | None = None, subject: str | None = None, organisation: str | None = None) -> tuple[Fact, ...]:
        """See Store."""
        return find_facts(self.connection, kind=kind, subject=subject, organisation=organisation)

    def latest(self, kind: str, subject: str, *, organisation: str | None = None) -> Fact | None:
        """See Store."""
        return latest_fact(self.connection, kind=kind, subject=subject, organisation=organisation)

    def last(self, kind: str, subject: str, organisation: str) -> Fact | None:
        """See Store."""
        return last_fact(self.connection, kind=kind, subject=subject, organisation=organisation)

    def count(self, kind: str, subject: str | None = None, organisation: str | None = None) -> int:
        """See Store."""
        return count_facts(self.connection, kind=kind, subject=subject, organisation=organisation)

    def catalogue(self, kind: str, **wanted: Unpack[Wanted]) -> CataloguePage:
        """See Store."""
        return list_catalogue(self.connection, kind, wanted)

    def amounts(self, kind: str, **wanted: Unpack[Wanted]) -> tuple[tuple[str | None, int], ...]:
        """Party and amount of all that match, the smallest amount first; no body is read."""
        return list_amounts(self.connection, kind, wanted)

    def once_answer(self, identifier: str) -> JSON:
        """See Store."""
        row = self.connection.execute(select(commands_table.c.response).where(commands_table.c.id == identifier)).first()
        return None if row is None else json.loads(row[0])

    def once(self, identifier: str, kind: str, request: JSON, effect: Callable[[Transaction], JSON], by: Authorship) -> JSON:
        """See Store."""
        whole: JSON = {"kind": kind, "organisation": by.organisation, "actor": by.actor, "body": request}
        if (first := self._first_answer(identifier, whole, by)) is not None:
            return first[0]
        answer = effect(self)
        self._record(identifier, whole, answer, by, rows=[])
        return answer

    def execute(self, command: Command, by: Authorship) -> JSON:
        """Decides a ledger command over locked rows and writes what it changes; the answer as plain JSON."""
        request = request_of(command, by)
        if (first := self._first_answer(command.id, request, by)) is not None:
            return first[0]
        view = SqlView(self.connection, locking=True)
        if isinstance(command, PostTransfers):
            view.lock_accounts(name for move in command.transfers for name in (move.debit, move.credit))
        changes = decide(command, view, by)
        name_series(self.connection, changes)
        answer = to_plain(changes.answer)
        rows = appended_rows(self.connection, changes, command.id, by)
        self._record(command.id, request, answer, by, asset=asset_of(changes), rows=rows)
        write_derived(self.connection, changes)
        return answer

    def _first_answer(self, identifier: str, request: JSON, by: Authorship) -> tuple[JSON] | None:
        """The first answer to this id, in a tuple of one; None when the id is new. From here on the organisation's writers wait."""
        check_id(identifier, place="command.id")
        lock_head(self.connection, by.organisation)
        row = self.connection.execute(select(commands_table).where(commands_table.c.id == identifier)).mappings().first()
        if row is None:
            return None
        differing = first_difference(json.loads(row["request"]), json.loads(canonical_bytes(request)))
        if differing is not None:
            raise ConflictError("ID_CONFLICT", place=f"command {identifier}", field=differing.removeprefix("body."))
        return (json.loads(row["response"]),)

    def _record(
        self, identifier: str, request: JSON, answer: JSON, by: Authorship, *, asset: tuple[str, str] = _NO_ASSET, rows: Rows
    ) -> None:
        """Appends the command with its answer and rows, and its entry in the chain."""
        row = {
            "id": identifier,
            **written_by(by, *asset),
            "kind": request["kind"] if isinstance(request, dict) else "-",
            "request": canonical_bytes(request).decode(),
            "response": canonical_bytes(answer).decode(),
        }
        self.connection.execute(commands_table.insert(), row)
        for table, group in groupby(rows, key=lambda pair: pair[0]):
            self.connection.execute(table.insert(), [values for _, values in group])
        digest = rows_digest([(commands_table, row), *rows])
        entry = {"kind": "command", "ref": identifier, "recorded_at": row["recorded_at"], "digest": digest}
        extend(self.connection, lock_head(self.connection, by.organisation), [entry])
