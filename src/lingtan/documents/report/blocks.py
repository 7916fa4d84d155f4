"""The kinds of blocks that a long document is made of; the template draws each kind and computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lingtan.documents.labels import Labels

__all__ = ["Block", "Column", "Rows", "bar", "deviation", "fields", "prose", "table", "two"]

Block = dict[str, Any]
Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the code of its title, its width [mm; 0 shares what is left], numbers to the right."""

    code: str
    width_mm: float = 0.0
    is_right: bool = False


def table(labels: Labels, columns: Sequence[Column], rows: Rows, *, title: str = "", total: Sequence[Any] = ()) -> Block:
    """A table with a repeated head; a cell is text, `two`, `bar` or `deviation`. `title` is the code of its heading."""
    return {
        "heading": labels.heading(title) if title else None,
        "table": {
            "columns": [{"title": labels.term(column.code), "width": column.width_mm, "right": column.is_right} for column in columns],
            "rows": [list(row) for row in rows],
            "total": list(total) or None,
        },
    }


def two(main: str, below: str) -> dict[str, Any]:
    """A cell of two lines, the second one small."""
    return {"main": main, "below": below}


def bar(part: float, whole: float, *, estimated: bool = False) -> dict[str, Any]:
    """A bar of `part` where `whole` fills the column; an estimate is hatched. What is below nothing has no bar."""
    length = max(min(part / whole, 1.0), 0.0) if whole > 0 else 0.0
    return {"solid": 0.0 if estimated else length, "hatched": length if estimated else 0.0}


def deviation(change: float, widest: float) -> dict[str, Any]:
    """A bar to the right of the middle for more, to the left for less; `widest` reaches the edge. All are fractions of the width."""
    half = max(min(abs(change) / widest, 1.0), 0.0) / 2 if widest > 0 else 0.0
    return {"start": 0.5 if change >= 0 else 0.5 - half, "length": half}


def fields(labels: Labels, items: Sequence[dict[str, Any]], *, title: str = "") -> Block:
    """Labelled values in six columns."""
    return {"heading": labels.heading(title) if title else None, "fields": list(items)}


def prose(labels: Labels, items: Iterable[str], *, title: str = "") -> Block:
    """Sentences, one a point; a dash where there are none."""
    return {"heading": labels.heading(title) if title else None, "prose": [text for text in items if text] or ["–"]}
