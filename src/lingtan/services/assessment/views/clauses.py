"""What a standard says of a kept site, clause by clause, with evidence and where each clause was read; and its grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lingtan.evidence import Source
from lingtan.rules import Result
from lingtan.services.assessment.verdicts import AssessmentView, assessment_view
from lingtan.services.assessment.views.case_files import CaseFiles, files_of, opened
from lingtan.services.assessment.views.clause_rows import ClauseRow, GradeRow, clause_row, grade_row
from lingtan.services.assessment.views.desk import Desk, desk
from lingtan.services.house.workspace import Workspace

__all__ = ["ClausesPage", "clauses_page", "judged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausesPage:
    """The verdicts of a site; `counts` by result. `points` is None where the standard's points are not known. [kg CO2/kWh]"""

    desk: Desk
    rows: tuple[ClauseRow, ...] = ()
    grades: tuple[GradeRow, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    points: float | None = None
    digest: str = ""
    sources: tuple[Source, ...] = ()
    location_kg_per_kwh: float = 0.0
    market_kg_per_kwh: float = 0.0
    factor_year: int = 0


def clauses_page(workspace: Workspace, *, site: str = "", standard: str = "") -> ClausesPage:
    """The verdicts; nothing where no site is kept. Raises StoreError `SITE_UNKNOWN`, InputError `ASSESS_STANDARD_UNKNOWN`."""
    about = desk(workspace, site=site, standard=standard)
    if not about.site:
        return ClausesPage(desk=about)
    files = files_of(workspace, about.site, about.standard)
    found, case = judged(files), opened(files)
    rows = tuple(clause_row(clause, case.forms, case.facts.known) for clause in found.assessment.clauses)
    return ClausesPage(
        desk=about, rows=rows, grades=tuple(map(grade_row, found.assessment.grades)), points=found.assessment.points, digest=found.digest,
        sources=found.sources, counts={result.value: sum(row.result is result for row in rows) for result in Result},
        factor_year=found.factor_year, location_kg_per_kwh=found.location_kg_per_kwh, market_kg_per_kwh=found.market_kg_per_kwh,
    )  # fmt: skip


@lru_cache(maxsize=64)
def judged(files: CaseFiles) -> AssessmentView:
    """The verdicts on kept files."""
    return assessment_view(files.site, files.standard, facts=files.facts, own=files.own)
