"""From gross to the footprint; credits beside it, never subtracted."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.figures import StepKind, Waterfall, WaterfallStep, echarts, table

T, M, P, B = StepKind.TOTAL, StepKind.MINUS, StepKind.PLUS, StepKind.BELOW
sizes = st.floats(min_value=0, max_value=1e6)


def waterfall(*steps: tuple[float, StepKind]) -> Waterfall:
    made = (WaterfallStep(label=f"step {i}", value=value, kind=kind) for i, (value, kind) in enumerate(steps))
    return Waterfall(title="Zero", unit="kg", source="s", steps=tuple(made))


def total(gross: float, steps: list[tuple[float, StepKind]]) -> float:
    for value, kind in steps:
        gross += value if kind is P else -value
    return gross


@given(sizes, st.lists(st.tuples(sizes, st.sampled_from([M, P])), max_size=6), st.lists(sizes, max_size=3))
def test_bars_span_from_sum_to_sum_and_what_is_below_changes_nothing(gross: float, steps: list, below: list[float]):
    footprint = total(gross, steps)
    figure = waterfall((gross, T), *steps, (footprint, T), *((value, B) for value in below))
    assert figure.spans() == waterfall((gross, T), *steps, (footprint, T)).spans()
    base, above, under = echarts(figure)["series"][:3]
    for (low, high), b, a, u in zip(figure.spans(), base["data"], above["data"], under["data"], strict=True):
        ends = sorted((b + u["value"], b + a["value"])) if b >= 0 else sorted((b + u["value"], b))
        assert ends == pytest.approx([low, high], abs=1e-6 * max(1.0, abs(low), abs(high)))
        assert a["value"] >= 0 >= u["value"]
    assert len(echarts(figure)["grid"]) == (2 if below else 1)


def test_credits_are_drawn_in_a_field_of_their_own_from_zero():
    option = echarts(waterfall((10.0, T), (4.0, M), (6.0, T), (6.0, B)))
    assert [one["xAxisIndex"] for one in option["series"]] == [0, 0, 0, 1, 1, 1]
    assert option["series"][3]["data"] == [0.0]
    assert option["series"][4]["data"][0]["value"] == 6.0
    assert option["xAxis"][0]["max"] == option["xAxis"][1]["max"]  # one scale for both
    assert option["title"]["text"] == "beside the footprint, not subtracted"


def test_each_bar_is_labelled_once_with_its_sign():
    option = echarts(waterfall((10.0, T), (14.0, M), (1.0, P), (-3.0, T)))
    shown = [[item["label"]["formatter"] for item in one["data"] if item["label"]["show"]] for one in option["series"][1:3]]
    assert sorted(shown[0] + shown[1]) == sorted(["10", "−14", "+1", "−3"])


def test_table_says_what_is_subtracted_and_what_is_not():
    header, rows = table(waterfall((10.0, T), (4.0, M), (6.0, T), (6.0, B)))
    assert header == ("step", "kind", "amount [kg]")
    assert [row[1] for row in rows] == ["total", "less", "total", "beside, not subtracted"]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "FIGURE_FIRST_STEP"),  # nothing at all
        ([(1.0, M), (1.0, T)], "FIGURE_FIRST_STEP"),  # subtracted from nothing
        ([(10.0, T), (4.0, M)], "FIGURE_BELOW_ORDER"),  # no footprint at the end
        ([(10.0, T), (4.0, B), (10.0, T)], "FIGURE_BELOW_ORDER"),  # credits before the footprint
        ([(10.0, T), (4.0, M), (6.1, T)], "FIGURE_TOTAL"),  # a total that is not the sum
        ([(10.0, T), (10.0, T), (4.0, B), (6.0, T)], "FIGURE_BELOW_ORDER"),  # a footprint net of credits
        ([(10.0, T), (-4.0, M), (14.0, T)], "FIGURE_STEP_SIZE"),  # a negative reduction
        ([(10.0, T), (-1.0, B)], "FIGURE_STEP_SIZE"),  # credits below nothing
        ([(math.nan, T)], "FIGURE_NOT_FINITE"),  # no number
    ],
)
def test_bad_arguments(steps: list, code: str):
    with pytest.raises(InputError, match=code):
        waterfall(*steps)
