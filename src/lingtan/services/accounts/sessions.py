"""Who is asking with a browser's cookie."""

from __future__ import annotations

from datetime import datetime

from lingtan.access import Accounts, Session

__all__ = ["session_of"]


def session_of(accounts: Accounts, token: str, *, at: datetime) -> Session | None:
    """The session of a browser's token; None when there is none, or no longer (8 hours of silence, 7 days, log-out, a closed account)."""
    return accounts.sessions.current(token, at)
