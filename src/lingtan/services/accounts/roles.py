"""Roles of an organisation's people, granted and revoked by its admins."""

from __future__ import annotations

from lingtan.access import Accounts, Action, Change, Permission, Role, Session, Visit

__all__ = ["grant_role", "revoke_role", "role_history"]


def grant_role(accounts: Accounts, session: Session, visit: Visit, *, login: str, role: Role) -> tuple[Role, ...]:
    """The user's roles with this one. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`, `ROLES_NOT_INDEPENDENT`."""
    session.require(Permission.ACCOUNTS_WRITE)
    accounts.users.of(login, organisation=session.organisation)
    return accounts.grants.grant(session.deed(visit, Action.GRANT, f"{login} {role.value}"), login=login, role=role)


def revoke_role(accounts: Accounts, session: Session, visit: Visit, *, login: str, role: Role) -> tuple[Role, ...]:
    """The user's roles without this one. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`, `LAST_ADMIN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    accounts.users.of(login, organisation=session.organisation)
    return accounts.grants.revoke(session.deed(visit, Action.REVOKE, f"{login} {role.value}"), login=login, role=role)


def role_history(accounts: Accounts, session: Session, *, login: str) -> tuple[Change, ...]:
    """Every grant and revocation of a user of the organisation. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    session.require(Permission.AUDIT_READ)
    return accounts.grants.history(accounts.users.of(login, organisation=session.organisation).login)
