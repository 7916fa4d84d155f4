"""Means with their 5 % to 95 % interval, one row each."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.evidence import JSON, Mark
from lingtan.figures.shared import (
    HATCH,
    Option,
    Table,
    amount,
    axis_of_labels,
    axis_of_values,
    check_finite,
    room_for_labels,
    say,
    series_colour,
    span,
    with_unit,
)
from lingtan.messages import Language

__all__ = ["IntervalRow", "Intervals"]

_ROW_PX = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalRow:
    """A mean and two quantiles. [unit of the figure]. `mark` says how the figure is known."""

    label: str
    mean: float
    p5: float
    p95: float
    mark: Mark | None = None
    href: str | None = None

    @property
    def is_estimate(self) -> bool:
        """Whether it is drawn hatched."""
        return self.mark is not None and self.mark.is_estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Rows in `unit`, first on top. A skewed mean may lie outside its quantiles; only p5 ≤ p95 is asked."""

    title: str
    unit: str
    source: str
    rows: tuple[IntervalRow, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            place = f"{self.title}: {row.label}"
            check_finite((row.mean, row.p5, row.p95), place=place)
            if row.p5 > row.p95:
                raise InputError("FIGURE_QUANTILES", place=place, p5=row.p5, p95=row.p95)

    def table(self, language: Language) -> Table:
        """One row an interval."""
        header = [say("LOOK_ITEM", language)]
        header += [with_unit(say(code, language), self.unit) for code in ("LOOK_MEAN", "LOOK_P5", "LOOK_P95")]
        header.append(say("LOOK_MARK", language))
        return tuple(header), tuple((row.label, row.mean, row.p5, row.p95, self._known(row, language)) for row in self.rows)

    def option(self, language: Language) -> Option:
        """A thin bar from p5 to p95 with the mean as a dot on it."""
        tips = [self._tip(row, language) for row in self.rows]
        parts = [span(row.p5, row.p95) for row in self.rows]
        thin: dict[str, JSON] = {"type": "bar", "stack": "interval", "barWidth": 8}
        unseen: dict[str, JSON] = {"itemStyle": {"color": "transparent"}, "silent": True, "tooltip": {"show": False}}
        bars: list[JSON] = [{**thin, **unseen, "data": [part[0] for part in parts]}]
        for index in (1, 2):
            items: list[JSON] = [
                {"value": part[index], **self._style(position), **extra}
                for position, (part, extra) in enumerate(zip(parts, self._extras(tips), strict=True))
            ]
            bars.append({**thin, "data": items})
        dots: list[JSON] = [
            {"value": [row.mean, position], **self._style(position, dot=True), **extra}
            for position, (row, extra) in enumerate(zip(self.rows, self._extras(tips), strict=True))
        ]
        return {
            "grid": {"left": room_for_labels([row.label for row in self.rows]), "right": 24, "top": 8, "bottom": 26},
            "xAxis": {**axis_of_values(), "scale": True},
            "yAxis": axis_of_labels([row.label for row in self.rows], inverse=True),
            "series": [*bars, {"type": "scatter", "symbolSize": 13, "z": 5, "data": dots}],
            "lingtan": {"height": len(self.rows) * _ROW_PX + 50},
        }

    def _style(self, position: int, *, dot: bool = False) -> dict[str, JSON]:
        if dot:
            return {"itemStyle": {"color": series_colour(0), "borderColor": "token:card", "borderWidth": 2}}
        hatch: dict[str, JSON] = {"decal": HATCH} if self.rows[position].is_estimate else {}
        return {"itemStyle": {"color": series_colour(0), "opacity": 0.45, **hatch}}

    def _extras(self, tips: list[str]) -> list[dict[str, JSON]]:
        return [{"tip": tip, **({"href": row.href} if row.href else {})} for tip, row in zip(tips, self.rows, strict=True)]

    def _known(self, row: IntervalRow, language: Language) -> str:
        return say(f"DOC_MARK_{row.mark.upper()}", language) if row.mark else ""

    def _tip(self, row: IntervalRow, language: Language) -> str:
        known = f" · {self._known(row, language)}" if row.mark else ""
        return f"{row.label}{known}\n{amount(row.mean, self.unit)}\n5 %–95 %: {amount(row.p5)} – {amount(row.p95)}"
