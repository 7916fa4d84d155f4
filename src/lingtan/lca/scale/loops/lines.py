"""A block of products scored over the draws: each one's lines in their order, element by element, so that its company does not matter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.lca.scale.loops.compiled import compiled
from lingtan.lca.scale.loops.draws import Scratch, fill
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["add_lines", "add_lines_of_their_own", "at_value", "moments"]

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
def add_lines(
    pointer: _Pointers,
    activity: _Integers,
    amount: FloatArray,
    parameter: _Integers,
    scores: FloatArray,
    multipliers: FloatArray,
    out: FloatArray,
) -> None:
    """The products' scores over all draws. `scores`, `multipliers` have shape (blocks, rows, 16), `out` (products, 16 × blocks)."""
    for block in range(scores.shape[0]):
        for p in range(pointer.size - 1):
            for half in range(0, 16, 8):
                t0, t1, t2, t3, t4, t5, t6, t7 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
                for k in range(pointer[p], pointer[p + 1]):
                    h = scores[block, activity[k], half : half + 8]
                    a = amount[k]
                    if parameter[k] >= 0:
                        m = multipliers[block, parameter[k], half : half + 8]
                        t0 += a * m[0] * h[0]
                        t1 += a * m[1] * h[1]
                        t2 += a * m[2] * h[2]
                        t3 += a * m[3] * h[3]
                        t4 += a * m[4] * h[4]
                        t5 += a * m[5] * h[5]
                        t6 += a * m[6] * h[6]
                        t7 += a * m[7] * h[7]
                    else:
                        t0 += a * h[0]
                        t1 += a * h[1]
                        t2 += a * h[2]
                        t3 += a * h[3]
                        t4 += a * h[4]
                        t5 += a * h[5]
                        t6 += a * h[6]
                        t7 += a * h[7]
                at = out[p, 16 * block + half : 16 * block + half + 8]
                at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7] = t0, t1, t2, t3, t4, t5, t6, t7


@compiled
def add_lines_of_their_own(
    pointer: _Pointers,
    activity: _Integers,
    amount: FloatArray,
    parameter: _Integers,
    ident: npt.NDArray[np.uint64],
    median: FloatArray,
    sigma: FloatArray,
    scores: FloatArray,
    multipliers: FloatArray,
    first_block: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    room: Scratch,
    drawn: FloatArray,
    nothing: FloatArray,
    places: _Integers,
    none: _Integers,
    out: FloatArray,
) -> None:
    """As `add_lines`, each line times a lognormal multiplier of its own; `drawn` has room for the longest product's lines, shape (·, 4)."""
    for p in range(pointer.size - 1):
        a, b = pointer[p], pointer[p + 1]
        n = b - a
        for quarter in range(4 * scores.shape[0]):
            block, lane = quarter // 4, 4 * (quarter % 4)
            number = first_block + np.uint64(quarter)
            fill(
                2,
                ident[a:b],
                median[a:b],
                sigma[a:b],
                sigma[a:b],
                amount[a:b],
                none[:n],
                places[:n],
                nothing,
                number,
                k0,
                k1,
                room,
                drawn,
                False,
            )
            t0, t1, t2, t3 = 0.0, 0.0, 0.0, 0.0
            for k in range(n):
                h = scores[block, activity[a + k], lane : lane + 4]
                v0, v1, v2, v3 = drawn[k, 0], drawn[k, 1], drawn[k, 2], drawn[k, 3]
                if parameter[a + k] >= 0:
                    m = multipliers[block, parameter[a + k], lane : lane + 4]
                    v0, v1, v2, v3 = v0 * m[0], v1 * m[1], v2 * m[2], v3 * m[3]
                t0, t1, t2, t3 = t0 + v0 * h[0], t1 + v1 * h[1], t2 + v2 * h[2], t3 + v3 * h[3]
            at = out[p, 4 * quarter : 4 * quarter + 4]
            at[0], at[1], at[2], at[3] = t0, t1, t2, t3


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
