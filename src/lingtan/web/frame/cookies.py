"""The cookie of a session."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Response

__all__ = ["SESSION", "forget_session", "keep_session"]

SESSION = "lingtan_session"

#: The server ends a session earlier when nothing comes; the cookie must only not end before. [s]
_WEEK_S = 7 * 24 * 3600


def keep_session(token: str, *, is_secure: bool) -> Callable[[Response], None]:
    """Gives the browser its token: out of reach of scripts, and sent to this site only."""

    def keep(response: Response) -> None:
        response.set_cookie(SESSION, token, max_age=_WEEK_S, httponly=True, secure=is_secure, samesite="lax", path="/")

    return keep


def forget_session(response: Response) -> None:
    """Takes it away."""
    response.delete_cookie(SESSION, path="/")
