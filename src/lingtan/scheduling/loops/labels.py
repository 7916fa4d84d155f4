"""The cheapest course of a line that remembers which orders it has made: labels by the moment they end, the dominated ones dropped."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.scheduling.loops.courses import Begins, CourseLine
from lingtan.scheduling.problem import Integers

__all__ = ["Labels", "Memory", "Words", "cheapest_course", "labels_for"]

Words = npt.NDArray[np.uint64]
Shorts = npt.NDArray[np.int32]


class Memory(NamedTuple):
    """What a course remembers. `own`: each order's bit, 0 if it may be forgotten at once; `kept`: bits it lets stand, shape (n,).

    `fine[c]` is paid whenever a course has made two more orders of triple c; `triples`: each order's, padded with −1, shape (n, T).
    """

    own: Words
    kept: Words
    triples: Integers
    fine: Integers


class Labels(NamedTuple):
    """Room for labels: end, cost, what is remembered, triples that wait for a second order, label before, order, next of the same end.

    `first`: of each minute its first label, shape (T + 1,); `front`: of each family those that nothing dominates, `size` their number.
    """

    end: Shorts
    cost: Integers
    memory: Words
    odd: Words
    before: Shorts
    order: Shorts
    following: Shorts
    first: Shorts
    front: Shorts
    size: Integers


def labels_for(count: int, front: int, families: int, minutes: int) -> Labels:
    """Room for so many labels, and so many of a family that nothing dominates."""
    shorts = [np.zeros(count, np.int32) for _ in range(4)]
    return Labels(
        end=shorts[0],
        cost=np.zeros(count, np.int64),
        memory=np.zeros(count, np.uint64),
        odd=np.zeros(count, np.uint64),
        before=shorts[1],
        order=shorts[2],
        following=shorts[3],
        first=np.zeros(minutes + 1, np.int32),
        front=np.zeros((families, front), np.int32),
        size=np.zeros(families, np.int64),
    )


@compiled
def _owed(fine: Integers, odd: np.uint64) -> int:
    """What the triples of the word are fined in all."""
    total, c = 0, 0
    while odd != np.uint64(0):
        if odd & np.uint64(1):
            total += fine[c]
        odd >>= np.uint64(1)
        c += 1
    return total


@compiled
def cheapest_course(
    line: CourseLine, prize: Integers, begins: Begins, after: Integers, known: int, m: Memory, to: Labels
) -> tuple[int, int]:
    """Least cost less prizes, fines added, of the courses that obey the memory, or `known`, if less; and how many labels stand.

    The count is negative where the room did not suffice: then nothing is proven. ng-routes: Baldacci, Mingozzi & Roberti 2011 (Oper. Res.
    59:1269). Of two labels the cheaper dominates if it stays so after fines that only it still owes (Jepsen et al. 2008, Oper. Res.
    56:497). What `after`, which knows of no fines, shows to be no better than the best is dropped.
    """
    families, minutes, orders, none = line.setup.shape[1], line.wall.size - 1, line.run.size, np.uint64(0)
    count, best, o, at = 0, known, 0, -1
    to.first[: minutes + 1] = -1
    to.size[:] = 0
    h, cost, memory, odd = families, 0, none, none
    while True:
        is_kept = True
        if at >= 0:
            h, cost, memory, odd = line.family[to.order[at]], to.cost[at], to.memory[at], to.odd[at]
            is_kept = cost + after[h, o] < best
            stand = 0
            if is_kept:
                for i in range(to.size[h]):
                    x = to.front[h, i]
                    is_better = to.cost[x] <= cost and (to.memory[x] & ~memory) == none
                    if is_better and to.cost[x] + _owed(m.fine, to.odd[x] & ~odd) <= cost:
                        is_kept = False
                        break
            if is_kept:
                for i in range(to.size[h]):
                    x = to.front[h, i]
                    is_beaten = cost <= to.cost[x] and (memory & ~to.memory[x]) == none
                    is_beaten = is_beaten and cost + _owed(m.fine, odd & ~to.odd[x]) <= to.cost[x]
                    if not is_beaten and to.cost[x] + after[h, o] < best:
                        to.front[h, stand] = x
                        stand += 1
                if stand == to.front.shape[1]:
                    return best, -count
                to.front[h, stand] = at
                to.size[h] = stand + 1
        if is_kept:
            for j in range(orders):
                if (m.own[j] & memory) != none:
                    continue
                g = line.family[j]
                setup = line.setup[h, g]
                begin = max(o + setup, line.release[j])
                if begin > minutes or not begins[begin, j]:
                    continue
                end = begin + line.run[j]
                value = cost + line.per_setup * setup + line.rate[j] * max(line.wall[end] - line.due[j], 0) - prize[j]
                if value + after[g, end] >= best:
                    continue
                waiting = odd
                for c in m.triples[j]:
                    if c < 0:
                        break
                    bit = np.uint64(1) << np.uint64(c)
                    if (waiting & bit) != none:
                        value += m.fine[c]
                    waiting ^= bit
                if value + after[g, end] >= best:
                    continue
                if count == to.cost.size:
                    return best, -count
                best = min(best, value)
                to.end[count], to.cost[count], to.before[count], to.order[count] = end, value, at, j
                to.memory[count] = (memory & m.kept[j]) | m.own[j]
                to.odd[count] = waiting
                to.following[count] = to.first[end]
                to.first[end] = count
                count += 1
        at = to.following[at] if at >= 0 else -1
        while at < 0:
            o += 1
            if o > minutes:
                return best, count
            at = to.first[o]
