"""Mixed GWP sets: the bound on what they can do to a result (METHODS 9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.factors import GwpLabel, gwp_effect_bound
from lingtan.quantities import GwpSet

amounts = st.dictionaries(st.sampled_from(list(GwpLabel)), st.floats(0, 1e4))


def test_one_set_and_plain_co2_do_not_move() -> None:
    assert gwp_effect_bound({GwpLabel.AR6: 100.0, GwpLabel.CO2_ONLY: 50.0}, GwpSet.AR6) == 0.0


def test_methane_of_ar4_in_ar6_terms() -> None:
    # 20 % of 100 kg times 27.9/25 - 1
    assert gwp_effect_bound({GwpLabel.AR4: 100.0}, GwpSet.AR6) == pytest.approx(100 * 0.2 * (27.9 / 25 - 1))


@given(kg=amounts, to=st.sampled_from(list(GwpSet)))
def test_the_bound_stays_below_three_percent_of_the_result(kg: dict[GwpLabel, float], to: GwpSet) -> None:
    assert 0.0 <= gwp_effect_bound(kg, to) <= 0.03 * sum(kg.values()) + 1e-12


def test_an_unstated_set_is_taken_as_the_farthest() -> None:
    kg = 100.0
    worst = max(gwp_effect_bound({GwpLabel(s.value): kg}, GwpSet.AR6) for s in GwpSet)
    assert gwp_effect_bound({GwpLabel.NOT_STATED: kg}, GwpSet.AR6) == worst
