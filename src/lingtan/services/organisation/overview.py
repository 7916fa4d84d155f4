"""What an organisation is on this server: its names, its key, its public address, what it is accredited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lingtan.access import Permission, Session
from lingtan.services.accounts.people import accreditations
from lingtan.services.accounts.users import list_users
from lingtan.services.house.house import House
from lingtan.services.house.profile import VERIFY_BASE

__all__ = ["Accredited", "OrganisationView", "organisation_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accredited:
    """An accreditation as it was last recorded; `state` is valid or ended."""

    body: str
    number: str
    scope: str
    valid_until: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """The organisation. `is_published`: an address of its own stands behind its QR codes; `people` may come in, `invited` not yet."""

    name: str
    identifier: str
    slug: str
    is_operator: bool
    created_at: datetime
    key: str
    verify_base: str
    is_published: bool
    people: int
    invited: int
    accreditations: tuple[Accredited, ...]


def organisation_view(house: House, session: Session, *, at: datetime) -> OrganisationView:
    """The caller's organisation. Raises AccessError `NOT_ALLOWED`."""
    session.require(Permission.ACCOUNTS_WRITE)
    own, workspace = house.accounts.organisations.of(session.organisation), house.workspace(session.organisation)
    active = [user for user in list_users(house.accounts, session) if not user.disabled]
    held = accreditations(house.accounts, session)
    return OrganisationView(
        name=own.name, identifier=own.identifier, slug=own.slug, is_operator=own.operator, created_at=own.created_at,
        key=workspace.key.did, verify_base=workspace.profile.verify_base, is_published=workspace.profile.verify_base != VERIFY_BASE,
        people=sum(user.has_password or user.is_linked for user in active),
        invited=sum(not user.has_password and not user.is_linked for user in active),
        accreditations=tuple(
            Accredited(
                body=one.body, number=one.number, scope=one.scope, valid_until=one.valid_until,
                state="valid" if one.valid_until >= at.date() else "ended",
            )
            for one in held
        ),
    )  # fmt: skip
