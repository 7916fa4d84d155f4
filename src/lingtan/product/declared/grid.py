"""The grid factor behind a sheet's use phase: by place of use and by the method of the sheet, not by the year of use."""

from __future__ import annotations

import math
from collections.abc import Mapping

from lingtan.product.declared.calibration import Constant
from lingtan.product.declared.features import Features
from lingtan.product.declared.scenario import Method, Scenario
from lingtan.quantities import ancestors

__all__ = ["EUROPE", "FITTED_PLACES", "WORLD", "fitted_place", "log_grid"]

EUROPE, WORLD = "EU", "GLO"
#: Places whose grid factor on makers' sheets is fitted; the world stands for a sheet that names no place, too.
FITTED_PLACES = (EUROPE, "NAM", WORLD)


def fitted_place(features: Features, method: Method) -> str | None:
    """The fitted place that a sheet's place of use lies in; None where no sheet shows what its grid is.

    The earlier tool's sheets for worldwide use give no split, so their grid is among those not shown.
    """
    if not features.place_stated:
        return WORLD
    if features.place == WORLD:
        return WORLD if method is Method.CURRENT else None
    return next((code for code in ancestors(features.place) if code in FITTED_PLACES and code != WORLD), None)


def log_grid(features: Features, method: Method, grid: Mapping[str, Constant], scenario: Scenario) -> tuple[float, float]:
    """Log of the sheet's grid factor [log kg CO2e/kWh] and its variance, makers' differences aside.

    Where no sheet shows it: the sheets' Europe times (the place's own factor over Europe's)^`grid_exponent`.
    """
    place = fitted_place(features, method)
    if place is not None:
        return grid[place].value, grid[place].se ** 2
    europe = grid[EUROPE]
    if features.grid_kg_per_kwh <= 0:
        return europe.value, europe.se**2 + scenario.spreads["place_unknown"] ** 2
    apart = scenario.grid_exponent * math.log(features.grid_kg_per_kwh / scenario.europe_kg_per_kwh)
    return europe.value + apart, europe.se**2 + scenario.spreads["place_unknown"] ** 2
