"""The rows of a table as HTML. Plain cells and links are written here, for a long table has thousands; what is drawn stays a macro's."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from lingtan.messages import Language
from lingtan.web.frame.sheet import Cell, Kind

__all__ = ["row_parts"]

#: A text from this length on may wrap.
_LONG = 36


def row_parts(cells: Sequence[Cell], language: Language) -> list[Markup | Cell]:
    """One row in order: HTML as far as it is plain, and each cell that a macro draws, between the tags that hold it."""
    parts: list[Markup | Cell] = []
    text = ["<tr>"]
    for position, cell in enumerate(cells):
        tag = "td" if position else "th"
        text.append(f'<th scope="row" data-kind="{cell.kind.value}">' if position == 0 else _opening(cell))
        if cell.is_drawn:
            parts += [Markup("".join(text)), cell]
            text = [f"</{tag}>"]
        else:
            text.append(f"{_content(cell, language)}</{tag}>")
    text.append("</tr>")
    return [*parts, Markup("".join(text))]


def _opening(cell: Cell) -> str:
    return f'<td data-kind="{cell.kind.value}"{" data-long" if len(cell.text) > _LONG else ""}>'


def _content(cell: Cell, language: Language) -> str:
    if not cell.href:
        return escape(cell.text)
    whole = f' class="mono" title="{escape(cell.value)}"' if cell.kind is Kind.DIGEST else ""
    return f'<a{whole} href="/{language.value}{escape(cell.href)}">{escape(cell.text)}</a>'
