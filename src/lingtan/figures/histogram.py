"""How often draws fall where, with lines at the figures that matter (mean, quantiles)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.figures.shared import (
    Option,
    Table,
    amount,
    axis_of_values,
    check_finite,
    check_length,
    label_text,
    say,
    series_colour,
    with_unit,
)
from lingtan.messages import Language

__all__ = ["Histogram", "HistogramMark"]

_HEIGHT_PX = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class HistogramMark:
    """A line at a value. [unit of the figure]"""

    label: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """`counts[i]` draws lie in `edges[i]` to `edges[i+1]`; the edges are in `unit`."""

    title: str
    unit: str
    source: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    marks: tuple[HistogramMark, ...] = ()

    def __post_init__(self) -> None:
        check_finite((*self.edges, *self.counts, *(mark.value for mark in self.marks)), place=self.title)
        check_length(len(self.edges), len(self.counts) + 1, place=self.title)
        if any(after <= before for before, after in pairwise(self.edges)):
            raise InputError("FIGURE_EDGES", place=self.title)
        if any(count < 0 for count in self.counts):
            raise InputError("FIGURE_STEP_SIZE", place=self.title, value=min(self.counts))

    def table(self, language: Language) -> Table:
        """One row a bin, then one row a mark."""
        words = [say("LOOK_ITEM", language)]
        words += [with_unit(say(code, language), self.unit) for code in ("LOOK_FROM", "LOOK_TO")]
        words.append(say("LOOK_COUNT", language))
        bins = [
            (f"{amount(low)} – {amount(high)}", low, high, count)
            for (low, high), count in zip(pairwise(self.edges), self.counts, strict=True)
        ]
        return tuple(words), (*bins, *((mark.label, mark.value, mark.value, None) for mark in self.marks))

    def option(self, language: Language) -> Option:
        """The outline of the bins as a stepped area, marks as upright lines with their words."""
        low, high = self.edges[0], self.edges[-1]
        outline: list[JSON] = [
            {"value": [left, count], "tip": f"{amount(left)} – {amount(right, self.unit)}\n{say('LOOK_COUNT', language)} {count:,}"}
            for (left, right), count in zip(pairwise(self.edges), self.counts, strict=True)
        ]
        outline.append({"value": [high, self.counts[-1] if self.counts else 0]})
        lines: list[JSON] = [
            {"xAxis": mark.value, "label": {"formatter": label_text(f"{mark.label} {amount(mark.value)}")}} for mark in self.marks
        ]
        edges: dict[str, JSON] = {"color": "token:ink-3", "hideOverlap": True, "showMinLabel": False, "showMaxLabel": False}
        reach = [*(mark.value for mark in self.marks), low, high]
        return {
            "grid": {"left": 4, "right": 24, "top": 32, "bottom": 4, "containLabel": True},
            "xAxis": {**axis_of_values(low=min(reach), high=max(reach)), "splitLine": {"show": False}, "axisLabel": edges},
            "yAxis": axis_of_values(),
            "series": [
                {
                    "type": "line",
                    "step": "end",
                    "symbol": "circle",
                    "symbolSize": 6,
                    "showSymbol": False,
                    "itemStyle": {"color": series_colour(0)},
                    "lineStyle": {"color": series_colour(0), "width": 2},
                    "areaStyle": {"color": series_colour(0), "opacity": 0.18},
                    "data": outline,
                    "markLine": {
                        "silent": True,
                        "symbol": "none",
                        "lineStyle": {"color": "token:ink-2", "type": "solid", "width": 1},
                        "label": {"color": "token:ink", "fontSize": 12},
                        "data": lines,
                    },
                }
            ],
            "lingtan": {"height": _HEIGHT_PX},
        }
