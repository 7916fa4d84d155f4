"""Lines over a shared axis: years, versions, hours."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.evidence import JSON
from lingtan.figures.shared import (
    Option,
    Table,
    amount,
    axis_of_labels,
    axis_of_values,
    check_finite,
    check_length,
    legend,
    say,
    series_colour,
    with_unit,
)
from lingtan.messages import Language

__all__ = ["Line", "Lines"]

_HEIGHT_PX = 320
#: With more points than this, the points themselves are not drawn.
_POINTS_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value for each x. [unit of the figure]. An estimated line is dashed."""

    name: str
    label: str
    values: tuple[float, ...]
    estimated: bool = False
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines in `unit` over the labels `x`."""

    title: str
    unit: str
    source: str
    x: tuple[str, ...]
    series: tuple[Line, ...]

    def __post_init__(self) -> None:
        for one in self.series:
            place = f"{self.title}: {one.name}"
            check_length(len(one.values), len(self.x), place=place)
            check_finite(one.values, place=place)

    def table(self, language: Language) -> Table:
        """One row an x; an estimated line says so in its header."""
        header = [say("LOOK_ITEM", language)]
        header += [with_unit(_label(one, language), self.unit) for one in self.series]
        return tuple(header), tuple((x, *(one.values[index] for one in self.series)) for index, x in enumerate(self.x))

    def option(self, language: Language) -> Option:
        """Each line in its colour and with a point of its own form, so that colour is not the only difference."""
        return {
            "grid": {"left": 4, "right": 24, "top": 44, "bottom": 4, "containLabel": True},
            "legend": legend([_label(one, language) for one in self.series]),
            "xAxis": {**axis_of_labels(self.x), "boundaryGap": False},
            "yAxis": axis_of_values(),
            "series": [self._drawn(index, one, language) for index, one in enumerate(self.series)],
            "lingtan": {"height": _HEIGHT_PX},
        }

    def _drawn(self, index: int, one: Line, language: Language) -> dict[str, JSON]:
        colour = f"token:{one.colour}" if one.colour else series_colour(index)
        forms = ("circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow", "emptyCircle")
        return {
            "type": "line",
            "name": _label(one, language),
            "symbol": forms[index % len(forms)],
            "symbolSize": 7,
            "showSymbol": len(self.x) <= _POINTS_SHOWN,
            "emphasis": {"focus": "series"},
            "itemStyle": {"color": colour},
            "lineStyle": {"color": colour, "width": 2, "type": "dashed" if one.estimated else "solid"},
            "data": [
                {"value": value, "tip": f"{x} · {_label(one, language)}\n{amount(value, self.unit)}"}
                for x, value in zip(self.x, one.values, strict=True)
            ],
        }


def _label(one: Line, language: Language) -> str:
    return say("LOOK_ESTIMATED_PART", language, series=one.label) if one.estimated else one.label
