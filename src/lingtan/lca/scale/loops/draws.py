"""Draws of many uncertain numbers, four draws at a time: the loops behind `lca.scale.streams`, which defines them.

Scalars are binary32 where the definition says so; every operation is one of + − × ÷ √ or exact, in the order written.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.lca.scale.streams import FIRST_NODE, NODE_BITS, quantile_table
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["CHUNK", "LANES", "Scratch", "lognormals", "normals", "others", "scratch", "words"]

#: Draws that one counter gives. [-]
LANES = 4

#: Entries worked on at a time, so that temporaries stay in the first cache.
CHUNK = 512

#: Words minus 2³¹; quantiles and their bits; a float per word and its bits; what the quantile is read from.
Scratch = tuple[
    npt.NDArray[np.int32],
    npt.NDArray[np.float32],
    npt.NDArray[np.int32],
    npt.NDArray[np.float32],
    npt.NDArray[np.int32],
    npt.NDArray[np.float32],
]

_LOW, _HALF_WORD, _FLIP = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(0x80000000)
_M0, _M1, _W0, _W1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57), np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)

_f = np.float32
_HALF, _ONE, _TWO = _f(0.5), _f(1.0), _f(2.0)
_PER_WORD = _f(2.0**-32)
_REST, _SIGN, _MANTISSA_BITS = np.int32(0x7FFFFFFF), np.int32(-(2**31)), np.int32(23)
_FIRST_NODE = np.int32(int(_f(FIRST_NODE).view(np.int32)))
_STEP_BITS = np.int32(23 - NODE_BITS)
_STEP = np.int32((1 << (23 - NODE_BITS)) - 1)
_EXP_HIGH, _EXP_LOW, _INVERSE_LN2 = _f(6.9314575195e-01), _f(1.4286067653e-06), _f(1.4426950216)
_P1, _P2 = _f(1.6666625440e-1), _f(-2.7667332906e-3)
_ROUND, _BIAS = _f(12582912.0), np.int32(127 << 23)

_FIXED, _NORMAL, _UNIFORM = 0, 3, 4


def scratch() -> Scratch:
    """Room for one chunk of words and their functions; one per thread."""
    size = LANES * CHUNK
    z, t = np.empty(size, _f), np.empty(size, _f)
    return np.empty(size, np.int32), z, z.view(np.int32), t, t.view(np.int32), quantile_table()


@compiled
def _round(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    p0 = c0 * _M0
    p1 = c2 * _M1
    return (p1 >> _HALF_WORD) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF_WORD) ^ c3 ^ k1, p0 & _LOW


@compiled
def words(
    idents: npt.NDArray[np.uint64], low: int, high: int, block: np.uint64, k0: np.uint64, k1: np.uint64, signed: npt.NDArray[np.int32]
) -> None:
    """Four words of each entry at a block number, each minus 2³¹. Philox4x32-10 (Salmon et al. 2011, SC'11)."""
    for e in range(high - low):
        ident = idents[low + e]
        c0, c1, c2, c3 = ident & _LOW, ident >> _HALF_WORD, block & _LOW, block >> _HALF_WORD
        a, b = k0, k1
        for _ in range(10):
            c0, c1, c2, c3 = _round(c0, c1, c2, c3, a, b)
            a = (a + _W0) & _LOW
            b = (b + _W1) & _LOW
        signed[4 * e] = c0 ^ _FLIP
        signed[4 * e + 1] = c1 ^ _FLIP
        signed[4 * e + 2] = c2 ^ _FLIP
        signed[4 * e + 3] = c3 ^ _FLIP


@compiled
def normals(size: int, room: Scratch) -> None:
    """Standard normal quantiles of the chunk's words, in binary32: between two nodes of the table, on the nearer side of ½."""
    signed, z, z_bits, t, bits, table = room
    for i in range(size):
        word = signed[i]
        rest = np.int32(np.int32(word ^ (word >> 31)) ^ _REST)
        t[i] = (np.float32(rest) + _HALF) * _PER_WORD
    for i in range(size):
        from_first = np.int32(bits[i] - _FIRST_NODE)
        node = np.int64(from_first >> _STEP_BITS)
        z[i] = table[2 * node] + table[2 * node + 1] * np.float32(np.int32(from_first & _STEP))
    for i in range(size):
        z_bits[i] |= np.int32(signed[i] & _SIGN)


@compiled
def exponentials(size: int, room: Scratch) -> None:
    """The exponential of `z` in place, in binary32 (fdlibm's method). Inputs are within ±80."""
    _, z, _, t, bits, _ = room
    for i in range(size):
        shifted = z[i] * _INVERSE_LN2 + _ROUND
        k = shifted - _ROUND
        t[i] = shifted
        high = z[i] - k * _EXP_HIGH
        low = k * _EXP_LOW
        r = high - low
        square = r * r
        c = r - square * (_P2 * square + _P1)
        z[i] = _ONE - ((low - (r * c) / (_TWO - c)) - high)
    for i in range(size):
        bits[i] = np.int32(np.int32(bits[i] << _MANTISSA_BITS) + _BIAS)
    for i in range(size):
        z[i] = z[i] * t[i]


@compiled
def _uniform(word: np.int32) -> np.float64:
    return (np.float64(word) + 2147483648.5) * 2.0**-32


@compiled
def _triangle(u: np.float64, low: float, high: float, mode: float) -> float:
    at = (mode - low) / (high - low)
    if u < at:
        return low + math.sqrt(u * ((high - low) * (mode - low)))
    return high - math.sqrt((1.0 - u) * ((high - low) * (high - mode)))


@compiled
def _put_lognormals(
    low: int,
    high: int,
    median: FloatArray,
    sigma: npt.NDArray[np.float32],
    shared: npt.NDArray[np.int32],
    target: npt.NDArray[np.int32],
    table: FloatArray,
    room: Scratch,
    out: FloatArray,
    adds: bool,
) -> None:
    z = room[1]
    for e in range(high - low):
        s = sigma[low + e]
        for lane in range(LANES):
            z[LANES * e + lane] = z[LANES * e + lane] * s
    exponentials(LANES * (high - low), room)
    meets_shared = shared.size > 0
    for e in range(high - low):
        k = low + e
        at, m = target[k], median[k]
        v0, v1 = m * np.float64(z[4 * e]), m * np.float64(z[4 * e + 1])
        v2, v3 = m * np.float64(z[4 * e + 2]), m * np.float64(z[4 * e + 3])
        if meets_shared and shared[k] >= 0:
            row = shared[k]
            v0, v1, v2, v3 = v0 * table[row, 0], v1 * table[row, 1], v2 * table[row, 2], v3 * table[row, 3]
        if adds:
            v0, v1, v2, v3 = out[at, 0] + v0, out[at, 1] + v1, out[at, 2] + v2, out[at, 3] + v3
        out[at, 0], out[at, 1], out[at, 2], out[at, 3] = v0, v1, v2, v3


@compiled
def lognormals(
    idents: npt.NDArray[np.uint64],
    median: FloatArray,
    sigma: npt.NDArray[np.float32],
    shared: npt.NDArray[np.int32],
    target: npt.NDArray[np.int32],
    table: FloatArray,
    block: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    room: Scratch,
    out: FloatArray,
    adds: bool,
) -> None:
    """Put (or add) each lognormal's four draws at `out[target]`, shape (·, 4): median × exp(σ·z), times its row of `table`.

    `shared` may be empty when no entry meets a shared multiplier: the commonest case by far, and a quarter less to read.
    """
    for low in range(0, idents.size, CHUNK):
        high = min(low + CHUNK, idents.size)
        words(idents, low, high, block, k0, k1, room[0])
        normals(LANES * (high - low), room)
        _put_lognormals(low, high, median, sigma, shared, target, table, room, out, adds)


@compiled
def _put_others(
    law: int,
    low: int,
    high: int,
    first: FloatArray,
    second: FloatArray,
    third: FloatArray,
    weight: FloatArray,
    shared: npt.NDArray[np.int32],
    target: npt.NDArray[np.int32],
    table: FloatArray,
    room: Scratch,
    out: FloatArray,
    adds: bool,
) -> None:
    signed, z, _, _, _, _ = room
    for e in range(high - low):
        k = low + e
        for lane in range(LANES):
            at = LANES * e + lane
            value = first[k]
            if law == _NORMAL:
                value = first[k] + second[k] * np.float64(z[at])
            elif law == _UNIFORM:
                value = first[k] + _uniform(signed[at]) * (second[k] - first[k])
            elif law != _FIXED:
                value = _triangle(_uniform(signed[at]), first[k], second[k], third[k])
            value = weight[k] * value
            if shared[k] >= 0:
                value = value * table[shared[k], lane]
            out[target[k], lane] = out[target[k], lane] + value if adds else value


@compiled
def others(
    law: int,
    idents: npt.NDArray[np.uint64],
    first: FloatArray,
    second: FloatArray,
    third: FloatArray,
    weight: FloatArray,
    shared: npt.NDArray[np.int32],
    target: npt.NDArray[np.int32],
    table: FloatArray,
    block: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    room: Scratch,
    out: FloatArray,
    adds: bool,
) -> None:
    """Put (or add) weight × each entry's four draws at `out[target]`, shape (·, 4), times its row of `table`; no lognormals."""
    for low in range(0, idents.size, CHUNK):
        high = min(low + CHUNK, idents.size)
        if law != _FIXED:
            words(idents, low, high, block, k0, k1, room[0])
        if law == _NORMAL:
            normals(LANES * (high - low), room)
        _put_others(law, low, high, first, second, third, weight, shared, target, table, room, out, adds)
