"""Figures: what a drawing holds, checked where it is built; as a table, and as an option of ECharts."""

from lingtan.figures.bars import Bars, BarSeries
from lingtan.figures.curves import Curve, Curves
from lingtan.figures.figure import Figure, echarts, summary, table
from lingtan.figures.gantt import Gantt, GanttCurve
from lingtan.figures.histogram import Histogram, HistogramMark
from lingtan.figures.hours import HourLine, Hours
from lingtan.figures.intervals import IntervalRow, Intervals
from lingtan.figures.lines import Line, Lines
from lingtan.figures.radar import Radar, RadarSeries
from lingtan.figures.sankey import Sankey, SankeyLink, SankeyNode
from lingtan.figures.waterfall import StepKind, Waterfall, WaterfallStep

__all__ = [
    "BarSeries",
    "Bars",
    "Curve",
    "Curves",
    "Figure",
    "Gantt",
    "GanttCurve",
    "Histogram",
    "HistogramMark",
    "HourLine",
    "Hours",
    "IntervalRow",
    "Intervals",
    "Line",
    "Lines",
    "Radar",
    "RadarSeries",
    "Sankey",
    "SankeyLink",
    "SankeyNode",
    "StepKind",
    "Waterfall",
    "WaterfallStep",
    "echarts",
    "summary",
    "table",
]
