"""The site, the standard and the grade that a page of the assessment is about, and what may be chosen instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.messages import Language
from lingtan.services.assessment.keeping import KeptPart, kept_part
from lingtan.services.assessment.looking import Part
from lingtan.services.assessment.samples import AssessedSample, assessed_samples
from lingtan.services.assessment.standards import StandardView, standards_view
from lingtan.services.assessment.views.case_files import files_of, opened
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.keeping import SITES

__all__ = ["Desk", "GradeChoice", "SiteChoice", "desk"]

#: The standard that the house begins with: 工信部联节〔2026〕13号.
FIRST = "miit-2026-13"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChoice:
    """A site of the organisation by its name."""

    site: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeChoice:
    """A grade of the standard; one that is not public can't be reached from what is known."""

    grade: str
    title: Mapping[Language, str]
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the page is about; `site` is empty where the organisation keeps none. `facts_year` differs from `year` for facts of another."""

    site: str
    name: str
    year: int
    facts_year: int
    synthetic: bool
    standard: str
    grade: str
    sites: tuple[SiteChoice, ...]
    standards: tuple[StandardView, ...]
    grades: tuple[GradeChoice, ...]
    facts: KeptPart | None
    own: KeptPart | None
    rollout: KeptPart | None
    samples: tuple[AssessedSample, ...]


def desk(workspace: Workspace, *, site: str = "", standard: str = "", grade: str = "") -> Desk:
    """The site named or the latest, by the standard named or the ministries'. Raises StoreError `SITE_UNKNOWN`, InputError as `opened`."""
    known = SITES.all(workspace)
    chosen, name = site or (known[0][0] if known else ""), standard or FIRST
    files = files_of(workspace, chosen, name) if chosen else None
    case = opened(files) if files else None
    ladder = case.standard.grades if case else ()
    return Desk(
        site=chosen, name=case.site.name if case else "", year=case.site.year if case else 0, facts_year=case.facts.year if case else 0,
        synthetic=bool(case and (case.site.synthetic or case.facts.synthetic)), standard=name,
        grade=grade or (ladder[0].id if ladder else ""), sites=tuple(SiteChoice(site=one, name=about.name) for one, about in known),
        standards=standards_view(), grades=tuple(GradeChoice(grade=g.id, title=g.title, public=g.public) for g in ladder),
        facts=_kept(workspace, chosen, Part.FACTS), own=_kept(workspace, chosen, Part.OWN, name),
        rollout=_kept(workspace, chosen, Part.ROLLOUT), samples=assessed_samples(),
    )  # fmt: skip


def _kept(workspace: Workspace, site: str, part: Part, name: str = "") -> KeptPart | None:
    found = kept_part(workspace, site, part, name) if site else None
    return found[0] if found else None
