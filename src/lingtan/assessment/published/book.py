"""The book that a subject's checks are written into: each entry with its formula, what it took, and the bound it is held against."""

from __future__ import annotations

from dataclasses import dataclass, field

from lingtan.assessment.published.span import Fit, Span
from lingtan.assessment.published.tables import assumptions, figures

__all__ = ["Book", "Check", "Clash"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A parameter that published figures imply, in its unit, and how it lies to its bound (None: it is only printed).

    `id` is also the end of its name's code (`PUBLISHED_…`); `uses` names the figures and assumptions of the formula.
    """

    id: str
    subject: str
    implied: Span
    unit: str
    bound: Span | None
    fit: Fit | None
    formula: str
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two published statements on the same thing. `ratio` is that of the nearer ends; above 1 they can't both be right."""

    id: str
    subject: str
    first: Span
    second: Span
    unit: str
    ratio: float

    @property
    def conflicts(self) -> bool:
        """Whether the two don't meet anywhere."""
        return self.ratio > 1.0


@dataclass(slots=True)
class Book:
    """Checks and clashes of one subject, in the order of writing. `taken` collects what a formula reads."""

    subject: str
    checks: list[Check] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def said(self, name: str) -> Span:
        """A published figure."""
        self.taken.append(name)
        return figures()[name].span

    def assumed(self, name: str) -> Span:
        """An assumption."""
        self.taken.append(name)
        return assumptions()[name].span

    def check(self, id: str, implied: Span, unit: str, formula: str, bound: Span | None = None) -> Span:
        """Write an entry; the implied span again, for the formulas that go on from it."""
        fit = None if bound is None else implied.fit(bound)
        uses = tuple(dict.fromkeys(self.taken))
        self.taken.clear()
        self.checks.append(Check(id=id, subject=self.subject, implied=implied, unit=unit, bound=bound, fit=fit, formula=formula, uses=uses))
        return implied

    def clash(self, id: str, first: Span, second: Span, unit: str) -> None:
        """Two statements on the same thing, side by side."""
        self.taken.clear()
        self.clashes.append(Clash(id=id, subject=self.subject, first=first, second=second, unit=unit, ratio=first.apart(second)))
