"""The plan of a lot before anything is reserved: what it needs, from which eligible credits, and each device's secret and grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lingtan.attest import SerialOpening, SerialTree, derive_secret
from lingtan.evidence import Footprint
from lingtan.neutrality.allocation import BlockOrder, Pick, Remainder, carry_in, grams_per_serial, pick_blocks, tonnes_to_retire
from lingtan.neutrality.credits import CreditBlock
from lingtan.neutrality.eligibility import Eligibility, assess, require_eligible
from lingtan.neutrality.orders import Lot, Order
from lingtan.neutrality.policy import Policy, Requirement, require_grams
from lingtan.rules import RulePack

__all__ = ["CancellationPlan", "batch_tree", "plan_cancellation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationPlan:
    """What a lot needs [g CO2e], what earlier remainders cover of it, the credits to cancel, and the batch's commitments."""

    lot: Lot
    requirement: Requirement
    carried_from: tuple[Remainder, ...]
    picks: tuple[Pick, ...]
    eligibility: tuple[Eligibility, ...]
    serials: SerialTree

    @property
    def carried_in_g(self) -> int:
        """What earlier remainders cover (unit: g CO2e)."""
        return sum(one.grams for one in self.carried_from)


def plan_cancellation(
    order: Order,
    lot: Lot,
    *,
    footprint: Footprint,
    policy: Policy,
    batch_quantile_mg: int | None,
    blocks: Sequence[CreditBlock],
    remainders: Sequence[Remainder],
    rules: RulePack,
    preference: BlockOrder,
    on: date,
    master: bytes,
) -> CancellationPlan:
    """The plan as of a day; `remainders` are what the same beneficiary may carry in, `master` the secret that serials derive from.

    Raises MethodError `CREDIT_NOT_ELIGIBLE` when no block passes the rules, LedgerError when the eligible ones do not suffice.
    """
    requirement = require_grams(footprint, count=lot.count, policy=policy, batch_quantile_mg=batch_quantile_mg)
    carried = carry_in(remainders, requirement.required_g)
    tonnes = tonnes_to_retire(requirement.required_g, carried_in_g=sum(one.grams for one in carried))
    verdicts = {block.key: assess(block, rules, cancelled_on=on) for block in blocks}
    eligible = [block for block in blocks if verdicts[block.key].eligible]
    if tonnes and blocks and not eligible:
        require_eligible(verdicts[blocks[0].key])
    picks = pick_blocks(eligible, tonnes, order=preference) if tonnes else ()
    return CancellationPlan(
        lot=lot,
        requirement=requirement,
        carried_from=carried,
        picks=picks,
        eligibility=tuple(verdicts[pick.block.key] for pick in picks),
        serials=batch_tree(order, lot, requirement.required_g, master),
    )


def batch_tree(order: Order, lot: Lot, required_g: int, master: bytes) -> SerialTree:
    """The batch's serials with their secrets and grams [g CO2e]; the same order under the same master secret gives the same root."""
    grams = grams_per_serial(required_g, lot.serials)
    return SerialTree.build(
        order.manufacturer,
        [
            SerialOpening(
                serial=serial, secret=derive_secret(master, "serial", order.number, order.manufacturer, serial), grams=grams[serial]
            )
            for serial in lot.serials
        ],
    )
