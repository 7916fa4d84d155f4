"""A block of products scored over the draws: each one's lines in their order, element by element, so that its company does not matter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.lca.scale.loops.draws import Scratch, lognormals
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["add_lines", "add_lines_of_their_own", "at_value", "moments", "pairs"]

_Integers = npt.NDArray[np.int32]
_Pointers = npt.NDArray[np.int64]


@compiled
def at_value(pointer: _Pointers, activity: _Integers, amount: FloatArray, scores: FloatArray, out: FloatArray) -> None:
    """Each product's Σ amount × score, lines from the first to the last. [kg]."""
    for p in range(pointer.size - 1):
        total = 0.0
        for k in range(pointer[p], pointer[p + 1]):
            total += amount[k] * scores[activity[k]]
        out[p] = total


@compiled
def pairs(activity: _Integers, parameter: _Integers, where: _Integers) -> tuple[_Integers, _Integers]:
    """The distinct (activity, parameter) pairs of the lines in the order they first occur; each line's pair into `where`."""
    size = 16
    while size < 2 * activity.size:
        size *= 2
    slot = np.full(size, -1, np.int32)
    first, second = np.empty(activity.size, np.int32), np.empty(activity.size, np.int32)
    count = 0
    for k in range(activity.size):
        at = (np.int64(activity[k]) * 1000003 + np.int64(parameter[k]) * 7919) & (size - 1)
        while slot[at] >= 0 and (first[slot[at]] != activity[k] or second[slot[at]] != parameter[k]):
            at = (at + 1) & (size - 1)
        if slot[at] < 0:
            slot[at] = count
            first[count], second[count] = activity[k], parameter[k]
            count += 1
        where[k] = slot[at]
    return first[:count].copy(), second[:count].copy()


@compiled
def _combine(block: int, first: _Integers, second: _Integers, scores: FloatArray, multipliers: FloatArray, factor: FloatArray) -> None:
    """A block's draws of each pair: multiplier × score, shape (pairs, 16)."""
    for f in range(first.size):
        i, m = first[f], second[f]
        for d in range(16):
            factor[f, d] = multipliers[block, m, d] * scores[block, i, d] if m >= 0 else scores[block, i, d]


@compiled
def add_lines(
    pointer: _Pointers,
    where: _Integers,
    amount: FloatArray,
    first: _Integers,
    second: _Integers,
    scores: FloatArray,
    multipliers: FloatArray,
    factor: FloatArray,
    out: FloatArray,
) -> None:
    """The products' scores over all draws. `scores`, `multipliers` have shape (blocks, rows, 16), `out` (products, 16 × blocks)."""
    for block in range(scores.shape[0]):
        _combine(block, first, second, scores, multipliers, factor)
        for p in range(pointer.size - 1):
            t0, t1, t2, t3, t4, t5, t6, t7 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            s0, s1, s2, s3, s4, s5, s6, s7 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            for k in range(pointer[p], pointer[p + 1]):
                f, a = where[k], amount[k]
                t0 += a * factor[f, 0]
                t1 += a * factor[f, 1]
                t2 += a * factor[f, 2]
                t3 += a * factor[f, 3]
                t4 += a * factor[f, 4]
                t5 += a * factor[f, 5]
                t6 += a * factor[f, 6]
                t7 += a * factor[f, 7]
                s0 += a * factor[f, 8]
                s1 += a * factor[f, 9]
                s2 += a * factor[f, 10]
                s3 += a * factor[f, 11]
                s4 += a * factor[f, 12]
                s5 += a * factor[f, 13]
                s6 += a * factor[f, 14]
                s7 += a * factor[f, 15]
            b = 16 * block
            out[p, b], out[p, b + 1], out[p, b + 2], out[p, b + 3], out[p, b + 4], out[p, b + 5], out[p, b + 6], out[p, b + 7] = (
                t0,
                t1,
                t2,
                t3,
                t4,
                t5,
                t6,
                t7,
            )
            out[p, b + 8], out[p, b + 9], out[p, b + 10], out[p, b + 11], out[p, b + 12], out[p, b + 13], out[p, b + 14], out[p, b + 15] = (
                s0,
                s1,
                s2,
                s3,
                s4,
                s5,
                s6,
                s7,
            )


@compiled
def add_lines_of_their_own(
    pointer: _Pointers,
    where: _Integers,
    amount: FloatArray,
    first: _Integers,
    second: _Integers,
    scores: FloatArray,
    multipliers: FloatArray,
    factor: FloatArray,
    ident: npt.NDArray[np.uint64],
    median: FloatArray,
    sigma: npt.NDArray[np.float32],
    first_number: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    room: Scratch,
    drawn: FloatArray,
    places: _Integers,
    none: _Integers,
    out: FloatArray,
) -> None:
    """As `add_lines`, each line times a lognormal multiplier of its own; `drawn` has room for the longest product's lines, shape (·, 4)."""
    for block in range(scores.shape[0]):
        _combine(block, first, second, scores, multipliers, factor)
        for p in range(pointer.size - 1):
            a, b = pointer[p], pointer[p + 1]
            n = b - a
            for quarter in range(4):
                number = first_number + np.uint64(4 * block + quarter)
                lognormals(ident[a:b], median[a:b], sigma[a:b], none, places[:n], drawn, number, k0, k1, room, drawn, False)
                q = 4 * quarter
                t0, t1, t2, t3 = 0.0, 0.0, 0.0, 0.0
                for k in range(n):
                    f = where[a + k]
                    t0 += drawn[k, 0] * factor[f, q]
                    t1 += drawn[k, 1] * factor[f, q + 1]
                    t2 += drawn[k, 2] * factor[f, q + 2]
                    t3 += drawn[k, 3] * factor[f, q + 3]
                at = 16 * block + q
                out[p, at], out[p, at + 1], out[p, at + 2], out[p, at + 3] = t0, t1, t2, t3


@compiled
def moments(samples: FloatArray, draws: int, mean: FloatArray, sd: FloatArray) -> None:
    """Mean and sample standard deviation of each row's first `draws`, in order, with eight partial sums (draw number mod 8)."""
    part = np.empty(8)
    for p in range(samples.shape[0]):
        row = samples[p]
        part[:] = 0.0
        for d in range(draws):
            part[d & 7] += row[d]
        centre = ((part[0] + part[1]) + (part[2] + part[3]) + ((part[4] + part[5]) + (part[6] + part[7]))) / draws
        part[:] = 0.0
        for d in range(draws):
            part[d & 7] += (row[d] - centre) * (row[d] - centre)
        mean[p] = centre
        sd[p] = np.sqrt(((part[0] + part[1]) + (part[2] + part[3]) + ((part[4] + part[5]) + (part[6] + part[7]))) / (draws - 1))
