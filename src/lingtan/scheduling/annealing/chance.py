"""Chance and heat of every annealing run, from seeds and tables: neither clock nor processor decides what is accepted."""

from __future__ import annotations

import numpy as np

from lingtan.uncertainty.elementary import FloatArray, exp, log

__all__ = ["STEP", "cooling_of", "exponentials", "first_word"]

_TABLE = 1 << 12
#: Tries between two coolings, as in the compiled loops.
STEP = 256


def exponentials() -> FloatArray:
    """Draws of −ln u to pick from: a table, so that no processor's logarithm decides. Shape (4096,)."""
    return -log((np.arange(_TABLE) + 0.5) / _TABLE)


def cooling_of(cold_share: float, iterations: int) -> float:
    """The factor every 256 tries that leads from the first heat to `cold_share` of it. [-]."""
    return float(exp(log(np.array([min(cold_share, 1.0)])) / max(iterations // STEP, 1))[0])


def first_word(seed: int) -> int:
    """A seed's first state, never zero (splitmix64's finaliser: Steele et al. 2014)."""
    z = (seed + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return (z ^ (z >> 31)) or 1
