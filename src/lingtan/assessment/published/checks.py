"""All checks of published figures in one report."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assessment.published.book import Check, Clash
from lingtan.assessment.published.hefei import hefei
from lingtan.assessment.published.tianjin import tianjin
from lingtan.assessment.published.wuhan import wuhan

__all__ = ["Check", "Clash", "PublishedReport", "published_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReport:
    """What published figures imply, and where two of them can't both be right."""

    checks: tuple[Check, ...]
    clashes: tuple[Clash, ...]

    @property
    def conflicts(self) -> tuple[Clash, ...]:
        """The clashes that are conflicts."""
        return tuple(clash for clash in self.clashes if clash.conflicts)


def published_report() -> PublishedReport:
    """Tianjin, Wuhan, and the solder and scheduling of the board shops."""
    books = [tianjin(), wuhan(), hefei()]
    return PublishedReport(
        checks=tuple(check for book in books for check in book.checks), clashes=tuple(clash for book in books for clash in book.clashes)
    )
