"""The log of who did what: append-only rows, one for each deed and each refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Connection, func, select

from lingtan import METHOD_VERSION
from lingtan.access import tables
from lingtan.database import Database, moment, stamp
from lingtan.errors import LingtanError, StoreError

__all__ = ["DONE", "REFUSED", "Action", "Books", "Deed", "Log", "LogPage", "LogRow", "Visit"]

T = TypeVar("T")

#: The outcome of what was done; that of a refusal is its code.
DONE = "done"

#: Asked for as an outcome: everything but what was done.
REFUSED = "refused"

#: [characters] of what a stranger may leave in a row
_LONGEST = 200


class Action(StrEnum):
    """What people do with accounts. Other rooms write their own words, `products:import`."""

    SETUP = "account:setup"
    LOGIN = "account:login"
    LOGOUT = "account:logout"
    LOGOUT_EVERYWHERE = "account:logout_everywhere"
    PASSWORD = "account:password"
    INVITE = "account:invite"
    ACCEPT = "account:accept"
    ADD_USER = "account:add_user"
    DISABLE = "account:disable"
    ENABLE = "account:enable"
    GRANT = "role:grant"
    REVOKE = "role:revoke"
    COMPETENCE = "competence:record"
    ACCREDITATION = "accreditation:record"
    TOKEN_CREATE = "token:create"
    TOKEN_REVOKE = "token:revoke"
    ORGANISATION = "organisation:create"
    ADDRESS = "organisation:address"
    TRUST_ACCEPT = "trust:accept"
    TRUST_DROP = "trust:drop"
    IDENTITY_MAP = "identity:map"
    IDENTITY_LINK = "identity:link"
    IDENTITY_UNLINK = "identity:unlink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request: when it came, from which address, and under which id it stands in the server's own logs."""

    at: datetime
    address: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody is about to do, for which organisation, to what."""

    visit: Visit
    organisation: str
    actor: str
    action: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One row of the log; `outcome` is `done` or the code of the refusal."""

    seq: int
    at: datetime
    organisation: str
    actor: str
    action: str
    subject: str
    outcome: str
    address: str
    request_id: str
    method_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Rows, newest first, and how many there are in all."""

    rows: tuple[LogRow, ...]
    total: int


class Books:
    """The database as the desks of access use it: a reading, a quiet writing, and a deed that leaves its row in the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, work: Callable[[Connection], T]) -> T:
        """Runs a reading over one state of the database."""
        return self._database.read(work)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Runs a transaction that is nobody's deed, such as the time a session was last seen."""
        return self._database.write(work)

    def record(self, deed: Deed, work: Callable[[Connection], T]) -> T:
        """Runs a deed together with its row in the log, whole or not at all. A refusal leaves a row of its own and goes on."""

        def whole(connection: Connection) -> T:
            answer = work(connection)
            _append(connection, deed, DONE)
            return answer

        try:
            return self._database.write(whole)
        except StoreError:
            raise
        except LingtanError as refusal:
            code = refusal.code
            self._database.write(lambda connection: _append(connection, deed, code))
            raise


def _append(connection: Connection, deed: Deed, outcome: str) -> None:
    words = {"organisation": deed.organisation, "actor": deed.actor, "action": deed.action, "subject": deed.subject}
    words |= {"outcome": outcome, "address": deed.visit.address, "request_id": deed.visit.request_id}
    clean = {name: _kept(value) for name, value in words.items()}
    connection.execute(tables.log.insert().values(at=stamp(deed.visit.at), method_version=METHOD_VERSION, **clean))


def _kept(value: str) -> str:
    """The text as a row holds it: characters that a database cannot keep are replaced, and a long one is cut."""
    return value.replace("\0", "?").encode("utf-8", "replace").decode()[:_LONGEST]


class Log:
    """Reading the log, and writing what other rooms did."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def append(self, deed: Deed, outcome: str = DONE) -> None:
        """One row for what was done elsewhere; `outcome` is `done` or the code of a refusal."""
        self._books.write(lambda connection: _append(connection, deed, outcome))

    def page(
        self,
        organisation: str,
        *,
        actor: str = "",
        action: str = "",
        outcome: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> LogPage:
        """An organisation's rows that match all that is given, newest first; `until` is excluded, the outcome `REFUSED` is any refusal."""
        row = tables.log.c
        given = [row.organisation == _kept(organisation)]
        given += [column == _kept(value) for column, value in ((row.actor, actor), (row.action, action)) if value]
        if outcome:
            given.append(row.outcome != DONE if outcome == REFUSED else row.outcome == _kept(outcome))
        if since is not None:
            given.append(row.at >= stamp(since))
        if until is not None:
            given.append(row.at < stamp(until))
        query = select(tables.log).where(*given).order_by(row.seq.desc()).offset(max(offset, 0)).limit(max(limit, 0))

        def work(connection: Connection) -> LogPage:
            total = connection.execute(select(func.count()).select_from(tables.log).where(*given)).scalar_one()
            found = connection.execute(query).mappings()
            return LogPage(rows=tuple(LogRow(**{**each, "at": moment(each["at"])}) for each in found), total=total)

        return self._books.read(work)
