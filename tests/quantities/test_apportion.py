"""Whole numbers that sum to a whole."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from lingtan.quantities import apportion


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20), st.integers(-1000, 1000))
def test_integers_sum_to_the_total_and_stay_beside_their_parts(parts: list[float], more: int) -> None:
    wanted = round(math.fsum(parts))
    made = apportion(parts, wanted)
    assert sum(made) == wanted
    assert all(abs(whole - part) <= 1.0 + 1e-6 for whole, part in zip(made, parts, strict=True))
    assert sum(apportion(parts, wanted + more)) == wanted + more
