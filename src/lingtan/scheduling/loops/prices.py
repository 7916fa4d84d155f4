"""What each order costs at least when the minutes of the lines have prices: the inner problem of the Lagrangian bound."""

from __future__ import annotations

import numpy as np

from lingtan.compiled import compiled
from lingtan.scheduling.problem import Integers

__all__ = ["cheapest"]

_NEVER = 1 << 60


@compiled
def cheapest(
    run: Integers,
    least_setup: Integers,
    release: Integers,
    due: Integers,
    weight: Integers,
    orders: Integers,
    wall: Integers,
    edges: Integers,
    on_time: Integers,
    bucket: int,
    price: Integers,
    scale: int,
    used: Integers,
    each: Integers,
) -> int:
    """Σ over orders of the least of scale · weight · tardiness + priced minutes, over lines and begins; `used`, `each`: minutes, terms.

    Time is each line's open minutes. `release[k, j]`: open minutes before the material; `wall[k, o]`: clock time after o open minutes,
    shape (K, O + 1), one to one beyond; `edges[k]`: open minutes at which the clock jumps, padded with −1; `on_time[k, j]`: open minutes
    up to the due date; `price[k, b]` per open minute of bucket b, 0 beyond the last; `least_setup` is paid at the lowest price before the
    begin. The cost is linear between the candidates that are tried, so the least is exact.
    """
    lines, count = price.shape
    summed = np.zeros((lines, count + 1), np.int64)
    lowest = np.zeros((lines, count + 1), np.int64)
    for k in range(lines):
        low = price[k, 0]
        for b in range(count):
            summed[k, b + 1] = summed[k, b] + bucket * price[k, b]
            low = min(low, price[k, b])
            lowest[k, b] = low
        lowest[k, count] = 0
    used[:] = 0
    total, size = 0, wall.shape[1] - 1
    for j in orders:
        best, chosen, at = _NEVER, -1, 0
        for k in range(lines):
            length = run[k, j]
            if length < 0:
                continue
            first = release[k, j]
            c, stop = min(-(-first // bucket), count + 1) - 1, 2 * count + 4 + 2 * edges.shape[1]
            while c + 1 < stop:
                c += 1
                if c <= count:
                    o = c * bucket
                elif c <= 2 * count + 1:
                    o = (c - count - 1) * bucket - length
                elif c == 2 * count + 2:
                    o = first
                elif c == 2 * count + 3:
                    o = on_time[k, j] - length
                else:
                    e = edges[k, (c - 2 * count - 4) // 2]
                    if e < 0:
                        continue
                    o = e + (c - 2 * count - 4) % 2 - length
                if o < first:
                    continue
                end = o + length
                clock = wall[k, end] if end <= size else wall[k, size] + end - size
                cost = scale * weight[j] * max(clock - due[j], 0)
                if cost >= best:
                    if c <= 2 * count + 1:
                        c = count if c <= count else 2 * count + 1
                    continue
                b, e = min(o // bucket, count), min(end // bucket, count)
                cost += summed[k, e] - summed[k, b]
                if e < count:
                    cost += price[k, e] * (end - e * bucket)
                if b < count:
                    cost -= price[k, b] * (o - b * bucket)
                cost += least_setup[k, j] * lowest[k, b]
                if cost < best:
                    best, chosen, at = cost, k, o
        total += best
        each[j] = best
        end = at + run[chosen, j]
        for b in range(at // bucket, min((end - 1) // bucket + 1, count)):
            used[chosen, b] += min(end, (b + 1) * bucket) - max(at, b * bucket)
        if least_setup[chosen, j] > 0 and at // bucket < count:
            b = at // bucket
            while b > 0 and price[chosen, b] != lowest[chosen, at // bucket]:
                b -= 1
            used[chosen, b] += least_setup[chosen, j]
    return total
