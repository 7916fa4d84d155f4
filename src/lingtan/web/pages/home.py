"""Home: the way of a device with live numbers, and the open tasks."""

from __future__ import annotations

from lingtan.services.accounts.permissions import Permission
from lingtan.services.overview.home import HomeView, home
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def show_home(caller: Caller) -> HomeView:
    """The organisation's four steps and what is open."""
    return home(caller.workspace, permissions=frozenset(caller.known().permissions))


PAGES = (Page(path="/home", view=show_home, template="home/home.html", title="NAV_HOME", may=Permission.ACCOUNT_OWN, nav="home"),)
ACTIONS: tuple[Action, ...] = ()
DOWNLOADS: tuple[Download, ...] = ()
