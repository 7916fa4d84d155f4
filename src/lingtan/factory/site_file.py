"""The form of a site file (TOML): one table a section, every section with the origin of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from lingtan.energy import Fill, TariffTable, Turbine
from lingtan.errors import InputError
from lingtan.evidence import from_plain
from lingtan.factory.measures import Hall
from lingtan.factory.road import Stage
from lingtan.factory.shifts import Shift
from lingtan.factory.site import Basis, InstrumentClass, Matching, Origin
from lingtan.factory.uncertain import Uncertain, Uncertainty
from lingtan.uncertainty import Shape

__all__ = ["SiteFile", "site_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTable:
    """`[place]`. Degrees, WGS 84; [m]."""

    latitude: float
    longitude: float
    altitude_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimateTable:
    """`[climate]`: an EPW file beside the site file, or twelve months of sun and air for a synthetic year. [kWh/m²], [°C].

    Relative humidity [1] and speed at 10 m [m/s] by the month, and Weibull's shape, are needed by halls and towers, and by wind.
    """

    epw: str = ""
    monthly_ghi_kwh_m2: tuple[float, ...] = ()
    monthly_air_c: tuple[float, ...] = ()
    monthly_humidity_share: tuple[float, ...] = ()
    monthly_wind_m_s: tuple[float, ...] = ()
    weibull_k: float = 2.0
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTable:
    """`[load]` or `[heat]`: a CSV file of `time, kW` beside the site file, or an archetype scaled to a year's energy. [kWh/a]."""

    csv: str = ""
    fill: Fill = Fill.REFUSE
    annual_kwh: float = 0.0
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class GridTable:
    """`[grid]`: what the connection carries. [kW]."""

    max_kw: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonTable:
    """`[carbon]`. [kg CO2/kWh], [t CO2/a]."""

    location_kg_per_kwh: float
    market_kg_per_kwh: float
    factor_year: int
    direct_t: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceTable:
    """`[finance]`. [1/a], [years]."""

    discount_share: float
    horizon_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerTable:
    """`[boiler]`. [1], [yuan/kWh], [kg CO2/kWh]."""

    efficiency_share: float
    fuel_yuan_per_kwh: float
    fuel_kg_per_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PvTable:
    """`[pv]`. [m²], [1], [W/m²], [yuan/kW], [1/a], [years], degrees."""

    roof_m2: float
    cover_share: float
    module_w_m2: float
    capex_yuan_per_kw: float
    opex_share: float
    life_years: float
    tilt_deg: float = 10.0
    azimuth_deg: float = 180.0
    losses_share: float = 0.14
    yield_sd_share: float = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class WindTable:
    """`[wind]`: a turbine by its curve in the site's weather, or a CSV file of `time, kW per installed kW`.

    `yield_sd_share` is the standard deviation of a year's yield; a turbine needs one, weather and model together.
    """

    max_kw: float
    capex_yuan_per_kw: float
    opex_share: float
    life_years: float
    csv: str = ""
    turbine: Turbine | None = None
    yield_sd_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryTable:
    """`[battery]`."""

    max_kw: float
    max_kwh: float
    capex_yuan_per_kw: float
    capex_yuan_per_kwh: float
    opex_share: float
    life_years: float
    charge_share: float = 0.95
    discharge_share: float = 0.95
    standing_share: float = 0.0
    cycles: float | None = None
    end_share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPumpTable:
    """`[heat_pump]`. [kW] of power, [1], [yuan/kW], [1/a], [years]."""

    max_kw: float
    cop: float
    capex_yuan_per_kw: float
    opex_share: float
    life_years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatStoreTable:
    """`[heat_store]`. [kWh], [yuan/kWh], [1/a], [years], [h], loss per hour as a share."""

    max_kwh: float
    capex_yuan_per_kwh: float
    opex_share: float
    life_years: float
    fill_hours: float = 4.0
    standing_share: float = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapTable:
    """`[[overlaps]]`: the share of the second measure's saving that is gone where the first is taken too."""

    first: str
    second: str
    lost_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainTable:
    """`[[uncertain]]`: what is uncertain, the shape and spread of its multiplier (docs/factory.md), and where these come from."""

    of: Uncertain
    shape: Shape
    spread: float
    standing: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTable:
    """`[[road.stages]]`: a year of building, multipliers on today, the cut of the baseline, the budget. [1], [yuan]."""

    year: int
    energy_price: float = 1.0
    load: float = 1.0
    grid_carbon: float = 1.0
    pv_capex: float = 1.0
    battery_capex: float = 1.0
    measure_capex: float = 1.0
    cut_share: float | None = None
    budget_yuan: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadTable:
    """`[road]`: the first year after the last stage, and the stages."""

    end_year: int
    stages: tuple[StageTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentTable:
    """`[[instruments]]`. [yuan/MWh] and [MWh/a], for offsets [yuan/t] and [t/a]."""

    name: str
    kind: InstrumentClass
    price: float
    limit: float
    profile: str = "flat"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapTable:
    """`[cap]`: tonnes, or the share of the baseline that is cut."""

    basis: Basis
    co2_t: float | None = None
    cut_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTable:
    """`[sources.SECTION]`: source, measured, unverified or assumed, and the words."""

    standing: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """A whole site file.

    `measures` holds one table a technology, read by its own form; `whole` those that are taken to their full adoption or not at all;
    `hierarchy` the largest share of each class of instruments.
    """

    name: str
    year: int
    place: PlaceTable
    climate: ClimateTable
    load: LoadTable
    tariff: TariffTable
    grid: GridTable
    carbon: CarbonTable
    finance: FinanceTable
    sources: Mapping[str, SourceTable]
    zone: str = "Asia/Shanghai"
    synthetic: bool = False
    heat: LoadTable | None = None
    boiler: BoilerTable | None = None
    pv: PvTable | None = None
    wind: WindTable | None = None
    battery: BatteryTable | None = None
    instruments: tuple[InstrumentTable, ...] = ()
    matching: Matching = Matching.ANNUAL
    hierarchy: Mapping[InstrumentClass, float] | None = None
    measures: Mapping[str, Mapping[str, Any]] | None = None
    cap: CapTable | None = None
    whole: tuple[str, ...] = ()
    overlaps: tuple[OverlapTable, ...] = ()
    heat_pump: HeatPumpTable | None = None
    heat_store: HeatStoreTable | None = None
    uncertain: tuple[UncertainTable, ...] = ()
    road: RoadTable | None = None
    hall: Hall | None = None

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where each section's numbers come from."""
        return tuple(Origin(section=name, standing=s.standing, source=s.source) for name, s in self.sources.items())

    @property
    def uncertainties(self) -> tuple[Uncertainty, ...]:
        """What the file calls uncertain."""
        return tuple(Uncertainty(of=u.of, shape=u.shape, spread=u.spread, standing=u.standing, source=u.source) for u in self.uncertain)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the road, none without one."""
        return tuple(
            Stage(year=t.year, cut_share=t.cut_share, budget_yuan=t.budget_yuan, by={of: getattr(t, of.value) for of in _PATHS})
            for t in (self.road.stages if self.road else ())
        )


#: Figures that move along a road, by the field of its stages.
_PATHS = tuple(of for of in Uncertain if of.value in StageTable.__dataclass_fields__)
_STANDINGS = ("source", "measured", "unverified", "assumed")
_NEED_SOURCE = {
    *("climate", "load", "tariff", "grid", "carbon", "finance", "heat", "boiler", "pv", "wind", "battery", "instruments", "hierarchy"),
    *("overlaps", "heat_pump", "heat_store", "road", "hall"),
}


def site_file(data: Mapping[str, Any], *, place: str) -> SiteFile:
    """The site file's tables. A number without an origin is refused: no section stands without `[sources.SECTION]`.

    Raises InputError `BAD_RECORD` naming the field, `SITE_SOURCE` naming the section.
    """
    read = from_plain(SiteFile, data, place=place)
    given = [f.name for f in fields(SiteFile) if f.name in _NEED_SOURCE and getattr(read, f.name)]
    given += [f"measures.{name}" for name in read.measures or ()]
    for section in given:
        origin = read.sources.get(section)
        if origin is None or origin.standing not in _STANDINGS or not origin.source.strip():
            raise InputError("SITE_SOURCE", place=f"{place}: sources.{section}", section=section)
    for table in read.uncertain:
        if table.standing not in _STANDINGS or not table.source.strip():
            raise InputError("SITE_SOURCE", place=f"{place}: uncertain", section=f"uncertain {table.of.value}")
    return read
