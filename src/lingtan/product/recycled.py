"""Recycled content that counts, by chain-of-custody model (METHODS 7)."""

from __future__ import annotations

from collections.abc import Iterable

from lingtan.errors import Param
from lingtan.messages import Message
from lingtan.product.attributes import Custody, RecycledContent

__all__ = ["PHYSICAL_CUSTODY", "counted_recycled", "counts"]

#: Models of ISO 22095 in which the recycled matter is (at least blended) in the product. These alone change a verified footprint.
PHYSICAL_CUSTODY: frozenset[Custody] = frozenset({Custody.IDENTITY_PRESERVED, Custody.SEGREGATED, Custody.CONTROLLED_BLENDING})


def counts(custody: Custody, *, allow_mass_balance: bool) -> bool:
    """Whether recycled content under this custody model changes the footprint: mass balance only by the product rules, claims never."""
    return custody in PHYSICAL_CUSTODY or (custody is Custody.MASS_BALANCE and allow_mass_balance)


def counted_recycled(entries: Iterable[RecycledContent], *, allow_mass_balance: bool) -> tuple[dict[str, float], tuple[Message, ...]]:
    """Recycled share per material that counts [-], and a message for each entry that was set aside or shown apart."""
    shares: dict[str, float] = {}
    notes: list[Message] = []
    for entry in entries:
        params: dict[str, Param] = {"material": entry.material, "share": entry.share, "custody": entry.custody.value}
        if counts(entry.custody, allow_mass_balance=allow_mass_balance):
            shares[entry.material] = entry.share
            if entry.custody is Custody.MASS_BALANCE:
                notes.append(Message(code="RECYCLED_MASS_BALANCE_USED", params=params, place=f"recycled.{entry.material}"))
        else:
            notes.append(Message(code="RECYCLED_NOT_COUNTED", params=params, place=f"recycled.{entry.material}"))
    return shares, tuple(notes)
