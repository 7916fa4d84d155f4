"""Coming in by password, and leaving."""

from __future__ import annotations

from lingtan.access import Accounts, Action, Opened, Rule, Session, Throttle, Visit

__all__ = ["log_in", "log_out", "log_out_everywhere"]


def log_in(accounts: Accounts, throttle: Throttle, visit: Visit, *, login: str, password: str) -> Opened:
    """A new session, with the token for the browser's cookie. Raises AccessError `LOGIN_REFUSED`, `TOO_MANY_REQUESTS`."""
    throttle.check(Rule.LOGIN_ADDRESS, visit.address, at=visit.at)
    throttle.check(Rule.LOGIN_ACCOUNT, login, at=visit.at)
    opened = accounts.sessions.log_in(visit, login=login, password=password)
    throttle.forget(Rule.LOGIN_ACCOUNT, login)
    return opened


def log_out(accounts: Accounts, session: Session, visit: Visit, *, token: str) -> None:
    """Ends the session of the browser's token."""
    accounts.sessions.log_out(session.deed(visit, Action.LOGOUT, session.user), token)


def log_out_everywhere(accounts: Accounts, session: Session, visit: Visit) -> int:
    """Ends every session of the user, this one too; how many there were. Raises AccessError `NEEDS_LOGIN`."""
    session.require_login()
    return accounts.sessions.log_out_everywhere(session.deed(visit, Action.LOGOUT_EVERYWHERE, session.user))
