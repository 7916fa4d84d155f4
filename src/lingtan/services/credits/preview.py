"""What an import would do, row by row and cell by cell, before anything is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import LingtanError
from lingtan.files import CREDITS, Table, TableError, read_table
from lingtan.messages import Message
from lingtan.neutrality import CreditBlock, examine_holdings
from lingtan.services.credits.holdings import block_of
from lingtan.services.credits.uploads import kept_upload
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store

__all__ = ["CreditPreview", "PreviewRow", "preview_credits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One row of the file: the block it would become, or what is wrong with it and in which cell."""

    row: int
    place: str
    serial: str = ""
    programme: str = ""
    project: str = ""
    vintage: int | None = None
    country: str = ""
    tonnes: int | None = None
    problem: Message | None = None

    @property
    def state(self) -> str:
        """Whether the row can be taken."""
        return "ready" if self.problem is None else "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPreview:
    """What the file would bring. `is_ready` when every row can be taken; `is_known` when the same file was imported before."""

    file: str
    rows: tuple[PreviewRow, ...]
    problems: tuple[Message, ...]
    tonnes: int
    is_ready: bool
    is_known: bool


def preview_credits(workspace: Workspace, file: str, *, at: datetime) -> CreditPreview:
    """The preview of a kept upload; records nothing. Raises InputError when it cannot be read as a table at all."""
    try:
        table = read_table(kept_upload(workspace, file), CREDITS)
    except TableError as error:
        return CreditPreview(file=file, rows=(), problems=tuple(error.problems), tonnes=0, is_ready=False, is_known=False)
    with workspace.store() as store:
        name = command_id(workspace.profile.organisation, "credits_import", table.digest)
        rows, is_known = _rows(store, table, at), store.once_answer(name) is not None
    problems = tuple(row.problem for row in rows if row.problem is not None)
    tonnes = sum(row.tonnes or 0 for row in rows)
    return CreditPreview(file=file, rows=rows, problems=problems, tonnes=tonnes, is_ready=not problems, is_known=is_known)


def _rows(store: Store, table: Table, at: datetime) -> tuple[PreviewRow, ...]:
    known = tuple(block_of(holding) for holding in store.ledger.holdings() if holding.details)
    found = examine_holdings(table.rows, on=at.date(), known=known)
    return tuple(_row(row.number, one) for row, one in zip(table.rows, found, strict=True))


def _row(number: int, found: CreditBlock | LingtanError) -> PreviewRow:
    if isinstance(found, LingtanError):
        problem = Message(code=found.code, params=found.params, place=found.place)
        return PreviewRow(row=number, place=found.place or "", problem=problem)
    return PreviewRow(
        row=number, place=found.place, serial=found.key, programme=found.registry.value, project=found.project_name,
        vintage=found.vintage_year, country=found.host_country, tonnes=found.tonnes,
    )  # fmt: skip
