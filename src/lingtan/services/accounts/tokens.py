"""API tokens: a user's own, and who comes with one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lingtan.access import Accounts, Action, ApiToken, NewToken, Permission, Session, Visit

__all__ = ["caller_of_token", "create_token", "list_tokens", "revoke_token"]


def create_token(accounts: Accounts, session: Session, visit: Visit, *, name: str, scopes: Iterable[Permission], days: int) -> NewToken:
    """A token with those of the scopes that the user has; its secret is shown this once.

    Raises AccessError `NEEDS_LOGIN`, `TOKEN_SCOPES`; InputError `ACCESS_TEXT`, `TOKEN_DAYS`.
    """
    session.require(Permission.ACCOUNT_OWN)
    session.require_login()
    return accounts.tokens.create(session.deed(visit, Action.TOKEN_CREATE, name), name=name, scopes=scopes, days=days)


def caller_of_token(accounts: Accounts, secret: str, *, at: datetime) -> Session:
    """Who comes with this token, with its scopes ∩ the user's permissions of now. Raises AccessError `TOKEN_INVALID`."""
    return accounts.tokens.session(secret, at)


def list_tokens(accounts: Accounts, session: Session) -> tuple[ApiToken, ...]:
    """The user's tokens, without their secrets."""
    session.require(Permission.ACCOUNT_OWN)
    return accounts.tokens.all(session.user)


def revoke_token(accounts: Accounts, session: Session, visit: Visit, *, token: str) -> None:
    """Ends one of the user's tokens. Raises AccessError `NEEDS_LOGIN`, `TOKEN_UNKNOWN`."""
    session.require(Permission.ACCOUNT_OWN)
    session.require_login()
    accounts.tokens.revoke(session.deed(visit, Action.TOKEN_REVOKE, token), token)
