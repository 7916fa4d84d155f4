"""Flows from node to node: material → component → stage → device."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from lingtan.errors import InputError
from lingtan.evidence import JSON, Mark
from lingtan.figures.shared import (
    HATCH,
    Option,
    Table,
    amount,
    check_finite,
    check_share,
    label_text,
    say,
    series_colour,
    with_unit,
)
from lingtan.messages import Language

__all__ = ["Sankey", "SankeyLink", "SankeyNode"]

_TOLERANCE = 1e-9
_ROW_PX = 40
_LEAST_PX = 260
_COLUMN_PX = 215


@dataclass(frozen=True, slots=True, kw_only=True)
class SankeyNode:
    """A node. `name` is its id; `depth` fixes its column, counted from 0; `mark` says how its amount is known."""

    name: str
    label: str
    depth: int | None = None
    mark: Mark | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SankeyLink:
    """A flow. `value` may be negative (a credit of recycling), then it is drawn in its size and said with its sign.

    `estimated` is the share of it that is an estimate. [-], in [0, 1]
    """

    source: str
    target: str
    value: float
    estimated: float = 0.0
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """Nodes and flows, in `unit`. What enters an inner node leaves it, positive and negative flows each on their own, so none cancels."""

    title: str
    unit: str
    source: str
    nodes: tuple[SankeyNode, ...]
    links: tuple[SankeyLink, ...]

    def __post_init__(self) -> None:
        known = Counter(node.name for node in self.nodes)
        for name, times in known.items():
            if times > 1:
                raise InputError("FIGURE_NODE_TWICE", place=self.title, node=name)
        for link in self.links:
            for end in (link.source, link.target):
                if end not in known:
                    raise InputError("FIGURE_NODE_UNKNOWN", place=self.title, node=end)
            check_finite([link.value], place=f"{self.title}: {link.source} → {link.target}")
            check_share(link.estimated, place=f"{self.title}: {link.source} → {link.target}")
        self._check_no_loop()
        self._check_balance()

    def _check_no_loop(self) -> None:
        before: dict[str, set[str]] = defaultdict(set)
        for link in self.links:
            before[link.target].add(link.source)
        try:
            TopologicalSorter(before).prepare()
        except CycleError as exc:
            raise InputError("FIGURE_LOOP", place=self.title, nodes=" → ".join(exc.args[1])) from exc

    def _check_balance(self) -> None:
        whole = math.fsum(abs(link.value) for link in self.links)
        for sign in (1, -1):
            entering, leaving = self._sums(sign)
            inner = {link.target for link in self.links} & {link.source for link in self.links}
            for name in sorted(inner):
                if abs(entering.get(name, 0.0) - leaving.get(name, 0.0)) > _TOLERANCE * whole:
                    raise InputError(
                        "FIGURE_UNBALANCED",
                        place=self.title,
                        node=name,
                        entering=amount(sign * entering.get(name, 0.0)),
                        leaving=amount(sign * leaving.get(name, 0.0)),
                    )

    def _sums(self, sign: int) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """What enters and what leaves each node in links of this sign, as sizes."""
        entering: dict[str, list[float]] = defaultdict(list)
        leaving: dict[str, list[float]] = defaultdict(list)
        for link in self.links:
            if link.value * sign > 0:
                entering[link.target].append(abs(link.value))
                leaving[link.source].append(abs(link.value))
        return {n: math.fsum(v) for n, v in entering.items()}, {n: math.fsum(v) for n, v in leaving.items()}

    def through(self, name: str) -> tuple[float, float]:
        """What passes a node: the positive and the negative flow, never netted. [unit]"""
        return self._passing().get(name, (0.0, 0.0))

    def _passing(self) -> Mapping[str, tuple[float, float]]:
        """The same of every node, summed up once."""
        most = []
        for sign in (1, -1):
            entering, leaving = self._sums(sign)
            most.append({node.name: max(entering.get(node.name, 0.0), leaving.get(node.name, 0.0)) for node in self.nodes})
        positive, negative = most
        return {name: (value, -negative[name] if negative[name] else 0.0) for name, value in positive.items()}

    def table(self, language: Language) -> Table:
        """One row a flow."""
        labels = {node.name: node.label for node in self.nodes}
        header = ("LOOK_FROM", "LOOK_TO", "LOOK_AMOUNT", "LOOK_SHARE_ESTIMATED")
        words = [say(code, language) for code in header]
        words[2] = with_unit(words[2], self.unit)
        return tuple(words), tuple((labels[link.source], labels[link.target], link.value, link.estimated) for link in self.links)

    def option(self, language: Language) -> Option:
        """Nodes as bars, flows as bands; the estimated part of a flow is a hatched band of its own."""
        columns: dict[int, int] = defaultdict(int)
        depths, passing = self._depths(), self._passing()
        colours: dict[str, str] = {}
        for node in self.nodes:
            columns[depths[node.name]] += 1
            colours[node.name] = series_colour(columns[depths[node.name]] - 1 + depths[node.name])
        sinks = {link.target for link in self.links} - {link.source for link in self.links}
        colours |= dict.fromkeys(sinks, "token:brand") if len(sinks) == 1 else {}
        series: dict[str, JSON] = {
            "type": "sankey",
            "data": [self._node(node, passing[node.name], colours[node.name], node.name in sinks, language) for node in self.nodes],
            "links": [part for link in self.links for part in self._parts(link, colours[link.source], language)],
            "left": 4,
            "right": 120,
            "top": 12,
            "bottom": 12,
            "nodeWidth": 12,
            "nodeGap": 18,
            "nodeAlign": "justify",
            "draggable": False,
            "emphasis": {"focus": "adjacency"},
            "blur": {"itemStyle": {"opacity": 0.3}, "lineStyle": {"opacity": 0.12}, "label": {"opacity": 0.4}},
            "label": {
                "color": "token:ink",
                "fontSize": 12,
                "width": 192,
                "overflow": "truncate",
                "textBorderColor": "token:card",
                "textBorderWidth": 3,
            },
            "lineStyle": {"curveness": 0.5},
        }
        height = max(_LEAST_PX, max(columns.values(), default=1) * _ROW_PX + 40)
        return {"series": [series], "lingtan": {"height": height, "least_width": (max(columns, default=0) + 1) * _COLUMN_PX}}

    def _node(self, node: SankeyNode, passing: tuple[float, float], colour: str, is_sink: bool, language: Language) -> dict[str, JSON]:
        said = " / ".join(amount(value) for value in passing if value) or "0"
        known = f" · {say(f'DOC_MARK_{node.mark.upper()}', language)}" if node.mark else ""
        return {
            "name": node.name,
            "label": {"formatter": label_text(node.label + ("\n" if is_sink else "  ") + said), "lineHeight": 16},
            "tip": f"{node.label}\n{said} {self.unit}{known}",
            "itemStyle": {"color": colour, "borderWidth": 0, **({"decal": HATCH} if node.mark and node.mark.is_estimate else {})},
            **({"depth": node.depth} if node.depth is not None else {}),
            **({"href": node.href} if node.href else {}),
        }

    def _parts(self, link: SankeyLink, colour: str, language: Language) -> list[dict[str, JSON]]:
        labels = {node.name: node.label for node in self.nodes}
        tip = f"{labels[link.source]} → {labels[link.target]}\n{amount(link.value, self.unit)}"
        if link.estimated:
            tip += f"\n{say('LOOK_SHARE_ESTIMATED', language)} {link.estimated:.0%}"
        colour = "token:info" if link.value < 0 else colour
        parts: tuple[tuple[float, dict[str, JSON]], ...] = (
            (abs(link.value) * (1 - link.estimated), {"color": colour, "opacity": 0.38}),
            (abs(link.value) * link.estimated, {"color": f"hatch:{colour}", "opacity": 0.6}),
        )
        shared: dict[str, JSON] = {"source": link.source, "target": link.target, "tip": tip, **({"href": link.href} if link.href else {})}
        return [{**shared, "value": value, "lineStyle": style} for value, style in parts if value > 0]

    def _depths(self) -> Mapping[str, int]:
        """The column of each node: its own, or one after the deepest before it."""
        before: dict[str, set[str]] = {node.name: set() for node in self.nodes}
        for link in self.links:
            before[link.target].add(link.source)
        fixed = {node.name: node.depth for node in self.nodes}
        found: dict[str, int] = {}
        for name in TopologicalSorter(before).static_order():
            own = fixed[name]
            found[name] = own if own is not None else max((found[earlier] + 1 for earlier in before[name]), default=0)
        return found
