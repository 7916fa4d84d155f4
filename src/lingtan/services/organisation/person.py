"""One person of an organisation: roles and how they came about, competences, and identities at the provider of single sign-on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lingtan.access import DONE, Action, Change, Link, Role, Session, Visit
from lingtan.services.accounts.audit import audit_page
from lingtan.services.accounts.identities import identity_links
from lingtan.services.accounts.people import person
from lingtan.services.accounts.roles import role_history
from lingtan.services.accounts.users import user
from lingtan.services.house.house import House
from lingtan.services.organisation.people import state_of

__all__ = ["Competent", "PersonView", "person_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Competent:
    """A competence as it was last recorded; `state` is valid or ended."""

    scope: str
    valid_until: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """The person. `free` are the roles it does not hold; `seen_at` is its last way in; `single_sign_on` the provider's name, or empty."""

    login: str
    name: str
    email: str
    state: str
    is_self: bool
    roles: tuple[str, ...]
    free: tuple[str, ...]
    created_at: datetime
    created_by: str
    seen_at: datetime | None
    competences: tuple[Competent, ...]
    history: tuple[Change, ...]
    identities: tuple[Link, ...]
    single_sign_on: str


def person_view(house: House, session: Session, visit: Visit, *, login: str) -> PersonView:
    """A person of the caller's organisation. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    accounts = house.accounts
    found = user(accounts, session, login=login)
    held = person(accounts, session, login=login).competences
    ways = [audit_page(accounts, session, actor=login, action=way, outcome=DONE, per_page=1).rows for way in (Action.LOGIN, Action.ACCEPT)]
    return PersonView(
        login=found.login, name=found.name, email=found.email, state=state_of(found), is_self=found.login == session.user,
        roles=tuple(role.value for role in found.roles), free=tuple(role.value for role in Role if role not in found.roles),
        created_at=found.created_at, created_by=found.created_by, seen_at=max((rows[0].at for rows in ways if rows), default=None),
        competences=tuple(
            Competent(scope=one.scope, valid_until=one.valid_until, state="valid" if one.valid_until >= visit.at.date() else "ended")
            for one in held
        ),
        history=role_history(accounts, session, login=login), identities=identity_links(accounts, session, login=login),
        single_sign_on=house.oidc.name if house.oidc else "",
    )  # fmt: skip
