"""A bill of materials of a million parts rolled up for many quantities: one pass, children before what is made of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["ascend", "grouped", "levels", "roll"]

_Integers = npt.NDArray[np.int32]
_Pointers = npt.NDArray[np.int64]


@compiled
def grouped(numbers: _Integers, count: int) -> tuple[_Pointers, _Pointers]:
    """Where each number's rows begin, shape (count + 1,), and the rows by their numbers, in their order."""
    pointer = np.zeros(count + 1, np.int64)
    for number in numbers:
        pointer[number + 1] += 1
    for number in range(count):
        pointer[number + 1] += pointer[number]
    at, rows = pointer[:-1].copy(), np.empty(numbers.size, np.int64)
    for k in range(numbers.size):
        rows[at[numbers[k]]] = k
        at[numbers[k]] += 1
    return pointer, rows


@compiled
def levels(pointer: _Pointers, child: _Integers, users: _Pointers, user: _Integers) -> tuple[_Integers, _Integers, int]:
    """Parts in an order in which children come first, their levels (0 = made of nothing), and a part inside a loop, or −1."""
    count = pointer.size - 1
    waits = np.empty(count, np.int64)
    order, level = np.empty(count, np.int32), np.zeros(count, np.int32)
    found, done = 0, 0
    for part in range(count):
        waits[part] = pointer[part + 1] - pointer[part]
        if waits[part] == 0:
            order[found] = part
            found += 1
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
    if found == count:
        return order, level, -1
    at = 0
    while waits[at] == 0:
        at += 1
    for _ in range(count):  # a part that waits has a child that waits: so many steps down lead into the loop
        for k in range(pointer[at], pointer[at + 1]):
            if waits[child[k]] > 0:
                at = child[k]
                break
    return order, level, at


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
def ascend(changed: int, users: _Pointers, user: _Integers, marked: npt.NDArray[np.uint8], found: _Integers) -> int:
    """The changed part and all that contain it, into `found`, which has room for all; how many. `marked` comes all 0."""
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
                found[count] = above
                count += 1
    return count
