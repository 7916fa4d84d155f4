"""The books: their append-only history, and the check that they add up."""

from __future__ import annotations

from lingtan.services.accounts.permissions import Permission
from lingtan.services.credits.books import BooksChecked, LedgerView, check_books, ledger_view
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import PageNumber, PerPage
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def ledger(caller: Caller, *, page: PageNumber = 1, per_page: PerPage = 50) -> LedgerView:
    """The organisation's commands, the last one first."""
    return ledger_view(caller.workspace, page=page, per_page=per_page)


def check(caller: Caller) -> BooksChecked:
    """Rebuild the books from their rows, and walk the chain."""
    return check_books(caller.workspace, at=caller.now())


_COMMANDS = Sheet(
    name="commands", title="CREDITS_LEDGER", rows=lambda view: view.rows, empty="CREDITS_LEDGER_EMPTY",
    columns=(
        Column(name="seq", title="CREDITS_SEQ", kind=Kind.INTEGER),
        Column(name="at", title="CREDITS_AT", kind=Kind.TIME),
        Column(name="actor", title="CREDITS_ACTOR"),
        Column(name="kind", title="CREDITS_WHAT", kind=Kind.TERM, prefix="CREDITS_COMMAND_"),
        Column(name="thing", title="CREDITS_THING", kind=Kind.TERM, prefix="CREDITS_EVENT_"),
        Column(name="subject", title="CREDITS_SUBJECT", kind=Kind.DIGEST),
        Column(name="state", title="CREDITS_STATE", kind=Kind.STATE, prefix="CREDITS_STATE_"),
        Column(name="more", title="CREDITS_MORE", kind=Kind.INTEGER),
        Column(name="hash", title="CREDITS_HASH", kind=Kind.DIGEST),
    ),
)  # fmt: skip

PAGES = (
    Page(
        path="/ledger", view=ledger, template="credits/ledger.html", title="CREDITS_LEDGER", may=Permission.CREDITS_READ, nav="credits",
        sheets=(_COMMANDS,),
    ),
)  # fmt: skip
ACTIONS = (Action(path="/ledger/check", run=check, may=Permission.AUDIT_READ, then="/ledger", done="CREDITS_BOOKS_HOLD"),)
DOWNLOADS = ()
