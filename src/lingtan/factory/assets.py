"""What a plan may build, column by column: price, life and upkeep of one unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.energy.finance import Asset
from lingtan.factory.site import Site
from lingtan.optimise import Solution

__all__ = ["Buildable", "assets_of", "buildables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Buildable:
    """Price of one unit (MW, MWh, or all of a measure), its life, and what its upkeep costs a year. [thousand yuan], [years]"""

    capex_thousand: float
    life_years: float
    upkeep_thousand: float


def buildables(site: Site) -> Mapping[str, Buildable]:
    """By the name of the program's column. A yuan per kilowatt is a thousand yuan per megawatt."""
    found = {f"{g.name}_mw": _made(g.capex_yuan_per_kw, g.life_years, g.opex_share) for g in site.generators}
    store, pump, tank = site.battery, site.heat_pump, site.heat_store
    if store is not None and store.max_kw and store.max_kwh:
        found["battery_mw"] = _made(store.capex_yuan_per_kw, store.life_years, store.opex_share)
        found["battery_mwh"] = _made(store.capex_yuan_per_kwh, store.life_years, store.opex_share)
    if pump is not None and pump.max_kw and site.heat_kw.any():
        found["heat_pump_mw"] = _made(pump.capex_yuan_per_kw, pump.life_years, pump.opex_share)
    if tank is not None and tank.max_kwh and site.heat_kw.any():
        found["heat_store_mwh"] = _made(tank.capex_yuan_per_kwh, tank.life_years, tank.opex_share)
    for measure in site.measures:
        found[f"measure_{measure.name}"] = Buildable(
            capex_thousand=measure.capex_yuan / 1000.0, life_years=measure.life_years, upkeep_thousand=measure.opex_yuan_per_year / 1000.0
        )
    return found


def _made(capex: float, life_years: float, opex_share: float) -> Buildable:
    return Buildable(capex_thousand=capex, life_years=life_years, upkeep_thousand=capex * opex_share)


def assets_of(site: Site, found: Solution) -> list[Asset]:
    """What a solution builds. [yuan]"""
    return [
        Asset(capex_yuan=float(found.of(name)[0]) * unit.capex_thousand * 1000.0, life_years=unit.life_years)
        for name, unit in buildables(site).items()
    ]
