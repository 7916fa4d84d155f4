"""The organisation's log of who did what, a page at a time, filtered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lingtan.access import Accounts, Action, LogRow, Session
from lingtan.services.accounts.audit import audit_page

__all__ = ["LogView", "log_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """Rows, newest first, of `total` that match; `since` and `until` are days, both included. `actions` are those that may be asked for."""

    rows: tuple[LogRow, ...]
    total: int
    page: int
    per_page: int
    actor: str
    action: str
    outcome: str
    since: date | None
    until: date | None
    actions: tuple[str, ...]


def log_view(
    accounts: Accounts,
    session: Session,
    *,
    actor: str = "",
    action: str = "",
    outcome: str = "",
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
    per_page: int = 50,
) -> LogView:
    """A page of the caller's organisation's log. Raises AccessError `NOT_ALLOWED`."""
    found = audit_page(
        accounts, session, actor=actor.strip(), action=action, outcome=outcome, since=_midnight(since), until=_midnight(until, days=1),
        page=page, per_page=per_page,
    )  # fmt: skip
    return LogView(
        rows=found.rows, total=found.total, page=page, per_page=per_page, actor=actor, action=action, outcome=outcome, since=since,
        until=until, actions=tuple(one.value for one in Action),
    )  # fmt: skip


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    return None if day is None or day == date.max else datetime.combine(day, time.min, UTC) + timedelta(days=days)
