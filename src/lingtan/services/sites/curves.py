"""The abatement curves of a site with the naive bars beside them, as they are kept and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.factory import Bar, FrontPoint, Site, bars, cuts_between, front
from lingtan.services.factory.site import open_site
from lingtan.services.sites.settings import PlanSettings, changed

__all__ = ["LEVELS", "SiteBars", "SiteCurve", "SiteCuts", "bars_of_site", "cuts_of_site", "point_of_site"]

#: What a curve may use: own measures and generation; green power and certificates too; offsets too.
LEVELS = ("physical", "green", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCurve:
    """Points of one level from the cheapest plan to the most that can be cut."""

    level: str
    points: tuple[FrontPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteBars:
    """Each option taken alone."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCuts:
    """At which shares of the baseline's carbon a curve is solved."""

    cut_shares: tuple[float, ...]


def cuts_of_site(path: Path, asked: PlanSettings, level: str, points: int) -> SiteCuts:
    """From the cheapest plan to the most that can be cut. Raises as `cuts_between`."""
    return SiteCuts(cut_shares=cuts_between(_site(path, asked), level, points))


def point_of_site(path: Path, asked: PlanSettings, level: str, cut_share: float) -> FrontPoint:
    """One point of a level. Raises as `front`."""
    return front(_site(path, asked), level, [cut_share])[0]


def bars_of_site(path: Path, asked: PlanSettings) -> SiteBars:
    """The bars, cheapest first."""
    return SiteBars(bars=bars(_site(path, asked)))


def _site(path: Path, asked: PlanSettings) -> Site:
    return open_site(path, lambda file: changed(file, asked))
