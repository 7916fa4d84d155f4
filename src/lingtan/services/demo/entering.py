"""Playing a role of the demo without a password; a server that is no demo refuses it."""

from __future__ import annotations

from lingtan.access import Opened, Visit
from lingtan.errors import AccessError
from lingtan.services.demo.cast import CAST
from lingtan.services.demo.serving import demo_password
from lingtan.services.house.house import House

__all__ = ["enter_demo"]


def enter_demo(house: House, visit: Visit, login: str) -> Opened:
    """A session of one of the cast. Raises AccessError `DEMO_ONLY`."""
    if not house.is_demo or login not in {player.login for player in CAST}:
        raise AccessError("DEMO_ONLY", place=login)
    return house.accounts.sessions.log_in(visit, login=login, password=demo_password(house.home))
