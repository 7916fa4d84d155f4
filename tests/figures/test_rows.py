"""Intervals, lines and histograms: what is drawn is what was given."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import Mark
from lingtan.figures import Histogram, HistogramMark, IntervalRow, Intervals, Line, Lines, echarts, table

numbers = st.floats(min_value=-1e6, max_value=1e6)


def intervals(*rows: IntervalRow) -> Intervals:
    return Intervals(title="Variants", unit="kg", source="s", rows=rows)


def lines(x: tuple[str, ...], *series: Line) -> Lines:
    return Lines(title="Years", unit="kg", source="s", x=x, series=series)


def histogram(edges: tuple[float, ...], counts: tuple[int, ...], *marks: HistogramMark) -> Histogram:
    return Histogram(title="Draws", unit="kg", source="s", edges=edges, counts=counts, marks=marks)


@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=6))
def test_interval_bars_reach_from_p5_to_p95_with_the_mean_on_them(given_rows: list[tuple[float, float, float]]):
    rows = tuple(IntervalRow(label=f"r{i}", mean=m, p5=min(a, b), p95=max(a, b)) for i, (m, a, b) in enumerate(given_rows))
    base, above, under, dots = echarts(intervals(*rows))["series"]
    for position, row in enumerate(rows):
        b, a, u = base["data"][position], above["data"][position]["value"], under["data"][position]["value"]
        low, high = (b, b + a) if b > 0 else (b + u, b) if b < 0 else (u, a)
        assert (low, high) == pytest.approx((row.p5, row.p95), abs=1e-6)
        assert dots["data"][position]["value"] == [row.mean, position]


def test_estimated_intervals_are_hatched_and_say_so():
    figure = intervals(IntervalRow(label="a", mean=1, p5=0, p95=2, mark=Mark.IMPUTED), IntervalRow(label="b", mean=1, p5=0, p95=2))
    assert ["decal" in item["itemStyle"] for item in echarts(figure)["series"][1]["data"]] == [True, False]
    assert table(figure)[1] == (("a", 1, 0, 2, "imputed"), ("b", 1, 0, 2, ""))


@given(st.lists(numbers, min_size=1, max_size=60), st.booleans())
def test_lines_keep_their_values_in_order_and_dash_estimates(values: list[float], estimated: bool):
    line = Line(name="a", label="A", values=tuple(values), estimated=estimated)
    figure = lines(tuple(str(i) for i in range(len(values))), line)
    drawn = echarts(figure)["series"][0]
    assert [item["value"] for item in drawn["data"]] == values
    assert drawn["lineStyle"]["type"] == ("dashed" if estimated else "solid")
    assert drawn["name"] in echarts(figure)["legend"]["data"]
    assert [row[1] for row in table(figure)[1]] == values


def test_lines_differ_by_more_than_colour():
    figure = lines(("1",), *(Line(name=str(i), label=str(i), values=(i,)) for i in range(8)))
    assert len({one["symbol"] for one in echarts(figure)["series"]}) == 8


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40), numbers)
def test_histogram_outline_holds_every_count(counts: list[int], start: float):
    edges = tuple(start + 2.0 * i for i in range(len(counts) + 1))
    outline = echarts(histogram(edges, tuple(counts)))["series"][0]["data"]
    assert [item["value"] for item in outline[:-1]] == [[edge, count] for edge, count in zip(edges, counts, strict=False)]
    assert outline[-1]["value"] == [edges[-1], counts[-1]]


def test_histogram_marks_are_drawn_and_tabled():
    figure = histogram((0.0, 1.0, 2.0), (3, 4), HistogramMark(label="mean", value=2.5))
    option = echarts(figure)
    assert option["series"][0]["markLine"]["data"][0]["xAxis"] == 2.5
    assert option["xAxis"]["max"] == 2.5  # a mark outside the bins is still seen
    assert table(figure)[1] == (("0 – 1", 0.0, 1.0, 3), ("1 – 2", 1.0, 2.0, 4), ("mean", 2.5, 2.5, None))


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: intervals(IntervalRow(label="a", mean=1, p5=2, p95=1)), "FIGURE_QUANTILES"),  # quantiles the wrong way round
        (lambda: intervals(IntervalRow(label="a", mean=math.nan, p5=1, p95=2)), "FIGURE_NOT_FINITE"),  # no number
        (lambda: lines(("1", "2"), Line(name="a", label="A", values=(1.0,))), "FIGURE_LENGTH"),  # a year without a value
        (lambda: lines(("1",), Line(name="a", label="A", values=(-math.inf,))), "FIGURE_NOT_FINITE"),  # no end
        (lambda: histogram((0.0, 1.0), (1, 2)), "FIGURE_LENGTH"),  # edges are one more than bins
        (lambda: histogram((0.0, 2.0, 1.0), (1, 2)), "FIGURE_EDGES"),  # edges that fall
        (lambda: histogram((0.0, 1.0, 1.0), (1, 2)), "FIGURE_EDGES"),  # an empty bin
        (lambda: histogram((0.0, 1.0), (-1,)), "FIGURE_STEP_SIZE"),  # fewer than no draws
        (lambda: histogram((0.0, math.nan), (1,)), "FIGURE_NOT_FINITE"),  # no number
    ],
)
def test_bad_arguments(build, code: str):
    with pytest.raises(InputError, match=code):
        build()
