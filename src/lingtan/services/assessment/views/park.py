"""The park of a kept site: five pillars in each of the three views, the nine areas, roll-out by line, renewable assets by function."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lingtan.assessment import AssetTotal, Radar, RadarAxis, View, catalogue_measures, radar, roll_file
from lingtan.files.trees import read_toml
from lingtan.services.assessment.keeping import kept_part
from lingtan.services.assessment.looking import Part
from lingtan.services.assessment.park import ParkView, park_view
from lingtan.services.assessment.views.desk import Desk, desk
from lingtan.services.assessment.views.park_rows import EventRow, LeftOut, RollRow
from lingtan.services.house.workspace import Workspace

__all__ = ["ParkPage", "RadarAxis", "park_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkPage:
    """A park seen in one `view` of the three, or in all (empty). What the site says does not apply stands apart with its reason."""

    desk: Desk
    view: str
    synthetic: bool = False
    pillars: tuple[RadarAxis, ...] = ()
    areas: tuple[RadarAxis, ...] = ()
    not_applicable: tuple[LeftOut, ...] = ()
    rollout: tuple[RollRow, ...] = ()
    assets: tuple[AssetTotal, ...] = ()
    latest: tuple[EventRow, ...] = ()


def park_page(workspace: Workspace, *, site: str = "", view: View | None = None) -> ParkPage:
    """The park; nothing where no roll-out was sent. Raises StoreError `SITE_UNKNOWN`."""
    about = desk(workspace, site=site)
    found = kept_part(workspace, about.site, Part.ROLLOUT) if about.site else None
    return _seen(about, found[1], view) if found else ParkPage(desk=about, view=view or "")


@lru_cache(maxsize=64)
def _read(path: Path, view: View | None) -> tuple[ParkView, Radar]:
    """The park, and its radar in one view: what the other two hold is left out."""
    found = park_view(path)
    if view is None:
        return found, found.radar
    tables = {name: value for name, value in read_toml(path).items() if name != "not_applicable"}
    others = {name: measure.view.value for name, measure in catalogue_measures().items() if measure.view is not view}
    return found, radar(roll_file(tables, place=path.name), {**others, **found.radar.not_applicable})


def _seen(about: Desk, path: Path, view: View | None) -> ParkPage:
    found, seen = _read(path, view)
    words = {name: measure.title for name, measure in catalogue_measures().items()}
    latest = tuple(
        EventRow(
            subject=e.subject, words=words.get(e.measure, {}), place=e.place, state=e.state, at=e.at, function=e.function, kw=e.kw,
            kwh=e.kwh, document=e.document, verifier=e.verifier,
        )
        for e in found.latest
    )  # fmt: skip
    return ParkPage(
        desk=about, view=view or "", synthetic=found.synthetic, pillars=seen.pillars, areas=seen.areas, assets=found.assets, latest=latest,
        not_applicable=tuple(LeftOut(words=words[name], why=why) for name, why in found.radar.not_applicable.items()),
        rollout=tuple(RollRow(words=words.get(total.measure, {}), total=total) for total in found.rollout),
    )  # fmt: skip
