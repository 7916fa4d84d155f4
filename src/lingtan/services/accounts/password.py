"""A user changes its own password."""

from __future__ import annotations

from lingtan.access import Accounts, Action, Opened, Permission, Rule, Session, Throttle, Visit

__all__ = ["change_password"]


def change_password(accounts: Accounts, throttle: Throttle, session: Session, visit: Visit, *, old: str, new: str) -> Opened:
    """A new password; every session ends and a fresh one is given.

    Raises AccessError `PASSWORD_WRONG`, `PASSWORD_LENGTH`, `PASSWORD_LOGIN`, `PASSWORD_COMMON`, `NEEDS_LOGIN`, `TOO_MANY_REQUESTS`.
    """
    session.require(Permission.ACCOUNT_OWN)
    session.require_login()
    throttle.check(Rule.LOGIN_ACCOUNT, session.user, at=visit.at)
    opened = accounts.sessions.change_password(session.deed(visit, Action.PASSWORD, session.user), old=old, new=new)
    throttle.forget(Rule.LOGIN_ACCOUNT, session.user)
    return opened
