"""The organisation's sites with what their latest plans say, and the examples to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.keeping import SITES
from lingtan.services.sites.plans import kept_plan
from lingtan.services.sites.samples import SampleSite, sample_sites
from lingtan.services.work.shelf import About

__all__ = ["SiteRow", "SitesView", "sites_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site of the list. `state` of its latest plan: none, planned, unreachable. [yuan/a], [t CO2/a]"""

    site: str
    name: str
    synthetic: bool
    at: datetime
    state: str
    cost_yuan: float | None = None
    baseline_cost_yuan: float | None = None
    location_t: float | None = None
    baseline_location_t: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesView:
    """The sites, the latest first."""

    rows: tuple[SiteRow, ...]
    samples: tuple[SampleSite, ...]


def sites_view(workspace: Workspace) -> SitesView:
    """Every site of the organisation."""
    rows = tuple(_row(workspace, site, about) for site, about in SITES.all(workspace))
    return SitesView(rows=rows, samples=sample_sites())


def _row(workspace: Workspace, site: str, about: About) -> SiteRow:
    kept = kept_plan(workspace, site)
    result = kept.planned.result if kept else None
    state = "planned" if result else "unreachable" if kept else "none"
    row = SiteRow(site=site, name=about.name, synthetic=about.synthetic, at=about.at, state=state)
    if result is None:
        return row
    return SiteRow(
        site=site, name=about.name, synthetic=about.synthetic, at=about.at, state=state, cost_yuan=result.money.objective_yuan,
        baseline_cost_yuan=result.money.baseline_opex_yuan, location_t=result.carbon.location_t,
        baseline_location_t=result.carbon.baseline_location_t,
    )  # fmt: skip
