"""One site with its latest plan, or with the answer to other settings beside it, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.factory import Bar, Origin
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.curves import LEVELS, SiteBars, SiteCurve
from lingtan.services.sites.keeping import read_site, site_path
from lingtan.services.sites.planned import Planned
from lingtan.services.sites.plans import KeptPlan, kept_plan, kept_plans, plan_folder
from lingtan.services.sites.settings import Control, PlanSettings, controls
from lingtan.services.sites.solving import solved
from lingtan.services.work.parts import read_part

__all__ = ["SiteView", "site_view", "tried_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """A site. `answer` is the kept plan's `plan`, or a tried one's (`is_tried`) beside it; both empty where none was made."""

    site: str
    name: str
    synthetic: bool
    year: int
    tariff: str
    example_tariff: bool
    factor_year: int
    origins: tuple[Origin, ...]
    settings: PlanSettings
    controls: tuple[Control, ...]
    answer: Planned | None
    is_tried: bool
    plan: KeptPlan | None
    curves: tuple[SiteCurve, ...]
    bars: tuple[Bar, ...]
    plans: tuple[KeptPlan, ...]
    job: str


def site_view(workspace: Workspace, site: str, *, plan: str = "", job: str = "") -> SiteView:
    """The site with its latest plan, or the one named. Raises StoreError `SITE_UNKNOWN`, `SITE_PLAN_UNKNOWN`."""
    kept = kept_plan(workspace, site, plan)
    asked = _Asked(settings=kept.settings, answer=kept.planned, job=job) if kept else _Asked(settings=PlanSettings(), answer=None, job=job)
    return _view(workspace, site, kept, asked)


def tried_view(workspace: Workspace, site: str, asked: PlanSettings, *, job: str = "") -> SiteView:
    """The site under other settings, solved now; nothing is kept. Raises as `solved`."""
    answer = solved(site_path(workspace, site), asked).planned
    return _view(workspace, site, kept_plan(workspace, site), _Asked(settings=asked, answer=answer, job=job, is_tried=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    settings: PlanSettings
    answer: Planned | None
    job: str
    is_tried: bool = False


def _view(workspace: Workspace, site: str, kept: KeptPlan | None, asked: _Asked) -> SiteView:
    file = read_site(site_path(workspace, site))
    folder = plan_folder(workspace, site, kept.plan) if kept else None
    curves = tuple(read_part(SiteCurve, folder / f"{level}.json") for level in LEVELS) if folder else ()
    bars = read_part(SiteBars, folder / "bars.json").bars if folder else ()
    return SiteView(
        site=site, name=file.name, synthetic=file.synthetic, year=file.year, tariff=file.tariff.name,
        example_tariff=file.tariff.example, factor_year=file.carbon.factor_year, origins=file.origins, settings=asked.settings,
        controls=controls(file, asked.settings, asked.answer), answer=asked.answer, is_tried=asked.is_tried, plan=kept,
        curves=curves, bars=bars, plans=tuple(kept_plans(workspace, site)), job=asked.job,
    )  # fmt: skip
