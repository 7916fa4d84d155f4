"""The evidence pack: what a verifier is given to check a study with. All plain records; nothing in it is trusted.

Digests of documents name files that travel beside the pack. `FactorKind` repeats the values of the factor library's classes, for this room
imports none of its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lingtan.evidence import Mark, Stage, digest_record

__all__ = [
    "AttributeUse",
    "CreditUse",
    "Document",
    "EnergyShare",
    "EvidencePack",
    "FactorEdition",
    "FactorKind",
    "FactorUsed",
    "FreightLeg",
    "FreightMode",
    "GreenAttribute",
    "InventoryLine",
    "MeterMonth",
    "Point",
    "ReferenceBand",
    "StudyClaims",
    "SupplierBoundary",
    "SupplierFigure",
    "UseAssumption",
    "pack_digest",
]


class FactorKind(StrEnum):
    """What a factor measures; the two kinds of electricity never stand in for one another (METHODS 1)."""

    ELECTRICITY_LIFE_CYCLE = "electricity_life_cycle"
    ELECTRICITY_DIRECT = "electricity_direct"
    CRADLE_TO_GATE = "cradle_to_gate"
    PROCESS = "process"
    FREIGHT = "freight"
    END_OF_LIFE = "end_of_life"


class FreightMode(StrEnum):
    """How goods travel."""

    AIR = "air"
    SEA = "sea"
    RAIL = "rail"
    ROAD = "road"


class SupplierBoundary(StrEnum):
    """What a supplier's figure covers. Only `cradle_to_gate` fits a part of a product."""

    CRADLE_TO_GATE = "cradle_to_gate"
    GATE_TO_GATE = "gate_to_gate"
    CRADLE_TO_GRAVE = "cradle_to_grave"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyClaims:
    """What the study says: totals and stages [mg CO2e], the published headline [kg, as printed] and its label, period, place, quality.

    `configuration` are the attributes that `configuration_digest` is the digest of; masses in kg; `primary_data_share` in [0, 1];
    `offsets_mg` is what was netted from the figure (must be 0). `electricity_kwh` is the measured assembly electricity of one device.
    """

    subject: str
    configuration: Mapping[str, str]
    configuration_digest: str
    study_digest: str
    method_version: str
    standard: str
    gwp_set: str
    boundary: tuple[Stage, ...]
    period_start: date
    period_end: date
    service_years: float
    place_of_use: str
    mean_mg: int
    sd_mg: int
    p5_mg: int
    p50_mg: int
    p95_mg: int
    draws: int
    seed: int
    stages_mg: Mapping[Stage, int]
    published_kg: str
    published_label: str
    offsets_mg: int
    primary_data_share: float
    device_mass_kg: float
    packaging_mass_kg: float
    electricity_kwh: float
    end_of_life_method: str
    materiality_percent: float

    @property
    def is_works(self) -> bool:
        """Whether the study is of construction works by EN 15978: not shipped, with modules A5 and B4 in their stages."""
        return "EN 15978" in self.standard


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryLine:
    """One line: `mg` = amount × factor × allocation [mg CO2e], rounded half to even; `uptake_mg` (≤ 0) is the biogenic uptake in it.

    `mass_kg` is what the line adds to device or packaging.
    """

    id: str
    stage: Stage
    component: str
    material: str
    place: str
    amount: float
    unit: str
    factor: str
    allocation: float
    mg: int
    mark: Mark
    gsd: float
    uptake_mg: int = 0
    mass_kg: float = 0.0
    recycled_share: float = 0.0
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorUsed:
    """A factor as the study used it. `value` in kg CO2e per `unit`."""

    id: str
    activity: str
    kind: FactorKind
    value: float
    unit: str
    gwp_set: str
    place: str
    year: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorEdition:
    """A published edition of a factor, from the verifier's own register: what was out, and since when."""

    activity: str
    kind: FactorKind
    place: str
    year: int
    value: float
    unit: str
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of the pack: its kind, issue date, the period it covers, and the digest of its file."""

    id: str
    kind: str
    issued_on: date
    period_start: date
    period_end: date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterMonth:
    """One month (`2025-03`) of one meter [kWh] and the utility's bill for it [kWh]; None for a meter behind the utility's."""

    meter: str
    month: str
    kwh: float
    bill_kwh: float | None
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyShare:
    """What a meter's year is allocated to: a product (units × kWh per unit), idle, scrap or other. [kWh]."""

    meter: str
    to: str
    units: int
    kwh_per_unit: float
    kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GreenAttribute:
    """A green-electricity certificate: MWh of a vintage month, its owner, whom it was cancelled for, any other scheme that credits it."""

    id: str
    vintage: str
    mwh: float
    owner: str
    cancelled_for: str
    credited_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUse:
    """MWh of an attribute claimed for a product."""

    attribute: str
    product: str
    mwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFigure:
    """A supplier's footprint of the part on a line: kg CO2e per piece, its boundary, GWP set, validity, and what was netted."""

    id: str
    supplier: str
    line: str
    kg: float
    boundary: SupplierBoundary
    gwp_set: str
    offsets_kg: float
    biogenic: bool
    valid_from: date
    valid_until: date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the earth. [degrees]."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightLeg:
    """One leg of the device's transport: `mass_kg` over `distance_km` by a mode. `mg` on the line of the same id."""

    line: str
    mode: FreightMode
    origin: Point
    destination: Point
    mass_kg: float
    distance_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UseAssumption:
    """What the use stage was computed with: kWh a year, years, place, on a line."""

    line: str
    kwh_per_year: float
    years: float
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditUse:
    """A credit range that the client names (inclusive edges, as registries print them): it may stand beside a footprint, never in it."""

    id: str
    serial_prefix: str
    serial_first: str
    serial_last: str
    beneficiary: str
    retired_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceBand:
    """The verifier's reference for a component's amount in this product class: median and GSD. [unit]."""

    component: str
    unit: str
    median: float
    gsd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePack:
    """Everything a verifier checks. `organisation` is whose products these are; `synthetic` packs are labelled wherever they show."""

    id: str
    organisation: str
    as_of: date
    synthetic: bool
    study: StudyClaims
    lines: tuple[InventoryLine, ...]
    factors: tuple[FactorUsed, ...]
    editions: tuple[FactorEdition, ...]
    documents: tuple[Document, ...]
    meters: tuple[MeterMonth, ...]
    energy: tuple[EnergyShare, ...]
    attributes: tuple[GreenAttribute, ...]
    attribute_uses: tuple[AttributeUse, ...]
    suppliers: tuple[SupplierFigure, ...]
    freight: tuple[FreightLeg, ...]
    use: UseAssumption
    credits: tuple[CreditUse, ...]
    references: tuple[ReferenceBand, ...]


def pack_digest(pack: EvidencePack) -> str:
    """The digest that an engagement names the pack by."""
    return digest_record(pack)
