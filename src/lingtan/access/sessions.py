"""Sessions: a random token in the browser, its digest in the database; 8 hours of silence or 7 days end it.

A login always makes a new token (so none can be planted beforehand), and a changed password ends all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select

from lingtan.access import tables
from lingtan.access.grants import roles_of
from lingtan.access.log import Action, Books, Deed, Visit
from lingtan.access.passwords import Passwords, check_password
from lingtan.access.roles import Permission, Role, permissions_of
from lingtan.access.secret import csrf_of, new_secret, sealed
from lingtan.database import stamp
from lingtan.errors import AccessError

__all__ = ["ABSOLUTE", "IDLE", "Opened", "Session", "Sessions", "open_session", "session_of"]

IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)

#: How stale the time last seen may be: a page that is read writes at most once a minute.
_SEEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is asking: by a browser's session, whose forms carry `csrf`, or by an API token, which has none."""

    user: str
    name: str
    organisation: str
    roles: tuple[Role, ...]
    permissions: frozenset[Permission]
    csrf: str = ""

    def can(self, permission: Permission) -> bool:
        """Whether the permission is there."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raises AccessError `NOT_ALLOWED` without the permission."""
        if permission not in self.permissions:
            raise AccessError("NOT_ALLOWED", place=self.user, permission=permission.value)

    def require_login(self) -> None:
        """Refuse an API token where a person must have logged in: it may not make others like itself. Raises AccessError `NEEDS_LOGIN`."""
        if not self.csrf:
            raise AccessError("NEEDS_LOGIN", place=self.user)

    def deed(self, visit: Visit, action: str, subject: str = "") -> Deed:
        """What this user is about to do."""
        return Deed(visit=visit, organisation=self.organisation, actor=self.user, action=action, subject=subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session just opened; the `token` goes to the browser and is nowhere else."""

    token: str
    session: Session


def open_session(connection: Connection, login: str, visit: Visit) -> Opened:
    """A new session of a user who has proved who it is; what has run out of the user's older ones is cleared away."""
    token, at = new_secret(), visit.at
    row = tables.session.c
    connection.execute(tables.session.delete().where(row.login == login, row.opened_at <= stamp(at - ABSOLUTE)))
    connection.execute(
        tables.session.insert().values(digest=sealed(token), login=login, opened_at=stamp(at), seen_at=stamp(at), address=visit.address)
    )
    user = connection.execute(select(tables.user).where(tables.user.c.login == login)).mappings().one()
    return Opened(token=token, session=session_of(connection, user, csrf=csrf_of(token)))


def session_of(connection: Connection, user: RowMapping, *, csrf: str = "", scopes: frozenset[Permission] | None = None) -> Session:
    """The user's session with the permissions of now, cut down to an API token's scopes."""
    roles = roles_of(connection, user["login"])
    permissions = permissions_of(roles)
    return Session(
        user=user["login"],
        name=user["name"],
        organisation=user["organisation"],
        roles=roles,
        permissions=permissions if scopes is None else permissions & scopes,
        csrf=csrf,
    )


class Sessions:
    """Coming in by password, staying, and leaving."""

    def __init__(self, books: Books, passwords: Passwords) -> None:
        self._books = books
        self._passwords = passwords

    def log_in(self, visit: Visit, *, login: str, password: str) -> Opened:
        """A new session. One refusal for all reasons, after the same work: AccessError `LOGIN_REFUSED`."""
        user = self._books.read(lambda connection: _user(connection, login))
        kept = user["password_hash"] if user is not None else None
        right = self._passwords.matches(kept, password)
        renewed = self._passwords.hashed(password) if right and self._passwords.is_stale(str(kept)) else kept

        def work(connection: Connection) -> Opened:
            now = _user(connection, login)
            if not right or now is None or now["disabled_at"] is not None or now["password_hash"] != kept:
                raise AccessError("LOGIN_REFUSED", place="login")
            if renewed != kept:
                connection.execute(tables.user.update().where(tables.user.c.login == login).values(password_hash=renewed))
            return open_session(connection, login, visit)

        # What a stranger typed may be a password in the wrong field: only names that exist are written down.
        actor, organisation = (login, str(user["organisation"])) if user is not None else ("", "")
        return self._books.record(Deed(visit=visit, organisation=organisation, actor=actor, action=Action.LOGIN, subject=actor), work)

    def current(self, token: str, at: datetime) -> Session | None:
        """The session of this token; None when there is none, or no longer."""

        def work(connection: Connection) -> tuple[Session | None, bool]:
            query = select(tables.user, tables.session.c.seen_at).join(tables.session)
            live = query.where(
                tables.session.c.digest == sealed(token),
                tables.session.c.seen_at > stamp(at - IDLE),
                tables.session.c.opened_at > stamp(at - ABSOLUTE),
                tables.user.c.disabled_at.is_(None),
            )
            row = connection.execute(live).mappings().first()
            if row is None:
                return None, False
            return session_of(connection, row, csrf=csrf_of(token)), row["seen_at"] <= stamp(at - _SEEN)

        session, stale = self._books.read(work)
        if stale:
            seen = tables.session.update().where(tables.session.c.digest == sealed(token)).values(seen_at=stamp(at))
            self._books.write(lambda connection: connection.execute(seen).rowcount)
        return session

    def log_out(self, deed: Deed, token: str) -> None:
        """Ends the session of this token; nothing happens where it has ended."""
        ended = tables.session.delete().where(tables.session.c.digest == sealed(token))
        self._books.record(deed, lambda connection: connection.execute(ended).rowcount)

    def log_out_everywhere(self, deed: Deed) -> int:
        """Ends every session of the deed's actor; how many there were."""
        ended = tables.session.delete().where(tables.session.c.login == deed.actor)
        return self._books.record(deed, lambda connection: connection.execute(ended).rowcount)

    def change_password(self, deed: Deed, *, old: str, new: str) -> Opened:
        """A new password for the deed's actor, every session ended, and a fresh one.

        Raises AccessError `PASSWORD_WRONG` when the old one is not right, and as `check_password`.
        """
        login = deed.actor
        check_password(new, login=login)
        user = self._books.read(lambda connection: _user(connection, login))
        kept = user["password_hash"] if user is not None else None
        right, hashed = self._passwords.matches(kept, old), self._passwords.hashed(new)

        def work(connection: Connection) -> Opened:
            now = _user(connection, login)
            if not right or now is None or now["password_hash"] != kept:
                raise AccessError("PASSWORD_WRONG", place="old")
            connection.execute(tables.user.update().where(tables.user.c.login == login).values(password_hash=hashed))
            connection.execute(tables.session.delete().where(tables.session.c.login == login))
            return open_session(connection, login, deed.visit)

        return self._books.record(deed, work)


def _user(connection: Connection, login: str) -> RowMapping | None:
    query = select(tables.user).where(tables.user.c.login == login)
    return connection.execute(query).mappings().first() if login.isprintable() else None
