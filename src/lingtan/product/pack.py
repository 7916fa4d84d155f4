"""A product-class pack: everything that makes a laptop a laptop, as data, so that another class needs no change of the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lingtan.evidence import DEFAULT_MONTHS, LATER, Stage, Standing, digest_record
from lingtan.product.quantity import Quantity

__all__ = [
    "ChoicePrior",
    "ClassPack",
    "EndOfLife",
    "Freight",
    "Label",
    "Lane",
    "Material",
    "Measure",
    "ModelDoubt",
    "Prior",
    "Roles",
    "Template",
    "UseProfile",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One component of the class: which component model builds it, from which quantities, made where.

    `place` is a place code, `assembly`, or `use` (what is built where it stands). `main` names the quantity that a BOM line replaces.
    `when` keeps the template to devices whose choices match (`storage_type = "ssd"`).
    """

    key: str
    model: str
    component: str
    place: str
    main: str = ""
    stage: Stage = Stage.MATERIALS
    when: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    quantities: Mapping[str, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What a numeric attribute is where nobody states it; `scope` is `sku`, or `unit` for what differs from device to device."""

    quantity: Quantity
    scope: str = "sku"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePrior:
    """What a choice attribute is where nobody states it. A choice has no spread: it is a scenario, and listed as imputed."""

    value: str
    by_year: Mapping[str, str] = field(default_factory=dict)
    standing: Standing = Standing.ASSUMED
    source: str = ""
    allowed: tuple[str, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What the class calls a thing, in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number that only this class has: its unit, its name, and the least and greatest accepted value in that unit."""

    unit: str
    low: float
    high: float
    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which number plays which part in the stages that classes share; empty: the class has no such part.

    `mass`, `packaging` and `also` (accessories, rails) travel, `disposed`, `packaging` and `also` are thrown away [kg]; `energy` is used
    each year [kWh/a] over `years` [a]. A building is not shipped: its templates carry transport, use and end of life themselves.
    """

    mass: str = "mass_kg"
    disposed: str = "mass_kg"
    packaging: str = "packaging_mass_kg"
    energy: str = "tec_kwh"
    years: str = "service_years"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A structural material: its primary and recycled activities, the shaping step, and the kg of input per kg of part. [kg/kg]."""

    primary: str
    recycled: str = ""
    shaping: str = ""
    input_per_kg: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Distances between a place of assembly and a region of use by mode, [km]; `shares` is the lane's own split, if it has one."""

    origin: str
    region: str
    air_km: float = 0.0
    sea_km: float = 0.0
    rail_km: float = 0.0
    road_km: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freight:
    """The long leg's default split over modes [share of mass], the road legs at both ends [km], and the lanes.

    Parts are made at `parts_origin`; where a device is assembled on another continent they travel there first, by `parts_shares`.
    """

    shares: Mapping[str, float]
    first_road_km: float
    last_road_km: float
    inbound_km: float
    distance_gsd: float
    lanes: tuple[Lane, ...]
    regions: Mapping[str, str]
    source: str
    share_spread: float = 0.2
    parts_origin: str = ""
    parts_shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseProfile:
    """How a year of use is counted: the spread of kWh over SKU and over units. `demand_factor` multiplies TEC (site overhead; 1 = none)."""

    sku_gsd: float
    unit_gsd: float
    demand_factor: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfLife:
    """Fates of the device's mass [shares] and the activity of each; the rest of the collected mass is shredded before recycling."""

    fates: Mapping[str, float]
    collection: str
    packaging_fates: Mapping[str, float]
    fate_gsd: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDoubt:
    """How far published figures of one class differ by method alone (data base, tool version): one common multiplier of all that is made.

    The parts' own doubts average out over a device; the choice of method does not. `gsd` 1 leaves it out.
    """

    gsd: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPack:
    """A product class as data. Its digest enters every study built with it.

    `measures` are numbers of this class alone; `per` the one its footprint is also given per unit of (m2 of floor). `standards` takes
    the place of the study's usual ones; `stage_names` says what the class's own standard calls a stage (EN 15978: A1-A3). `scenarios`
    are the codes of the sensitivities that mean anything for the class; empty: all. `metering_months` is the least that a workshop is
    metered before its figure enters a study (METHODS 11).
    """

    name: str
    version: str
    title_en: str
    title_zh: str
    functional_unit_en: str
    functional_unit_zh: str
    product_rules: str
    boundary_en: str
    boundary_zh: str
    exclusions: tuple[str, ...]
    cutoff: str
    default_assembly: str
    allow_mass_balance: bool
    limitations: tuple[str, ...]
    priors: Mapping[str, Prior]
    choices: Mapping[str, ChoicePrior]
    templates: tuple[Template, ...]
    materials: Mapping[str, Material]
    chassis: Mapping[str, float]
    freight: Freight
    use: UseProfile
    end_of_life: EndOfLife
    model: ModelDoubt = field(default_factory=ModelDoubt)
    measures: Mapping[str, Measure] = field(default_factory=dict, metadata=LATER)
    roles: Roles = field(default_factory=Roles, metadata=LATER)
    per: str = field(default="", metadata=LATER)
    standards: tuple[str, ...] = field(default=(), metadata=LATER)
    stage_names: Mapping[Stage, Label] = field(default_factory=dict, metadata=LATER)
    scenarios: tuple[str, ...] = field(default=(), metadata=LATER)
    metering_months: int = field(default=DEFAULT_MONTHS, metadata=LATER)

    @property
    def digest(self) -> str:
        """Digest of the pack's canonical JSON."""
        return digest_record(self)
