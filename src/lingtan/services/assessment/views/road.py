"""The cheapest road of a kept site to a grade, worked from forecasts, with what no lever can bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lingtan.assessment import Step
from lingtan.messages import Language
from lingtan.services.assessment.grade_route import RouteView, grade_route
from lingtan.services.assessment.views.case_files import CaseFiles, files_of, opened
from lingtan.services.assessment.views.clauses import judged
from lingtan.services.assessment.views.desk import Desk, desk
from lingtan.services.assessment.views.words import fact_words
from lingtan.services.house.workspace import Workspace

__all__ = ["BlockRow", "RoadPage", "road_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """A clause that no lever of the site brings: its words, and what it needs; nothing where its levers together fall short."""

    rule: str
    words: Mapping[Language, str]
    needs: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadPage:
    """A road to `desk.grade`. `asks_for` is said where the grade is not public, `reached` are the grades that the site has now."""

    desk: Desk
    reached: tuple[str, ...] = ()
    asks_for: str = ""
    found: RouteView | None = None
    blocked: tuple[BlockRow, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The levers to take."""
        return self.found.route.steps if self.found else ()


def road_page(workspace: Workspace, *, site: str = "", standard: str = "", grade: str = "") -> RoadPage:
    """The road. Raises StoreError `SITE_UNKNOWN`, InputError `ASSESS_STANDARD_UNKNOWN`, `ASSESS_GRADE_UNKNOWN`."""
    about = desk(workspace, site=site, standard=standard, grade=grade)
    if not about.site:
        return RoadPage(desk=about)
    files = files_of(workspace, about.site, about.standard)
    reached = tuple(judged(files).assessment.reached.values())
    wanted = opened(files).standard.grade(about.grade)
    if not wanted.public:
        return RoadPage(desk=about, reached=reached, asks_for=wanted.asks_for)
    found = _found(files, about.grade)
    rules = {rule.id: rule for rule in opened(files).standard.pack.rules}
    blocked = tuple(BlockRow(rule=b.rule, words=rules[b.rule].indicator, needs=fact_words(b.needs)) for b in found.route.blocked)
    return RoadPage(desk=about, reached=reached, found=found, blocked=blocked)


@lru_cache(maxsize=64)
def _found(files: CaseFiles, grade: str) -> RouteView:
    return grade_route(files.site, files.standard, grade, facts=files.facts, own=files.own)
