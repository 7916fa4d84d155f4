"""Draws of anonymous uncertain numbers, hundreds of thousands of them, each recomputable alone.

Named parameters are drawn by `uncertainty.streams`. An exchange of a background system has no name of its own but an *ident*, 64 bits: of
a named thing the first 8 bytes of SHA-256(name), little-endian; of an exchange the mix of those of its two ends. Its draw number d is

    word d mod 4 of Philox4x32-10 (Salmon et al. 2011, SC'11)  at counter (ident low, ident high, d div 4 low, d div 4 high)
    under the key SHA-256("lingtan.entries.v1|SEED")[:8], little-endian (two words of 32 bits)

    u = (word + ½) / 2³², a number in (0, 1), exact in binary64.

The standard normal quantile z is read between nodes: p = min(u, 1 − u) rounded to binary32, 512 nodes to each octave of p from 2⁻³³ up,
z linear in p between the `uncertainty.normal_quantile` of two nodes (value and slope in binary32). The lognormal's factor exp(σ·z) is
fdlibm's `expf` in binary32. Error of z below 6e-7, of the factor below σ·6e-7 + 1e-7: far below what any number of draws can see, and
the same bits on every machine. Uniform and triangular numbers are computed from u in binary64. Spread and law are not part of the key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt

from lingtan.uncertainty import normal_quantile

__all__ = ["FIRST_NODE", "NODE_BITS", "Idents", "idents_of", "mixed", "quantile_table", "stream_key"]

Idents = npt.NDArray[np.uint64]

#: The smallest p a word can give, and how many nodes stand in each octave of p, as a power of 2.
FIRST_NODE, NODE_BITS = 2.0**-33, 9

_DOMAIN = b"lingtan.entries.v1"


def stream_key(seed: int) -> tuple[np.uint64, np.uint64]:
    """The two 32-bit words of the Philox key."""
    digest = hashlib.sha256(b"%s|%d" % (_DOMAIN, seed)).digest()
    return np.uint64(int.from_bytes(digest[:4], "little")), np.uint64(int.from_bytes(digest[4:8], "little"))


def idents_of(names: Iterable[str]) -> Idents:
    """The idents of named things, shape (count,)."""
    return np.array([int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest()[:8], "little") for name in names], dtype=np.uint64)


def mixed(first: Idents, second: Idents) -> Idents:
    """The idents of ordered pairs: splitmix64's finaliser (Steele et al. 2014, OOPSLA) of `first`, plus `second`, finalised again."""
    return _finalised(_finalised(first) + second)


def _finalised(word: Idents) -> Idents:
    x = word + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)), dtype=np.uint64)


@cache
def quantile_table() -> npt.NDArray[np.float32]:
    """Value and slope of −Φ⁻¹(p) at each node [-, per unit in the last place of p], one after the other, shape (2 × nodes + 2,)."""
    step = 1 << (23 - NODE_BITS)
    first = int(np.float32(FIRST_NODE).view(np.int32))
    bits = first + step * np.arange((32 << NODE_BITS) + 1, dtype=np.int64)
    nodes = bits.astype(np.int32).view(np.float32).astype(np.float64)
    size = -normal_quantile(nodes)
    table = np.zeros((len(nodes), 2), dtype=np.float32)
    table[:, 0] = size
    table[:-1, 1] = np.diff(size) / step
    return table.reshape(-1)
