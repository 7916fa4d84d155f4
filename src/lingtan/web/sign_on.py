"""Single sign-on at the edge: sent away to the provider with a short-lived cookie, and coming back with its answer.

The provider knows one address of this server, `/sign-on/callback`; language, way on and invitation travel in the browser's own cookie.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from lingtan.errors import InputError
from lingtan.messages import Language
from lingtan.services.accounts.single_sign_on import accept_by_sign_on, begin_sign_on, finish_sign_on
from lingtan.services.accounts.types import OidcSettings
from lingtan.services.house.house import House
from lingtan.web.frame.cookies import keep_session
from lingtan.web.frame.entrance import admit, way_on
from lingtan.web.frame.notices import leave_notice

__all__ = ["mount_sign_on"]

_COOKIE, _CALLBACK = "lingtan_sign_on", "/sign-on/callback"
#: As long as the server keeps what it needs at the way back. [s]
_SECONDS = 600


def mount_sign_on(app: FastAPI) -> None:
    """The way to the provider, and the way back."""

    @app.get("/{lang}/sign-on", include_in_schema=False)
    def away(request: Request, lang: Language, next: str = "", code: str = "") -> Response:
        caller = admit(request, None, lang)
        house, at = caller.house, _back(caller.base)
        sent = begin_sign_on(house.accounts, house.throttle, caller.visit(), _settings(house), redirect_uri=at)
        response = RedirectResponse(sent.url, status_code=303)
        kept = urlencode({"state": sent.state, "lang": lang.value, "next": next, "code": code})
        # Lax, not strict: the provider sends the person back by a link of another site.
        response.set_cookie(_COOKIE, kept, max_age=_SECONDS, httponly=True, secure=caller.is_secure, samesite="lax", path=_CALLBACK)
        return response

    @app.get(_CALLBACK, include_in_schema=False)
    def back(request: Request) -> Response:
        kept = {name: values[0] for name, values in parse_qs(request.cookies.get(_COOKIE, "")).items()}
        lang = Language(kept["lang"]) if kept.get("lang") in set(Language) else None
        if lang is not None:
            request.state.language = lang
        caller = admit(request, None, lang or Language.EN)
        settings, accounts, query = _settings(caller.house), caller.house.accounts, dict(request.query_params)
        at, state, code = _back(caller.base), kept.get("state", ""), kept.get("code", "")
        if code:
            opened = accept_by_sign_on(accounts, caller.visit(), settings, redirect_uri=at, query=query, cookie=state, code=code)
        else:
            opened = finish_sign_on(accounts, caller.visit(), settings, redirect_uri=at, query=query, cookie=state)
        response = RedirectResponse(f"/{caller.language.value}{way_on(kept.get('next', ''))}", status_code=303)
        response.delete_cookie(_COOKIE, path=_CALLBACK)
        keep_session(opened.token, is_secure=caller.is_secure)(response)
        leave_notice(response, "ENTRY_CAME_IN", {"name": opened.session.name})
        return response


def _settings(house: House) -> OidcSettings:
    if house.oidc is None:
        raise InputError("SIGN_ON_OFF", place="sign-on")
    return house.oidc


def _back(base: str) -> str:
    return base.rstrip("/") + _CALLBACK
