"""Grams to serials, tonnes to cancel, and which blocks they come from.

total = n · base + extra,  0 ≤ extra < n        the first `extra` serials in code-point order carry one gram more
tonnes = ⌈(required − carried in) / 10⁶⌉        the least that covers; whole tonnes are what registries cancel
remainder = tonnes · 10⁶ + carried in − total   in [0, 10⁶), kept for the same beneficiary (METHODS 16)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError, LedgerError
from lingtan.neutrality.credits import CreditBlock
from lingtan.neutrality.serials import GRAMS_PER_TONNE, SerialRange

__all__ = [
    "Allocation",
    "BlockOrder",
    "Pick",
    "Remainder",
    "allocate",
    "carry_in",
    "grams_per_serial",
    "pick_blocks",
    "tonnes_to_retire",
]


class BlockOrder(StrEnum):
    """Which blocks go first. Ties fall to registry, serial prefix and number, so that the choice can be repeated."""

    OLDEST_VINTAGE = "oldest_vintage"
    CHEAPEST = "cheapest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A part of a block to cancel: one project and one vintage, as a block has no other."""

    block: CreditBlock
    serials: SerialRange

    @property
    def tonnes(self) -> int:
        """Tonnes picked (unit: t)."""
        return self.serials.count

    @property
    def cost_minor(self) -> int | None:
        """Cost in hundredths of the block's currency, None when its price is not known."""
        return None if self.block.price_minor_per_t is None else self.block.price_minor_per_t * self.tonnes


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Grams of a batch and what was cancelled for it. All [g CO2e]; `total_g = count · base_g + extra_count`."""

    count: int
    total_g: int
    retired_g: int
    carried_in_g: int
    remainder_g: int
    base_g: int
    extra_count: int


def grams_per_serial(total_g: int, serials: Iterable[str]) -> Mapping[str, int]:
    """Grams of each serial, in code-point order: the base, and one gram more for the first `extra`.

    Raises InputError `ALLOCATION_SERIALS` when there are none or one stands twice.
    """
    ordered = sorted(serials)
    if not ordered or len(set(ordered)) != len(ordered):
        raise InputError("ALLOCATION_SERIALS", place="order", count=len(ordered))
    base, extra = divmod(total_g, len(ordered))
    return {serial: base + (index < extra) for index, serial in enumerate(ordered)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """Grams left over from the cancellation of an earlier certificate for the same beneficiary. [g CO2e]"""

    certificate: str
    grams: int


def carry_in(remainders: Iterable[Remainder], required_g: int) -> tuple[Remainder, ...]:
    """What is carried into a batch, in the order given: whole remainders, or the part of one that covers the rest of the batch.

    Less than a tonne in all, as a certificate may carry in; what would exceed it stays where it is.
    """
    taken: list[Remainder] = []
    left, room = required_g, GRAMS_PER_TONNE - 1
    for one in remainders:
        grams = min(one.grams, left)
        if 0 < grams <= room:
            taken.append(Remainder(certificate=one.certificate, grams=grams))
            left, room = left - grams, room - grams
    return tuple(taken)


def tonnes_to_retire(required_g: int, *, carried_in_g: int = 0) -> int:
    """Whole tonnes that cover what the carried remainder does not.

    Raises InputError `ALLOCATION_GRAMS` for negative grams, or when more is carried in than required: the rest stays where it is.
    """
    if required_g < 0 or not 0 <= carried_in_g <= required_g:
        raise InputError("ALLOCATION_GRAMS", place="allocation", required=required_g, carried=carried_in_g)
    return -(-(required_g - carried_in_g) // GRAMS_PER_TONNE)


def allocate(required_g: int, *, count: int, retired_tonnes: int, carried_in_g: int = 0) -> Allocation:
    """The allocation of a registry-confirmed cancellation to `count` devices.

    Raises InputError `BATCH_COUNT`; LedgerError `NOT_COVERED` when less was cancelled than required, `OVER_RETIRED` when a whole tonne
    more was cancelled than needed.
    """
    if count < 1:
        raise InputError("BATCH_COUNT", place="order", count=count)
    needed = tonnes_to_retire(required_g, carried_in_g=carried_in_g)
    if retired_tonnes < needed:
        raise LedgerError("NOT_COVERED", place="allocation", needed=needed, retired=retired_tonnes)
    if retired_tonnes > needed:
        raise LedgerError("OVER_RETIRED", place="allocation", needed=needed, retired=retired_tonnes)
    base, extra = divmod(required_g, count)
    retired_g = retired_tonnes * GRAMS_PER_TONNE
    return Allocation(
        count=count,
        total_g=required_g,
        retired_g=retired_g,
        carried_in_g=carried_in_g,
        remainder_g=retired_g + carried_in_g - required_g,
        base_g=base,
        extra_count=extra,
    )


def pick_blocks(blocks: Sequence[CreditBlock], tonnes: int, *, order: BlockOrder) -> tuple[Pick, ...]:
    """Parts of blocks that make exactly these tonnes, taken from the front of each block in the stated order.

    Each pick is an instruction of its own to the registry: one project, one vintage. Raises LedgerError `CREDITS_SHORT` naming what is
    missing; InputError `PRICE_MISSING` or `CURRENCY_MIXED` when cheapest cannot be told.
    """
    if order is BlockOrder.CHEAPEST:
        _check_prices(blocks)
    picks: list[Pick] = []
    missing = tonnes
    for block in sorted(blocks, key=lambda item: _rank(item, order)):
        if missing == 0:
            break
        take = min(missing, block.tonnes)
        picks.append(Pick(block=block, serials=block.serials.part(block.serials.start, block.serials.start + take)))
        missing -= take
    if missing:
        raise LedgerError("CREDITS_SHORT", place="credits", needed=tonnes, held=tonnes - missing)
    return tuple(picks)


def _check_prices(blocks: Sequence[CreditBlock]) -> None:
    for block in blocks:
        if block.price_minor_per_t is None:
            raise InputError("PRICE_MISSING", place=block.place or block.key)
    currencies = sorted({block.currency for block in blocks})
    if len(currencies) > 1:
        raise InputError("CURRENCY_MIXED", place="credits", currencies=", ".join(currencies))


def _rank(block: CreditBlock, order: BlockOrder) -> tuple[int, int, str, str, int]:
    price = block.price_minor_per_t or 0
    first, second = (price, block.vintage_year) if order is BlockOrder.CHEAPEST else (block.vintage_year, price)
    return (first, second, block.registry.value, block.serials.prefix, block.serials.start)
