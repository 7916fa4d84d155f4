"""Users: people of one organisation. The login is the actor on facts, so it is never changed, reused or removed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from lingtan.access import tables
from lingtan.access.grants import Turn, present, roles_of, stays_administered
from lingtan.access.log import Books, Deed
from lingtan.access.organisations import check_text, find, hold
from lingtan.access.roles import Role
from lingtan.database import moment, stamp
from lingtan.errors import AccessError, InputError

__all__ = ["User", "Users", "insert", "member"]

_LOGIN = re.compile(r"[a-z0-9._-]{2,40}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person of an organisation; `has_password` is false before an invitation is accepted, and for those who use single sign-on.

    `is_linked`: an identity of a provider of single sign-on opens the login.
    """

    login: str
    name: str
    email: str
    organisation: str
    roles: tuple[Role, ...]
    disabled: bool
    has_password: bool
    is_linked: bool
    created_at: datetime
    created_by: str


def insert(
    connection: Connection, deed: Deed, *, login: str, name: str, email: str, organisation: str, password_hash: str | None = None
) -> None:
    """A new user without roles. Raises InputError `LOGIN_FORM`, `EMAIL_FORM`, `ACCESS_TEXT`; AccessError `LOGIN_TAKEN`."""
    _check_free(connection, login=login, name=name, email=email)
    find(connection, organisation)
    row = {"login": login, "name": name, "email": email, "organisation": organisation, "password_hash": password_hash}
    connection.execute(tables.user.insert().values(created_at=stamp(deed.visit.at), created_by=deed.actor, **row))


def _check_free(connection: Connection, *, login: str, name: str, email: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise InputError("LOGIN_FORM", place="login", login=login)
    if not (_EMAIL.fullmatch(email) and email.isprintable()):
        raise InputError("EMAIL_FORM", place="email", email=email)
    check_text(name, place="name", longest=100)
    if connection.execute(select(tables.user.c.login).where(tables.user.c.login == login)).first() is not None:
        raise AccessError("LOGIN_TAKEN", place="login", login=login)


def member(connection: Connection, login: str, *, organisation: str | None = None) -> User:
    """The user, of this organisation where one is given: others do not exist to it. Raises AccessError `USER_UNKNOWN`."""
    query = select(tables.user).where(tables.user.c.login == login)
    row = connection.execute(query).mappings().first() if _LOGIN.fullmatch(login) else None
    if row is None or organisation not in (None, row["organisation"]):
        raise AccessError("USER_UNKNOWN", place=login)
    linked = connection.execute(select(tables.identity.c.login).where(tables.identity.c.login == login)).first() is not None
    return _made(row, roles_of(connection, login), is_linked=linked)


def _made(row: RowMapping, roles: tuple[Role, ...], *, is_linked: bool) -> User:
    return User(
        login=row["login"],
        name=row["name"],
        email=row["email"],
        organisation=row["organisation"],
        roles=roles,
        disabled=row["disabled_at"] is not None,
        has_password=row["password_hash"] is not None,
        is_linked=is_linked,
        created_at=moment(row["created_at"]),
        created_by=row["created_by"],
    )


class Users:
    """The register of users."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def add(self, deed: Deed, *, login: str, name: str, email: str, organisation: str, password_hash: str | None = None) -> User:
        """A new user without roles. Raises InputError `LOGIN_FORM`, `EMAIL_FORM`, `ACCESS_TEXT`; AccessError `LOGIN_TAKEN`."""

        def work(connection: Connection) -> User:
            insert(connection, deed, login=login, name=name, email=email, organisation=organisation, password_hash=password_hash)
            return member(connection, login)

        return self._books.record(deed, work)

    def check_free(self, *, login: str, name: str, email: str) -> None:
        """Refuse what `add` would refuse of these, without adding anybody. Raises as `add`."""
        self._books.read(lambda connection: _check_free(connection, login=login, name=name, email=email))

    def of(self, login: str, *, organisation: str | None = None) -> User:
        """The user, of this organisation where one is given. Raises AccessError `USER_UNKNOWN`."""
        return self._books.read(lambda connection: member(connection, login, organisation=organisation))

    def all(self, organisation: str) -> tuple[User, ...]:
        """The organisation's users by login, with their roles of now."""
        user, change = tables.user.c, tables.role_change.c
        members = select(tables.user).where(user.organisation == organisation).order_by(user.login)
        turns = select(change.login, change.role, change.deed).join(tables.user).where(user.organisation == organisation)
        identities = select(tables.identity.c.login).join(tables.user).where(user.organisation == organisation)

        def work(connection: Connection) -> tuple[User, ...]:
            changes: dict[str, list[tuple[Role, Turn]]] = defaultdict(list)
            for login, role, turn in connection.execute(turns.order_by(change.seq)):
                changes[login].append((Role(role), Turn(turn)))
            linked = set(connection.execute(identities).scalars())
            return tuple(
                _made(row, present(changes[row["login"]]), is_linked=row["login"] in linked)
                for row in connection.execute(members).mappings()
            )

        return self._books.read(work)

    def disable(self, deed: Deed, login: str) -> None:
        """The user cannot come in any more; sessions end, tokens are refused. Raises AccessError `LAST_ADMIN`, `USER_UNKNOWN`."""

        def work(connection: Connection) -> None:
            hold(connection, deed.organisation)
            user = member(connection, login, organisation=deed.organisation)
            if Role.ADMIN in user.roles:
                stays_administered(connection, user.organisation, without=login)
            connection.execute(tables.user.update().where(tables.user.c.login == login).values(disabled_at=stamp(deed.visit.at)))
            connection.execute(tables.session.delete().where(tables.session.c.login == login))

        self._books.record(deed, work)

    def enable(self, deed: Deed, login: str) -> None:
        """The user may come in again. Raises AccessError `USER_UNKNOWN`."""

        def work(connection: Connection) -> None:
            member(connection, login, organisation=deed.organisation)
            connection.execute(tables.user.update().where(tables.user.c.login == login).values(disabled_at=None))

        self._books.record(deed, work)
