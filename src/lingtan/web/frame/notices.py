"""A message that survives the way from a form to the next page: a cookie for half a minute."""

from __future__ import annotations

import base64
import json
from typing import Any

from fastapi import Request, Response

from lingtan.messages import Language, catalog
from lingtan.web.frame.words import say

__all__ = ["forget_notice", "leave_notice", "take_notice"]

_COOKIE = "lingtan_notice"
_SECONDS = 30


def leave_notice(response: Response, code: str, params: dict[str, Any]) -> None:
    """Say this on the next page."""
    plain = {name: value for name, value in params.items() if isinstance(value, str | int | float)}
    wanted = catalog()[code].placeholders(Language.EN)
    data = json.dumps([code, {name: value for name, value in plain.items() if name in wanted}])
    encoded = base64.urlsafe_b64encode(data.encode()).decode()
    response.set_cookie(_COOKIE, encoded, max_age=_SECONDS, httponly=True, samesite="lax")


def take_notice(request: Request, language: Language) -> dict[str, str] | None:
    """What is to be said now, if anything; the caller's response then forgets it."""
    cookie = request.cookies.get(_COOKIE)
    if not cookie:
        return None
    try:
        code, params = json.loads(base64.urlsafe_b64decode(cookie))
        return {"kind": "good", "text": say(code, language, **params)} if code in catalog() else None
    except (ValueError, TypeError):
        return None


def forget_notice(response: Response) -> None:
    """The message was said."""
    response.delete_cookie(_COOKIE)
