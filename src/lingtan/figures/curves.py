"""Curves over a measured axis: each with points of its own, where one ends the others may go on."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.evidence import JSON
from lingtan.figures.shared import Option, Table, amount, axis_of_values, check_finite, legend, series_colour, with_unit
from lingtan.messages import Language

__all__ = ["Curve", "Curves"]

_HEIGHT_PX = 340
_FORMS = ("circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow", "emptyCircle")
_DASHES = ("solid", "dashed", "dotted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Points in the order of `x`. [x_unit], [unit of the figure]"""

    name: str
    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Curves in `unit` over `x_label` in `x_unit`."""

    title: str
    unit: str
    source: str
    x_label: str
    x_unit: str
    series: tuple[Curve, ...]

    def __post_init__(self) -> None:
        for one in self.series:
            check_finite((*one.x, *one.y), place=f"{self.title}: {one.name}")

    def table(self, _language: Language) -> Table:
        """One row a point: the curve, where it stands, how high it is."""
        header = ("", with_unit(self.x_label, self.x_unit), with_unit(self.title, self.unit))
        return header, tuple((one.label, x, y) for one in self.series for x, y in zip(one.x, one.y, strict=True))

    def option(self, _language: Language) -> Option:
        """Each curve in a colour, a dash and a point of its own form, so that colour is not the only difference."""
        named: dict[str, JSON] = {"name": with_unit(self.x_label, self.x_unit), "nameLocation": "middle", "nameGap": 28}
        return {
            "grid": {"left": 4, "right": 24, "top": 44, "bottom": 26, "containLabel": True},
            "legend": legend([one.label for one in self.series]),
            "xAxis": {**axis_of_values(), **named, "nameTextStyle": {"color": "token:ink-2"}},
            "yAxis": axis_of_values(),
            "series": [self._drawn(index, one) for index, one in enumerate(self.series)],
            "lingtan": {"height": _HEIGHT_PX},
        }

    def _drawn(self, index: int, one: Curve) -> dict[str, JSON]:
        colour = series_colour(index)
        return {
            "type": "line",
            "name": one.label,
            "symbol": _FORMS[index % len(_FORMS)],
            "symbolSize": 8,
            "emphasis": {"focus": "series"},
            "itemStyle": {"color": colour},
            "lineStyle": {"color": colour, "width": 2, "type": _DASHES[index % len(_DASHES)]},
            "data": [
                {"value": [x, y], "tip": f"{one.label} · {amount(x, self.x_unit)}\n{amount(y, self.unit)}"}
                for x, y in zip(one.x, one.y, strict=True)
            ],
        }
