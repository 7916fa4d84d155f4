"""Roles of people: every grant and revocation is a row; what somebody holds now is what remains after replaying them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, or_, select

from lingtan.access import tables
from lingtan.access.log import Books, Deed
from lingtan.access.organisations import hold
from lingtan.access.roles import Role, check_independent
from lingtan.database import moment, stamp
from lingtan.errors import AccessError

__all__ = ["Change", "Grants", "Turn", "grant", "present", "revoke", "roles_of", "stays_administered"]


class Turn(StrEnum):
    """What a row does to a role."""

    GRANTED = "granted"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A role granted or revoked: to whom, by whom, when."""

    login: str
    role: Role
    turn: Turn
    at: datetime
    actor: str


def present(changes: Iterable[tuple[Role, Turn]]) -> tuple[Role, ...]:
    """The roles that remain after the changes, in the order of `Role`."""
    held: set[Role] = set()
    for role, turn in changes:
        (held.add if turn is Turn.GRANTED else held.discard)(role)
    return tuple(role for role in Role if role in held)


def roles_of(connection: Connection, login: str) -> tuple[Role, ...]:
    """What the user holds now."""
    row = tables.role_change.c
    rows = connection.execute(select(row.role, row.deed).where(row.login == login).order_by(row.seq))
    return present((Role(role), Turn(turn)) for role, turn in rows)


def grant(connection: Connection, deed: Deed, *, login: str, role: Role) -> tuple[Role, ...]:
    """The user's roles with this one; nothing new where it is held already. Raises AccessError `ROLES_NOT_INDEPENDENT`."""
    _lock(connection, login)
    held = roles_of(connection, login)
    if role in held:
        return held
    check_independent((*held, role), place=login)
    return _turn(connection, deed, login, role, Turn.GRANTED)


def revoke(connection: Connection, deed: Deed, *, login: str, role: Role) -> tuple[Role, ...]:
    """The user's roles without this one; nothing new where it is not held. Raises AccessError `LAST_ADMIN`."""
    organisation = _lock(connection, login)
    if role not in roles_of(connection, login):
        return roles_of(connection, login)
    if role is Role.ADMIN:
        stays_administered(connection, organisation, without=login)
    return _turn(connection, deed, login, role, Turn.REVOKED)


def stays_administered(connection: Connection, organisation: str, *, without: str) -> None:
    """Refuse to leave an organisation without an admin who can come in. Raises AccessError `LAST_ADMIN`."""
    user, linked = tables.user.c, select(tables.identity.c.login)
    others = select(user.login).where(
        user.organisation == organisation,
        user.login != without,
        user.disabled_at.is_(None),
        or_(user.password_hash.is_not(None), user.login.in_(linked)),
        user.login.in_(select(tables.role_change.c.login).where(tables.role_change.c.role == Role.ADMIN.value)),
    )
    if not any(Role.ADMIN in roles_of(connection, login) for login in connection.execute(others).scalars()):
        raise AccessError("LAST_ADMIN", place=without, organisation=organisation)


def _lock(connection: Connection, login: str) -> str:
    """The user's organisation, held so that two changes of its roles happen one after the other. Raises AccessError `USER_UNKNOWN`."""
    query = select(tables.user.c.organisation).where(tables.user.c.login == login)
    organisation = connection.execute(query).scalar_one_or_none() if login.isprintable() else None
    if organisation is None:
        raise AccessError("USER_UNKNOWN", place=login)
    hold(connection, organisation)
    return str(organisation)


def _turn(connection: Connection, deed: Deed, login: str, role: Role, turn: Turn) -> tuple[Role, ...]:
    values = {"login": login, "role": role.value, "deed": turn.value, "at": stamp(deed.visit.at), "actor": deed.actor}
    connection.execute(tables.role_change.insert().values(**values))
    return roles_of(connection, login)


class Grants:
    """The register of roles. Who may change whose is the service's to say."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def grant(self, deed: Deed, *, login: str, role: Role) -> tuple[Role, ...]:
        """The user's roles with this one. Raises AccessError `ROLES_NOT_INDEPENDENT`, `USER_UNKNOWN`."""
        return self._books.record(deed, lambda connection: grant(connection, deed, login=login, role=role))

    def revoke(self, deed: Deed, *, login: str, role: Role) -> tuple[Role, ...]:
        """The user's roles without this one. Raises AccessError `LAST_ADMIN`, `USER_UNKNOWN`."""
        return self._books.record(deed, lambda connection: revoke(connection, deed, login=login, role=role))

    def history(self, login: str) -> tuple[Change, ...]:
        """Every change of the user's roles, oldest first."""
        query = select(tables.role_change).where(tables.role_change.c.login == login).order_by(tables.role_change.c.seq)

        def work(connection: Connection) -> tuple[Change, ...]:
            return tuple(
                Change(login=login, role=Role(row["role"]), turn=Turn(row["deed"]), at=moment(row["at"]), actor=row["actor"])
                for row in connection.execute(query).mappings()
            )

        return self._books.read(work)
