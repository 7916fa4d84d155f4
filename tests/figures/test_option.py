"""Every figure as an option: JSON alone, colours by token, no unit as an axis name, tooltips without HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lingtan
from lingtan import figures as f
from lingtan.evidence import Mark
from lingtan.figures.shared import amount
from lingtan.messages import Language

CSS = (Path(lingtan.__file__).parent / "web" / "static" / "app.css").read_text("utf-8")
HEAD = {"title": "Title", "unit": "kg CO2e", "source": "study 1"}
ONE_OF_EACH: dict[str, f.Figure] = {
    "sankey": f.Sankey(
        nodes=(f.SankeyNode(name="a", label="A", mark=Mark.ASSUMED), f.SankeyNode(name="b", label="B")),
        links=(f.SankeyLink(source="a", target="b", value=1.0, estimated=0.5), f.SankeyLink(source="a", target="b", value=-1.0)),
        **HEAD,
    ),
    "bars": f.Bars(
        categories=("x", "y"),
        series=(
            f.BarSeries(name="a", label="A", values=(1.0, 2.0), estimated_values=(0.5, 0.0)),
            f.BarSeries(name="b", label="B", values=(1.0, -2.0), colour="source-pv"),
        ),
        **HEAD,
    ),
    "waterfall": f.Waterfall(
        steps=(
            f.WaterfallStep(label="gross", value=2.0, kind=f.StepKind.TOTAL),
            f.WaterfallStep(label="less", value=1.0, kind=f.StepKind.MINUS, estimated=True),
            f.WaterfallStep(label="more", value=1.0, kind=f.StepKind.PLUS),
            f.WaterfallStep(label="net", value=2.0, kind=f.StepKind.TOTAL),
            f.WaterfallStep(label="credits", value=1.0, kind=f.StepKind.BELOW),
        ),
        **HEAD,
    ),
    "intervals": f.Intervals(rows=(f.IntervalRow(label="a", mean=1, p5=0, p95=2, mark=Mark.IMPUTED, href="/a"),), **HEAD),
    "lines": f.Lines(x=("1", "2"), series=(f.Line(name="a", label="A", values=(1.0, 2.0), estimated=True),), **HEAD),
    "histogram": f.Histogram(edges=(0.0, 1.0), counts=(1,), marks=(f.HistogramMark(label="mean", value=0.5),), **HEAD),
}


def walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from walk(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from walk(inner, key)
    else:
        yield key, value


@pytest.mark.parametrize("name", ONE_OF_EACH)
@pytest.mark.parametrize("language", Language)
def test_an_option_is_json_and_comes_back_the_same(name: str, language: Language):
    option = f.echarts(ONE_OF_EACH[name], language)
    text = json.dumps(option, allow_nan=False)
    assert json.loads(text) == json.loads(json.dumps(json.loads(text)))
    assert "function" not in text
    assert option["tooltip"]["renderMode"] == "richText"
    assert "LOOK_" not in text


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_every_colour_is_a_token_that_the_style_sheet_has(name: str):
    colours = [value for key, value in walk(f.echarts(ONE_OF_EACH[name])) if key.lower().endswith("color")]
    assert colours
    for colour in colours:
        if colour != "transparent":
            token = re.fullmatch(r"(?:hatch:)?token:([a-z0-9-]+)", colour)
            assert token is not None, colour
            assert f"--{token[1]}:" in CSS


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_no_axis_carries_a_name_and_the_unit_stands_in_the_table(name: str):
    option = f.echarts(ONE_OF_EACH[name])
    for axis in ("xAxis", "yAxis"):
        for one in option.get(axis, []) if isinstance(option.get(axis), list) else [option.get(axis, {})]:
            assert "name" not in one
    header, rows = f.table(ONE_OF_EACH[name])
    assert any("[kg CO2e]" in head for head in header)
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("name", ["sankey", "bars", "waterfall", "intervals"])
def test_estimates_are_hatched(name: str):
    text = json.dumps(f.echarts(ONE_OF_EACH[name]))
    assert '"decal"' in text or "hatch:token" in text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"),
        (-0.5, "−0.5"),
        (201.3, "201.3"),
        (1234.56, "1,235"),
        (0.000123456, "0.0001235"),
        (12.0, "12"),
        (100.0, "100"),
        (-1e6, "−1,000,000"),
        (1e-12, "0"),
    ],
)
def test_amounts_are_said_with_four_digits(value: float, said: str):
    assert amount(value) == said
