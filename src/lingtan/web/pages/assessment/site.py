"""A site by a standard: what is missing for a grade, the verdict of each clause, the cheapest road; and the files that these rest on."""

from __future__ import annotations

from fastapi import UploadFile
from pydantic import BaseModel

from lingtan.services.accounts.permissions import Permission
from lingtan.services.assessment.keeping import KeptPart, keep_part
from lingtan.services.assessment.looking import Part
from lingtan.services.assessment.parts import part_template
from lingtan.services.assessment.samples import add_assessed
from lingtan.services.assessment.views.clauses import ClausesPage, clauses_page
from lingtan.services.assessment.views.desk import desk
from lingtan.services.assessment.views.gaps import GapsPage, gaps_page
from lingtan.services.assessment.views.road import RoadPage, road_page
from lingtan.services.sites.keeping import KeptSite
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.assessment.asked import Name, SiteId
from lingtan.web.pages.assessment.figures import road_cost, worth_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE


class PartForm(BaseModel):
    """A file beside a site."""

    file: UploadFile


class SampleForm(BaseModel):
    """An example by its name."""

    sample: str


def gaps(caller: Caller, site: SiteId = "", standard: Name = "", grade: Name = "") -> GapsPage:
    """What is missing for a grade, what it is worth, and who has it."""
    return gaps_page(caller.workspace, site=site, standard=standard, grade=grade)


def clauses(caller: Caller, site: SiteId = "", standard: Name = "") -> ClausesPage:
    """What the standard says, clause by clause."""
    return clauses_page(caller.workspace, site=site, standard=standard)


def road(caller: Caller, site: SiteId = "", standard: Name = "", grade: Name = "") -> RoadPage:
    """The cheapest road to a grade."""
    return road_page(caller.workspace, site=site, standard=standard, grade=grade)


def keep(caller: Caller, site: Identifier, part: Part, form: PartForm) -> KeptPart:
    """Keep a file beside a site; nothing is kept of one that can't be read whole."""
    name = form.file.filename or ""
    return keep_part(caller.workspace, site, part, name, form.file.file.read(), actor=caller.user, at=caller.now())


def begin(caller: Caller, form: SampleForm) -> KeptSite:
    """Keep an example as a site, with its facts."""
    return add_assessed(caller.workspace, form.sample, actor=caller.user, at=caller.now())


def template(caller: Caller, part: Part, site: SiteId = "", standard: Name = "") -> File:
    """A file to fill in for a site."""
    about = desk(caller.workspace, site=site, standard=standard)
    known = {"site": about.name, "year": about.year or caller.now().year - 1, "organisation": caller.organisation, "actor": caller.user}
    data = part_template(part, about.standard, at=caller.now(), **known)  # type: ignore[arg-type]  # one dict of texts and a year
    return File(name=f"lingtan-{part.value}.toml", data=data, media_type="application/toml")


PAGES: tuple[Page, ...] = (
    Page(
        path="/assessment",
        view=gaps,
        template="assessment/gaps.html",
        title="ASSESSED_GAPS",
        may=_MAY,
        nav="factory",
        charts=(Chart(name="worth", title="ASSESSED_WORTH", figure=worth_bars),),
        sheets=(
            Sheet(
                name="gaps",
                title="ASSESSED_GAPS",
                rows=lambda view: view.rows,
                columns=(
                    Column(name="words", title="ASSESS_WHAT", kind=Kind.WORDS),
                    Column(name="kind", title="ASSESSED_KIND", kind=Kind.TERM, prefix="ASSESS_GAP_"),
                    Column(name="origin", title="ASSESS_FROM", kind=Kind.TERM, prefix="ASSESS_ORIGIN_"),
                    Column(name="owner", title="ASSESS_OWNER", kind=Kind.TERM, prefix="ASSESS_OWNER_"),
                    Column(name="worth_kg", title="ASSESSED_WORTH_KG", kind=Kind.NUMBER, unit="kg CO₂", digits=0),
                    Column(name="worth_points", title="ASSESS_WORTH", kind=Kind.NUMBER),
                    Column(name="for_grade", title="ASSESS_FOR_GRADE"),
                    Column(name="unit", title="ASSESS_UNIT"),
                ),
                empty="ASSESSED_NO_GAPS",
            ),
        ),
    ),
    Page(
        path="/assessment/clauses",
        view=clauses,
        template="assessment/clauses.html",
        title="ASSESSED_CLAUSES",
        may=_MAY,
        nav="factory",
        sheets=(
            Sheet(
                name="grades",
                title="ASSESS_GRADES",
                rows=lambda view: view.grades,
                columns=(
                    Column(name="words", title="ASSESS_GRADE", kind=Kind.WORDS),
                    Column(name="result", title="ASSESS_VERDICT", kind=Kind.STATE, prefix="ASSESS_RESULT_"),
                    Column(name="lacking", title="ASSESS_LACKING"),
                    Column(name="asks_for", title="ASSESSED_ASKS_FOR"),
                    Column(name="least_points", title="ASSESSED_LEAST", kind=Kind.NUMBER),
                ),
            ),
            Sheet(
                name="clauses",
                title="ASSESSED_CLAUSES",
                rows=lambda view: view.rows,
                columns=(
                    Column(name="words", title="ASSESS_INDICATOR", kind=Kind.WORDS),
                    Column(name="result", title="ASSESS_VERDICT", kind=Kind.STATE, prefix="ASSESSED_RESULT_"),
                    Column(name="needs", title="ASSESSED_NEEDS", kind=Kind.WORDS),
                    Column(name="message", title="ASSESSED_WHY", kind=Kind.MESSAGE),
                    Column(name="evidence", title="ASSESSED_EVIDENCE"),
                    Column(name="standing", title="ASSESS_READ", kind=Kind.MARK, prefix="STANDING_"),
                    Column(name="source", title="ASSESSED_SOURCE"),
                    Column(name="points", title="ASSESS_WORTH", kind=Kind.NUMBER),
                ),
            ),
        ),
    ),
    Page(
        path="/assessment/route",
        view=road,
        template="assessment/route.html",
        title="ASSESSED_ROUTE",
        may=_MAY,
        nav="factory",
        charts=(Chart(name="cost", title="ASSESSED_COST", figure=road_cost),),
        sheets=(
            Sheet(
                name="steps",
                title="ASSESSED_STEPS",
                rows=lambda view: view.steps,
                columns=(
                    Column(name="lever", title="ASSESS_LEVER", kind=Kind.TERM, prefix="FACTORY_LIMIT_"),
                    Column(name="amount", title="ASSESS_AMOUNT", kind=Kind.NUMBER, digits=1),
                    Column(name="unit", title="ASSESS_UNIT"),
                    Column(name="yearly_yuan", title="ASSESS_YUAN", kind=Kind.NUMBER, digits=0),
                    Column(name="standing", title="ASSESS_READ", kind=Kind.MARK, prefix="STANDING_"),
                    Column(name="source", title="ASSESSED_SOURCE"),
                ),
            ),
            Sheet(
                name="blocked",
                title="ASSESSED_BLOCKED",
                rows=lambda view: view.blocked,
                columns=(
                    Column(name="words", title="ASSESS_INDICATOR", kind=Kind.WORDS),
                    Column(name="rule", title="ASSESS_CLAUSE"),
                    Column(name="needs", title="ASSESSED_NEEDS", kind=Kind.WORDS),
                ),
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/assessment/samples", run=begin, may=_WRITE, then="/assessment?site={site}", done="ASSESSED_KEPT"),
    Action(path="/assessment/{site}/{part}", run=keep, may=_WRITE, then="/assessment?site={site}", done="ASSESSED_KEPT"),
)
DOWNLOADS: tuple[Download, ...] = (Download(path="/assessment/templates/{part}.toml", run=template, may=_MAY),)
