"""A plan as it is written down, before anybody believes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lingtan.scheduling.energy import Span

__all__ = ["Claim", "ClaimedOrder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedOrder:
    """What a plan says of one order, in names and minutes."""

    order: str
    line: str
    setup_start_min: int
    setup_min: int
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A plan as written down: its orders, its terms by name, and the states of its lines where it has them."""

    orders: Sequence[ClaimedOrder]
    terms: Mapping[str, float]
    spans: Sequence[Span] = ()
