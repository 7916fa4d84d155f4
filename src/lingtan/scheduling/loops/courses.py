"""The cheapest course of one line when each order brings a prize: the inner problem of the bound by courses."""

from __future__ import annotations

import numpy as np

from lingtan.compiled import compiled
from lingtan.scheduling.problem import Integers

__all__ = ["cheapest_course"]

_NEVER = 1 << 60


@compiled
def cheapest_course(
    run: Integers,
    family: Integers,
    setup: Integers,
    release: Integers,
    due: Integers,
    rates: Integers,
    wall: Integers,
    prize: Integers,
    orders: Integers,
    per_setup: int,
    times: Integers,
) -> int:
    """Least Σ rates · tardiness + per_setup · set-up − prizes over courses of open minutes 0 … T, in which orders may repeat; ≤ 0.

    `setup` has the start's state as its last row, shape (F + 1, F); `wall[o]`: clock after o open minutes, shape (T + 1,); `rates`,
    `prize`, `release` (open minutes), `due`, `run` by order. `times` takes how often each order stands in the course. Dynamic programme
    over (last family, minute), O(T · (F² + n)); with repeats allowed it is the relaxation of Christofides et al. 1981 (Networks 11:145).
    """
    families, minutes = setup.shape[1], wall.size - 1
    best = np.full((families, minutes + 1), _NEVER, np.int64)
    came = np.full((families, minutes + 1), -1, np.int32)
    ready = np.empty(families, np.int64)
    for o in range(minutes + 1):
        for h in range(families):
            if o > 0 and best[h, o - 1] <= best[h, o]:
                best[h, o] = best[h, o - 1]
                came[h, o] = -1
        for h in range(families):
            ready[h] = per_setup * setup[families, h] if o >= setup[families, h] else _NEVER
            for f in range(families):
                if o >= setup[f, h]:
                    ready[h] = min(ready[h], best[f, o - setup[f, h]] + per_setup * setup[f, h])
        for j in orders:
            end, h = o + run[j], family[j]
            if run[j] < 1 or o < release[j] or end > minutes or ready[h] >= _NEVER:
                continue
            cost = ready[h] + rates[j] * max(wall[end] - due[j], 0) - prize[j]
            if cost < best[h, end]:
                best[h, end] = cost
                came[h, end] = j
    times[:] = 0
    last = 0
    for h in range(families):
        if best[h, minutes] < best[last, minutes]:
            last = h
    least = best[last, minutes]
    if least >= 0:
        return 0
    o = minutes
    while True:
        while came[last, o] < 0:
            o -= 1
        j = came[last, o]
        times[j] += 1
        o -= run[j]
        found, previous = _NEVER, -1
        for f in range(families):
            if o >= setup[f, last] and best[f, o - setup[f, last]] + per_setup * setup[f, last] < found:
                found, previous = best[f, o - setup[f, last]] + per_setup * setup[f, last], f
        if o >= setup[families, last] and per_setup * setup[families, last] <= found:
            break
        o -= setup[previous, last]
        last = previous
    return int(least)
