"""Attributes of green electricity: a plant's month is claimed one way, by one hand, and no watt-hour of it twice (METHODS 13).

    green certificate (绿证)      serial numbers × 1 MWh of the plant's month
    own use (自发自用)             the plant's own meter, less what certificates were issued for: a sold one leaves grid power behind
    credited (CCER)              the whole month of the plant: its reductions were credited, so no attribute of it may be claimed

They are blocks of the series `mwh/<plant>/<month>`, and a mark in `mwh-credited/…` that shuts it. Reserving, cancelling for somebody, and
drawing are the credit flow's own commands (`Reserve`, `Instruct`, `Confirm`, `Allocate`), with watt-hours for grams and products for
devices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from lingtan.errors import LedgerError
from lingtan.ledger.accounts import account_name
from lingtan.ledger.allocations import Share
from lingtan.ledger.amounts import CREDITED_GENERATION, GREEN_ATTRIBUTE, MAX_AMOUNT, check_text
from lingtan.ledger.commands import Allocate, ImportBlock
from lingtan.ledger.ranges import Block
from lingtan.ledger.retirements import Beneficiary, Retirement
from lingtan.ledger.view import View

__all__ = [
    "GENERATION_SERIES",
    "MARKET_SCOPE",
    "WH_PER_CERTIFICATE",
    "AttributeScheme",
    "certificates",
    "credited_generation",
    "draw_attributes",
    "generation_of",
    "generation_series",
    "own_generation",
    "refuse_second_scheme",
]

#: The first part of the name of every series of attributes.
GENERATION_SERIES = "mwh"
_CREDITED = "mwh-credited"
#: What the claims of products on attributes are made in, before the month: no device stands under them.
MARKET_SCOPE = "market-based"
#: One green certificate is one megawatt-hour. [Wh]
WH_PER_CERTIFICATE = 1_000_000
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


class AttributeScheme(StrEnum):
    """What became of a plant's month: 绿证, 自发自用, CCER."""

    CERTIFICATE = "certificate"
    OWN = "own"
    CREDITED = "credited"


def generation_series(plant: str, month: str) -> str:
    """The series of a plant's month (`2025-03`). Raises LedgerError `ATTRIBUTE_MONTH`, `LEDGER_TEXT`."""
    check_text(plant, place="plant")
    if not _MONTH.fullmatch(month):
        raise LedgerError("ATTRIBUTE_MONTH", place=plant, value=month[:20])
    return account_name(GENERATION_SERIES, plant, month)


def generation_of(series: str) -> tuple[str, str] | None:
    """Plant and month of a series, None for a series of something else."""
    parts = series.split("/")
    if len(parts) != 3 or parts[0] != GENERATION_SERIES:
        return None
    return parts[1].replace("%2F", "/").replace("%25", "%"), parts[2]


def certificates(identifier: str, *, plant: str, month: str, first: int, last: int, details: Mapping[str, Any]) -> ImportBlock:
    """Green certificates by their numbers (both ends included, as registries print them), 1 MWh each."""
    return ImportBlock(
        id=identifier, series=generation_series(plant, month), start=first, end=last + 1, asset=GREEN_ATTRIBUTE, unit="Wh",
        amount_per_unit=WH_PER_CERTIFICATE, details={**details, "scheme": AttributeScheme.CERTIFICATE.value},
    )  # fmt: skip


def own_generation(
    identifier: str, *, plant: str, month: str, generated_wh: int, certified_wh: int, details: Mapping[str, Any]
) -> ImportBlock:
    """What an own plant gave in a month beyond its issued certificates, which count as grid power here whoever holds them. [Wh]

    Raises LedgerError `ATTRIBUTE_NOTHING_LEFT` where certificates were issued for all of it.
    """
    left = generated_wh - certified_wh
    if left < 1 or certified_wh < 0:
        raise LedgerError("ATTRIBUTE_NOTHING_LEFT", place=f"{plant} {month}", generated=generated_wh, certified=certified_wh)
    said = {**details, "scheme": AttributeScheme.OWN.value, "generated_wh": generated_wh, "certified_wh": certified_wh}
    return ImportBlock(
        id=identifier, series=generation_series(plant, month), start=0, end=left, asset=GREEN_ATTRIBUTE, unit="Wh", amount_per_unit=1,
        details=said,
    )  # fmt: skip


def credited_generation(identifier: str, *, plant: str, month: str, details: Mapping[str, Any]) -> ImportBlock:
    """A plant's month whose reductions were credited (CCER): one mark in a series of its own, so that no attribute of it can be claimed."""
    return ImportBlock(
        id=identifier, series=_credited_series(plant, month), start=0, end=1, asset=CREDITED_GENERATION, unit="Wh", amount_per_unit=1,
        details={**details, "scheme": AttributeScheme.CREDITED.value},
    )  # fmt: skip


def _credited_series(plant: str, month: str) -> str:
    return generation_series(plant, month).replace(GENERATION_SERIES, _CREDITED, 1)


def refuse_second_scheme(block: Block, view: View) -> None:
    """Refuses a plant's month that another scheme has already: LedgerError `ATTRIBUTE_TWO_SCHEMES`.

    Certificates count megawatt-hours and own use watt-hours, so equal assets may still be two countings of one month.
    """
    head, _, rest = block.series.partition("/")
    if head not in (GENERATION_SERIES, _CREDITED):
        return
    there = [*view.overlapping(f"{GENERATION_SERIES}/{rest}", 0, MAX_AMOUNT), *view.overlapping(f"{_CREDITED}/{rest}", 0, MAX_AMOUNT)]
    for earlier in there:
        if (earlier.asset, earlier.amount_per_unit) != (block.asset, block.amount_per_unit):
            raise LedgerError(
                "ATTRIBUTE_TWO_SCHEMES", place=block.series, earlier=earlier.id, earlier_scheme=_scheme(earlier).value,
                scheme=_scheme(block).value,
            )  # fmt: skip


def _scheme(block: Block) -> AttributeScheme:
    if block.asset == CREDITED_GENERATION:
        return AttributeScheme.CREDITED
    return AttributeScheme.OWN if block.amount_per_unit == 1 else AttributeScheme.CERTIFICATE


def draw_attributes(
    identifier: str, *, number: str, month: str, beneficiary: Beneficiary, pools: Sequence[Retirement], shares: Sequence[Share]
) -> Allocate:
    """The command that draws cancelled attributes of a month for products. [Wh] A product draws once a month; more is a new number's.

    Raises LedgerError `ATTRIBUTE_ASSET` for a pool of anything else, `ATTRIBUTE_MONTH_OTHER` for one of another month.
    """
    for pool in pools:
        plant = generation_of(pool.series)
        if pool.asset != GREEN_ATTRIBUTE or plant is None:
            raise LedgerError("ATTRIBUTE_ASSET", place=f"retirement {pool.id}", asset=pool.asset)
        if plant[1] != month:
            raise LedgerError("ATTRIBUTE_MONTH_OTHER", place=f"retirement {pool.id}", vintage=plant[1], month=month)
    return Allocate(
        id=identifier, certificate=number, manufacturer=beneficiary.name, claim_scope=f"{MARKET_SCOPE} {month}", beneficiary=beneficiary,
        retirements=tuple(pool.id for pool in pools), shares=tuple(shares),
    )  # fmt: skip
