"""What needs no standard: the park with its roll-out, the catalogue of measures, and what published claims imply."""

from __future__ import annotations

from lingtan.services.accounts.permissions import Permission
from lingtan.services.assessment.views.claims import ClaimsPage, claims_page
from lingtan.services.assessment.views.measures import Area, Measured, MeasuresAsked, MeasuresPage, Pillar, View, measures_page
from lingtan.services.assessment.views.park import ParkPage, park_page
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Search
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.chosen import Chosen
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.assessment.asked import SiteId
from lingtan.web.pages.assessment.figures import apart_bars, area_bars, pillar_radar, roll_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY = Permission.FACTORY_READ


def park(caller: Caller, site: SiteId = "", view: Chosen[View] = None) -> ParkPage:
    """The park of a site in one view or in all."""
    return park_page(caller.workspace, site=site, view=view)


def measures(
    caller: Caller,
    *,
    q: Search = "",
    view: Chosen[View] = None,
    pillar: Chosen[Pillar] = None,
    area: Chosen[Area] = None,
    measured: Chosen[Measured] = None,
) -> MeasuresPage:
    """The catalogue of measures."""
    caller.known()
    return measures_page(MeasuresAsked(search=q, view=view, pillar=pillar, area=area, measured=measured))


def claims(caller: Caller) -> ClaimsPage:
    """What published claims imply, and which can't both be right."""
    caller.known()
    return claims_page()


def _axes(name: str, title: str) -> Sheet:
    return Sheet(
        name=name,
        title=title,
        rows=lambda view: getattr(view, name),
        columns=(
            Column(name="id", title="ASSESS_AXIS", kind=Kind.TERM, prefix="AXIS_"),
            Column(name="verified", title="ROLL_VERIFIED", kind=Kind.INTEGER),
            Column(name="metered", title="ROLL_METERED", kind=Kind.INTEGER),
            Column(name="installed", title="ROLL_INSTALLED", kind=Kind.INTEGER),
            Column(name="planned", title="ROLL_PLANNED", kind=Kind.INTEGER),
            Column(name="verified_share", title="ASSESSED_VERIFIED_SHARE", kind=Kind.SHARE),
        ),
    )


_PARK = Page(
    path="/assessment/park",
    view=park,
    template="assessment/park.html",
    title="ASSESSED_PARK",
    may=_MAY,
    nav="factory",
    charts=(
        Chart(name="radar", title="ASSESSED_RADAR", figure=pillar_radar),
        Chart(name="nine", title="ASSESSED_AREAS", figure=area_bars),
        Chart(name="energy", title="ASSESSED_ENERGY", figure=roll_bars),
    ),
    sheets=(
        _axes("pillars", "RADAR_PILLARS"),
        _axes("areas", "RADAR_AREAS"),
        Sheet(
            name="rollout",
            title="ROLL_TITLE",
            rows=lambda view: view.rollout,
            columns=(
                Column(name="words", title="ASSESS_MEASURE", kind=Kind.WORDS),
                Column(name="total.in_scope", title="ROLL_SCOPE", kind=Kind.INTEGER),
                Column(name="total.by_state.planned", title="ROLL_PLANNED", kind=Kind.INTEGER),
                Column(name="total.by_state.installed", title="ROLL_INSTALLED", kind=Kind.INTEGER),
                Column(name="total.by_state.metered", title="ROLL_METERED", kind=Kind.INTEGER),
                Column(name="total.counted", title="ROLL_COUNTED", kind=Kind.INTEGER),
                Column(name="total.counted_kwh", title="ASSESSED_COUNTED", kind=Kind.NUMBER, unit="kWh/a", digits=0),
                Column(name="total.uncounted_kwh", title="ASSESSED_UNCOUNTED", kind=Kind.NUMBER, unit="kWh/a", digits=0),
            ),
        ),
        Sheet(
            name="assets",
            title="ROLL_REGISTER",
            rows=lambda view: view.assets,
            columns=(
                Column(name="function", title="ROLL_FUNCTION", kind=Kind.TERM, prefix="FUNCTION_"),
                Column(name="assets", title="ROLL_ASSETS", kind=Kind.INTEGER),
                Column(name="installed_kw", title="ASSESSED_INSTALLED", kind=Kind.NUMBER, unit="kW", digits=0),
                Column(name="verified_kwh", title="ASSESSED_COUNTED", kind=Kind.NUMBER, unit="kWh/a", digits=0),
                Column(name="unverified_kwh", title="ASSESSED_UNCOUNTED", kind=Kind.NUMBER, unit="kWh/a", digits=0),
            ),
        ),
        Sheet(
            name="latest",
            title="ASSESSED_EVENTS",
            rows=lambda view: view.latest,
            columns=(
                Column(name="subject", title="ASSESSED_THING"),
                Column(name="words", title="ASSESS_MEASURE", kind=Kind.WORDS),
                Column(name="place", title="ASSESSED_PLACE"),
                Column(name="state", title="ASSESSED_STATE", kind=Kind.STATE, prefix="ROLL_"),
                Column(name="at", title="ASSESSED_DAY", kind=Kind.DATE),
                Column(name="kw", title="ASSESSED_INSTALLED", kind=Kind.NUMBER, unit="kW", digits=0),
                Column(name="kwh", title="ASSESSED_METERED", kind=Kind.NUMBER, unit="kWh/a", digits=0),
                Column(name="verifier", title="ASSESSED_VERIFIER"),
                Column(name="document", title="ASSESSED_DOCUMENT"),
            ),
        ),
    ),
)
_MEASURES = Page(
    path="/assessment/measures",
    view=measures,
    template="assessment/measures.html",
    title="ASSESS_CATALOGUE",
    may=_MAY,
    nav="factory",
    sheets=(
        Sheet(
            name="measures",
            title="ASSESS_CATALOGUE",
            rows=lambda view: view.rows,
            columns=(
                Column(name="words", title="ASSESS_MEASURE", kind=Kind.WORDS),
                Column(name="standing", title="ASSESSED_KNOWN", kind=Kind.MARK, prefix="STANDING_"),
                Column(name="measured", title="ASSESS_EVIDENCE", kind=Kind.TERM, prefix="MEASURED_"),
                Column(name="figure", title="ASSESS_FIGURE"),
                Column(name="source", title="ASSESSED_SOURCE"),
                Column(name="view", title="RADAR_VIEWS", kind=Kind.TERM, prefix="AXIS_"),
                Column(name="pillar", title="RADAR_PILLARS", kind=Kind.TERM, prefix="AXIS_"),
                Column(name="area", title="RADAR_AREAS", kind=Kind.TERM, prefix="AXIS_"),
                Column(name="baseline", title="ASSESSED_BASELINE", kind=Kind.WORDS),
                Column(name="boundary", title="ASSESSED_BOUNDARY", kind=Kind.WORDS),
                Column(name="exclusions", title="ASSESSED_EXCLUSIONS", kind=Kind.WORDS),
            ),
            empty="ASSESSED_NOTHING_FOUND",
        ),
    ),
)
_CLAIMS = Page(
    path="/assessment/published",
    view=claims,
    template="assessment/published.html",
    title="ASSESS_PUBLISHED",
    may=_MAY,
    nav="factory",
    charts=(Chart(name="apart", title="ASSESSED_APART", figure=apart_bars),),
    sheets=(
        Sheet(
            name="clashes",
            title="ASSESS_CLASHES",
            rows=lambda view: view.clashes,
            columns=(
                Column(name="id", title="ASSESS_CLASH", kind=Kind.TERM, prefix="CLASH_"),
                Column(name="state", title="ASSESSED_STATE", kind=Kind.STATE, prefix="ASSESSED_CLASH_"),
                Column(name="ratio", title="ASSESS_RATIO", kind=Kind.NUMBER, digits=2),
                Column(name="first", title="ASSESSED_ONE"),
                Column(name="second", title="ASSESS_AGAINST"),
                Column(name="unit", title="ASSESS_UNIT"),
            ),
        ),
        Sheet(
            name="checks",
            title="ASSESS_IMPLIED",
            rows=lambda view: view.checks,
            columns=(
                Column(name="id", title="ASSESS_IMPLIED", kind=Kind.TERM, prefix="PUBLISHED_"),
                Column(name="fit", title="ASSESS_FIT", kind=Kind.STATE, prefix="ASSESS_FIT_"),
                Column(name="implied", title="ASSESS_SPAN"),
                Column(name="bound", title="ASSESS_BOUND"),
                Column(name="unit", title="ASSESS_UNIT"),
                Column(name="formula", title="ASSESS_FORMULA"),
                Column(name="uses", title="ASSESSED_USES"),
            ),
        ),
        Sheet(
            name="figures",
            title="ASSESSED_FIGURES",
            rows=lambda view: view.figures,
            columns=(
                Column(name="id", title="ASSESS_NAME"),
                Column(name="span", title="ASSESS_SPAN"),
                Column(name="unit", title="ASSESS_UNIT"),
                Column(name="words", title="ASSESSED_WORDS"),
                Column(name="source", title="ASSESSED_SOURCE"),
            ),
        ),
        Sheet(
            name="assumptions",
            title="ASSESSED_ASSUMPTIONS",
            rows=lambda view: view.assumptions,
            columns=(
                Column(name="id", title="ASSESS_NAME"),
                Column(name="span", title="ASSESS_SPAN"),
                Column(name="unit", title="ASSESS_UNIT"),
                Column(name="standing", title="ASSESSED_KNOWN", kind=Kind.MARK, prefix="STANDING_"),
                Column(name="source", title="ASSESSED_SOURCE"),
            ),
        ),
    ),
)
PAGES: tuple[Page, ...] = (_PARK, _MEASURES, _CLAIMS)
ACTIONS: tuple[Action, ...] = ()
DOWNLOADS: tuple[Download, ...] = ()
