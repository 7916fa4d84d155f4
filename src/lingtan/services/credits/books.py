"""The append-only history of the books, and the check that they say what their rows add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.services.house.workspace import Workspace
from lingtan.store import CommandLine, Touched

__all__ = ["BooksChecked", "LedgerRow", "LedgerView", "check_books", "ledger_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One command: when, by whom, what, and what it brought into which state: the first thing, and how many more."""

    seq: int
    at: datetime
    actor: str
    kind: str
    thing: str
    subject: str
    state: str
    more: int
    hash: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """One page of the organisation's history, the last command first, and the head of its hash chain."""

    rows: tuple[LedgerRow, ...]
    head_seq: int
    head_hash: str
    total: int
    page: int
    per_page: int
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksChecked:
    """The check went well: how many entries the chain has, and its head."""

    entries: int
    hash: str
    at: datetime


def ledger_view(workspace: Workspace, *, page: int = 1, per_page: int = 50) -> LedgerView:
    """The organisation's commands."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        found = store.ledger.commands_page(organisation, offset=(page - 1) * per_page, limit=per_page)
        head = store.head(organisation)
    rows = tuple(_row(line) for line in found.rows)
    return LedgerView(
        rows=rows, head_seq=head.seq, head_hash=head.hash, total=found.total, page=page, per_page=per_page,
        synthetic=workspace.profile.synthetic,
    )  # fmt: skip


def check_books(workspace: Workspace, *, at: datetime) -> BooksChecked:
    """Rebuild everything derived from the append-only rows and walk the chain. Raises StoreError `BOOKS_DISAGREE`, `CHAIN_BROKEN`."""
    with workspace.store() as store:
        store.audit()
        (head,) = store.verify_chain(workspace.profile.organisation)
    return BooksChecked(entries=head.seq, hash=head.hash, at=at)


def _row(line: CommandLine) -> LedgerRow:
    first = line.touched[0] if line.touched else Touched(kind="", subject="", state="")
    return LedgerRow(
        seq=line.seq, at=line.at, actor=line.actor, kind=line.kind, thing=first.kind, subject=first.subject, state=first.state,
        more=max(0, len(line.touched) - 1), hash=line.hash, command=line.id,
    )  # fmt: skip
