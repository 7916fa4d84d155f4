"""The way in: who asks, and whether they may."""

from __future__ import annotations

import hmac
from dataclasses import replace

from fastapi import Request

from lingtan.errors import AccessError
from lingtan.messages import Language
from lingtan.services.accounts.permissions import Permission
from lingtan.services.accounts.sessions import session_of
from lingtan.services.accounts.tokens import caller_of_token
from lingtan.services.accounts.types import Rule
from lingtan.services.house.house import House
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.cookies import SESSION

__all__ = ["admit", "check_form", "check_same_origin", "house_of", "way_on"]

_SAFE = {"GET", "HEAD", "OPTIONS"}


def house_of(request: Request) -> House:
    """The opened house that this server serves."""
    house: House = request.app.state.house
    return house


def admit(request: Request, may: Permission | None, language: Language) -> Caller:
    """The caller, known by session or token, and allowed to. Raises AccessError `LOGIN_NEEDED`, `NOT_ALLOWED`, `TOKEN_INVALID`."""
    caller = _caller(request, language)
    request.state.caller = caller
    if may is not None:
        caller.known().require(may)
    return caller


def _caller(request: Request, language: Language) -> Caller:
    house, address, cookie = house_of(request), request.client.host if request.client else "", request.cookies.get(SESSION, "")
    visitor = Caller(
        house=house, language=language, address=address, request_id=getattr(request.state, "request_id", ""),
        is_secure=request.url.scheme == "https", base=str(request.base_url), token=cookie,
    )  # fmt: skip
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        house.throttle.check(Rule.API, secret[:80] or address, at=visitor.now())
        return replace(visitor, session=caller_of_token(house.accounts, secret.strip(), at=visitor.now()), token="")
    return replace(visitor, session=session_of(house.accounts, cookie, at=visitor.now())) if cookie else visitor


def check_same_origin(request: Request) -> None:
    """Refuse a form that another site's page sent. Raises AccessError `OTHER_ORIGIN`."""
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise AccessError("OTHER_ORIGIN", place=request.url.path)
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise AccessError("OTHER_ORIGIN", place=request.url.path)


def check_form(request: Request, caller: Caller, sent: str) -> None:
    """Refuse a form without the session's own token. Raises AccessError `CSRF_REFUSED`."""
    given = sent or request.headers.get("x-csrf-token", "")
    if caller.is_known and not hmac.compare_digest(caller.csrf.encode(), given.encode()):
        raise AccessError("CSRF_REFUSED", place=request.url.path)


def way_on(address: str) -> str:
    """Where a login leads to, behind the language: the page of this site that was asked for, else the home page."""
    for language in Language:
        if address.startswith(f"/{language.value}/"):
            return address.removeprefix(f"/{language.value}")
    return "/home"
