"""A multi-level bill of materials as arrays: totals of every part for several quantities, and what one changed part changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.errors import KernelError
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["BillGraph", "Rollup", "bill_graph", "roll_up", "what_if"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillGraph:
    """Parts and what they are made of; a part may stand in several.

    Part p takes `quantity[k]` [pieces, kg, …] of part `child[k]` for
    k in `pointer[p]:pointer[p + 1]`; part c is used by `user[k]` for k in `users[c]:users[c + 1]`.
    `order` has children before what is made of them, `level` is 0 for a part made of nothing.
    """

    pointer: npt.NDArray[np.int64]
    child: npt.NDArray[np.int32]
    quantity: FloatArray
    users: npt.NDArray[np.int64]
    user: npt.NDArray[np.int32]
    order: npt.NDArray[np.int32]
    level: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.pointer) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """Every part's own quantities and its totals with all it is made of. [the quantities' units per part], shape (parts, quantities)."""

    bill: BillGraph
    own: FloatArray
    total: FloatArray


def bill_graph(count: int, parent: npt.ArrayLike, child: npt.ArrayLike, quantity: npt.ArrayLike) -> BillGraph:
    """The graph of `count` parts from rows (parent, child, quantity of the child in one parent); rows of a parent keep their order.

    Raises KernelError `ARRAYS_UNEQUAL`, `ACTIVITY_NUMBER`, `AMOUNT_NOT_FINITE`, `PART_LOOP`.
    """
    from lingtan.lca.scale.loops.tree import grouped, levels

    above, below = np.asarray(parent, dtype=np.int32), np.asarray(child, dtype=np.int32)
    amount = np.asarray(quantity, dtype=np.float64)
    for name, size in (("child", len(below)), ("quantity", len(amount))):
        if size != len(above):
            raise KernelError("ARRAYS_UNEQUAL", place=f"bill.{name}", found=size, expected=len(above))
    for name, numbers in (("parent", above), ("child", below)):
        if numbers.size and not 0 <= int(numbers.min()) <= int(numbers.max()) < count:
            raise KernelError("ACTIVITY_NUMBER", place=f"bill.{name}", low=int(numbers.min()), high=int(numbers.max()), count=count)
    if not np.isfinite(amount).all():
        at = int(np.argmin(np.isfinite(amount)))
        raise KernelError("AMOUNT_NOT_FINITE", place=f"bill.quantity[{at}]", item=str(int(below[at])), value=float(amount[at]))
    pointer, by_parent = grouped(above, count)
    users, by_child = grouped(below, count)
    user, sorted_child = np.ascontiguousarray(above[by_child]), np.ascontiguousarray(below[by_parent])
    order, level, looped = levels(pointer, sorted_child, users, user)
    if looped >= 0:
        raise KernelError("PART_LOOP", place="bill", part=looped)
    return BillGraph(
        pointer=pointer,
        child=sorted_child,
        quantity=np.ascontiguousarray(amount[by_parent]),
        users=users,
        user=user,
        order=order,
        level=level,
    )


def roll_up(bill: BillGraph, own: FloatArray) -> Rollup:
    """Totals of every part for every quantity: own + Σ quantity × total of the child, in the order of the rows. `own` (parts, quantities).

    Raises KernelError `ARRAYS_UNEQUAL`.
    """
    from lingtan.lca.scale.loops.tree import roll

    if len(own) != len(bill):
        raise KernelError("ARRAYS_UNEQUAL", place="bill.own", found=len(own), expected=len(bill))
    each = np.ascontiguousarray(own, dtype=np.float64)
    total = np.empty_like(each)
    roll(bill.order, bill.pointer, bill.child, bill.quantity, each, total)
    return Rollup(bill=bill, own=each, total=total)


def what_if(rollup: Rollup, part: int, own: FloatArray) -> dict[int, FloatArray]:
    """New totals of `part` and of everything that contains it, if its own quantities were `own`, shape (quantities,); by part.

    The bits of a complete `roll_up` of the changed bill; nothing is written. Raises KernelError `ACTIVITY_NUMBER`.
    """
    from lingtan.lca.scale.loops.tree import ascend

    bill = rollup.bill
    if not 0 <= part < len(bill):
        raise KernelError("ACTIVITY_NUMBER", place="bill.part", low=part, high=part, count=len(bill))
    found = np.empty(len(bill), dtype=np.int32)
    affected = found[: ascend(part, bill.users, bill.user, np.zeros(len(bill), dtype=np.uint8), found)]
    changed: dict[int, FloatArray] = {}
    for number in affected[np.argsort(bill.level[affected], kind="stable")].tolist():
        total = np.array(own if number == part else rollup.own[number], dtype=np.float64)
        for k in range(int(bill.pointer[number]), int(bill.pointer[number + 1])):
            below = int(bill.child[k])
            total += bill.quantity[k] * changed.get(below, rollup.total[below])
        changed[number] = total
    return changed
