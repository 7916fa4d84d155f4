"""Published claims as their page shows them: what they imply, held against physical bounds, and which can't both be right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lingtan.assessment.published import Assumption, Check, Clash, Fit, PublishedFigure, Span
from lingtan.services.assessment.published import published_view

__all__ = ["CheckRow", "ClaimsPage", "ClashRow", "claims_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """A parameter that published figures imply, its bound, and how it lies to it (None: it is only printed)."""

    id: str
    subject: str
    implied: Span
    unit: str
    bound: Span | None
    fit: Fit | None
    formula: str
    uses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashRow:
    """Two published statements on one thing; `ratio` of their nearer ends, above 1 the `state` is a conflict. [1]"""

    id: str
    subject: str
    first: Span
    second: Span
    unit: str
    ratio: float
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """The checks with the figures and assumptions that they use; assumptions were written down before they were compared."""

    checks: tuple[CheckRow, ...]
    clashes: tuple[ClashRow, ...]
    figures: tuple[PublishedFigure, ...]
    assumptions: tuple[Assumption, ...]


@cache
def claims_page() -> ClaimsPage:
    """Tianjin, Wuhan and the board shops."""
    found = published_view()
    checks, clashes = tuple(map(_check, found.report.checks)), tuple(map(_clash, found.report.clashes))
    return ClaimsPage(checks=checks, clashes=clashes, figures=found.figures, assumptions=found.assumptions)


def _check(one: Check) -> CheckRow:
    return CheckRow(
        id=one.id, subject=one.subject, implied=one.implied, unit=one.unit, bound=one.bound, fit=one.fit, formula=one.formula,
        uses=", ".join(one.uses),
    )  # fmt: skip


def _clash(one: Clash) -> ClashRow:
    return ClashRow(
        id=one.id, subject=one.subject, first=one.first, second=one.second,
        unit=one.unit, ratio=one.ratio, state="conflict" if one.conflicts else "meet",
    )  # fmt: skip
