"""The one type of a figure, and the two shapes it takes at the edge."""

from __future__ import annotations

from typing import TypeAlias

from lingtan.evidence import JSON
from lingtan.figures.bars import Bars
from lingtan.figures.curves import Curves
from lingtan.figures.gantt import Gantt
from lingtan.figures.histogram import Histogram
from lingtan.figures.hours import Hours
from lingtan.figures.intervals import Intervals
from lingtan.figures.lines import Lines
from lingtan.figures.radar import Radar
from lingtan.figures.sankey import Sankey
from lingtan.figures.shared import Option, Table
from lingtan.figures.waterfall import Waterfall
from lingtan.messages import Language

__all__ = ["Figure", "echarts", "summary", "table"]

#: Everything that can be drawn. Each has `title`, `unit` and `source`.
Figure: TypeAlias = Sankey | Bars | Waterfall | Intervals | Lines | Histogram | Curves | Hours | Gantt | Radar


def table(figure: Figure, language: Language = Language.EN) -> Table:
    """The numbers of a figure: header (with units) and rows, for "show table", XLSX and CSV."""
    return figure.table(language)


def summary(figure: Figure, language: Language = Language.EN) -> Table:
    """The table beside a figure on the screen: its numbers, or of one with thousands what they add up to."""
    return figure.summary(language) if isinstance(figure, Hours | Gantt) else figure.table(language)


def echarts(figure: Figure, language: Language = Language.EN) -> Option:
    """The figure as an option of ECharts 6: JSON only.

    Colours are names: `token:series-1` is the CSS custom property `--series-1`, `hatch:token:series-1` the same with the hatching of an
    estimate. A data item may carry `tip` (what the tooltip says) and `href` (where a click goes). `lingtan` holds the height wanted [px].
    `static/charts.js` resolves all of it.
    """
    tooltip: dict[str, JSON] = {
        "renderMode": "richText",
        "confine": True,
        "trigger": "axis" if isinstance(figure, Lines | Histogram | Hours) else "item",
        "backgroundColor": "token:card",
        "borderColor": "token:line-2",
        "borderWidth": 1,
        "padding": [8, 12],
        "shadowBlur": 0,
        "shadowColor": "transparent",
        "textStyle": {"color": "token:ink", "fontSize": 13},
    }
    shared: dict[str, JSON] = {"animationDuration": 150, "textStyle": {"color": "token:ink-2", "fontSize": 12}, "tooltip": tooltip}
    return shared | dict(figure.option(language))
