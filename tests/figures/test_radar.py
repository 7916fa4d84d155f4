"""Radar: shares on axes around a centre, in percent; what counts is the only one filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.figures import Radar, RadarSeries, echarts, table

shares = st.lists(st.floats(min_value=0, max_value=1), min_size=3, max_size=8)


def radar(given_shares: list[float], **more) -> Radar:
    axes = tuple(f"axis {i}" for i in range(len(given_shares)))
    series = (RadarSeries(name="planned", label="planned", shares=(1.0,) * len(axes)), RadarSeries(name="v", label="v", **more))
    return Radar(title="Pillars", source="s", axes=axes, series=series)


@given(shares)
def test_every_share_stays_inside_the_rim_and_stands_in_the_table(given_shares: list[float]):
    figure = radar(given_shares, shares=tuple(given_shares), counts=True)
    option = echarts(figure)
    rim = option["radar"]["indicator"][0]["max"]
    assert all(value <= rim for one in option["series"] for value in one["data"][0]["value"])
    assert [row[2] for row in table(figure)[1]] == pytest.approx([100 * share for share in given_shares])
    assert ["areaStyle" in one for one in option["series"]] == [False, True]


@pytest.mark.parametrize(
    ("given_shares", "code"),
    [
        ((0.1, 0.2), "FIGURE_LENGTH"),  # an axis without a share
        ((0.1, 0.2, 1.2), "FIGURE_SHARE"),  # more than all
        ((0.1, 0.2, -0.1), "FIGURE_SHARE"),  # less than nothing
    ],
)
def test_bad_shares_are_refused(given_shares: tuple[float, ...], code: str):
    with pytest.raises(InputError) as caught:
        radar([0.0, 0.0, 0.0], shares=given_shares)
    assert caught.value.code == code
