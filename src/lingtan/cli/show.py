"""What a command prints: results on stdout, progress and refusals on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lingtan.errors import LingtanError
from lingtan.evidence import JSON
from lingtan.messages import Language, Message, catalog, render, render_error, way_out

__all__ = ["label", "note", "print_json", "refuse", "say", "table", "term"]

_WIDE = 160
_OUT = Console(highlight=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDE)
_ERR = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True, width=None if sys.stderr.isatty() else _WIDE)


def term(code: str, language: Language, /, **params: str | int | float) -> str:
    """The catalogue's text for a code."""
    return render(Message(code=code, params=params), language)


def label(code: str, value: str, language: Language) -> str:
    """The catalogue's label of a value, or the value as it stands."""
    return term(code, language) if code in catalog() else value


def print_json(value: JSON) -> None:
    """One JSON value on stdout, readable, in UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def say(text: str = "") -> None:
    """A line of the result."""
    _OUT.print(text, markup=False)


def note(text: str) -> None:
    """A line of progress on stderr."""
    _ERR.print(text, markup=False, style="dim")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, numbers_from: int = 1) -> None:
    """A table of the result; columns from `numbers_from` on are right-aligned. Nothing in it is read as markup."""
    grid = Table(header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for index, column in enumerate(columns):
        grid.add_column(Text(column), justify="right" if index >= numbers_from else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    _OUT.print(Text(title, style="bold"))
    _OUT.print(grid)


def refuse(error: LingtanError, language: Language, *, as_json: bool) -> None:
    """A refusal: sentence and way out on stderr; with `--json` also one object on stdout."""
    problems: Sequence[Message] = getattr(error, "problems", ())
    sentence, fix = render_error(error, language), way_out(error.code, language)
    if as_json:
        listed = [{"code": p.code, "place": p.place, "message": render(p, language), "fix": way_out(p.code, language)} for p in problems]
        print_json({"error": {"code": error.code, "place": error.place, "message": sentence, "fix": fix, "problems": listed}})
    _ERR.print(sentence, style="bold red", markup=False)
    for problem in problems[:20] if len(problems) > 1 else ():
        _ERR.print(f"  {problem.place or ''}  {render(problem, language)}", markup=False)
    if len(problems) > 20:
        _ERR.print(f"  … +{len(problems) - 20}", markup=False)
    if fix:
        _ERR.print(f"→ {fix}", markup=False)
