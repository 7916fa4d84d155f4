"""The first start of a server: a code on its terminal makes the first organisation and its admin. There is no default password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.access import Accounts, NewAdmin, Opened, Organisation, Rule, Throttle, Visit, slug_of
from lingtan.services.accounts.workspace import workspace_folder

__all__ = ["SetUp", "new_setup_code", "set_up", "setup_is_open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """The first organisation, and its admin's session."""

    organisation: Organisation
    opened: Opened


def setup_is_open(accounts: Accounts) -> bool:
    """Whether the server waits for its set-up."""
    return accounts.onboarding.is_open()


def new_setup_code(accounts: Accounts, *, at: datetime) -> str | None:
    """A fresh code to print on the server's terminal, earlier ones run out; None when the server is set up."""
    return accounts.onboarding.setup_code(Visit(at=at)) if accounts.onboarding.is_open() else None


def set_up(
    accounts: Accounts,
    throttle: Throttle,
    visit: Visit,
    *,
    code: str,
    admin: NewAdmin,
    organisation: str,
    identifier: str,
    home: Path,
    db: str,
    slug: str = "",
    synthetic: bool = False,
) -> SetUp:
    """The first organisation with its workspace, and its admin, logged in.

    Raises AccessError `SETUP_DONE`, `CODE_REFUSED`, `PASSWORD_…`, `TOO_MANY_REQUESTS`; InputError `LOGIN_FORM`, `EMAIL_FORM`,
    `ACCESS_TEXT`, `ORGANISATION_NAME`, `ORGANISATION_SLUG`.
    """
    throttle.check(Rule.SETUP, visit.address, at=visit.at)
    names = {"name": organisation, "identifier": identifier, "slug": slug or slug_of(organisation, identifier)}
    accounts.onboarding.check_setup(visit, code=code, admin=admin, **names)
    workspace_folder(home, **names, db=db, synthetic=synthetic)
    made, opened = accounts.onboarding.set_up(visit, code=code, admin=admin, **names)
    return SetUp(organisation=made, opened=opened)
