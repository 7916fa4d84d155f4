"""Which identities at a provider of single sign-on open which login of the organisation."""

from __future__ import annotations

from lingtan.access import Accounts, Action, Link, Permission, Session, Visit
from lingtan.access.oidc import OidcSettings

__all__ = ["identity_links", "map_email", "unlink_identities"]


def map_email(accounts: Accounts, session: Session, visit: Visit, settings: OidcSettings, *, login: str, email: str) -> None:
    """Lets whom the provider has verified under this address in as this user. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    accounts.identities.map_email(session.deed(visit, Action.IDENTITY_MAP, login), issuer=settings.issuer, email=email, login=login)


def identity_links(accounts: Accounts, session: Session, *, login: str) -> tuple[Link, ...]:
    """The identities that open a login of the organisation. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    return accounts.identities.links(accounts.users.of(login, organisation=session.organisation).login)


def unlink_identities(accounts: Accounts, session: Session, visit: Visit, *, login: str) -> int:
    """Removes all of them, and ends the user's sessions. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`, `LAST_ADMIN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    return accounts.identities.unlink(session.deed(visit, Action.IDENTITY_UNLINK, login), login=login)
