"""Flows: what enters leaves, nothing cancels, estimates keep a band of their own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import Mark
from lingtan.figures import Sankey, SankeyLink, SankeyNode, echarts, table
from lingtan.messages import Language

amounts = st.floats(min_value=1e-3, max_value=1e6)
shares = st.floats(min_value=0, max_value=1)


def node(name: str, **more) -> SankeyNode:
    return SankeyNode(name=name, label=name.title(), **more)


def link(source: str, target: str, value: float, **more) -> SankeyLink:
    return SankeyLink(source=source, target=target, value=value, **more)


def sankey(nodes: list[SankeyNode], links: list[SankeyLink]) -> Sankey:
    return Sankey(title="Flows", unit="kg CO2e", source="study 1", nodes=tuple(nodes), links=tuple(links))


@st.composite
def flows(draw) -> Sankey:
    """Materials into components into one device; some lines are credits."""
    materials = [f"m{i}" for i in range(draw(st.integers(1, 5)))]
    parts = [f"c{i}" for i in range(draw(st.integers(1, 4)))]
    links, sums = [], {part: {1: [], -1: []} for part in parts}
    for material in materials:
        for part in parts:
            value = draw(amounts) * draw(st.sampled_from([1, 1, 1, -1]))
            links.append(link(material, part, value, estimated=draw(shares)))
            sums[part][1 if value > 0 else -1].append(value)
    for part in parts:
        links += [link(part, "device", math.fsum(values)) for values in sums[part].values() if values]
    return sankey([node(name) for name in [*materials, *parts, "device"]], links)


@given(flows())
def test_what_enters_the_device_is_the_sum_of_the_materials_by_sign(figure: Sankey):
    first = [one.value for one in figure.links if one.source.startswith("m")]
    positive, negative = figure.through("device")
    assert positive == pytest.approx(math.fsum(v for v in first if v > 0), rel=1e-9)
    assert negative == pytest.approx(math.fsum(v for v in first if v < 0), rel=1e-9)


@given(flows())
def test_drawn_bands_hold_each_flow_whole_and_its_estimated_share_hatched(figure: Sankey):
    drawn = echarts(figure)["series"][0]["links"]
    for one in figure.links:
        bands = [band for band in drawn if (band["source"], band["target"]) == (one.source, one.target)]
        same = [other for other in figure.links if (other.source, other.target) == (one.source, one.target)]
        assert math.fsum(band["value"] for band in bands) == pytest.approx(math.fsum(abs(other.value) for other in same), rel=1e-9)
        hatched = math.fsum(band["value"] for band in bands if band["lineStyle"]["color"].startswith("hatch:"))
        assert hatched == pytest.approx(math.fsum(abs(other.value) * other.estimated for other in same), rel=1e-9, abs=1e-12)
    assert all(band["value"] > 0 for band in drawn)


@given(flows(), st.floats(min_value=1e-3, max_value=0.9))
def test_a_flow_changed_on_one_side_of_a_node_is_refused(figure: Sankey, share: float):
    last = figure.links[-1]
    whole = math.fsum(abs(one.value) for one in figure.links)
    changed = link(last.source, last.target, last.value + math.copysign(whole * share, last.value))
    with pytest.raises(InputError, match="FIGURE_UNBALANCED"):
        sankey(list(figure.nodes), [*figure.links[:-1], changed])


def test_a_credit_and_a_burden_of_one_size_do_not_vanish():
    figure = sankey(
        [node("a"), node("b"), node("c")], [link("a", "b", 5.0), link("a", "b", -5.0), link("b", "c", 5.0), link("b", "c", -5.0)]
    )
    assert figure.through("c") == (5.0, -5.0)
    assert "5 / −5" in echarts(figure)["series"][0]["data"][2]["tip"]
    # netted on one side only: 0 leaves where 5 and −5 enter
    with pytest.raises(InputError, match="FIGURE_UNBALANCED"):
        sankey([node("a"), node("b"), node("c")], [link("a", "b", 5.0), link("a", "b", -5.0), link("b", "c", 0.0)])


@pytest.mark.parametrize(
    ("nodes", "links", "code"),
    [
        (["a", "a", "b"], [("a", "b", 1.0, 0.0)], "FIGURE_NODE_TWICE"),  # one name for two nodes
        (["a"], [("a", "b", 1.0, 0.0)], "FIGURE_NODE_UNKNOWN"),  # a flow into nowhere
        (["a", "b"], [("a", "b", math.nan, 0.0)], "FIGURE_NOT_FINITE"),  # no number
        (["a", "b"], [("a", "b", math.inf, 0.0)], "FIGURE_NOT_FINITE"),  # no end
        (["a", "b"], [("a", "b", 1.0, 1.2)], "FIGURE_SHARE"),  # more estimated than there is
        (["a", "b"], [("a", "b", 1.0, -0.1)], "FIGURE_SHARE"),  # less than nothing estimated
        (["a", "b"], [("a", "b", 1.0, math.nan)], "FIGURE_SHARE"),  # an unknown share
        (["a"], [("a", "a", 1.0, 0.0)], "FIGURE_LOOP"),  # into itself
        (["a", "b"], [("a", "b", 1.0, 0.0), ("b", "a", 1.0, 0.0)], "FIGURE_LOOP"),  # back again
        (["a", "b", "c"], [("a", "b", 1.0, 0.0), ("b", "c", 0.999, 0.0)], "FIGURE_UNBALANCED"),  # a gram is lost
    ],
)
def test_bad_arguments(nodes: list[str], links: list[tuple], code: str):
    with pytest.raises(InputError, match=code) as caught:
        sankey([node(name) for name in nodes], [link(s, t, v, estimated=e) for s, t, v, e in links])
    assert str(caught.value.place).startswith("Flows")


def test_a_loss_of_a_billionth_passes_as_rounding():
    sankey([node("a"), node("b"), node("c")], [link("a", "b", 1.0), link("b", "c", 1.0 + 1e-10)])


def test_table_has_units_and_words_of_the_language():
    figure = sankey([node("a"), node("b")], [link("a", "b", 2.0, estimated=0.25)])
    assert table(figure) == (("from", "to", "amount [kg CO2e]", "estimated share"), (("A", "B", 2.0, 0.25),))
    assert table(figure, Language.ZH)[0] == ("自", "至", "数值 [kg CO2e]", "估算占比")


def test_nodes_say_how_they_are_known_and_links_lead_on():
    figure = sankey([node("a", mark=Mark.ASSUMED), node("b", mark=Mark.MEASURED)], [link("a", "b", 2.0, href="/lines/1")])
    series = echarts(figure)["series"][0]
    assert "decal" in series["data"][0]["itemStyle"]
    assert "decal" not in series["data"][1]["itemStyle"]
    assert "assumed" in series["data"][0]["tip"]
    assert series["links"][0]["href"] == "/lines/1"


def test_braces_in_a_label_are_no_placeholder():
    figure = Sankey(title="t", unit="", source="", nodes=(SankeyNode(name="x", label="{b} {a|x}"), node("y")), links=(link("x", "y", 1.0),))
    assert "{" not in echarts(figure)["series"][0]["data"][0]["label"]["formatter"]
