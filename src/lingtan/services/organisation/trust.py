"""Whose signatures an organisation accepts, changed by its admins and written in its log."""

from __future__ import annotations

from lingtan.access import Action, Permission, Session, Visit
from lingtan.services.accounts.audit import note
from lingtan.services.house.house import House
from lingtan.services.house.trust_list import Trusted, TrustView, trust_view
from lingtan.services.house.trusting import accept_certifier, drop_certifier

__all__ = ["accept", "drop", "trust_page"]


def trust_page(house: House, session: Session, visit: Visit) -> TrustView:
    """The organisation's trust list. Raises AccessError `NOT_ALLOWED`."""
    session.require(Permission.ACCOUNTS_WRITE)
    return trust_view(house.workspace(session.organisation), house.organisations(), at=visit.at)


def accept(house: House, session: Session, visit: Visit, *, name: str) -> Trusted:
    """A house of this server is accepted as certifier. Raises AccessError `NOT_ALLOWED`; as `accept_certifier`."""
    session.require(Permission.ACCOUNTS_WRITE)
    found = accept_certifier(house.workspace(session.organisation), house.organisations(), name, at=visit.at)
    note(house.accounts, session, visit, action=Action.TRUST_ACCEPT, subject=f"{found.name} {found.key}")
    return found


def drop(house: House, session: Session, visit: Visit, *, key: str) -> Trusted:
    """A certifier is accepted no longer. Raises AccessError `NOT_ALLOWED`; as `drop_certifier`."""
    session.require(Permission.ACCOUNTS_WRITE)
    found = drop_certifier(house.workspace(session.organisation), key, at=visit.at)
    note(house.accounts, session, visit, action=Action.TRUST_DROP, subject=f"{found.name} {found.key}")
    return found
