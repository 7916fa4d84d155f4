"""A year hour by hour: what flows in stacked above nought, what flows out below, a line over both, and a second line under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lingtan.evidence import JSON
from lingtan.figures.shared import Option, Table, axis_of_labels, axis_of_values, check_finite, check_length, legend, say, with_unit
from lingtan.messages import Language

__all__ = ["HourLine", "Hours", "zoom_of_time"]

_HEIGHT_PX = 460
#: What is shown first: a week that begins so many hours into the year, in early June.
_FIRST_HOUR, _FIRST_SHOWN = 24 * 156, 24 * 7
_MONTH = len("2023-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLine:
    """One value an hour in the unit of the figure. `colour` names a token; `is_out` draws it below nought."""

    name: str
    label: str
    values: tuple[float, ...]
    colour: str
    is_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Flows in `unit` at the hours `times` (`2023-01-31 07:00`); `line` over them, and `under` in a panel of its own, in `under_unit`."""

    title: str
    unit: str
    source: str
    times: tuple[str, ...]
    flows: tuple[HourLine, ...]
    line: HourLine
    under: HourLine
    under_unit: str

    def __post_init__(self) -> None:
        for one in (*self.flows, self.line, self.under):
            place = f"{self.title}: {one.name}"
            check_length(len(one.values), len(self.times), place=place)
            check_finite(one.values, place=place)

    def table(self, language: Language) -> Table:
        """One row an hour."""
        shown = (self.line, *self.flows)
        header = (
            say("LOOK_HOUR", language),
            *(with_unit(one.label, self.unit) for one in shown),
            with_unit(self.under.label, self.under_unit),
        )
        return header, tuple(zip(self.times, *(one.values for one in shown), self.under.values, strict=True))

    def summary(self, language: Language) -> Table:
        """One row a month: sums of the flows, for the screen, where 8,760 rows help nobody. [MWh] for flows in kW"""
        shown = (self.line, *self.flows)
        header = (say("LOOK_MONTH", language), *(with_unit(one.label, "MWh") for one in shown))
        months = [time[:_MONTH] for time in self.times]
        edges = [0, *(at for at in range(1, len(months)) if months[at] != months[at - 1]), len(months)]
        return header, tuple((months[a], *(sum(one.values[a:b]) / 1000 for one in shown)) for a, b in pairwise(edges))

    def option(self, _language: Language) -> Option:
        """Numbers as they are, without a tip each: a year has ten thousands of them."""
        times = [time[5:] for time in self.times]
        both: dict[str, JSON] = {"left": 64, "right": 24}
        lower: dict[str, JSON] = {**axis_of_labels(times), "boundaryGap": False, "gridIndex": 1}
        upper: dict[str, JSON] = {**lower, "gridIndex": 0, "axisLabel": {"show": False}, "axisLine": {"show": False}}
        return {
            "grid": [{**both, "top": 44, "height": 236}, {**both, "top": 306, "height": 70}],
            "legend": legend([one.label for one in (self.line, *self.flows)]),
            "xAxis": [upper, lower],
            "yAxis": [axis_of_values(), {**axis_of_values(), "gridIndex": 1, "splitNumber": 2}],
            "axisPointer": {"link": [{"xAxisIndex": "all"}], "lineStyle": {"color": "token:line-2"}},
            "dataZoom": zoom_of_time(_FIRST_HOUR, _FIRST_HOUR + _FIRST_SHOWN),
            "series": list(self._series()),
            "lingtan": {"height": _HEIGHT_PX, "unit": self.unit, "units": {self.under.label: self.under_unit}, "zoom": True},
        }

    def _series(self) -> Iterator[JSON]:
        shared: dict[str, JSON] = {"type": "line", "symbol": "none", "sampling": "average"}
        for one in self.flows:
            colour = f"token:{one.colour}"
            yield {
                **shared, "name": one.label, "stack": "out" if one.is_out else "in", "lineStyle": {"width": 0},
                "itemStyle": {"color": colour}, "areaStyle": {"color": colour, "opacity": 0.85},
                "data": [-value for value in one.values] if one.is_out else list(one.values),
            }  # fmt: skip
        line, under = self.line, self.under
        for one, panel, kind in ((line, 0, "solid"), (under, 1, "solid")):
            style: JSON = {"color": f"token:{one.colour}", "width": 1.5, "type": kind}
            step: dict[str, JSON] = {"step": "end", "xAxisIndex": panel, "yAxisIndex": panel} if panel else {}
            yield {
                **shared,
                **step,
                "name": one.label,
                "itemStyle": {"color": f"token:{one.colour}"},
                "lineStyle": style,
                "data": list(one.values),
            }


def zoom_of_time(first: int | None = None, last: int | None = None) -> list[JSON]:
    """A slider for both panels, all shown unless a part is named; the wheel zooms only with Ctrl, so that the page goes on scrolling."""
    shared: dict[str, JSON] = {"xAxisIndex": [0, 1], "filterMode": "filter" if first is not None else "weakFilter"}
    if first is not None:
        shared |= {"startValue": first, "endValue": last}
    slider: dict[str, JSON] = {
        "type": "slider", "bottom": 8, "height": 26, "borderColor": "token:line-2", "fillerColor": "token:hatch",
        "backgroundColor": "token:sunk", "handleStyle": {"color": "token:card", "borderColor": "token:brand"},
        "moveHandleStyle": {"color": "token:brand"}, "textStyle": {"color": "token:ink-2"},
        "dataBackground": {"lineStyle": {"color": "token:line-2"}, "areaStyle": {"color": "token:line"}},
        "selectedDataBackground": {"lineStyle": {"color": "token:brand"}, "areaStyle": {"color": "token:brand-weak"}},
        "emphasis": {"handleStyle": {"borderColor": "token:brand"}, "moveHandleStyle": {"color": "token:brand"}},
    }  # fmt: skip
    return [{**shared, **slider}, {**shared, "type": "inside", "zoomOnMouseWheel": "ctrl", "moveOnMouseWheel": False}]
