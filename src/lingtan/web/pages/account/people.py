"""The people of an organisation, for its admins: inviting, roles, competences, closing; and organisations, for the server's operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from lingtan.errors import InputError
from lingtan.services.accounts.identities import map_email, unlink_identities
from lingtan.services.accounts.invitations import invite, invite_again
from lingtan.services.accounts.organisations import create_organisation, list_organisations
from lingtan.services.accounts.people import record_competence
from lingtan.services.accounts.permissions import Permission, Role
from lingtan.services.accounts.roles import grant_role, revoke_role
from lingtan.services.accounts.types import Invitation, Organisation
from lingtan.services.accounts.users import disable_user, enable_user
from lingtan.services.organisation.people import PeopleView, people_view
from lingtan.services.organisation.person import PersonView, person_view
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Login
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_ADMIN = Permission.ACCOUNTS_WRITE
_ONE = "/organisation/people/{login}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody invited; the one-time link is shown this once. `back` is where to go on."""

    login: str
    name: str
    organisation: str
    link: str
    expires_at: datetime
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person after a change, with its roles."""

    login: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsView:
    """The organisations that the caller may know of; `is_operator`: it may add others."""

    rows: tuple[Organisation, ...]
    is_operator: bool


class InviteForm(BaseModel):
    """A new person of the organisation."""

    login: str
    name: str
    email: str
    roles: list[Role] = []


class RoleForm(BaseModel):
    """A role."""

    role: Role


class CompetenceForm(BaseModel):
    """What somebody is qualified for, until when."""

    scope: str
    valid_until: date


class EmailForm(BaseModel):
    """An address that the provider of single sign-on has verified."""

    email: str


class OrganisationForm(BaseModel):
    """A new organisation and its first admin."""

    organisation: str
    identifier: str
    slug: str = ""
    login: str
    name: str
    email: str


def _invited(caller: Caller, made: Invitation, *, back: str) -> Invited:
    user = made.user
    link = f"{caller.base}{caller.language.value}/invitation?code={made.code}"
    return Invited(login=user.login, name=user.name, organisation=user.organisation, link=link, expires_at=made.expires_at, back=back)


def _known(caller: Caller, login: str) -> Known:
    return Known(login=login, roles=show_one(caller, login).roles)


def show_people(caller: Caller) -> PeopleView:
    """Everybody of the organisation."""
    return people_view(caller.house.accounts, caller.known())


def show_one(caller: Caller, login: Login) -> PersonView:
    """One person of the organisation."""
    return person_view(caller.house, caller.known(), caller.visit(), login=login)


def add(caller: Caller, form: InviteForm) -> Invited:
    """Invite somebody; the answer has the one-time link."""
    made = invite(caller.house.accounts, caller.known(), caller.visit(), **form.model_dump())
    return _invited(caller, made, back=f"/organisation/people/{made.user.login}")


def again(caller: Caller, login: Login) -> Invited:
    """A fresh one-time link, also for a forgotten password; the earlier one runs out."""
    made = invite_again(caller.house.accounts, caller.known(), caller.visit(), login=login)
    return _invited(caller, made, back=f"/organisation/people/{login}")


def close(caller: Caller, login: Login) -> Known:
    """Close an account: sessions end, tokens are refused."""
    disable_user(caller.house.accounts, caller.known(), caller.visit(), login=login)
    return _known(caller, login)


def reopen(caller: Caller, login: Login) -> Known:
    """Open a closed account again."""
    enable_user(caller.house.accounts, caller.known(), caller.visit(), login=login)
    return _known(caller, login)


def grant(caller: Caller, login: Login, form: RoleForm) -> Known:
    """Grant a role."""
    grant_role(caller.house.accounts, caller.known(), caller.visit(), login=login, role=form.role)
    return _known(caller, login)


def revoke(caller: Caller, login: Login, form: RoleForm) -> Known:
    """Revoke a role."""
    roles = revoke_role(caller.house.accounts, caller.known(), caller.visit(), login=login, role=form.role)
    # An admin who gave up being one may not read the person's page any more.
    return Known(login=login, roles=tuple(role.value for role in roles))


def qualify(caller: Caller, login: Login, form: CompetenceForm) -> Known:
    """Record a competence; a day in the past withdraws it."""
    record_competence(caller.house.accounts, caller.known(), caller.visit(), login=login, **form.model_dump())
    return _known(caller, login)


def let_in(caller: Caller, login: Login, form: EmailForm) -> Known:
    """Let whom the provider has verified under this address in as this person."""
    settings = caller.house.oidc
    if settings is None:
        raise InputError("SIGN_ON_OFF", place="email")
    map_email(caller.house.accounts, caller.known(), caller.visit(), settings, login=login, email=form.email.strip())
    return _known(caller, login)


def shut_out(caller: Caller, login: Login) -> Known:
    """Remove every identity that opens the login, and every mapping; its sessions end."""
    unlink_identities(caller.house.accounts, caller.known(), caller.visit(), login=login)
    return _known(caller, login)


def show_organisations(caller: Caller) -> OrganisationsView:
    """The organisations on this server; only the operator's admins see others than their own."""
    rows = list_organisations(caller.house.accounts, caller.known())
    return OrganisationsView(rows=rows, is_operator=any(one.operator and one.name == caller.organisation for one in rows))


def found(caller: Caller, form: OrganisationForm) -> Invited:
    """Add an organisation; the answer has the one-time link of its first admin."""
    house = caller.house
    made = create_organisation(house.accounts, caller.known(), caller.visit(), home=house.home, db=house.db, **form.model_dump())
    return _invited(caller, made.invitation, back="/organisation/organisations")


_PEOPLE = Sheet(
    name="people",
    title="PEOPLE_TITLE",
    rows=lambda view: view.rows,
    columns=(
        Column(name="login", title="PEOPLE_LOGIN", link="/organisation/people/{login}"),
        Column(name="name", title="PEOPLE_NAME"),
        Column(name="email", title="PEOPLE_EMAIL"),
        Column(name="roles", title="PEOPLE_ROLES", kind=Kind.TERM, prefix="ROLE_"),
        Column(name="state", title="ORGANISATION_STATE", kind=Kind.STATE, prefix="PEOPLE_STATE_"),
        Column(name="created_at", title="PEOPLE_SINCE", kind=Kind.DATE),
    ),
)
_HISTORY = Sheet(
    name="history",
    title="PEOPLE_HISTORY",
    rows=lambda view: view.history,
    columns=(
        Column(name="at", title="LOG_AT", kind=Kind.TIME),
        Column(name="role", title="PEOPLE_ROLE", kind=Kind.TERM, prefix="ROLE_"),
        Column(name="turn", title="PEOPLE_TURN", kind=Kind.STATE, prefix="PEOPLE_TURN_"),
        Column(name="actor", title="LOG_ACTOR"),
    ),
    empty="PEOPLE_NO_HISTORY",
)
_COMPETENCES = Sheet(
    name="competences",
    title="PEOPLE_COMPETENCES",
    rows=lambda view: view.competences,
    columns=(
        Column(name="scope", title="ORGANISATION_SCOPE"),
        Column(name="valid_until", title="ORGANISATION_VALID_UNTIL", kind=Kind.DATE),
        Column(name="state", title="ORGANISATION_STATE", kind=Kind.STATE, prefix="ORGANISATION_STATE_"),
    ),
    empty="PEOPLE_NO_COMPETENCES",
)
_IDENTITIES = Sheet(
    name="identities",
    title="PEOPLE_IDENTITIES",
    rows=lambda view: view.identities,
    columns=(
        Column(name="email", title="PEOPLE_EMAIL"),
        Column(name="issuer", title="PEOPLE_ISSUER"),
        Column(name="subject", title="PEOPLE_SUBJECT"),
        Column(name="at", title="LOG_AT", kind=Kind.TIME),
        Column(name="actor", title="LOG_ACTOR"),
    ),
    empty="PEOPLE_NO_IDENTITIES",
)
_ORGANISATIONS = Sheet(
    name="organisations",
    title="ORGANISATIONS_TITLE",
    rows=lambda view: view.rows,
    columns=(
        Column(name="name", title="ORGANISATION_NAME_LEGAL"),
        Column(name="identifier", title="ORGANISATION_IDENTIFIER"),
        Column(name="slug", title="ORGANISATION_SLUG_SHORT"),
        Column(name="operator", title="ORGANISATION_OPERATOR", kind=Kind.TERM, prefix="ORGANISATION_OPERATOR_"),
        Column(name="created_at", title="PEOPLE_SINCE", kind=Kind.DATE),
    ),
)
_LINK = Page(
    path="/organisation/people",
    view=add,
    template="organisation/invited.html",
    fragment="organisation/link.html",
    title="PEOPLE_INVITED",
    may=_ADMIN,
    nav="organisation",
)
PAGES = (
    Page(
        path="/organisation/people",
        view=show_people,
        template="organisation/people.html",
        title="PEOPLE_TITLE",
        may=_ADMIN,
        nav="organisation",
        sheets=(_PEOPLE,),
    ),
    Page(
        path=_ONE,
        view=show_one,
        template="organisation/person.html",
        title="PEOPLE_ONE",
        may=_ADMIN,
        nav="organisation",
        sheets=(_COMPETENCES, _IDENTITIES, _HISTORY),
    ),
    Page(
        path="/organisation/organisations",
        view=show_organisations,
        template="organisation/organisations.html",
        title="ORGANISATIONS_TITLE",
        may=_ADMIN,
        nav="organisation",
        sheets=(_ORGANISATIONS,),
    ),
)
ACTIONS = (
    Action(path="/organisation/people", run=add, may=_ADMIN, then="{back}", shown=_LINK),
    Action(path=f"{_ONE}/invite", run=again, may=_ADMIN, then="{back}", shown=_LINK),
    Action(path=f"{_ONE}/close", run=close, may=_ADMIN, then=_ONE, done="PEOPLE_CLOSED"),
    Action(path=f"{_ONE}/reopen", run=reopen, may=_ADMIN, then=_ONE, done="PEOPLE_REOPENED"),
    Action(path=f"{_ONE}/grant", run=grant, may=_ADMIN, then=_ONE, done="PEOPLE_GRANTED"),
    Action(path=f"{_ONE}/revoke", run=revoke, may=_ADMIN, then=_ONE, done="PEOPLE_REVOKED"),
    Action(path=f"{_ONE}/competences", run=qualify, may=_ADMIN, then=_ONE, done="PEOPLE_QUALIFIED"),
    Action(path=f"{_ONE}/identities", run=let_in, may=_ADMIN, then=_ONE, done="PEOPLE_MAPPED"),
    Action(path=f"{_ONE}/identities/remove", run=shut_out, may=_ADMIN, then=_ONE, done="PEOPLE_UNLINKED"),
    Action(path="/organisation/organisations", run=found, may=_ADMIN, then="{back}", shown=_LINK),
)
DOWNLOADS: tuple[Download, ...] = ()
