"""The people of an organisation, as its admins see them."""

from __future__ import annotations

from lingtan.access import Accounts, Action, Permission, Session, User, Visit

__all__ = ["disable_user", "enable_user", "list_users", "user"]


def list_users(accounts: Accounts, session: Session) -> tuple[User, ...]:
    """The users of the admin's organisation, by login. Raises AccessError `NOT_ALLOWED`."""
    session.require(Permission.ACCOUNTS_WRITE)
    return accounts.users.all(session.organisation)


def user(accounts: Accounts, session: Session, *, login: str) -> User:
    """One of them. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    return accounts.users.of(login, organisation=session.organisation)


def disable_user(accounts: Accounts, session: Session, visit: Visit, *, login: str) -> None:
    """The user cannot come in any more, from this moment. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`, `LAST_ADMIN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    accounts.users.disable(session.deed(visit, Action.DISABLE, login), login)


def enable_user(accounts: Accounts, session: Session, visit: Visit, *, login: str) -> None:
    """The user may come in again. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    accounts.users.enable(session.deed(visit, Action.ENABLE, login), login)
