"""五位一体雷达 The radar of a park: how many of the catalogue's measures have come how far, by pillar, view and area.

Measures are counted, not weighed: no public weight was found. What a site says does not apply is left out and listed with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lingtan.assessment.measures import Area, CatalogueMeasure, Pillar, View, catalogue_measures
from lingtan.assessment.rollout import RollFile, RollState, states
from lingtan.errors import InputError

__all__ = ["Radar", "RadarAxis", "radar"]

#: From the least to the most that a measure has come to.
_RANK = {RollState.PLANNED: 1, RollState.INSTALLED: 2, RollState.METERED: 3, RollState.VERIFIED: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarAxis:
    """One axis: applicable measures of the catalogue, and how many have come at least so far. Shares of the applicable ones. [1]"""

    id: str
    measures: tuple[str, ...]
    planned: int
    installed: int
    metered: int
    verified: int

    @property
    def verified_share(self) -> float:
        """What counts."""
        return self.verified / len(self.measures) if self.measures else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """The park by the five pillars, the three views and the areas; what does not apply stands apart."""

    pillars: tuple[RadarAxis, ...]
    views: tuple[RadarAxis, ...]
    areas: tuple[RadarAxis, ...]
    not_applicable: Mapping[str, str]


def radar(file: RollFile, not_applicable: Mapping[str, str]) -> Radar:
    """The radar of a site's roll-out. Raises InputError `RADAR_MEASURE` for a measure that the catalogue does not know."""
    catalogue = catalogue_measures()
    come: dict[str, int] = {}
    for event in states(file.event).values():
        if event.state is not RollState.REMOVED:
            come[event.measure] = max(come.get(event.measure, 0), _RANK[event.state])
    for name in (*come, *not_applicable):
        if name not in catalogue:
            raise InputError("RADAR_MEASURE", place=file.site, name=name)
    applies = [measure for name, measure in catalogue.items() if name not in not_applicable]
    return Radar(
        pillars=_axes(Pillar, lambda measure: measure.pillar, applies, come),
        views=_axes(View, lambda measure: measure.view, applies, come),
        areas=_axes(Area, lambda measure: measure.area, applies, come),
        not_applicable=dict(not_applicable),
    )


def _axes(
    kind: type[StrEnum], of: Callable[[CatalogueMeasure], StrEnum], applies: list[CatalogueMeasure], come: Mapping[str, int]
) -> tuple[RadarAxis, ...]:
    found = []
    for each in kind:
        names = tuple(measure.id for measure in applies if of(measure) is each)
        ranks = [come.get(name, 0) for name in names]
        planned, installed, metered, verified = (sum(rank >= least for rank in ranks) for least in (1, 2, 3, 4))
        found.append(RadarAxis(id=each.value, measures=names, planned=planned, installed=installed, metered=metered, verified=verified))
    return tuple(found)
