"""One line of the organisation's own cancellation: the pick, its retirement, and what the registry says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lingtan.errors import InputError, LedgerError
from lingtan.ledger import RetirementState
from lingtan.neutrality import Cancellation, Pick
from lingtan.services.orders.instruct import cancellation_of
from lingtan.store import Store, Transaction

__all__ = ["OwnLine", "RegistryWord", "own_line", "paper_name"]

#: What a registry's record may come as, so that whoever checks it can open it.
_PAPERS = (".pdf", ".png", ".jpg", ".jpeg", ".txt", ".eml", ".html")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """A line, counted from 1, with what was picked and the retirement's id in the ledger."""

    cancellation: Cancellation
    line: int
    pick: Pick
    retirement: str


def own_line(store: Store | Transaction, organisation: str, number: str, line: int, *, waiting: bool) -> OwnLine:
    """The line. Raises InputError `LINE_UNKNOWN`; LedgerError `LINE_NOT_WAITING` where the registry was not told, or answered already."""
    cancellation = cancellation_of(store, number, organisation)
    if not 1 <= line <= len(cancellation.picks):
        raise InputError("LINE_UNKNOWN", place=f"{number} line {line}", count=len(cancellation.picks))
    retirement = cancellation.retirements[line - 1]
    state = store.ledger.retirement(retirement).state
    if waiting and state is not RetirementState.INSTRUCTED:
        raise LedgerError("LINE_NOT_WAITING", place=f"{number} line {line}", state=state.value)
    return OwnLine(cancellation=cancellation, line=line, pick=cancellation.picks[line - 1], retirement=retirement)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryWord:
    """What the registry says, as typed from its document."""

    reference: str
    url: str
    retired_on: date
    reason: str
    beneficiary: str
    serials: str = ""


def paper_name(name: str) -> str:
    """The bare name of the registry's document. Raises InputError `ORDERS_PAPER_TYPE` for one that is not easily opened."""
    paper = Path(name).name or "document"
    if Path(paper).suffix.lower() not in _PAPERS:
        raise InputError("ORDERS_PAPER_TYPE", place=paper, known=" ".join(_PAPERS))
    return paper
