"""A bill of materials of a million parts rolled up for many quantities: one pass, children before what is made of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.lca.scale.loops.compiled import compiled
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["ascend", "levels", "roll"]

_Integers = npt.NDArray[np.int32]
_Pointers = npt.NDArray[np.int64]


@compiled
def levels(pointer: _Pointers, child: _Integers) -> tuple[_Integers, _Integers, int]:
    """Parts in an order in which children come first, their levels (0 = made of nothing), and a part inside a loop, or −1."""
    count = pointer.size - 1
    waits = np.zeros(count, np.int32)
    users = np.zeros(count + 1, np.int64)
    for part in range(count):
        for k in range(pointer[part], pointer[part + 1]):
            users[child[k] + 1] += 1
            waits[part] += 1
    for part in range(count):
        users[part + 1] += users[part]
    user, at = np.empty(child.size, np.int32), users[:-1].copy()
    for part in range(count):
        for k in range(pointer[part], pointer[part + 1]):
            user[at[child[k]]] = part
            at[child[k]] += 1
    order, level = np.empty(count, np.int32), np.zeros(count, np.int32)
    found = 0
    for part in range(count):
        if waits[part] == 0:
            order[found] = part
            found += 1
    done = 0
    while done < found:
        part = order[done]
        done += 1
        for k in range(users[part], users[part + 1]):
            above = user[k]
            level[above] = max(level[above], level[part] + 1)
            waits[above] -= 1
            if waits[above] == 0:
                order[found] = above
                found += 1
    for part in range(count):
        if waits[part] > 0:
            return order, level, part
    return order, level, -1


@compiled
def roll(order: _Integers, pointer: _Pointers, child: _Integers, quantity: FloatArray, own: FloatArray, total: FloatArray) -> None:
    """The totals of the parts in `order`: own + Σ quantity × total of the child, children in their order. Shape (parts, quantities)."""
    width = own.shape[1]
    for part in order:
        for q in range(width):
            total[part, q] = own[part, q]
        for k in range(pointer[part], pointer[part + 1]):
            amount, below = quantity[k], child[k]
            for q in range(width):
                total[part, q] += amount * total[below, q]


@compiled
def ascend(changed: int, users: _Pointers, user: _Integers, level: _Integers, marked: npt.NDArray[np.uint8]) -> _Integers:
    """The changed part and all that contain it, lowest level first. `marked` is all 0, and is again afterwards."""
    found = np.empty(16, np.int32)
    found[0] = changed
    count, done = 1, 0
    marked[changed] = 1
    while done < count:
        part = found[done]
        done += 1
        for k in range(users[part], users[part + 1]):
            above = user[k]
            if marked[above] == 0:
                marked[above] = 1
                if count == found.size:
                    longer = np.empty(2 * count, np.int32)
                    longer[:count] = found
                    found = longer
                found[count] = above
                count += 1
    found = found[:count]
    for part in found:
        marked[part] = 0
    return found[np.argsort(level[found], kind="mergesort")]
