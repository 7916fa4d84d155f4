"""The log of who did what: an organisation's rows, and a row for what other services did."""

from __future__ import annotations

from datetime import datetime

from lingtan.access import DONE, Accounts, LogPage, Permission, Session, Visit

__all__ = ["audit_page", "note"]

#: An export asks for all rows at once.
_MOST = 1_000_000


def audit_page(
    accounts: Accounts,
    session: Session,
    *,
    actor: str = "",
    action: str = "",
    outcome: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
    per_page: int = 50,
) -> LogPage:
    """Rows of the caller's organisation that match all that is given, newest first. Raises AccessError `NOT_ALLOWED`."""
    session.require(Permission.AUDIT_READ)
    limit = min(max(per_page, 1), _MOST)
    offset = min(max(page, 1) - 1, _MOST) * limit
    filters = {"actor": actor, "action": action, "outcome": outcome}
    return accounts.log.page(session.organisation, since=since, until=until, offset=offset, limit=limit, **filters)


def note(accounts: Accounts, session: Session, visit: Visit, *, action: str, subject: str = "", outcome: str = DONE) -> None:
    """One row for what a page or a job did in the user's name; `outcome` is `done` or the code of the refusal."""
    accounts.log.append(session.deed(visit, action, subject), outcome)
