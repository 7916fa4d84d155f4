"""A site as the plan sees it: loads by hour, what may be built, what the grid charges, what carbon counts, what may be bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lingtan.energy import BasicCharge, Calendar, FloatArray, Tariff
from lingtan.errors import InputError
from lingtan.factory.measure import Combination, Measure, within

__all__ = [
    "Basis",
    "Battery",
    "Boiler",
    "Cap",
    "Carbon",
    "Finance",
    "Generator",
    "HeatPump",
    "HeatStore",
    "Instrument",
    "InstrumentClass",
    "Matching",
    "Origin",
    "Overlap",
    "Site",
]


class Basis(StrEnum):
    """Which figure the cap is on: location-based, market-based, or market-based less offsets (never an emission figure, METHODS 19)."""

    LOCATION = "location"
    MARKET = "market"
    NET = "net"


class Matching(StrEnum):
    """Over which time green power must cover consumption."""

    ANNUAL = "annual"
    MONTHLY = "monthly"
    HOURLY = "hourly"


class InstrumentClass(StrEnum):
    """What may be bought, in the order of the hierarchy, after own reduction and own generation: 绿电直供, 绿证, 碳信用."""

    GREEN_POWER = "green_power"
    CERTIFICATE = "certificate"
    OFFSET = "offset"


@dataclass(frozen=True, kw_only=True)
class Generator:
    """PV or wind: power of an installed kilowatt, shape (T,), bounds, [yuan/kW],  share of capex a year, [years].

    `yield_sd_share` is the standard deviation of a year's yield, of weather and model together.
    """

    name: str
    per_kw: FloatArray
    max_kw: float
    capex_yuan_per_kw: float
    opex_share: float
    life_years: float
    yield_sd_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Storage. Bounds [kW], [kWh]; [yuan/kW], [yuan/kWh]; one-way efficiencies as shares; loss of the content per hour as a share.

    `cycles` full cycles wear it down to `end_share` of its energy, or its years do. What runs beyond its cycles within its life is paid as
    worn-out cells; over its life it holds the mean of new and worn on average. None: it does not wear.
    """

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

    def __post_init__(self) -> None:
        if self.cycles is not None:
            within("battery.cycles", self.cycles, 100, 1e6)
        within("battery.end_share", self.end_share, 0.3, 1)
        if not (0 < self.charge_share <= 1 and 0 < self.discharge_share <= 1 and 0 <= self.standing_share < 1):
            raise InputError("SITE_SHARE", place="battery", value=self.charge_share)

    @property
    def mean_share(self) -> float:
        """Energy that it holds on average over its life per that of a new one. [1]"""
        return (1 + self.end_share) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPump:
    """Heat from power. Bound on its electric power [kW], heat per power, [yuan/kW] electric, share of capex a year, [years]."""

    max_kw: float
    cop: float
    capex_yuan_per_kw: float
    opex_share: float
    life_years: float

    def __post_init__(self) -> None:
        if not 1 <= self.cop <= 10:
            raise InputError("SITE_COP", place="heat_pump", value=self.cop)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatStore:
    """A tank of hot water. Bound [kWh], [yuan/kWh], share of capex a year, [years]; hours to fill or empty it; loss per hour as a share."""

    max_kwh: float
    capex_yuan_per_kwh: float
    opex_share: float
    life_years: float
    fill_hours: float = 4.0
    standing_share: float = 0.005

    def __post_init__(self) -> None:
        if not (self.fill_hours > 0 and 0 <= self.standing_share < 1):
            raise InputError("SITE_SHARE", place="heat_store", value=self.standing_share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two measures that together save less than one by one: the share of the second's saving that is gone where the first is taken too."""

    first: str
    second: str
    lost_share: float

    def __post_init__(self) -> None:
        if not 0 <= self.lost_share <= 1:
            raise InputError("SITE_SHARE", place=f"overlaps: {self.first}, {self.second}", value=self.lost_share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boiler:
    """What makes the site's heat: efficiency, price and carbon of its fuel. [1], [yuan/kWh], [kg CO2/kWh] of fuel"""

    efficiency_share: float = 0.9
    fuel_yuan_per_kwh: float = 0.0
    fuel_kg_per_kwh: float = 0.2020


@dataclass(frozen=True, slots=True, kw_only=True)
class Carbon:
    """Direct-emission factors of the grid, never life-cycle ones (METHODS 1). [kg CO2/kWh], and other direct emissions [t CO2/a]

    `market_kg_per_kwh` is the residual mix of power for which nothing is claimed.
    """

    location_kg_per_kwh: float
    market_kg_per_kwh: float
    factor_year: int
    direct_t: float = 0.0

    def __post_init__(self) -> None:
        for name, value in (("location", self.location_kg_per_kwh), ("market", self.market_kg_per_kwh)):
            if not 0 <= value <= 1.5:
                raise InputError("SITE_FACTOR", place=f"carbon.{name}_kg_per_kwh", value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finance:
    """Real discount rate and horizon. [1/a], [years]"""

    discount_share: float
    horizon_years: int

    def __post_init__(self) -> None:
        if not 0 <= self.discount_share < 1 or not 1 <= self.horizon_years <= 60:
            raise InputError("SITE_FINANCE", place="finance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """Attributes per MWh, or credits per tonne, up to a limit of its class. [yuan/MWh or yuan/t], [MWh/a or t/a]

    `profile` shapes when green power is delivered: flat, pv or wind; it binds under monthly and hourly matching.
    """

    name: str
    kind: InstrumentClass
    price: float
    limit: float
    profile: str = "flat"

    def __post_init__(self) -> None:
        if self.price < 0 or self.limit < 0:
            raise InputError("SITE_INSTRUMENT", place=self.name, name=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A bound on the year's carbon. [t CO2]"""

    co2_t: float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the numbers of a section come from: source, measured, unverified or assumed, in words."""

    section: str
    standing: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything a plan needs. Loads are means of the hour, [kW], shape (T,).

    `class_shares` bound a class of instruments together: attributes to a share of the load's energy, offsets to one of the baseline's
    market-based carbon. `basics` are the forms of basic charge to choose among; `reactive_ratio` is the load's reactive per active power.
    Measures named in `whole` are taken to their full adoption or not at all; those of a combination are evaluated together.
    """

    name: str
    synthetic: bool
    calendar: Calendar
    load_kw: FloatArray
    heat_kw: FloatArray
    tariff: Tariff
    basics: tuple[BasicCharge, ...]
    reactive_ratio: float
    grid_kw: float
    carbon: Carbon
    finance: Finance
    boiler: Boiler
    origins: tuple[Origin, ...]
    generators: tuple[Generator, ...] = ()
    battery: Battery | None = None
    instruments: tuple[Instrument, ...] = ()
    matching: Matching = Matching.ANNUAL
    class_shares: Mapping[InstrumentClass, float] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    cap: Cap | None = None
    whole: tuple[str, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    heat_pump: HeatPump | None = None
    heat_store: HeatStore | None = None
    combinations: tuple[Combination, ...] = ()

    def __post_init__(self) -> None:
        shape = (self.calendar.hours,)
        series: Mapping[str, FloatArray] = {
            "load": self.load_kw, "heat": self.heat_kw, **{g.name: g.per_kw for g in self.generators},
            **{m.name: m.before_kw for m in self.measures},
        }  # fmt: skip
        for name, values in series.items():
            if values.shape != shape:
                raise InputError("SITE_HOURS", place=name, hours=shape[0], got=len(values))
        known = {measure.name for measure in self.measures}
        for name in (*self.whole, *(side for overlap in self.overlaps for side in (overlap.first, overlap.second))):
            if name not in known:
                raise InputError("SITE_WHOLE", place=name, name=name, known=", ".join(sorted(known)) or "–")
        affected = self.load_kw + 1e-9
        for both in self.combinations:
            affected = affected - both.before_kw
            if (affected < 0).any():
                raise InputError("SITE_MEASURE", place=both.end_use, name=both.end_use)
        shared = {name for both in self.combinations for name in both.members}
        for measure in (one for one in self.measures if one.name not in shared):
            # Measures that exclude one another work on the same end use; all others on different ones, which the load must hold together.
            affected = affected - (0.0 if measure.excludes else measure.before_kw)
            if (affected < (measure.before_kw if measure.excludes else 0.0)).any():
                raise InputError("SITE_MEASURE", place=measure.name, name=measure.name)
