"""One's own account: password, sessions, API tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Response
from pydantic import BaseModel, Field

from lingtan.services.accounts.login import log_out_everywhere
from lingtan.services.accounts.password import change_password
from lingtan.services.accounts.permissions import Permission
from lingtan.services.accounts.tokens import create_token, list_tokens, revoke_token
from lingtan.services.accounts.types import LONGEST_DAYS, ApiToken
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.cookies import forget_session, keep_session
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token as its owner sees it."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str
    used_at: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """Who one is here, what one may do, and one's tokens."""

    login: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    permissions: tuple[str, ...]
    tokens: tuple[TokenRow, ...]
    longest_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A token just made; the secret is shown this once."""

    id: str
    name: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Something of the account came to its end."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A cookie to set, and where to go."""

    cookies: tuple[Callable[[Response], None], ...]
    next: str
    count: int


class TokenForm(BaseModel):
    """A new token, for some of what one may do."""

    name: str
    days: int = Field(default=_DAYS, ge=1, le=LONGEST_DAYS)
    scopes: list[Permission] = []


class PasswordForm(BaseModel):
    """The old and the new password."""

    old: str
    new: str


def show_account(caller: Caller) -> AccountView:
    """The reader's own account."""
    session = caller.known()
    tokens = list_tokens(caller.house.accounts, session)
    now = caller.now()
    return AccountView(
        login=session.user, name=session.name, organisation=session.organisation, roles=tuple(role.value for role in session.roles),
        permissions=tuple(sorted(one.value for one in session.permissions)),
        tokens=tuple(_row(one, "revoked" if one.revoked_at else "expired" if one.expires_at <= now else "active") for one in tokens),
        longest_days=LONGEST_DAYS,
    )  # fmt: skip


def _row(token: ApiToken, state: str) -> TokenRow:
    used = token.used_at.isoformat() if token.used_at else None
    return TokenRow(
        id=token.id, name=token.name, scopes=tuple(scope.value for scope in token.scopes), created_at=token.created_at.isoformat(),
        expires_at=token.expires_at.isoformat(), used_at=used, state=state,
    )  # fmt: skip


def make_token(caller: Caller, form: TokenForm) -> Made:
    """A new token for programs."""
    session = caller.known()
    made = create_token(caller.house.accounts, session, caller.visit(), name=form.name, scopes=form.scopes, days=form.days)
    return Made(id=made.token.id, name=made.token.name, secret=made.secret)


def end_token(caller: Caller, token: str) -> Ended:
    """Revoke a token."""
    revoke_token(caller.house.accounts, caller.known(), caller.visit(), token=token)
    return Ended(id=token)


def new_password(caller: Caller, form: PasswordForm) -> Changed:
    """Change the password; every other session ends."""
    house = caller.house
    opened = change_password(house.accounts, house.throttle, caller.known(), caller.visit(), old=form.old, new=form.new)
    return Changed(cookies=(keep_session(opened.token, is_secure=caller.is_secure),), next="/account", count=1)


def leave_everywhere(caller: Caller) -> Changed:
    """End every session of the account, this one too."""
    count = log_out_everywhere(caller.house.accounts, caller.known(), caller.visit())
    return Changed(cookies=(forget_session,), next="/welcome", count=count)


_TOKEN = Page(
    path="/account",
    view=show_account,
    template="account/made.html",
    fragment="account/token.html",
    title="ACCOUNT_NEW_TOKEN",
    may=Permission.ACCOUNT_OWN,
)
PAGES = (
    Page(
        path="/account",
        view=show_account,
        template="account/account.html",
        title="ACCOUNT_TITLE",
        may=Permission.ACCOUNT_OWN,
        sheets=(
            Sheet(
                name="tokens",
                title="ACCOUNT_TOKENS",
                rows=lambda view: view.tokens,
                columns=(
                    Column(name="name", title="ACCOUNT_TOKEN_NAME"),
                    Column(name="scopes", title="ACCOUNT_SCOPES", kind=Kind.TERM, prefix="PERMISSION_"),
                    Column(name="created_at", title="ACCOUNT_CREATED", kind=Kind.DATE),
                    Column(name="expires_at", title="ACCOUNT_EXPIRES", kind=Kind.DATE),
                    Column(name="used_at", title="ACCOUNT_USED", kind=Kind.TIME),
                    Column(name="state", title="ORGANISATION_STATE", kind=Kind.STATE, prefix="ACCOUNT_STATE_"),
                ),
                empty="ACCOUNT_NO_TOKENS",
            ),
        ),
    ),
)
ACTIONS = (
    Action(path="/account/tokens", run=make_token, may=Permission.ACCOUNT_OWN, then="/account", is_page_only=True, shown=_TOKEN),
    Action(path="/account/tokens/{token}/revoke", run=end_token, may=Permission.ACCOUNT_OWN, then="/account", done="ACCOUNT_TOKEN_ENDED"),
    Action(
        path="/account/password",
        run=new_password,
        may=Permission.ACCOUNT_OWN,
        then="{next}",
        done="ACCOUNT_PASSWORD_CHANGED",
        is_page_only=True,
    ),
    Action(
        path="/account/sessions/end",
        run=leave_everywhere,
        may=Permission.ACCOUNT_OWN,
        then="{next}",
        done="ENTRY_LEFT_EVERYWHERE",
        is_page_only=True,
    ),
)
DOWNLOADS: tuple[Download, ...] = ()
