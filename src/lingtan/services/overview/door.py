"""What stands at the door: whether the server waits for its set-up, how one may come in, and what it has issued."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.accounts.setup import setup_is_open
from lingtan.services.demo.cast import CAST
from lingtan.services.house.house import House

__all__ = ["DemoLogin", "Door", "door"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLogin:
    """A made-up person of the demo, who may be played without a password."""

    login: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """`single_sign_on` is the provider's name, empty without one; `next` is where a login leads to."""

    is_waiting_for_setup: bool
    single_sign_on: str
    demo: tuple[DemoLogin, ...]
    certificates: int
    next: str


def door(house: House, *, next: str = "") -> Door:
    """What a visitor is shown."""
    demo = tuple(DemoLogin(login=one.login, role=one.roles[0].value, organisation=one.organisation) for one in CAST)
    return Door(
        is_waiting_for_setup=setup_is_open(house.accounts),
        single_sign_on=house.oidc.name if house.oidc else "",
        demo=demo if house.is_demo else (),
        certificates=house.store.count("certificate"),
        next=next if next.startswith("/") and not next.startswith("//") else "",
    )
