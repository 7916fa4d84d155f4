"""The adjoint of four draws at once, component after component: substitution where nothing loops, Gauss-Seidel sweeps where it does."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["solve", "unsorted"]

_SINGULAR = 1e-12
_CHECK_EVERY = 8

_Integers = npt.NDArray[np.int32]


@compiled
def _carry(
    a: int,
    b: int,
    outside: _Integers,
    inside: _Integers,
    row: _Integers,
    values: FloatArray,
    h: FloatArray,
    right: FloatArray,
    scale: FloatArray,
) -> None:
    """What the activities a … b − 1 carry from suppliers already scored: right −= Σ value·h, and the sum of absolute terms."""
    for j in range(a, b):
        r0, r1, r2, r3 = right[j, 0], right[j, 1], right[j, 2], right[j, 3]
        s0, s1, s2, s3 = abs(r0), abs(r1), abs(r2), abs(r3)
        for k in range(outside[j], inside[j]):
            i = row[k]
            t0, t1, t2, t3 = values[k, 0] * h[i, 0], values[k, 1] * h[i, 1], values[k, 2] * h[i, 2], values[k, 3] * h[i, 3]
            r0, r1, r2, r3 = r0 - t0, r1 - t1, r2 - t2, r3 - t3
            s0, s1, s2, s3 = s0 + abs(t0), s1 + abs(t1), s2 + abs(t2), s3 + abs(t3)
        right[j, 0], right[j, 1], right[j, 2], right[j, 3] = r0, r1, r2, r3
        scale[j, 0], scale[j, 1], scale[j, 2], scale[j, 3] = s0, s1, s2, s3


@compiled
def _nets(a: int, b: int, diagonal: _Integers, outside: _Integers, values: FloatArray, net: FloatArray) -> bool:
    """Net production of each activity after feeding itself; False where a draw leaves nothing, or turns a production into a need."""
    is_good = True
    for j in range(a, b):
        first, last = diagonal[j], outside[j + 1]
        for lane in range(4):
            net[j, lane] = values[first, lane]
        if last - first == 1:
            is_good = is_good and net[j, 0] != 0.0 and net[j, 1] != 0.0 and net[j, 2] != 0.0 and net[j, 3] != 0.0
            continue
        for lane in range(4):
            total, size, most = 0.0, 0.0, 0.0
            for k in range(first, last):
                total += values[k, lane]
                size += abs(values[k, lane])
                most = max(most, values[k, lane])
            net[j, lane] = total
            is_good = is_good and abs(total) > _SINGULAR * size and (total > 0.0 or most <= 0.0)
    return is_good


@compiled
def _sweep(
    a: int,
    b: int,
    inside: _Integers,
    diagonal: _Integers,
    row: _Integers,
    values: FloatArray,
    net: FloatArray,
    right: FloatArray,
    h: FloatArray,
    gate: float,
) -> bool:
    """One Gauss-Seidel sweep, suppliers first as far as there is a first; whether a score moved by more than the gate, relative."""
    moved = 0
    for j in range(a, b):
        r0, r1, r2, r3 = right[j, 0], right[j, 1], right[j, 2], right[j, 3]
        for k in range(inside[j], diagonal[j]):
            i = row[k]
            r0 -= values[k, 0] * h[i, 0]
            r1 -= values[k, 1] * h[i, 1]
            r2 -= values[k, 2] * h[i, 2]
            r3 -= values[k, 3] * h[i, 3]
        r0, r1, r2, r3 = r0 / net[j, 0], r1 / net[j, 1], r2 / net[j, 2], r3 / net[j, 3]
        moved |= abs(r0 - h[j, 0]) > gate * abs(r0)
        moved |= abs(r1 - h[j, 1]) > gate * abs(r1)
        moved |= abs(r2 - h[j, 2]) > gate * abs(r2)
        moved |= abs(r3 - h[j, 3]) > gate * abs(r3)
        h[j, 0], h[j, 1], h[j, 2], h[j, 3] = r0, r1, r2, r3
    return moved != 0


@compiled
def _worst_residual(
    a: int,
    b: int,
    inside: _Integers,
    diagonal: _Integers,
    row: _Integers,
    values: FloatArray,
    net: FloatArray,
    right: FloatArray,
    scale: FloatArray,
    h: FloatArray,
    gate: float,
) -> float:
    """The largest |right − M·h| relative to the sum of its absolute terms where that is above the gate, else the gate; infinite for NaN."""
    worst = gate
    for j in range(a, b):
        o0, o1, o2, o3 = net[j, 0] * h[j, 0], net[j, 1] * h[j, 1], net[j, 2] * h[j, 2], net[j, 3] * h[j, 3]
        r0, r1, r2, r3 = right[j, 0] - o0, right[j, 1] - o1, right[j, 2] - o2, right[j, 3] - o3
        s0, s1, s2, s3 = scale[j, 0] + abs(o0), scale[j, 1] + abs(o1), scale[j, 2] + abs(o2), scale[j, 3] + abs(o3)
        for k in range(inside[j], diagonal[j]):
            i = row[k]
            t0, t1, t2, t3 = values[k, 0] * h[i, 0], values[k, 1] * h[i, 1], values[k, 2] * h[i, 2], values[k, 3] * h[i, 3]
            r0, r1, r2, r3 = r0 - t0, r1 - t1, r2 - t2, r3 - t3
            s0, s1, s2, s3 = s0 + abs(t0), s1 + abs(t1), s2 + abs(t2), s3 + abs(t3)
        is_good = (abs(r0) <= gate * s0) & (abs(r1) <= gate * s1) & (abs(r2) <= gate * s2) & (abs(r3) <= gate * s3)
        if not is_good:
            for r, size in ((r0, s0), (r1, s1), (r2, s2), (r3, s3)):
                if not abs(r) <= gate * size:
                    worst = max(worst, abs(r) / size) if abs(r) <= size < np.inf else np.inf
    return worst


@compiled
def _is_productive(
    a: int,
    b: int,
    inside: _Integers,
    diagonal: _Integers,
    row: _Integers,
    values: FloatArray,
    net: FloatArray,
    right: FloatArray,
    h: FloatArray,
    witness: FloatArray,
    trial: FloatArray,
    ones: FloatArray,
    limit: int,
) -> bool:
    """Whether every draw of a loop without substitution makes more than it eats; True for a loop with substitution.

    A positive x with M·x ≥ 0, not 0, proves it for an irreducible M (Berman & Plemmons 1994, theorem 6.2.3): the scores themselves
    when no flow is negative, else a few sweeps from the witness of the nominal system.
    """
    is_shown = True
    for lane in range(4):
        some = False
        for j in range(a, b):
            is_shown = is_shown and right[j, lane] >= 0.0 and h[j, lane] > 0.0
            some = some or right[j, lane] > 0.0
        is_shown = is_shown and some
    if is_shown:
        return True
    for j in range(a, b):
        for lane in range(4):
            substitutes = net[j, lane] <= 0.0
            for k in range(inside[j], diagonal[j]):
                substitutes = substitutes or values[k, lane] > 0.0
            if substitutes:
                return True
    for j in range(a, b):
        for lane in range(4):
            trial[j, lane] = witness[j]
            ones[j, lane] = 1.0
    for _ in range(limit):
        is_positive = True
        for j in range(a, b):
            for lane in range(4):
                left = net[j, lane] * trial[j, lane]
                for k in range(inside[j], diagonal[j]):
                    left += values[k, lane] * trial[row[k], lane]
                is_positive = is_positive and left > 0.0 and trial[j, lane] > 0.0
        if is_positive:
            return True
        _sweep(a, b, inside, diagonal, row, values, net, ones, trial, 0.0)
    return False


@compiled
def solve(
    first: int,
    start: _Integers,
    outside: _Integers,
    inside: _Integers,
    diagonal: _Integers,
    row: _Integers,
    values: FloatArray,
    h: FloatArray,
    right: FloatArray,
    scale: FloatArray,
    net: FloatArray,
    witness: FloatArray,
    trial: FloatArray,
    ones: FloatArray,
    gate: float,
    limit: int,
) -> int:
    """Scores of all components from number `first` on, in place in `h`, shape (n, 4); `right` comes with the flows.

    Returns −1, or the number of the first component that does not come through the gate, with `right`, `scale` and `net` made for it.
    """
    for component in range(first, start.size - 1):
        a, b = start[component], start[component + 1]
        _carry(a, b, outside, inside, row, values, h, right, scale)
        if not _nets(a, b, diagonal, outside, values, net):
            return component
        if b - a == 1:
            for lane in range(4):
                h[a, lane] = right[a, lane] / net[a, lane]
            continue
        is_done = False
        for number in range(limit):
            moved = _sweep(a, b, inside, diagonal, row, values, net, right, h, 4.0 * gate)
            if moved and number % _CHECK_EVERY != _CHECK_EVERY - 1:
                continue
            worst = _worst_residual(a, b, inside, diagonal, row, values, net, right, scale, h, gate)
            if worst <= gate:
                is_done = True
                break
            if not worst < np.inf:
                break
        if not is_done or not _is_productive(a, b, inside, diagonal, row, values, net, right, h, witness, trial, ones, limit):
            return component
    return -1


@compiled
def unsorted(h: FloatArray, position: _Integers, lane: int, block: FloatArray) -> None:
    """Scores in the order of the system's keys, into four columns of a block of draws."""
    for i in range(position.size):
        j = position[i]
        block[i, lane], block[i, lane + 1], block[i, lane + 2], block[i, lane + 3] = h[j, 0], h[j, 1], h[j, 2], h[j, 3]
