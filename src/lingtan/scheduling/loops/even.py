"""What steers lines to one last end: the sum of fourth powers of their ends.

The longest end alone hardly ever moves, and squares leave lines too uneven: a minute of the longest is worth hardly more than any other.
"""

from __future__ import annotations

from lingtan.compiled import inner
from lingtan.scheduling.problem import Integers

__all__ = ["evenness", "minute_worth"]


@inner
def _power(end: int) -> float:
    square = float(end * end)
    return square * square


@inner
def evenness(ends: Integers, k: int, end_k: int, l: int, end_l: int) -> float:
    """Change of the sum where lines k and l, or k alone, end then. `ends` as they are, shape (K,)."""
    change = _power(end_k) - _power(ends[k])
    return change if k == l else change + _power(end_l) - _power(ends[l])


@inner
def minute_worth(last: int) -> float:
    """What a minute of a line that ends last adds to the sum."""
    return 4.0 * last * float(last * last)
