"""Data: the factors behind every figure, with their sources; what the library answers, and what differs between editions."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from lingtan.evidence import Standing
from lingtan.factors import FactorClass
from lingtan.figures import Bars, BarSeries
from lingtan.naming import shown_activity, shown_unit
from lingtan.services.library.factors import FactorList, factor_list
from lingtan.services.library.one import FactorPage, factor_page
from lingtan.services.library.points import FactorPoint
from lingtan.services.library.question import Question, question
from lingtan.services.library.sources import SourceList, source_list
from lingtan.services.library.today import library_digest, todays_library
from lingtan.services.library.wanted import FactorFilter
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart, Say
from lingtan.web.frame.chosen import Chosen
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.frame.words import shown_place
from lingtan.web.pages.data.editions import ACTIONS, DOWNLOADS, EDITION_PAGES

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_LONGEST = 200
Text = Annotated[str, Query(max_length=_LONGEST)]


def factors_view(
    caller: Caller,
    *,
    q: Text = "",
    klass: Chosen[FactorClass] = None,
    place: Text = "",
    standing: Chosen[Standing] = None,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=500)] = 50,
) -> FactorList:
    """The factors of this installation, for everybody."""
    wanted = FactorFilter(text=q, klass=klass or "", place=place, standing=standing or "")
    return factor_list(todays_library(), wanted, digest=library_digest(), page=page, per_page=per_page)


def factor_view(caller: Caller, factor: str) -> FactorPage:
    """One factor with everything behind it."""
    return factor_page(todays_library(), factor)


def resolve_view(
    caller: Caller,
    activity: Text = "",
    place: Text = "CN",
    year: Annotated[int, Query(ge=1990, le=2100)] = 2024,
    klass: Chosen[FactorClass] = None,
) -> Question:
    """What the library answers, with every step from what was asked to what is used."""
    return question(todays_library(), activity=activity, place=place, year=year, klass=klass or "")


def sources_view(caller: Caller) -> SourceList:
    """Where the factors come from."""
    return source_list(todays_library())


def _years(view: FactorPage, say: Say) -> Bars | None:
    return _bars(view, view.years, tuple(str(point.year) for point in view.years), say, "DATA_CHART_YEARS", horizontal=False)


def _places(view: FactorPage, say: Say) -> Bars | None:
    names = tuple(f"{shown_place(one.place, say.language)}{' ◂' if one.id == view.row.id else ''}" for one in view.places)
    return _bars(view, view.places, names, say, "DATA_CHART_PLACES", horizontal=True)


def _bars(
    view: FactorPage, points: tuple[FactorPoint, ...], names: tuple[str, ...], say: Say, title: str, *, horizontal: bool
) -> Bars | None:
    if len(points) < 2:
        return None
    estimated = tuple(point.value if point.mark.is_estimate else 0.0 for point in points)
    label, values = shown_activity(view.row.activity, say.language), tuple(point.value for point in points)
    one = BarSeries(
        name="factor", label=label, values=values, estimated_values=estimated,
        hrefs=tuple(f"/data/factors/{point.id}" for point in points),
    )  # fmt: skip
    unit = shown_unit(f"kg CO2e/{view.row.unit}", say.language)
    return Bars(title=say(title), unit=unit, source=view.source.title, categories=names, series=(one,), horizontal=horizontal)


_VALUE = (
    Column(name="value", title="DATA_VALUE", kind=Kind.NUMBER, digits=4, unit="kg CO₂e"),
    Column(name="unit", title="DATA_PER", kind=Kind.UNIT),
)
_BEHIND = (
    Column(name="klass", title="DATA_CLASS", kind=Kind.TERM, prefix="DATA_CLASS_"),
    Column(name="gwp_set", title="DATA_GWP", kind=Kind.TERM, prefix="DATA_GWP_"),
    Column(name="gsd_total", title="DATA_GSD", kind=Kind.NUMBER, digits=2),
    Column(name="mark", title="DATA_MARK", kind=Kind.MARK),
    Column(name="standing", title="DATA_STANDING", kind=Kind.TERM, prefix="STANDING_"),
    Column(name="source", title="DATA_SOURCE", link="/data?q={source}"),
    Column(name="licence", title="DATA_LICENCE", kind=Kind.TERM, prefix="DATA_LICENCE_"),
    Column(name="id", title="DATA_FACTOR"),
)
_YEAR = Column(name="year", title="DATA_YEAR")
_ROWS = (
    Column(name="activity", title="DATA_ACTIVITY", kind=Kind.ACTIVITY, link="/data/factors/{id}"),
    *_VALUE,
    Column(name="place", title="DATA_PLACE", kind=Kind.PLACE),
    _YEAR,
    *_BEHIND,
)
_OTHERS = (Column(name="place", title="DATA_PLACE", kind=Kind.PLACE, link="/data/factors/{id}"), _YEAR, *_VALUE, *_BEHIND)
_INPUTS = (
    Column(name="activity", title="DATA_ACTIVITY", kind=Kind.ACTIVITY, link="/data/resolve?activity={activity}"),
    Column(name="amount", title="DATA_AMOUNT", kind=Kind.NUMBER, digits=4),
    Column(name="unit", title="DATA_UNIT", kind=Kind.UNIT),
    Column(name="kg", title="DATA_ADDS", kind=Kind.NUMBER, digits=4, unit="kg CO₂e"),
)
_SOURCES = (
    Column(name="id", title="DATA_SOURCE"),
    Column(name="title", title="DATA_TITLE"),
    Column(name="publisher", title="DATA_PUBLISHER"),
    Column(name="year", title="DATA_YEAR"),
    Column(name="locator", title="DATA_LOCATOR"),
    Column(name="licence", title="DATA_LICENCE", kind=Kind.TERM, prefix="DATA_LICENCE_"),
    Column(name="standing", title="DATA_STANDING", kind=Kind.TERM, prefix="STANDING_"),
    Column(name="factors", title="DATA_CITED", kind=Kind.INTEGER, link="/data?q={id}"),
)

PAGES: tuple[Page, ...] = (
    Page(
        path="/data",
        view=factors_view,
        template="data/factors.html",
        title="NAV_DATA",
        may=None,
        nav="data",
        sheets=(Sheet(name="factors", title="DATA_FACTORS", columns=_ROWS, rows=lambda v: v.rows, empty="DATA_NONE"),),
    ),
    Page(
        path="/data/factors/{factor}",
        view=factor_view,
        template="data/factor.html",
        title="DATA_FACTOR",
        may=None,
        nav="data",
        sheets=(
            Sheet(name="inputs", title="DATA_INPUTS", columns=_INPUTS, rows=lambda v: v.inputs, empty="DATA_NO_INPUTS"),
            Sheet(name="others", title="DATA_OTHERS", columns=_OTHERS, rows=lambda v: v.others, empty="DATA_NO_OTHERS"),
        ),
        charts=(
            Chart(name="years", title="DATA_CHART_YEARS", figure=_years),
            Chart(name="places", title="DATA_CHART_PLACES", figure=_places),
        ),
    ),
    Page(path="/data/resolve", view=resolve_view, template="data/resolve.html", title="DATA_RESOLVE", may=None, nav="data"),
    Page(
        path="/data/sources",
        view=sources_view,
        template="data/sources.html",
        title="DATA_SOURCES",
        may=None,
        nav="data",
        sheets=(Sheet(name="sources", title="DATA_SOURCES", columns=_SOURCES, rows=lambda v: v.rows),),
    ),
    *EDITION_PAGES,
)
