"""Strongly connected components of a large system, suppliers first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled

__all__ = ["components"]

_Integers = npt.NDArray[np.int32]


@compiled
def components(pointer: _Integers, row: _Integers) -> tuple[_Integers, _Integers]:
    """Activities in the order they are solved, shape (n,), and each one's component, numbered in that order, shape (n,).

    Column j takes the products `row[pointer[j]:pointer[j + 1]]`. Inside a component activities stand as the depth-first walk leaves
    them: suppliers before consumers except across the edges that close a loop. Tarjan 1972, SIAM J. Comput. 1:146, with a stack.
    """
    n = pointer.size - 1
    index, low, where = np.full(n, -1, np.int32), np.empty(n, np.int32), pointer[:-1].copy()
    left, label = np.empty(n, np.int32), np.full(n, -1, np.int32)
    path, waiting = np.empty(n, np.int32), np.empty(n, np.int32)
    depth, held, found, count, done = 0, 0, 0, 0, 0
    for root in range(n):
        if index[root] >= 0:
            continue
        path[0] = root
        depth = 1
        index[root] = low[root] = found
        found += 1
        waiting[held] = root
        held += 1
        while depth > 0:
            j = path[depth - 1]
            if where[j] < pointer[j + 1]:
                i = row[where[j]]
                where[j] += 1
                if index[i] < 0:
                    index[i] = low[i] = found
                    found += 1
                    waiting[held] = i
                    held += 1
                    path[depth] = i
                    depth += 1
                elif label[i] < 0:
                    low[j] = min(low[j], index[i])
                continue
            depth -= 1
            left[j] = done
            done += 1
            if depth > 0:
                low[path[depth - 1]] = min(low[path[depth - 1]], low[j])
            if low[j] == index[j]:
                while True:
                    held -= 1
                    i = waiting[held]
                    label[i] = count
                    if i == j:
                        break
                count += 1
    order = np.empty(n, np.int32)
    by_leaving = np.empty(n, np.int32)
    for j in range(n):
        by_leaving[left[j]] = j
    size = np.zeros(count + 1, np.int32)
    for j in range(n):
        size[label[j] + 1] += 1
    for c in range(count):
        size[c + 1] += size[c]
    for at in range(n):
        j = by_leaving[at]
        order[size[label[j]]] = j
        size[label[j]] += 1
    return order, label[order]
