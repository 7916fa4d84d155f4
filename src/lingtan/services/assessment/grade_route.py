"""`lingtan assess route SITE --grade ID`: the cheapest road to a grade, over the site's options and the levers of its facts file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.assessment import Route, cheapest_route
from lingtan.factory.options import levers_of
from lingtan.services.assessment.case import open_case
from lingtan.services.factory.site import open_site

__all__ = ["RouteView", "grade_route"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """A road to a grade, worked from forecasts: none of its figures is evidence (METHODS 11)."""

    nature: str
    site: str
    synthetic: bool
    standard: str
    route: Route
    levers: tuple[str, ...]


def grade_route(site: Path, standard: str, grade: str, *, facts: Path | None = None, own: Path | None = None) -> RouteView:
    """The cheapest road. Raises InputError as its files do, `ASSESS_GRADE_UNKNOWN`, `ASSESS_GRADE_TEXT` for a grade that is not public."""
    case = open_case(site, standard, facts=facts, own=own)
    levers = (*levers_of(open_site(site)), *case.facts.levers)
    found = cheapest_route(case.standard, case.facts, case.forms, levers, grade=grade)
    return RouteView(
        nature="forecast", site=case.facts.site, synthetic=case.facts.synthetic or case.site.synthetic,
        standard=case.standard.pack.reference, route=found, levers=tuple(lever.name for lever in levers),
    )  # fmt: skip
