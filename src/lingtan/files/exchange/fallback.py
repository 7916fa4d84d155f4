"""What a reader or writer may do where the two sides do not say the same; without leave it refuses by name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

import numpy as np

from lingtan.errors import InputError
from lingtan.lca.exchange import EntryTable, LawKind, certain_laws, is_bounded, name_of
from lingtan.messages import Message

__all__ = ["Fallback", "drawable"]


class Fallback(StrEnum):
    """A leave that the user gives with `--fallback`; each use is noted."""

    CERTAIN = "certain"  # a distribution that the other side does not have becomes the amount at value
    CUT_OFF = "cut-off"  # an input that nobody supplies carries nothing


def drawable(table: EntryTable, where: str, fallbacks: Collection[Fallback]) -> tuple[EntryTable, tuple[Message, ...]]:
    """The table with distributions that the kernel can draw (stats_arrays 0–5, without bounds on the unbounded).

    Raises InputError `EXCHANGE_LAW` naming the first other one, unless `CERTAIN` is among the fallbacks.
    """
    laws = table.laws
    strange = laws["uncertainty_type"] > LawKind.TRIANGULAR
    at = np.flatnonzero(strange | is_bounded(laws))
    if not at.size:
        return table, ()
    kinds = sorted({int(kind) for kind in laws["uncertainty_type"][at]})
    named = ", ".join(name_of(kind) + ("" if kind > LawKind.TRIANGULAR else " bounded") for kind in kinds)
    place = f"{where}[{int(at[0])}]"
    if Fallback.CERTAIN not in fallbacks:
        raise InputError("EXCHANGE_LAW", place=place, kinds=named, count=int(at.size))
    made = laws.copy()
    made[at] = certain_laws(table.amount[at])
    return replace(table, laws=made), (Message(code="EXCHANGE_MADE_CERTAIN", place=place, params={"count": int(at.size), "kinds": named}),)
