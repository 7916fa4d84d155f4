"""Organisations on this server: the operator's admins add others; everybody's work stays its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.access import Accounts, Action, Invitation, Organisation, Permission, Role, Session, Visit, slug_of
from lingtan.errors import AccessError
from lingtan.services.accounts.workspace import workspace_folder

__all__ = ["Joined", "create_organisation", "list_organisations"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An organisation just added, and the invitation of its first admin."""

    organisation: Organisation
    invitation: Invitation


def list_organisations(accounts: Accounts, session: Session) -> tuple[Organisation, ...]:
    """All organisations for the operator's admins, the own one for others. Raises AccessError `NOT_ALLOWED`."""
    session.require(Permission.ACCOUNTS_WRITE)
    own = accounts.organisations.of(session.organisation)
    return accounts.organisations.all() if own.operator else (own,)


def create_organisation(
    accounts: Accounts,
    session: Session,
    visit: Visit,
    *,
    organisation: str,
    identifier: str,
    login: str,
    name: str,
    email: str,
    home: Path,
    db: str,
    slug: str = "",
    synthetic: bool = False,
) -> Joined:
    """A new organisation with its workspace, and an invitation for its first admin.

    Raises AccessError `NOT_ALLOWED`, `NOT_OPERATOR`, `ORGANISATION_EXISTS`, `LOGIN_TAKEN`; InputError `LOGIN_FORM`, `EMAIL_FORM`,
    `ACCESS_TEXT`, `ORGANISATION_NAME`, `ORGANISATION_SLUG`.
    """
    session.require(Permission.ACCOUNTS_WRITE)
    if not accounts.organisations.of(session.organisation).operator:
        raise AccessError("NOT_OPERATOR", place=session.user, organisation=session.organisation)
    names = {"name": organisation, "identifier": identifier, "slug": slug or slug_of(organisation, identifier)}
    accounts.organisations.check_free(**names)
    accounts.users.check_free(login=login, name=name, email=email)
    workspace_folder(home, **names, db=db, synthetic=synthetic)
    made = accounts.organisations.add(session.deed(visit, Action.ORGANISATION, organisation), **names)
    deed = session.deed(visit, Action.INVITE, login)
    person = {"login": login, "name": name, "email": email}
    return Joined(organisation=made, invitation=accounts.onboarding.invite(deed, organisation=made.name, roles=(Role.ADMIN,), **person))
