"""What published figures imply: each is taken apart into the parameters it needs, and these are held against physical bounds."""

from lingtan.assessment.published.checks import Check, Clash, PublishedReport, published_report
from lingtan.assessment.published.span import Fit, Span
from lingtan.assessment.published.tables import Assumption, PublishedFigure, assumptions, figures

__all__ = [
    "Assumption",
    "Check",
    "Clash",
    "Fit",
    "PublishedFigure",
    "PublishedReport",
    "Span",
    "assumptions",
    "figures",
    "published_report",
]
