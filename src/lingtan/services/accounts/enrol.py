"""People and organisations that this machine's owner puts in place directly: a demo's cast, or a second admin from the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from lingtan.access import Accounts, Action, Deed, Organisation, Role, User, Visit, check_password, slug_of

__all__ = ["enrol_organisation", "enrol_user"]


def enrol_organisation(accounts: Accounts, visit: Visit, *, actor: str, name: str, identifier: str, slug: str = "") -> Organisation:
    """An organisation on the register; its workspace is the caller's to make. The first one is the operator.

    Raises AccessError `ORGANISATION_EXISTS`; InputError `ACCESS_TEXT`, `ORGANISATION_NAME`, `ORGANISATION_SLUG`.
    """
    deed = Deed(visit=visit, organisation=name, actor=actor, action=Action.ORGANISATION, subject=name)
    return accounts.organisations.add(deed, name=name, identifier=identifier, slug=slug or slug_of(name, identifier))


def enrol_user(
    accounts: Accounts,
    visit: Visit,
    *,
    actor: str,
    organisation: str,
    login: str,
    name: str,
    email: str,
    password: str,
    roles: Iterable[Role],
) -> User:
    """A user who may log in at once. Raises as an invitation does, and AccessError `PASSWORD_…`."""
    check_password(password, login=login)
    person = {"login": login, "name": name, "email": email, "organisation": organisation}
    hashed = accounts.passwords.hashed(password)
    deed = Deed(visit=visit, organisation=organisation, actor=actor, action=Action.ADD_USER, subject=login)
    accounts.users.add(deed, **person, password_hash=hashed)
    for role in roles:
        grant = Deed(visit=visit, organisation=organisation, actor=actor, action=Action.GRANT, subject=f"{login} {role.value}")
        accounts.grants.grant(grant, login=login, role=role)
    return accounts.users.of(login)
