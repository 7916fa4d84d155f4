"""Bars by category, side by side or stacked; the estimated part of each is hatched."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.figures.shared import (
    HATCH,
    Option,
    Table,
    amount,
    axis_of_labels,
    axis_of_values,
    check_finite,
    check_length,
    legend,
    room_for_labels,
    say,
    series_colour,
    with_unit,
)
from lingtan.messages import Language

__all__ = ["BarSeries", "Bars"]

_ROW_PX = 38
_UPRIGHT_PX = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class BarSeries:
    """One value a category. `estimated_values` is the part of each value that is an estimate; empty means none is.

    `colour` names a token (`series-3`, `source-pv`) where a thing keeps one colour on all pages.
    """

    name: str
    label: str
    values: tuple[float, ...]
    estimated_values: tuple[float, ...] = ()
    hrefs: tuple[str | None, ...] = ()
    colour: str | None = None

    def estimated(self, index: int) -> float:
        """The estimated part of a value. [unit of the figure]"""
        return self.estimated_values[index] if self.estimated_values else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Series over categories, in `unit`. Stacked, values above and below 0 grow apart: they never cancel."""

    title: str
    unit: str
    source: str
    categories: tuple[str, ...]
    series: tuple[BarSeries, ...]
    stacked: bool = False
    horizontal: bool = False

    def __post_init__(self) -> None:
        for one in self.series:
            place = f"{self.title}: {one.name}"
            check_length(len(one.values), len(self.categories), place=place)
            check_finite(one.values, place=place)
            for optional in (one.estimated_values, one.hrefs):
                if optional:
                    check_length(len(optional), len(self.categories), place=place)
            check_finite(one.estimated_values, place=place)
            for whole, part in zip(one.values, one.estimated_values, strict=False):
                if abs(part) > abs(whole) or part * whole < 0:
                    raise InputError("FIGURE_PART", place=place, part=part, whole=whole)

    def table(self, language: Language) -> Table:
        """One row a category; a series with estimates has a second column for them."""
        header = [say("LOOK_ITEM", language)]
        for one in self.series:
            header.append(with_unit(one.label, self.unit))
            if any(one.estimated_values):
                header.append(with_unit(say("LOOK_ESTIMATED_PART", language, series=one.label), self.unit))
        rows = []
        for index, category in enumerate(self.categories):
            row: list[str | float | int | None] = [category]
            for one in self.series:
                row.append(one.values[index])
                if any(one.estimated_values):
                    row.append(one.estimated(index))
            rows.append(tuple(row))
        return tuple(header), tuple(rows)

    def option(self, language: Language) -> Option:
        """Two ECharts series of one name for each series: what is known, and on top of it, hatched, what is estimated."""
        labels, values = axis_of_labels(self.categories, inverse=self.horizontal), axis_of_values()
        drawn = [self._drawn(index, one, hatched, language) for index, one in enumerate(self.series) for hatched in self._parts(one)]
        named = len(self.series) > 1
        top = 40 if named else 12
        lying: dict[str, JSON] = {"left": room_for_labels(self.categories), "right": 24, "top": top, "bottom": 26}
        return {
            "grid": lying if self.horizontal else {"left": 4, "right": 24, "top": top, "bottom": 4, "containLabel": True},
            "xAxis": values if self.horizontal else labels,
            "yAxis": labels if self.horizontal else values,
            "series": drawn,
            **({"legend": legend([one.label for one in self.series])} if named else {}),
            "lingtan": {"height": self._height_px()},
        }

    def _parts(self, one: BarSeries) -> tuple[bool, ...]:
        return (False, True) if any(one.estimated_values) else (False,)

    def _height_px(self) -> int:
        rows = len(self.categories) * (1 if self.stacked else max(1, len(self.series)) * 0.7)
        return max(140, round(rows * _ROW_PX) + 70) if self.horizontal else _UPRIGHT_PX

    def _drawn(self, index: int, one: BarSeries, hatched: bool, language: Language) -> dict[str, JSON]:
        colour = f"token:{one.colour}" if one.colour else series_colour(index)
        return {
            "type": "bar",
            "name": one.label,
            "stack": "all" if self.stacked else one.name,
            "barMaxWidth": 26 if self.horizontal else 48,
            "emphasis": {"focus": "series"},
            "itemStyle": {"color": colour, "borderColor": "token:card", "borderWidth": 0.5, **({"decal": HATCH} if hatched else {})},
            "data": [self._item(one, position, hatched, language) for position in range(len(self.categories))],
        }

    def _item(self, one: BarSeries, position: int, hatched: bool, language: Language) -> dict[str, JSON]:
        estimated = one.estimated(position)
        tip = f"{self.categories[position]} · {one.label}\n{amount(one.values[position], self.unit)}"
        if estimated:
            tip += f"\n{say('LOOK_ESTIMATED', language)} {amount(estimated, self.unit)}"
        href = one.hrefs[position] if one.hrefs else None
        return {"value": estimated if hatched else one.values[position] - estimated, "tip": tip, **({"href": href} if href else {})}
