"""Courses of one line when each order brings a prize: what is still to be gained from each moment on, and begins that no good plan has."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.scheduling.problem import Integers

__all__ = ["NEVER", "Begins", "CourseLine", "forbid", "to_go"]

NEVER = 1 << 60
Begins = npt.NDArray[np.bool_]


class CourseLine(NamedTuple):
    """A line as the bound sees it, its own n orders and F families only.

    `run`, `family`, `release` (open minutes), `due` (clock), `rate` per minute late: shape (n,)
    `setup`: minutes, with the start's state as the last row, shape (F + 1, F); `wall`: clock after o open minutes, shape (T + 1,)
    """

    run: Integers
    family: Integers
    release: Integers
    due: Integers
    rate: Integers
    setup: Integers
    wall: Integers
    per_setup: int


@compiled
def to_go(line: CourseLine, prize: Integers, begins: Begins, after: Integers) -> int:
    """Least cost less prizes from each moment on, into `after[h, o]` (family h just made, o open minutes gone); of all, the start's.

    `begins[o, j]`: whether the order may begin there, shape (T + 1, n). Orders may repeat: Christofides et al. 1981, Networks 11:145.
    """
    families, minutes, orders = line.setup.shape[1], line.wall.size - 1, line.run.size
    begun = np.full((families, minutes + 1), NEVER, np.int64)
    least = 0
    for o in range(minutes, -1, -1):
        if o < minutes:
            for g in range(families):
                begun[g, o] = begun[g, o + 1]
        for j in range(orders):
            if begins[o, j]:
                end, g = o + line.run[j], line.family[j]
                cost = line.rate[j] * max(line.wall[end] - line.due[j], 0) - prize[j] + after[g, end]
                begun[g, o] = min(begun[g, o], cost)
        for h in range(families):
            best = 0
            for g in range(families):
                setup = line.setup[h, g]
                if o + setup <= minutes and begun[g, o + setup] < NEVER:
                    best = min(best, begun[g, o + setup] + line.per_setup * setup)
            after[h, o] = best
    for g in range(families):
        setup = line.setup[families, g]
        if setup <= minutes and begun[g, setup] < NEVER:
            least = min(least, begun[g, setup] + line.per_setup * setup)
    return int(least)


@compiled
def forbid(line: CourseLine, prize: Integers, begins: Begins, after: Integers, limit: int) -> int:
    """Begins whose best course costs the limit or more are struck out of `begins`; how many remain. `after` as `to_go` left it."""
    families, minutes, orders = line.setup.shape[1], line.wall.size - 1, line.run.size
    ended = np.full((families, minutes + 1), NEVER, np.int64)
    left = 0
    for o in range(minutes + 1):
        if o > 0:
            for h in range(families):
                ended[h, o] = min(ended[h, o], ended[h, o - 1])
        for g in range(families):
            setup = line.setup[families, g]
            ready = line.per_setup * setup if o >= setup else NEVER
            for h in range(families):
                setup = line.setup[h, g]
                if o >= setup and ended[h, o - setup] < NEVER:
                    ready = min(ready, ended[h, o - setup] + line.per_setup * setup)
            if ready >= NEVER:
                continue
            for j in range(orders):
                if line.family[j] == g and begins[o, j]:
                    end = o + line.run[j]
                    cost = ready + line.rate[j] * max(line.wall[end] - line.due[j], 0) - prize[j]
                    ended[g, end] = min(ended[g, end], cost)
                    if cost + after[g, end] >= limit:
                        begins[o, j] = False
                    else:
                        left += 1
    return left
