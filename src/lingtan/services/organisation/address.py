"""Changing the address that an organisation's QR codes lead to, by its admins."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.access import Action, Permission, Session, Visit
from lingtan.services.accounts.audit import note
from lingtan.services.house.address import set_address
from lingtan.services.house.house import House

__all__ = ["Address", "publish_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The address as it stands now."""

    verify_base: str


def publish_at(house: House, session: Session, visit: Visit, *, address: str) -> Address:
    """Certificates from now on carry this address. Raises AccessError `NOT_ALLOWED`, InputError `VERIFY_BASE`."""
    session.require(Permission.ACCOUNTS_WRITE)
    profile = set_address(house.workspace(session.organisation), address)
    house.forget(session.organisation)
    note(house.accounts, session, visit, action=Action.ADDRESS, subject=profile.verify_base)
    return Address(verify_base=profile.verify_base)
