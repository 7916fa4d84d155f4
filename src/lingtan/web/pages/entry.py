"""Coming in and leaving: the welcome page, login, set-up, invitation, and the demo's players."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Response
from pydantic import BaseModel

from lingtan.services.accounts.invitations import accept_invitation, invited
from lingtan.services.accounts.login import log_in, log_out
from lingtan.services.accounts.setup import set_up
from lingtan.services.accounts.types import NewAdmin, Opened
from lingtan.services.demo.entering import enter_demo
from lingtan.services.overview.door import Door, door
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.cookies import forget_session, keep_session
from lingtan.web.frame.download import Download
from lingtan.web.frame.entrance import way_on
from lingtan.web.frame.page import Page

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody came in or left: cookies to set, and where to go."""

    cookies: tuple[Callable[[Response], None], ...]
    next: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Whom an invitation is for, and the code it came with."""

    login: str
    name: str
    organisation: str
    code: str
    single_sign_on: str


class LoginForm(BaseModel):
    """Login and password; `next` is where to go."""

    login: str
    password: str
    next: str = ""


class SetupForm(BaseModel):
    """The first organisation and its admin."""

    code: str
    organisation: str
    identifier: str
    login: str
    name: str
    email: str
    password: str


class InvitationForm(BaseModel):
    """The link's code and the new password."""

    code: str
    password: str


class PlayerForm(BaseModel):
    """One of the demo's players."""

    login: str


def _entered(caller: Caller, opened: Opened, to: str) -> Entered:
    keep = keep_session(opened.token, is_secure=caller.is_secure)
    return Entered(cookies=(keep,), next=to, name=opened.session.name)


def show_door(caller: Caller, next: str = "") -> Door:
    """The welcome and login pages."""
    return door(caller.house, next=next)


def come_in(caller: Caller, form: LoginForm) -> Entered:
    """Login with a password."""
    opened = log_in(caller.house.accounts, caller.house.throttle, caller.visit(), login=form.login.strip(), password=form.password)
    return _entered(caller, opened, way_on(form.next))


def leave(caller: Caller) -> Entered:
    """Log out of this browser."""
    log_out(caller.house.accounts, caller.known(), caller.visit(), token=caller.token)
    return Entered(cookies=(forget_session,), next="/welcome", name=caller.name)


def first_run(caller: Caller, form: SetupForm) -> Entered:
    """The first organisation with its admin."""
    admin = NewAdmin(login=form.login, name=form.name, email=form.email, password=form.password)
    house = caller.house
    made = set_up(
        house.accounts, house.throttle, caller.visit(), code=form.code.strip(), admin=admin, organisation=form.organisation,
        identifier=form.identifier, home=house.home, db=house.db,
    )  # fmt: skip
    return _entered(caller, made.opened, "/home")


def show_invitation(caller: Caller, code: str = "") -> Guest:
    """Whom the link is for."""
    user = invited(caller.house.accounts, caller.house.throttle, code, at=caller.now(), address=caller.address)
    single = caller.house.oidc.name if caller.house.oidc else ""
    return Guest(login=user.login, name=user.name, organisation=user.organisation, code=code, single_sign_on=single)


def accept(caller: Caller, form: InvitationForm) -> Entered:
    """Set the password of an invitation and come in."""
    opened = accept_invitation(caller.house.accounts, caller.house.throttle, caller.visit(), code=form.code, password=form.password)
    return _entered(caller, opened, "/home")


def play(caller: Caller, form: PlayerForm) -> Entered:
    """Come in as one of the demo's players."""
    return _entered(caller, enter_demo(caller.house, caller.visit(), form.login), "/home")


PAGES = (
    Page(path="/welcome", view=show_door, template="entry/welcome.html", title="ENTRY_WELCOME", may=None),
    Page(path="/login", view=show_door, template="entry/login.html", title="ENTRY_LOGIN", may=None),
    Page(path="/setup", view=show_door, template="entry/setup.html", title="ENTRY_SETUP", may=None),
    Page(path="/invitation", view=show_invitation, template="entry/invitation.html", title="ENTRY_INVITATION", may=None),
)
ACTIONS = (
    Action(path="/login", run=come_in, may=None, then="{next}", done="ENTRY_CAME_IN", is_page_only=True),
    Action(path="/logout", run=leave, may=None, then="{next}", done="ENTRY_LEFT", is_page_only=True),
    Action(path="/setup", run=first_run, may=None, then="{next}", done="ENTRY_CAME_IN", is_page_only=True),
    Action(path="/invitation", run=accept, may=None, then="{next}", done="ENTRY_CAME_IN", is_page_only=True),
    Action(path="/demo", run=play, may=None, then="{next}", done="ENTRY_CAME_IN", is_page_only=True),
)
DOWNLOADS: tuple[Download, ...] = ()
