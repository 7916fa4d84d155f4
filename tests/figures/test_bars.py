"""Bars: known and estimated parts add up; lengths and signs are checked."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.figures import Bars, BarSeries, echarts, table

values = st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=1, max_size=8)


def bars(series: list[BarSeries], categories: int, **more) -> Bars:
    return Bars(title="Stages", unit="kg", source="s", categories=tuple(f"c{i}" for i in range(categories)), series=tuple(series), **more)


@given(values, st.floats(min_value=0, max_value=1), st.booleans(), st.booleans())
def test_solid_and_hatched_bars_stack_to_the_value(given_values: list[float], share: float, stacked: bool, horizontal: bool):
    estimated = tuple(v * share for v in given_values)
    series = BarSeries(name="a", label="A", values=tuple(given_values), estimated_values=estimated)
    option = echarts(bars([series], len(given_values), stacked=stacked, horizontal=horizontal))
    drawn = option["series"]
    assert len({one["stack"] for one in drawn}) == 1
    for position, value in enumerate(given_values):
        assert math.fsum(one["data"][position]["value"] for one in drawn) == pytest.approx(value, rel=1e-12, abs=1e-9)
    assert ["decal" in one["itemStyle"] for one in drawn] == ([False, True] if any(estimated) else [False])
    assert option["yAxis" if horizontal else "xAxis"]["type"] == "category"


def test_a_series_without_estimates_is_drawn_once_and_tabled_once():
    figure = bars([BarSeries(name="a", label="A", values=(1.0, 2.0))], 2)
    assert len(echarts(figure)["series"]) == 1
    assert table(figure) == (("item", "A [kg]"), (("c0", 1.0), ("c1", 2.0)))


def test_the_estimated_part_has_a_column_of_its_own():
    figure = bars([BarSeries(name="a", label="A", values=(3.0,), estimated_values=(1.0,))], 1)
    assert table(figure) == (("item", "A [kg]", "A, estimated [kg]"), (("c0", 3.0, 1.0),))


def test_stacked_series_share_a_stack_and_others_do_not():
    pair = [BarSeries(name="a", label="A", values=(3.0,)), BarSeries(name="b", label="B", values=(-3.0,))]
    assert {one["stack"] for one in echarts(bars(pair, 1, stacked=True))["series"]} == {"all"}
    assert {one["stack"] for one in echarts(bars(pair, 1))["series"]} == {"a", "b"}
    assert [one["data"][0]["value"] for one in echarts(bars(pair, 1, stacked=True))["series"]] == [3.0, -3.0]


@pytest.mark.parametrize(
    ("given_values", "estimated", "code"),
    [
        ((1.0,), (), "FIGURE_LENGTH"),  # a label without a value
        ((1.0, 2.0, 3.0), (), "FIGURE_LENGTH"),  # a value without a label
        ((1.0, math.nan), (), "FIGURE_NOT_FINITE"),  # no number
        ((1.0, 2.0), (1.0,), "FIGURE_LENGTH"),  # estimates for some only
        ((1.0, 2.0), (1.0, 2.1), "FIGURE_PART"),  # more estimated than there is
        ((1.0, 2.0), (1.0, -1.0), "FIGURE_PART"),  # a part of the other sign
        ((1.0, 2.0), (1.0, math.inf), "FIGURE_NOT_FINITE"),  # no end
    ],
)
def test_bad_arguments(given_values: tuple[float, ...], estimated: tuple[float, ...], code: str):
    with pytest.raises(InputError, match=code):
        bars([BarSeries(name="a", label="A", values=given_values, estimated_values=estimated)], 2)
