"""What the pages of a site beyond its plan show; each empty before a first answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.factory import Forecast, Origin, Road, Uncertainty
from lingtan.services.house.workspace import Workspace
from lingtan.services.outlook.keeping import KeptOutlook, chosen_outlook, kept_outlooks, outlook_folder
from lingtan.services.outlook.ranges import RangeRow, range_rows
from lingtan.services.outlook.request import Part
from lingtan.services.outlook.results import OperationRun, SiteFront, SiteScenarios
from lingtan.services.sites.hours import Hours
from lingtan.services.sites.keeping import read_site, site_path
from lingtan.services.work.parts import read_part

__all__ = ["OutlookAbout", "OutlookView", "outlook_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookAbout:
    """The site, the part, and the answer shown; `can` says whether the site file says what the part needs. `job` is for the next one."""

    site: str
    name: str
    synthetic: bool
    part: Part
    can: bool
    job: str
    kept: KeptOutlook | None
    known: tuple[KeptOutlook, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookView:
    """One part; what is of other parts is empty."""

    about: OutlookAbout
    road: Road | None = None
    origins: tuple[Origin, ...] = ()
    scenarios: SiteScenarios | None = None
    ranges: tuple[RangeRow, ...] = ()
    uncertain: tuple[Uncertainty, ...] = ()
    runs: tuple[OperationRun, ...] = ()
    hours: Hours | None = None
    front: SiteFront | None = None


def outlook_view(workspace: Workspace, site: str, part: Part, *, outlook: str = "", job: str = "", forecast: str = "") -> OutlookView:
    """The latest answer, or the one named. Raises StoreError `SITE_UNKNOWN`, `SITE_PLAN_UNKNOWN`."""
    file, known = read_site(site_path(workspace, site)), kept_outlooks(workspace, site, part)
    kept = chosen_outlook(known, outlook)
    can = {Part.ROAD: file.road is not None, Part.SCENARIOS: bool(file.uncertainties)}.get(part, True)
    about = OutlookAbout(
        site=site, name=file.name, synthetic=file.synthetic, part=part, can=can, job=job, kept=kept, known=tuple(known)
    )  # fmt: skip
    folder = outlook_folder(workspace, site, part, kept.outlook) if kept else None
    if folder is None:
        return OutlookView(about=about)
    if part is Part.ROAD:
        origins = tuple(one for one in file.origins if one.section == "road")
        return OutlookView(about=about, road=read_part(Road, folder / "road.json"), origins=origins)
    if part is Part.SCENARIOS:
        found = read_part(SiteScenarios, folder / "scenarios.json")
        return OutlookView(about=about, scenarios=found, ranges=range_rows(found.found), uncertain=file.uncertainties)
    if part is Part.FRONT:
        return OutlookView(about=about, front=read_part(SiteFront, folder / "front.json"))
    return _operation(about, folder, forecast)


def _operation(about: OutlookAbout, folder: Path, forecast: str) -> OutlookView:
    shown = forecast if forecast in {one.value for one in Forecast} else Forecast.RIDGE.value
    runs = tuple(read_part(OperationRun, folder / f"{one.value}.json") for one in Forecast)
    return OutlookView(about=about, runs=runs, hours=read_part(Hours, folder / f"{shown}-hours.json"))
