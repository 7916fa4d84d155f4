"""Who somebody is at a provider of single sign-on, and which login that is here.

An identity opens nothing by itself: it is linked by an invitation's link, or by an admin who mapped an email address that the provider
has verified. The link holds the provider's issuer and subject, never the address, which may pass to somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from lingtan.access import tables
from lingtan.access.grants import stays_administered
from lingtan.access.log import Action, Books, Deed, Visit
from lingtan.access.organisations import hold
from lingtan.access.roles import Role
from lingtan.access.secret import sealed
from lingtan.access.sessions import Opened, open_session
from lingtan.access.users import User, member
from lingtan.database import moment, stamp
from lingtan.errors import AccessError, InputError

__all__ = ["PENDING_LIFE", "Identities", "Identity", "Link", "link"]

#: How long a person may take at the provider.
PENDING_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a provider says of somebody: `issuer` and `subject` name it for ever; the rest may change."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An identity that opens a login: since when, and who linked it."""

    issuer: str
    subject: str
    login: str
    email: str
    at: datetime
    actor: str


def link(connection: Connection, deed: Deed, identity: Identity, *, login: str) -> None:
    """From now on the identity opens this login. Raises AccessError `IDENTITY_TAKEN` when it opens another one."""
    found = _linked(connection, identity)
    if found not in (None, login):
        raise AccessError("IDENTITY_TAKEN", place=identity.issuer)
    if found is None:
        row = {"issuer": identity.issuer, "subject": identity.subject, "email": identity.email, "login": login}
        connection.execute(tables.identity.insert().values(at=stamp(deed.visit.at), actor=deed.actor, **row))


class Identities:
    """The register of identities, and logins that are under way at a provider."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def keep_pending(self, state: str, body: str, at: datetime) -> None:
        """Keeps what `finish` will need, for ten minutes; what has run out is cleared away."""
        row = tables.pending

        def work(connection: Connection) -> None:
            connection.execute(row.delete().where(row.c.expires_at <= stamp(at)))
            connection.execute(row.insert().values(digest=sealed(state), body=body, expires_at=stamp(at + PENDING_LIFE)))

        self._books.write(work)

    def take_pending(self, state: str, at: datetime) -> str:
        """What was kept under this state, once. Raises AccessError `OIDC_STATE` when it is not there or has run out."""
        row = tables.pending

        def work(connection: Connection) -> str:
            body = connection.execute(
                select(row.c.body).where(row.c.digest == sealed(state), row.c.expires_at > stamp(at))
            ).scalar_one_or_none()
            gone = connection.execute(row.delete().where(row.c.digest == sealed(state))).rowcount
            if body is None or gone != 1:
                raise AccessError("OIDC_STATE", place="state")
            return str(body)

        return self._books.write(work)

    def map_email(self, deed: Deed, *, issuer: str, email: str, login: str) -> None:
        """Lets whom the provider knows under this verified address in as a user of the organisation, at its first login.

        A later mapping of the address replaces an earlier one. Raises AccessError `USER_UNKNOWN`; InputError `EMAIL_FORM`.
        """
        row, folded = tables.mapping, email.casefold()
        if "@" not in email or not (email + issuer).isprintable():
            raise InputError("EMAIL_FORM", place="email", email=email)

        def work(connection: Connection) -> None:
            member(connection, login, organisation=deed.organisation)
            found = connection.execute(select(row.c.login).where(row.c.issuer == issuer, row.c.email == folded)).scalar_one_or_none()
            if found is not None:
                # Another organisation's mapping is not this admin's to move.
                member(connection, found, organisation=deed.organisation)
                connection.execute(row.delete().where(row.c.issuer == issuer, row.c.email == folded))
            values = {"issuer": issuer, "email": folded, "login": login, "actor": deed.actor}
            connection.execute(row.insert().values(at=stamp(deed.visit.at), **values))

        self._books.record(deed, work)

    def links(self, login: str) -> tuple[Link, ...]:
        """The identities that open this login."""
        query = select(tables.identity).where(tables.identity.c.login == login).order_by(tables.identity.c.at)

        def work(connection: Connection) -> tuple[Link, ...]:
            return tuple(Link(**{**row, "at": moment(row["at"])}) for row in connection.execute(query).mappings())

        return self._books.read(work)

    def unlink(self, deed: Deed, *, login: str) -> int:
        """No identity opens this login any more, no mapping will, and its sessions end; how many links there were.

        Raises AccessError `USER_UNKNOWN`, `LAST_ADMIN`.
        """

        def work(connection: Connection) -> int:
            hold(connection, deed.organisation)
            user = member(connection, login, organisation=deed.organisation)
            if Role.ADMIN in user.roles and not user.has_password:
                stays_administered(connection, user.organisation, without=login)
            for table in (tables.mapping, tables.session):
                connection.execute(table.delete().where(table.c.login == login))
            return connection.execute(tables.identity.delete().where(tables.identity.c.login == login)).rowcount

        return self._books.record(deed, work)

    def log_in(self, visit: Visit, identity: Identity) -> Opened:
        """A session of the user that the identity is linked or mapped to. Raises AccessError `IDENTITY_NOT_LINKED`, `LOGIN_REFUSED`."""
        user = self._books.read(lambda connection: _found(connection, identity))
        known = (user.login, user.organisation) if user is not None else ("", "")
        deed = Deed(visit=visit, organisation=known[1], actor=known[0], action=Action.LOGIN, subject=identity.issuer)

        def work(connection: Connection) -> Opened:
            now = _found(connection, identity)
            if now is None:
                raise AccessError("IDENTITY_NOT_LINKED", place=identity.issuer)
            if now.disabled:
                raise AccessError("LOGIN_REFUSED", place="login")
            if _linked(connection, identity) is None:
                link(connection, deed, identity, login=now.login)
            return open_session(connection, now.login, visit)

        return self._books.record(deed, work)


def _found(connection: Connection, identity: Identity) -> User | None:
    """The linked user; else, for an address that the provider has verified, the mapped one."""
    row = tables.mapping.c
    login = _linked(connection, identity)
    if login is None and identity.email_verified:
        mapped = select(row.login).where(row.issuer == identity.issuer, row.email == identity.email.casefold())
        login = connection.execute(mapped).scalar_one_or_none()
    return member(connection, login) if login is not None else None


def _linked(connection: Connection, identity: Identity) -> str | None:
    row = tables.identity.c
    query = select(row.login).where(row.issuer == identity.issuer, row.subject == identity.subject)
    login: str | None = connection.execute(query).scalar_one_or_none()
    return login
