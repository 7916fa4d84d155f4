"""Invitations: an admin makes a user; the person behind the one-time link sets the password."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lingtan.access import Accounts, Action, Invitation, Opened, Permission, Role, Rule, Session, Throttle, User, Visit

__all__ = ["accept_invitation", "invite", "invite_again", "invited"]


def invite(accounts: Accounts, session: Session, visit: Visit, *, login: str, name: str, email: str, roles: Iterable[Role]) -> Invitation:
    """A new user of the admin's organisation, and the code of the link, shown this once.

    Raises AccessError `NOT_ALLOWED`, `LOGIN_TAKEN`, `ROLES_NOT_INDEPENDENT`; InputError `LOGIN_FORM`, `EMAIL_FORM`, `ACCESS_TEXT`.
    """
    session.require(Permission.ACCOUNTS_WRITE)
    deed, organisation = session.deed(visit, Action.INVITE, login), session.organisation
    return accounts.onboarding.invite(deed, login=login, name=name, email=email, organisation=organisation, roles=roles)


def invite_again(accounts: Accounts, session: Session, visit: Visit, *, login: str) -> Invitation:
    """A fresh link for a user of the organisation, also for a forgotten password. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    return accounts.onboarding.invite_again(session.deed(visit, Action.INVITE, login), login)


def invited(accounts: Accounts, throttle: Throttle, code: str, *, at: datetime, address: str) -> User:
    """Whom a link is for, to greet by name. Raises AccessError `CODE_REFUSED`, `TOO_MANY_REQUESTS`."""
    throttle.check(Rule.LOGIN_ADDRESS, address, at=at)
    return accounts.onboarding.invited(code, at)


def accept_invitation(accounts: Accounts, throttle: Throttle, visit: Visit, *, code: str, password: str) -> Opened:
    """The person of the link sets its password and is logged in; the link is used up.

    Raises AccessError `CODE_REFUSED`, `LOGIN_REFUSED`, `PASSWORD_LENGTH`, `PASSWORD_LOGIN`, `PASSWORD_COMMON`, `TOO_MANY_REQUESTS`.
    """
    throttle.check(Rule.LOGIN_ADDRESS, visit.address, at=visit.at)
    return accounts.onboarding.accept(visit, code=code, password=password)
