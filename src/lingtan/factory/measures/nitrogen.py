"""深冷制氮 Nitrogen supply: two stations on the same demand, each with its kWh per Nm³, turndown and start-up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError
from lingtan.factory.measure import Measure

__all__ = ["NitrogenSupply", "Station", "nitrogen_supply", "station_kw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A plant for nitrogen at the purity asked for. [Nm³/h], [kWh/Nm³] at full flow, share of the flow it can turn down to.

    `fixed_share` of the full power does not fall with the flow. Specific power is the user's curve: no sourced public figure was found
    (facts/factory.md section 6); the typical 0.35 to 0.45 for PSA at 99.99 % and 0.20 to 0.30 for cryogenic plants are unverified.
    """

    flow_nm3_per_h: float
    full_kwh_per_nm3: float
    turndown_share: float
    fixed_share: float

    def __post_init__(self) -> None:
        shares = 0 <= self.turndown_share <= 1 and 0 <= self.fixed_share <= 1
        if not shares or self.flow_nm3_per_h <= 0 or not 0 < self.full_kwh_per_nm3 < 5:
            raise InputError("MEASURE_POWER", place="nitrogen.station", name="nitrogen")


@dataclass(frozen=True, slots=True, kw_only=True)
class NitrogenSupply:
    """The station there is, and the one that would take its place."""

    old: Station
    new: Station


def station_kw(station: Station, demand_nm3_per_h: FloatArray) -> FloatArray:
    """Power of a station on a demand: below its turndown it makes more than is taken and vents the rest. [kW], shape (T,)

    Raises InputError `NITROGEN_DEMAND` where the demand goes beyond its flow.
    """
    if float(demand_nm3_per_h.max(initial=0.0)) > station.flow_nm3_per_h or float(demand_nm3_per_h.min(initial=0.0)) < 0:
        raise InputError("NITROGEN_DEMAND", place="nitrogen.demand", most=station.flow_nm3_per_h, got=float(demand_nm3_per_h.max()))
    load = np.maximum(demand_nm3_per_h / station.flow_nm3_per_h, station.turndown_share)
    full = station.flow_nm3_per_h * station.full_kwh_per_nm3
    made: FloatArray = full * (station.fixed_share + (1 - station.fixed_share) * load)
    return made


def nitrogen_supply(
    supply: NitrogenSupply, demand_nm3_per_h: FloatArray, *, capex_yuan: float, opex_yuan_per_year: float = 0.0,
    life_years: float = 15.0, source: str,
) -> Measure:  # fmt: skip
    """The new station instead of the old; a cryogenic plant takes 12 to 24 h to start, so it runs through and is no flexible load."""
    before, after = station_kw(supply.old, demand_nm3_per_h), station_kw(supply.new, demand_nm3_per_h)
    return Measure(
        name="nitrogen", before_kw=before, after_kw=after, heat_kw=np.zeros_like(before), capex_yuan=capex_yuan,
        opex_yuan_per_year=opex_yuan_per_year, life_years=life_years, source=source, confidence="low",
    )  # fmt: skip
