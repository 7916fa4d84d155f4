"""A cancellation on record: the order's lot, the figure it rests on, and the credits reserved for it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.neutrality.allocation import Pick, Remainder
from lingtan.neutrality.eligibility import Eligibility
from lingtan.neutrality.orders import Lot, Order
from lingtan.neutrality.policy import Requirement

__all__ = ["Cancellation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """What was decided when the credits were reserved, under the number that the certificate will carry.

    `retirements` are the ledger's ids, one a pick; `carried_from` are earlier remainders of the same beneficiary.
    """

    number: str
    order: Order
    lot: Lot
    study_digest: str
    statement_number: str
    requirement: Requirement
    carried_from: tuple[Remainder, ...]
    picks: tuple[Pick, ...]
    eligibility: tuple[Eligibility, ...]
    serials_root: str
    retirements: tuple[str, ...]

    @property
    def carried_in_g(self) -> int:
        """What earlier remainders cover (unit: g CO2e)."""
        return sum(one.grams for one in self.carried_from)
