"""API tokens: shown once, kept as a digest, never worth more than what their user may do at the moment of use."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select

from lingtan.access import tables
from lingtan.access.grants import roles_of
from lingtan.access.log import Books, Deed
from lingtan.access.organisations import check_text
from lingtan.access.roles import Permission, permissions_of
from lingtan.access.secret import new_secret, sealed
from lingtan.access.sessions import Session, session_of
from lingtan.database import moment, stamp
from lingtan.errors import AccessError, InputError

__all__ = ["LONGEST_DAYS", "PREFIX", "ApiToken", "NewToken", "Tokens"]

#: What every token begins with, so that scanners of source code recognise one.
PREFIX = "lt_"

LONGEST_DAYS = 366

#: As with sessions: a use writes at most once a minute.
_SEEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token as its owner sees it afterwards: everything but the secret."""

    id: str
    name: str
    scopes: tuple[Permission, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token just made; the `secret` is shown this once."""

    secret: str
    token: ApiToken


class Tokens:
    """The register of API tokens."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def create(self, deed: Deed, *, name: str, scopes: Iterable[Permission], days: int) -> NewToken:
        """A token of the deed's actor for `days` days. It gets those of the scopes that the user has.

        Raises InputError `ACCESS_TEXT`, `TOKEN_DAYS`; AccessError `TOKEN_SCOPES` when none is left.
        """
        check_text(name, place="name", longest=100)
        if not 1 <= days <= LONGEST_DAYS:
            raise InputError("TOKEN_DAYS", place="days", days=days, longest=LONGEST_DAYS)
        secret, identifier, at = new_secret(PREFIX), secrets.token_hex(8), deed.visit.at
        wanted = frozenset(scopes)

        def work(connection: Connection) -> NewToken:
            given = sorted(wanted & permissions_of(roles_of(connection, deed.actor)))
            if not given:
                raise AccessError("TOKEN_SCOPES", place="scopes")
            row = {"id": identifier, "digest": sealed(secret), "login": deed.actor, "name": name, "scopes": " ".join(given)}
            times = {"created_at": stamp(at), "expires_at": stamp(at + timedelta(days=days))}
            connection.execute(tables.api_token.insert().values(**row, **times))
            made = connection.execute(select(tables.api_token).where(tables.api_token.c.id == identifier)).mappings().one()
            return NewToken(secret=secret, token=_made(made))

        return self._books.record(deed, work)

    def all(self, login: str) -> tuple[ApiToken, ...]:
        """The user's tokens, the newest first."""
        row = tables.api_token.c
        query = select(tables.api_token).where(row.login == login).order_by(row.created_at.desc(), row.id)
        return self._books.read(lambda connection: tuple(_made(each) for each in connection.execute(query).mappings()))

    def revoke(self, deed: Deed, identifier: str) -> None:
        """Ends a token of the deed's actor. Raises AccessError `TOKEN_UNKNOWN`."""
        row = tables.api_token.c

        def work(connection: Connection) -> None:
            mine = row.id == identifier, row.login == deed.actor
            if not identifier.isprintable() or connection.execute(select(row.id).where(*mine)).first() is None:
                raise AccessError("TOKEN_UNKNOWN", place=identifier)
            connection.execute(tables.api_token.update().where(*mine, row.revoked_at.is_(None)).values(revoked_at=stamp(deed.visit.at)))

        self._books.record(deed, work)

    def session(self, secret: str, at: datetime) -> Session:
        """Who comes with this token, with the token's scopes ∩ the user's permissions of now. Raises AccessError `TOKEN_INVALID`."""
        token = tables.api_token.c

        def work(connection: Connection) -> tuple[Session, bool]:
            query = select(tables.user, token.scopes, token.used_at).join(tables.api_token)
            live = query.where(
                token.digest == sealed(secret),
                token.expires_at > stamp(at),
                token.revoked_at.is_(None),
                tables.user.c.disabled_at.is_(None),
            )
            row = connection.execute(live).mappings().first()
            if row is None:
                raise AccessError("TOKEN_INVALID")
            scopes = frozenset(Permission(scope) for scope in row["scopes"].split())
            stale = row["used_at"] is None or row["used_at"] <= stamp(at - _SEEN)
            return session_of(connection, row, scopes=scopes), stale

        session, stale = self._books.read(work)
        if stale:
            used = tables.api_token.update().where(token.digest == sealed(secret)).values(used_at=stamp(at))
            self._books.write(lambda connection: connection.execute(used).rowcount)
        return session


def _made(row: RowMapping) -> ApiToken:
    used, revoked = row["used_at"], row["revoked_at"]
    return ApiToken(
        id=row["id"],
        name=row["name"],
        scopes=tuple(Permission(scope) for scope in row["scopes"].split()),
        created_at=moment(row["created_at"]),
        expires_at=moment(row["expires_at"]),
        used_at=moment(used) if used else None,
        revoked_at=moment(revoked) if revoked else None,
    )
