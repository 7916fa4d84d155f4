"""Rows of a holdings file before they are anything: the block each would become, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import LingtanError
from lingtan.files import Table
from lingtan.messages import Message
from lingtan.neutrality import CreditBlock, examine_holdings
from lingtan.services.credits.holdings import block_of
from lingtan.store import Store

__all__ = ["PreviewRow", "problem_of", "rows_of"]


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


def rows_of(store: Store, table: Table, at: datetime) -> tuple[PreviewRow, ...]:
    """Every row, judged beside the blocks that the house knows."""
    known = tuple(block_of(holding) for holding in store.ledger.holdings() if holding.details)
    found = examine_holdings(table.rows, on=at.date(), known=known)
    return tuple(_row(row.number, one) for row, one in zip(table.rows, found, strict=True))


def problem_of(error: LingtanError) -> Message:
    """A refusal as a line of a page."""
    return Message(code=error.code, params=error.params, place=error.place)


def _row(number: int, found: CreditBlock | LingtanError) -> PreviewRow:
    if isinstance(found, LingtanError):
        return PreviewRow(row=number, place=found.place or "", problem=problem_of(found))
    return PreviewRow(
        row=number, place=found.place, serial=found.key, programme=found.registry.value, project=found.project_name,
        vintage=found.vintage_year, country=found.host_country, tonnes=found.tonnes,
    )  # fmt: skip
