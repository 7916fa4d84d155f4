"""雨水与中水回用 Rain and reclaimed water in place of fresh: a tank's balance by the day, and the power that treats it.

tank' = tank + rain·roof·runoff + reclaimed − taken − over,    0 ≤ tank ≤ size,    taken ≤ demand
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import Calendar, FloatArray
from lingtan.factory.measure import Beside, Measure, Priced, within

__all__ = ["WaterReuse", "WaterYear", "water_reuse", "water_year"]


@dataclass(frozen=True, kw_only=True)
class WaterReuse(Priced):
    """`[measures.water_reuse]`: twelve months of rain [mm], roof [m²], runoff [1], reclaimed water and demand that may use it [m³/day].

    Tank [m³], power of treatment and pumps [kWh/m³], what fresh water costs [yuan/m³]. Rain of a month comes on `rain_days` days of it.
    """

    monthly_rain_mm: tuple[float, ...]
    roof_m2: float
    runoff_share: float
    reclaimed_m3_per_day: float
    demand_m3_per_day: float
    tank_m3: float
    treatment_kwh_per_m3: float
    water_yuan_per_m3: float = 0.0
    rain_days: int = 8

    def __post_init__(self) -> None:
        place = "measures.water_reuse"
        within(f"{place}.monthly_rain_mm", float(len(self.monthly_rain_mm)), 12, 12)
        for month, rain in enumerate(self.monthly_rain_mm):
            within(f"{place}.monthly_rain_mm[{month}]", rain, 0, 3000)
        within(f"{place}.roof_m2", self.roof_m2, 0, 1e7)
        within(f"{place}.runoff_share", self.runoff_share, 0, 1)
        for name in ("reclaimed_m3_per_day", "demand_m3_per_day", "tank_m3"):
            within(f"{place}.{name}", getattr(self, name), 0, 1e6)
        within(f"{place}.treatment_kwh_per_m3", self.treatment_kwh_per_m3, 0, 20)
        within(f"{place}.rain_days", self.rain_days, 1, 28)


@dataclass(frozen=True, kw_only=True)
class WaterYear:
    """A year of the tank: what came as rain and reclaimed, went over, is left [m³], and what was taken by the day, [m³], shape (days,)."""

    came_m3: float
    over_m3: float
    left_m3: float
    taken_m3: FloatArray


def water_year(reuse: WaterReuse, calendar: Calendar) -> WaterYear:
    """The tank's year from empty. came = Σ taken + over + left."""
    days = int(calendar.day_of_year.max()) + 1
    month_of = np.zeros(days, dtype=np.int64)
    month_of[calendar.day_of_year] = calendar.month
    rain, taken = np.zeros(days), np.zeros(days)
    for month in range(12):
        here = np.flatnonzero(month_of == month)
        wet = here[np.linspace(0, len(here) - 1, reuse.rain_days).round().astype(np.int64)]
        rain[wet] = reuse.monthly_rain_mm[month] / 1000 * reuse.roof_m2 * reuse.runoff_share / reuse.rain_days
    tank = over = 0.0
    for day in range(days):
        tank += rain[day] + reuse.reclaimed_m3_per_day
        taken[day] = min(tank, reuse.demand_m3_per_day)
        tank -= taken[day]
        over += max(0.0, tank - reuse.tank_m3)
        tank = min(tank, reuse.tank_m3)
    return WaterYear(came_m3=float(rain.sum()) + reuse.reclaimed_m3_per_day * days, over_m3=over, left_m3=tank, taken_m3=taken)


def water_reuse(reuse: WaterReuse, calendar: Calendar, *, source: str) -> Measure:
    """Fresh water that is spared beside CO₂; it draws power on the site's meter. What a waterworks spares elsewhere is not the site's."""
    taken = water_year(reuse, calendar).taken_m3
    after = (taken * reuse.treatment_kwh_per_m3 / 24)[calendar.day_of_year]
    spared = float(taken.sum())
    return reuse.measure(
        "water_reuse", np.zeros_like(after), after, source=source, confidence="medium", beside=Beside(water_m3=spared),
        opex_yuan_per_year=-spared * reuse.water_yuan_per_m3,
    )  # fmt: skip
