"""Ranges and retirements as rows of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lingtan.ledger import GRAMS_PER_TONNE, Retirement
from lingtan.neutrality import CreditBlock
from lingtan.services.credits.holdings import block_of
from lingtan.store import Holding

__all__ = ["BlockRow", "RetirementRow", "block_row", "retirement_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """A range of units of one project and one vintage. Tonnes [t CO2e]."""

    block: str
    serial: str
    programme: str
    project_id: str
    project: str
    kind: str
    methodology: str
    country: str
    vintage: int
    tonnes: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementRow:
    """A range on its way to being retired. Tonnes [t CO2e]."""

    retirement: str
    order: str
    beneficiary: str
    identifier: str
    block: str
    tonnes: int
    state: str
    reserved_at: datetime
    expires_at: datetime
    instructed_by: str
    maker: str
    checker: str
    reference: str
    url: str
    retired_on: date | None


def block_row(holding: Holding) -> BlockRow:
    """The range as a list shows it."""
    said: CreditBlock = block_of(holding)
    return BlockRow(
        block=holding.block.id, serial=said.key, programme=said.registry.value, project_id=said.project_id, project=said.project_name,
        kind=said.project_type.value, methodology=said.methodology, country=said.host_country, vintage=said.vintage_year,
        tonnes=said.tonnes, state=holding.block.state.value,
    )  # fmt: skip


def retirement_row(one: Retirement) -> RetirementRow:
    """The retirement as a list shows it; who entered and who checked stand only on a confirmed one."""
    said = one.confirmation
    return RetirementRow(
        retirement=one.id, order=one.order, beneficiary=one.beneficiary.name, identifier=one.beneficiary.identifier, block=one.block,
        tonnes=one.amount // GRAMS_PER_TONNE, state=one.state.value, reserved_at=one.reserved_at, expires_at=one.expires_at,
        instructed_by=one.instructed_by or "", maker=said.maker if said else "", checker=said.checker if said else "",
        reference=said.reference if said else "", url=(said.url if said else None) or "", retired_on=said.retired_on if said else None,
    )  # fmt: skip
