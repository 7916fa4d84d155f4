"""What steers lines to one last end: the sum of fourth powers of their ends, or of twelfth powers, which few orders a line need.

The longest end alone hardly ever moves, and squares leave lines too uneven: a minute of the longest is worth hardly more than any other.
"""

from __future__ import annotations

from lingtan.compiled import inner
from lingtan.scheduling.problem import Integers

__all__ = ["evenness", "minute_worth"]


@inner
def _power(end: int, is_steep: bool) -> float:
    square = float(end * end)
    fourth = square * square
    return fourth * fourth * fourth if is_steep else fourth


@inner
def evenness(ends: Integers, k: int, end_k: int, l: int, end_l: int, is_steep: bool) -> float:
    """Change of the sum where lines k and l, or k alone, end then. `ends` as they are, shape (K,)."""
    change = _power(end_k, is_steep) - _power(ends[k], is_steep)
    return change if k == l else change + _power(end_l, is_steep) - _power(ends[l], is_steep)


@inner
def minute_worth(last: int, is_steep: bool) -> float:
    """What a minute of a line that ends last adds to the sum."""
    return (12.0 if is_steep else 4.0) * _power(last, is_steep) / max(last, 1)
