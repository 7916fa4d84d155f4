"""Shares over axes that stand around a centre: how far something has come on each side of it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from lingtan.evidence import JSON
from lingtan.figures.shared import Option, Table, amount, check_length, check_share, label_text, legend, say, with_unit
from lingtan.messages import Language

__all__ = ["Radar", "RadarSeries"]

_HEIGHT_PX = 420
#: Where the rim may stand. [%]
_RIMS = (10, 25, 50, 100)
_WIDEST = 16
_DASHES = ("solid", "dashed", "dotted")


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarSeries:
    """One share for each axis. [1]. The one that `counts` is filled, the others are outlines."""

    name: str
    label: str
    shares: tuple[float, ...]
    counts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """Shares over at least three axes, shown in percent."""

    title: str
    source: str
    axes: tuple[str, ...]
    series: tuple[RadarSeries, ...]
    unit: str = "%"

    def __post_init__(self) -> None:
        for one in self.series:
            place = f"{self.title}: {one.name}"
            check_length(len(one.shares), len(self.axes), place=place)
            for share in one.shares:
                check_share(share, place=place)

    def table(self, language: Language) -> Table:
        """One row an axis, one column a series, in percent."""
        header = (say("LOOK_ITEM", language), *(with_unit(one.label, self.unit) for one in self.series))
        return header, tuple((axis, *(100 * one.shares[index] for one in self.series)) for index, axis in enumerate(self.axes))

    def option(self, _language: Language) -> Option:
        """One ECharts series a share, each with a dash of its own, so that colour is not the only difference."""
        return {
            "legend": legend([one.label for one in self.series]),
            "radar": {
                "indicator": [{"name": label_text(name), "max": self._most()} for name in self._names()],
                "radius": "62%",
                "center": ["50%", "56%"],
                "splitNumber": 5,
                "axisName": {"color": "token:ink-2"},
                "axisLine": {"lineStyle": {"color": "token:line"}},
                "splitLine": {"lineStyle": {"color": "token:line"}},
                "splitArea": {"show": False},
            },
            "series": [self._drawn(index, one) for index, one in enumerate(self.series)],
            "lingtan": {"height": _HEIGHT_PX},
        }

    def _names(self) -> list[str]:
        """The axes' labels; the first says what the rim is."""
        first, *others = (_broken(axis) for axis in self.axes)
        return [f"{first}\n{self._most()} {self.unit}", *others]

    def _most(self) -> int:
        """The rim: the least of a few round shares that holds all. [%]."""
        largest = max((100 * share for one in self.series for share in one.shares), default=100)
        return next(rim for rim in _RIMS if rim >= largest or rim == _RIMS[-1])

    def _drawn(self, index: int, one: RadarSeries) -> dict[str, JSON]:
        colour = "token:series-1" if one.counts else f"token:series-{index % 5 + 2}"
        shares = [100 * share for share in one.shares]
        said = "\n".join(f"{axis}  {amount(share, self.unit)}" for axis, share in zip(self.axes, shares, strict=True))
        return {
            "type": "radar",
            "name": one.label,
            "symbolSize": 7 if one.counts else 5,
            "itemStyle": {"color": colour},
            "lineStyle": {"color": colour, "width": 3 if one.counts else 1.5, "type": "solid" if one.counts else _DASHES[1 + index % 2]},
            **({"areaStyle": {"color": colour, "opacity": 0.35}} if one.counts else {}),
            "data": [{"value": shares, "name": one.label, "tip": f"{one.label}\n{said}"}],
        }


def _broken(label: str) -> str:
    """A label of an axis over lines, since ECharts would cut it at the edge; Han letters are twice as wide as Latin ones."""
    if not label.isascii():
        half = _WIDEST // 2
        return "\n".join(label[at : at + half] for at in range(0, len(label), half))
    return "\n".join(textwrap.wrap(label, _WIDEST))
