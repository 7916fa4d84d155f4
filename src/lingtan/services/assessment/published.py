"""`lingtan assess published`: what published figures imply, and where two of them can't both be right."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assessment.published import Assumption, PublishedFigure, PublishedReport, assumptions, figures, published_report

__all__ = ["PublishedView", "published_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedView:
    """The checks with the figures and assumptions that they use."""

    report: PublishedReport
    figures: tuple[PublishedFigure, ...]
    assumptions: tuple[Assumption, ...]


def published_view() -> PublishedView:
    """Tianjin, Wuhan and the board shops."""
    return PublishedView(report=published_report(), figures=tuple(figures().values()), assumptions=tuple(assumptions().values()))
