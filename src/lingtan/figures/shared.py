"""What all figures share: checks at build, words, tokens of colour, numbers as they are said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from lingtan.errors import InputError, Param
from lingtan.evidence import JSON
from lingtan.messages import Language, Message, render

__all__ = [
    "HATCH",
    "SERIES",
    "Option",
    "Table",
    "amount",
    "axis_of_labels",
    "axis_of_values",
    "check_finite",
    "check_length",
    "check_share",
    "label_text",
    "legend",
    "room_for_labels",
    "say",
    "series_colour",
    "span",
    "with_unit",
]

Option: TypeAlias = Mapping[str, JSON]
Table: TypeAlias = tuple[tuple[str, ...], tuple[tuple[str | float | int | None, ...], ...]]

#: A label of an axis breaks beyond this; and how wide a letter of 12 px is, Latin or Han.
_WIDEST_LABEL_PX: Final = 190
_LETTER_PX, _HAN_PX = 7.0, 12.5

#: How many series colours `app.css` has.
SERIES: Final = 8

#: The hatching of an estimate: narrow diagonal lines of the card's colour over the series colour.
HATCH: Final[Option] = {
    "symbol": "rect",
    "color": "token:hatch",
    "dashArrayX": [1, 0],
    "dashArrayY": [2, 4],
    "rotation": -math.pi / 4,
}


def say(code: str, language: Language, **params: Param) -> str:
    """A word of the catalogue."""
    return render(Message(code=code, params=params), language)


def series_colour(index: int) -> str:
    """The token of the series with this index, counted from 0; the colours come again after the last."""
    return f"token:series-{index % SERIES + 1}"


def check_finite(values: Iterable[float], *, place: str) -> None:
    """Raises InputError `FIGURE_NOT_FINITE` for NaN or infinity."""
    for value in values:
        if not math.isfinite(value):
            raise InputError("FIGURE_NOT_FINITE", place=place, value=str(value))


def check_length(got: int, want: int, *, place: str) -> None:
    """Raises InputError `FIGURE_LENGTH` where a series has not one value for each label."""
    if got != want:
        raise InputError("FIGURE_LENGTH", place=place, want=want, got=got)


def check_share(share: float, *, place: str) -> None:
    """Raises InputError `FIGURE_SHARE` outside [0, 1]."""
    if not 0 <= share <= 1:
        raise InputError("FIGURE_SHARE", place=place, value=share)


def amount(value: float, unit: str = "") -> str:
    """A number as it is said in a label: four significant digits, thousands apart, a true minus sign, and the unit."""
    size = abs(value)
    digits = 0 if size >= 1000 or value == 0 else max(0, 3 - math.floor(math.log10(size)))
    shown = f"{value:,.{min(digits, 9)}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    shown = shown.replace("-", "\u2212")
    return f"{shown} {unit}" if unit else shown


def with_unit(text: str, unit: str) -> str:
    """A header with its unit in brackets."""
    return f"{text} [{unit}]" if unit else text


def label_text(text: str) -> str:
    """A label that ECharts takes as it stands: braces would begin a placeholder or a style."""
    return text.replace("{", "\uff5b").replace("}", "\uff5d")


def span(low: float, high: float) -> tuple[float, float, float]:
    """A floating bar from `low` to `high` as parts of a stack by sign: an unseen base, the part above 0, the part below 0."""
    if low >= 0:
        return low, high - low, 0.0
    if high <= 0:
        return high, 0.0, low - high
    return 0.0, high, low


def axis_of_values(*, low: float | None = None, high: float | None = None) -> dict[str, JSON]:
    """An axis of numbers: faint lines, no name, since the unit stands in the card's title."""
    return {
        "type": "value",
        "axisLabel": {"color": "token:ink-3", "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": "token:line"}},
        **({"min": low} if low is not None else {}),
        **({"max": high} if high is not None else {}),
    }


def axis_of_labels(labels: Sequence[str], *, inverse: bool = False) -> dict[str, JSON]:
    """An axis of labels; long ones break, and `inverse` puts the first on top."""
    lying: dict[str, JSON] = {"width": _WIDEST_LABEL_PX, "overflow": "break", "interval": 0}
    return {
        "type": "category",
        "data": [label_text(label) for label in labels],
        "inverse": inverse,
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "token:line-2"}},
        "axisLabel": {"color": "token:ink-2", **(lying if inverse else {"hideOverlap": True})},
    }


def room_for_labels(labels: Sequence[str]) -> int:
    """How far from the left the bars begin beside an axis of labels, as wide as the longest one is and breaks at most. [px]

    ECharts measures a label that breaks as if it did not, and would cut its beginning off.
    """
    longest = max((sum(_LETTER_PX if letter.isascii() else _HAN_PX for letter in label) for label in labels), default=0)
    return min(_WIDEST_LABEL_PX, round(longest)) + 12


def legend(labels: Sequence[str]) -> dict[str, JSON]:
    """A legend on the top left; the figures leave room for it. Its marks follow the series, hatching included."""
    return {
        "type": "scroll",
        "top": 0,
        "left": 0,
        "itemWidth": 12,
        "itemHeight": 12,
        "itemGap": 16,
        "data": list(labels),
        "textStyle": {"color": "token:ink-2"},
        "pageTextStyle": {"color": "token:ink-2"},
        "pageIconColor": "token:ink-2",
        "pageIconInactiveColor": "token:line-2",
    }
