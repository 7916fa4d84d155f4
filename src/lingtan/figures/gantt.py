"""Blocks on lines over time, coloured by a figure of each, with two curves under them on the same axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from lingtan.evidence import JSON
from lingtan.figures.hours import zoom_of_time
from lingtan.figures.shared import Option, Table, amount, axis_of_labels, axis_of_values, check_length, label_text, say, with_unit
from lingtan.messages import Language

__all__ = ["Gantt", "GanttCurve"]

_ROW_PX, _LEAST_PX, _MOST_PX, _UNDER_PX = 22, 160, 900, 110
#: How many colours a scale has (`--ci-1` …).
_COLOURS = 6
_MIN_PER_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttCurve:
    """One value an hour from the origin, in its own unit."""

    label: str
    unit: str
    colour: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """Blocks in columns, each as long: the line's number, begin of the set-up and of the run, end, minutes late; `figures` colour them.

    Minutes from `origin`, the plant's own clock; `figures` in `unit`. `under` are two curves: the first in steps, the second dashed.
    `orders` and `due_min` are of what each block is, and when that is due; empty where a page cannot change it.
    """

    title: str
    unit: str
    source: str
    origin: datetime
    lines: tuple[str, ...]
    names: tuple[str, ...]
    line: tuple[int, ...]
    setup_start_min: tuple[int, ...]
    setup_min: tuple[int, ...]
    start_min: tuple[int, ...]
    end_min: tuple[int, ...]
    late_min: tuple[int, ...]
    figures: tuple[float, ...]
    under: tuple[GanttCurve, GanttCurve]
    orders: tuple[str, ...] = ()
    due_min: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check_length(len(self.orders), len(self.due_min), place=f"{self.title}: due_min")
        if self.due_min:
            check_length(len(self.due_min), len(self.names), place=f"{self.title}: due_min")
        for name in ("line", "setup_start_min", "setup_min", "start_min", "end_min", "late_min", "figures"):
            check_length(len(getattr(self, name)), len(self.names), place=f"{self.title}: {name}")

    def table(self, language: Language) -> Table:
        """One row a block."""
        heads = ("LOOK_BLOCK", "LOOK_LINE", "LOOK_BEGIN", "LOOK_END")
        header = (*(say(code, language) for code in heads), with_unit(say("LOOK_LATE", language), "min"), with_unit(self.title, self.unit))
        rows = zip(self.names, self.line, self.start_min, self.end_min, self.late_min, self.figures, strict=True)
        return header, tuple((name, self.lines[k], self._clock(a), self._clock(b), late, figure) for name, k, a, b, late, figure in rows)

    def summary(self, language: Language) -> Table:
        """One row a line: how many blocks, their hours, how many end late."""
        heads = ("LOOK_LINE", "LOOK_BLOCKS", "LOOK_RUN_HOURS", "LOOK_LATE_BLOCKS")
        found = []
        for k, name in enumerate(self.lines):
            mine = [at for at, line in enumerate(self.line) if line == k]
            run_min = sum(self.end_min[at] - self.start_min[at] for at in mine)
            found.append((name, len(mine), run_min / _MIN_PER_HOUR, sum(self.late_min[at] > 0 for at in mine)))
        return tuple(say(code, language) for code in heads), tuple(found)

    def option(self, language: Language) -> Option:
        """Two custom series, set-ups and runs, which `charts.js` draws as blocks on one canvas."""
        height = min(max(_ROW_PX * len(self.lines), _LEAST_PX), _MOST_PX)
        both: dict[str, JSON] = {"left": 76, "right": 56}
        time: dict[str, JSON] = {
            "type": "time", "min": self._stamp(0), "max": self._stamp(len(self.under[0].values) * _MIN_PER_HOUR),
            "axisLabel": {"color": "token:ink-2", "hideOverlap": True}, "axisLine": {"lineStyle": {"color": "token:line-2"}},
            "splitLine": {"show": True, "lineStyle": {"color": "token:line"}},
        }  # fmt: skip
        names: dict[str, JSON] = {**axis_of_labels(self.lines, inverse=True), "gridIndex": 0}
        values = [{**axis_of_values(), "gridIndex": 1, "splitNumber": 2, "splitLine": {"show": False}} for _ in self.under]
        return {
            "useUTC": True,
            "grid": [{**both, "top": 48, "height": height}, {**both, "top": 48 + height + 16, "height": _UNDER_PX}],
            "xAxis": [{**time, "axisLabel": {"show": False}}, {**time, "gridIndex": 1}],
            "yAxis": [names, values[0], {**values[1], "position": "right"}],
            "dataZoom": zoom_of_time(),
            "visualMap": self._scale(),
            "series": [*self._blocks(language), *(self._curve(position, one) for position, one in enumerate(self.under))],
            "lingtan": {"height": height + _UNDER_PX + 150, "zoom": True, "gantt": True},
        }

    def _scale(self) -> JSON:
        low, high = min(self.figures, default=0.0), max(self.figures, default=1.0)
        width = max((high - low) / _COLOURS, 1e-9)
        edges = [low + width * step for step in range(_COLOURS + 1)]
        pieces: list[JSON] = [
            {"gte": a, **({"lt": b} if step < _COLOURS - 1 else {}), "label": f"{a:.0f}+", "color": f"token:ci-{step + 1}"}
            for step, (a, b) in enumerate(pairwise(edges))
        ]
        return {
            "type": "piecewise", "dimension": 3, "seriesIndex": 1, "pieces": pieces, "orient": "horizontal", "top": 0, "left": 0,
            "itemWidth": 14, "itemGap": 8, "itemHeight": 14, "textStyle": {"color": "token:ink-2"}, "outOfRange": {"color": "token:line"},
        }  # fmt: skip

    def _blocks(self, language: Language) -> list[JSON]:
        shared: dict[str, JSON] = {"type": "custom", "encode": {"x": [1, 2], "y": 0}, "progressive": 0}
        setups: list[JSON] = [
            {
                "value": [k, self._stamp(begin), self._stamp(begin + minutes), 0, 0],
                "tip": f"{name} · {say('LOOK_SETUP', language)}\n{minutes} min",
            }
            for name, k, begin, minutes in zip(self.names, self.line, self.setup_start_min, self.setup_min, strict=True)
            if minutes
        ]
        rows = zip(self.line, self.start_min, self.end_min, self.late_min, self.figures, strict=True)
        runs: list[JSON] = [
            {"value": [k, self._stamp(a), self._stamp(b), figure, late], "tip": self._tip(at, language), **self._due(at)}
            for at, (k, a, b, late, figure) in enumerate(rows)
        ]
        return [
            {**shared, "name": say("LOOK_SETUP", language), "itemStyle": {"color": "token:line-2"}, "data": setups},
            {**shared, "name": self.title, "lateColor": "token:bad", "data": runs},
        ]

    def _due(self, at: int) -> dict[str, JSON]:
        """What `gantt.js` marks and lets be dragged."""
        return {"order": self.orders[at], "due": self._stamp(self.due_min[at])} if self.due_min else {}

    def _tip(self, at: int, language: Language) -> str:
        where, late = f"{label_text(self.names[at])} · {label_text(self.lines[self.line[at]])}", self.late_min[at]
        told = f"{where}\n{self._clock(self.start_min[at])} – {self._clock(self.end_min[at])}\n{amount(self.figures[at], self.unit)}"
        if self.due_min:
            told += f"\n{say('LOOK_DUE', language)} {self._clock(self.due_min[at])}"
        return told + (f"\n{say('LOOK_LATE', language)} {amount(late / _MIN_PER_HOUR, 'h')}" if late else "")

    def _curve(self, position: int, one: GanttCurve) -> JSON:
        axis = 1 + position
        style: JSON = {"color": f"token:{one.colour}", "width": 1.5, "type": "dashed" if position else "solid"}
        return {
            "type": "line", "name": one.label, "xAxisIndex": 1, "yAxisIndex": axis, "symbol": "none", "step": "end",
            "itemStyle": {"color": f"token:{one.colour}"}, "lineStyle": style,
            "data": [self._point(hour * _MIN_PER_HOUR, value, one) for hour, value in enumerate(one.values)],
        }  # fmt: skip

    def _point(self, minute: int, value: float, one: GanttCurve) -> JSON:
        tip = f"{one.label}\n{self._clock(minute)}\n{amount(value, one.unit)}"
        return {"value": [self._stamp(minute), value], "tip": tip}

    def _clock(self, minute: int) -> str:
        return (self.origin + timedelta(minutes=minute)).strftime("%m-%d %H:%M")

    def _stamp(self, minute: int) -> int:
        """Milliseconds as if the plant's clock were UTC, which the drawing shows again."""
        return round((self.origin.replace(tzinfo=UTC) + timedelta(minutes=minute)).timestamp() * 1000)
