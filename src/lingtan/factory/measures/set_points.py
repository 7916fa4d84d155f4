"""空调设定值 Set points of a hall: a wider band between cooling and heating, by the hall's own balance in every hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.errors import InputError
from lingtan.factory.measure import Priced, within
from lingtan.factory.measures.hall import Hall

__all__ = ["SetPoints", "set_points_change"]


@dataclass(frozen=True, kw_only=True)
class SetPoints(Priced):
    """`[measures.set_points]`: cooled from here up, heated up to here. [°C]"""

    cooling_c: float
    heating_c: float

    def __post_init__(self) -> None:
        within("measures.set_points.cooling_c", self.cooling_c, 15, 35)
        within("measures.set_points.heating_c", self.heating_c, 0, self.cooling_c)


def set_points_change(points: SetPoints, hall: Hall) -> Mapping[str, Any]:
    """Fields of the hall. Raises InputError `SET_POINTS` where the band is no wider than the hall's own: that saves nothing."""
    if points.cooling_c < hall.cooling_c or points.heating_c > hall.heating_c:
        raise InputError(
            "SET_POINTS", place="measures.set_points", cooling=points.cooling_c, heating=points.heating_c, hall_cooling=hall.cooling_c,
            hall_heating=hall.heating_c,
        )  # fmt: skip
    return {"cooling_c": points.cooling_c, "heating_c": points.heating_c}
