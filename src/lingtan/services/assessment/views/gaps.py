"""The start page of an assessment: what is missing for a grade, what it is worth, and who has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lingtan.assessment import Gap, GapKind
from lingtan.assessment.vocabulary import Origin, Owner
from lingtan.messages import Language
from lingtan.services.assessment.gap_list import GapList, gap_list, gap_words
from lingtan.services.assessment.views.case_files import CaseFiles, files_of
from lingtan.services.assessment.views.desk import Desk, desk
from lingtan.services.house.workspace import Workspace

__all__ = ["GapRow", "GapsPage", "gaps_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """One thing to get: words, where it is from, who has it, clauses that wait. Worth: [kg CO2] one standard deviation, [points]."""

    kind: GapKind
    words: Mapping[Language, str]
    unit: str
    origin: Origin
    owner: Owner
    for_grade: str
    worth_kg: float | None
    worth_points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage:
    """The gaps of a site for a grade, the most wanted first. `met` of `clauses` are met now."""

    desk: Desk
    rows: tuple[GapRow, ...]
    met: int
    clauses: int

    @property
    def owners(self) -> int:
        """How many owners there are to ask."""
        return len({row.owner for row in self.rows})

    @property
    def worth_kg(self) -> float:
        """The largest doubt that one datum takes away. [kg CO2]."""
        return max((row.worth_kg or 0.0 for row in self.rows), default=0.0)


def gaps_page(workspace: Workspace, *, site: str = "", standard: str = "", grade: str = "") -> GapsPage:
    """The gap list. Raises StoreError `SITE_UNKNOWN`, InputError `ASSESS_STANDARD_UNKNOWN`, `ASSESS_GRADE_UNKNOWN`."""
    about = desk(workspace, site=site, standard=standard, grade=grade)
    if not about.site:
        return GapsPage(desk=about, rows=(), met=0, clauses=0)
    found = _listed(files_of(workspace, about.site, about.standard), about.grade)
    return GapsPage(desk=about, rows=tuple(_row(gap) for gap in found.gaps), met=found.met, clauses=found.clauses)


@lru_cache(maxsize=64)
def _listed(files: CaseFiles, grade: str) -> GapList:
    return gap_list(files.site, files.standard, grade, facts=files.facts, own=files.own)


def _row(gap: Gap) -> GapRow:
    return GapRow(
        kind=gap.kind, words={language: gap_words(gap, language) for language in Language}, unit=gap.item.unit if gap.item else "",
        origin=gap.origin, owner=gap.owner, for_grade=", ".join(gap.for_grade), worth_kg=gap.worth_kg, worth_points=gap.worth_points,
    )  # fmt: skip
