"""The hours of a plan with the name of their site: of a kept one, or of an answer to settings."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.hours import Hours
from lingtan.services.sites.keeping import SITES, site_path
from lingtan.services.sites.plans import kept_hours, kept_plan
from lingtan.services.sites.settings import PlanSettings
from lingtan.services.sites.solving import solved

__all__ = ["YearView", "year_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """A year of a site; `hours` is None where no plan was made, or none can be."""

    site: str
    name: str
    synthetic: bool
    hours: Hours | None


def year_view(workspace: Workspace, site: str, *, plan: str = "", asked: PlanSettings | None = None) -> YearView:
    """The hours of the plan named, of the latest, or of what is asked. Raises as `site_view` and `tried_view`."""
    about = SITES.about(workspace, site)
    if asked is not None:
        hours = solved(site_path(workspace, site), asked).hours
    else:
        kept = kept_plan(workspace, site, plan)
        hours = kept_hours(workspace, site, kept.plan) if kept else None
    return YearView(site=site, name=about.name, synthetic=about.synthetic, hours=hours)
