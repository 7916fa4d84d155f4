"""The lines of a cancellation: which credits, how far, what was entered and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lingtan.evidence import from_plain
from lingtan.ledger import Retirement, RetirementState
from lingtan.neutrality import Pick
from lingtan.services.orders.entered import Entered, Returned, last_return
from lingtan.services.orders.on_record import entry_on_record
from lingtan.store import Store

__all__ = ["LineEntry", "OrderLine", "order_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """What one person entered and another has to compare with the document, or has compared."""

    reference: str
    url: str
    retired_on: date
    reason: str
    beneficiary: str
    serials: str
    maker: str
    at: datetime
    document: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of what the registry is told: `tonnes` of one project and vintage. `entry` waits for its check until `checker` stands."""

    line: int
    retirement: str
    registry: str
    programme: str
    project: str
    project_id: str
    vintage: int
    serial: str
    tonnes: int
    state: str
    instructed_by: str
    entry: LineEntry | None
    returned: Returned | None
    checker: str


def order_lines(store: Store, organisation: str, body: Mapping[str, Any], retirements: Sequence[Retirement]) -> tuple[OrderLine, ...]:
    """The lines of a recorded cancellation, in its order."""
    picks = from_plain(tuple[Pick, ...], body["picks"], place=body["number"])
    return tuple(_line(store, organisation, index, pick, one) for index, (pick, one) in enumerate(zip(picks, retirements, strict=True), 1))


def _line(store: Store, organisation: str, index: int, pick: Pick, one: Retirement) -> OrderLine:
    found = entry_on_record(store, organisation, one)
    block, said = pick.block, one.confirmation
    return OrderLine(
        line=index, retirement=one.id, registry=block.registry_name, programme=block.registry.value, project=block.project_name,
        project_id=block.project_id, vintage=block.vintage_year, serial=pick.serials.text, tonnes=pick.tonnes, state=one.state.value,
        instructed_by=one.instructed_by or "", entry=_entry(found) if found else None,
        returned=last_return(store, organisation, one.id) if one.state is RetirementState.INSTRUCTED else None,
        checker=said.checker if said else "",
    )  # fmt: skip


def _entry(found: Entered) -> LineEntry:
    said = found.said
    return LineEntry(
        reference=said.registry_reference, url=said.registry_url, retired_on=said.retired_on, reason=said.reason,
        beneficiary=said.beneficiary, serials=said.serials, maker=found.maker, at=found.at,
        document=found.document_name, digest=said.evidence_digest,
    )  # fmt: skip
