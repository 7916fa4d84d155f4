"""The published figures and the assumptions, as data. `assumptions.toml` was committed before anything here compared them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lingtan.assessment.published.span import Span
from lingtan.evidence import Standing, from_plain

__all__ = ["Assumption", "PublishedFigure", "assumptions", "figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """What a parameter may be, and how far that was seen. [unit]"""

    id: str
    unit: str
    low: float
    high: float
    standing: Standing
    source: str

    @property
    def span(self) -> Span:
        """The same as a span."""
        return Span(self.low, self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """A figure as somebody published it: what its words allow, the words, and where they stand. [unit]"""

    id: str
    unit: str
    low: float
    high: float
    words: str
    source: str

    @property
    def span(self) -> Span:
        """The same as a span."""
        return Span(self.low, self.high)


@cache
def assumptions() -> Mapping[str, Assumption]:
    """Every assumption by id."""
    text = files("lingtan.assessment.published").joinpath("assumptions.toml").read_text("utf-8")
    rows = from_plain(tuple[Assumption, ...], tomllib.loads(text)["assumption"], place="assumptions.toml")
    return {row.id: row for row in rows}


@cache
def figures() -> Mapping[str, PublishedFigure]:
    """Every published figure by id."""
    text = files("lingtan.assessment.published").joinpath("figures.toml").read_text("utf-8")
    rows = from_plain(tuple[PublishedFigure, ...], tomllib.loads(text)["figure"], place="figures.toml")
    return {row.id: row for row in rows}
