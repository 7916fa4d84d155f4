"""A finished site as the beginning of another: climate, load, tariff and grid as parameters, every number marked as taken over.

A load that was metered becomes an archetype of the same yearly energy: the shift whose two levels explain the hours best. Twelve months of
sun and air take the place of an EPW file, which belongs to its place. Nothing of a metered series leaves with the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from lingtan.energy import Calendar, FloatArray, Weather
from lingtan.factory.shifts import Shift, running_share

__all__ = ["PARAMETERS", "climate_months", "load_archetype", "site_template"]

#: What a new site has to set first, in the order of a plan's inputs.
PARAMETERS = (
    "name",
    "year",
    "zone",
    "place",
    "climate",
    "load.annual_kwh",
    "heat.annual_kwh",
    "tariff",
    "grid.max_kw",
    "carbon",
    "pv.roof_m2",
)


def load_archetype(power_kw: FloatArray, calendar: Calendar) -> dict[str, Any]:
    """The archetype of a load, [kW], shape (T,): yearly energy, the shift, and the level outside it over the level inside."""
    best: tuple[float, Shift, float] | None = None
    for shift in Shift:
        inside = running_share(shift, calendar) > 0
        levels = [float(power_kw[part].mean()) if part.any() else 0.0 for part in (inside, ~inside)]
        missed = float(np.sum((power_kw - np.where(inside, levels[0], levels[1])) ** 2))
        base = levels[1] / levels[0] if levels[0] > 0 else 0.0
        if best is None or missed < best[0]:
            best = missed, shift, base
    assert best is not None  # there are shifts
    return {"annual_kwh": round(float(power_kw.sum())), "shift": best[1].value, "base_share": round(min(best[2], 1.0), 2)}


def climate_months(weather: Weather, calendar: Calendar) -> dict[str, Any]:
    """Twelve months of sun on the horizontal [kWh/m²], air [°C], wind at 10 m [m/s] and, where it is known, relative humidity [1]."""
    months = [calendar.month == month for month in range(12)]
    known: dict[str, Any] = {
        "monthly_ghi_kwh_m2": [round(float(weather.ghi_w_m2[at].sum()) / 1000, 1) for at in months],
        "monthly_air_c": [round(float(weather.air_c[at].mean()), 1) for at in months],
        "seed": 1,
    }
    if not weather.wind_assumed:
        known["monthly_wind_m_s"] = [round(float(weather.wind_m_s[at].mean()), 2) for at in months]
    if weather.humidity_share is not None:
        known["monthly_humidity_share"] = [round(float(weather.humidity_share[at].mean()), 3) for at in months]
    return known


def site_template(tables: Mapping[str, Any], replaced: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The tables of a new site file. `replaced` holds sections that came from files: archetypes of loads, months of the climate."""
    # Hours of wind stand on a file of the old site and can't go along; a turbine can.
    left = {name for name in ("wind",) if tables.get(name, {}).get("csv")}
    made = {name: value for name, value in tables.items() if name not in left}
    made |= {section: dict(value) for section, value in replaced.items()}
    made["name"] = f"template of {tables['name']}"
    made["synthetic"] = True
    made["sources"] = {
        section: {
            "standing": "assumed",
            "source": f"taken over from {tables['name']} ({origin['standing']}: {origin['source']}); enter your own",
        }
        for section, origin in tables["sources"].items()
        if section not in left
    }
    return made
