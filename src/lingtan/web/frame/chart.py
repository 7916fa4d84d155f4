"""A figure of a page: built from the view, shown by ECharts, and downloadable as data."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from lingtan.errors import Param
from lingtan.evidence import JSON
from lingtan.figures import Figure, echarts, summary, table
from lingtan.messages import Language
from lingtan.web.frame.words import say

__all__ = ["Chart", "Drawn", "Say"]


class Say(Protocol):
    """The catalogue's text for a code, in the page's language."""

    @property
    def language(self) -> Language:
        """The page's language, for names that stand in data rather than in the catalogue."""

    def __call__(self, code: str, /, **params: Param) -> str:
        """The text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure as a template takes it: `header` and `rows` stand beside it."""

    title: str
    unit: str
    source: str
    option_json: str
    header: list[str]
    rows: list[list[JSON]]
    figure: Figure
    language: Language

    def file(self) -> tuple[list[str], list[list[JSON]]]:
        """Every number, for an export."""
        header, rows = table(self.figure, self.language)
        return list(header), [list(row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A figure by name; `figure` builds it of the page's view, None when there is nothing to draw."""

    name: str
    title: str
    figure: Callable[[Any, Say], Figure | None]

    def draw(self, view: Any, language: Language) -> Drawn | None:
        """The figure in a language."""
        made = self.figure(view, _Sayer(language=language))
        if made is None:
            return None
        header, rows = summary(made, language)
        option = json.dumps(echarts(made, language), ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
        return Drawn(
            title=made.title or say(self.title, language),
            unit=made.unit,
            source=made.source,
            option_json=option,
            header=list(header),
            rows=[list(row) for row in rows],
            figure=made,
            language=language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sayer:
    language: Language

    def __call__(self, code: str, /, **params: Param) -> str:
        return say(code, self.language, **params)
