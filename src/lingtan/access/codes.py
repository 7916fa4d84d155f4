"""One-time codes: the set-up code of a new server and the links of invitations. Of two uses at once, one wins."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, select

from lingtan.access import tables
from lingtan.access.log import Visit
from lingtan.access.secret import new_secret, sealed
from lingtan.database import stamp
from lingtan.errors import AccessError

__all__ = ["LIFE", "Purpose", "issue", "look_up", "spend"]


class Purpose(StrEnum):
    """What a code opens."""

    SETUP = "setup"
    INVITATION = "invitation"


#: A server prints a new set-up code at each start until it is set up.
LIFE = {Purpose.SETUP: timedelta(days=1), Purpose.INVITATION: timedelta(days=7)}


def issue(connection: Connection, purpose: Purpose, *, visit: Visit, actor: str, login: str | None = None) -> str:
    """A fresh code; earlier ones of the same purpose (for the same user) run out at once."""
    code, at, row = new_secret(), stamp(visit.at), tables.code.c
    earlier = and_(row.purpose == purpose.value, row.login.is_(None) if login is None else row.login == login, row.expires_at > at)
    connection.execute(tables.code.update().where(earlier, row.used_at.is_(None)).values(expires_at=at))
    values = {"digest": sealed(code), "purpose": purpose.value, "login": login, "made_at": at, "made_by": actor}
    connection.execute(tables.code.insert().values(expires_at=stamp(visit.at + LIFE[purpose]), **values))
    return code


def look_up(connection: Connection, purpose: Purpose, code: str, at: datetime) -> str | None:
    """The login that the code is for (None for a set-up code), without using it. Raises AccessError `CODE_REFUSED`."""
    found = connection.execute(select(tables.code.c.login).where(_good(purpose, code, at))).first()
    if found is None:
        raise AccessError("CODE_REFUSED", place="code")
    login: str | None = found.login
    return login


def spend(connection: Connection, purpose: Purpose, code: str, at: datetime) -> str | None:
    """The same, and nobody can use the code again. Raises AccessError `CODE_REFUSED`, also to the second of two who come at once."""
    login = look_up(connection, purpose, code, at)
    used = connection.execute(tables.code.update().where(_good(purpose, code, at)).values(used_at=stamp(at)))
    if used.rowcount != 1:
        raise AccessError("CODE_REFUSED", place="code")
    return login


def _good(purpose: Purpose, code: str, at: datetime) -> ColumnElement[bool]:
    row = tables.code.c
    return and_(row.digest == sealed(code), row.purpose == purpose.value, row.used_at.is_(None), row.expires_at > stamp(at))
