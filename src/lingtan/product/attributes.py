"""What a public specification says of a device: the attributes a footprint can be built from when there is no bill of materials."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from lingtan.errors import InputError
from lingtan.evidence import Standing

__all__ = [
    "NUMERIC_ATTRIBUTES",
    "AttributeSource",
    "Attributes",
    "CpuClass",
    "Custody",
    "FreightShare",
    "Mode",
    "PackagingDesign",
    "PanelType",
    "RecycledContent",
    "Solder",
    "StorageType",
]


class PanelType(StrEnum):
    """The display technology; `none` for a device without a screen."""

    LCD = "lcd"
    OLED = "oled"
    NONE = "none"


class CpuClass(StrEnum):
    """The processor's class, from which a die area follows where the die itself is not stated."""

    LOW_POWER = "low_power"
    MAINSTREAM = "mainstream"
    PERFORMANCE = "performance"
    SERVER = "server"


class StorageType(StrEnum):
    """The mass storage's technology; `mixed` is one SSD for the system beside hard disks."""

    SSD = "ssd"
    HDD = "hdd"
    EMMC = "emmc"


class PackagingDesign(StrEnum):
    """The retail box's cushion: expanded polyethylene, bamboo and bagasse fibre, or moulded recycled pulp; both fibres without tape."""

    EPE = "epe"
    FIBRE = "fibre"
    PULP = "pulp"


class Solder(StrEnum):
    """The solder paste of the device's own boards: SAC305 (peak near 245 °C) or a low-temperature Sn-Bi paste (near 180 °C)."""

    SAC305 = "sac305"
    SNBI = "snbi"


class Mode(StrEnum):
    """A mode of freight."""

    AIR = "air"
    SEA = "sea"
    RAIL = "rail"
    ROAD = "road"


class Custody(StrEnum):
    """The chain-of-custody model of ISO 22095 behind a recycled-content claim (METHODS 7)."""

    IDENTITY_PRESERVED = "identity_preserved"
    SEGREGATED = "segregated"
    CONTROLLED_BLENDING = "controlled_blending"
    MASS_BALANCE = "mass_balance"
    BOOK_AND_CLAIM = "book_and_claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecycledContent:
    """`share` of a material that is recycled, by mass [-], with the custody model that supports the claim."""

    material: str
    share: float
    custody: Custody

    def __post_init__(self) -> None:
        _share(self.share, f"recycled.{self.material}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightShare:
    """`share` of the long leg's mass carried by a mode. [-]."""

    mode: Mode
    share: float

    def __post_init__(self) -> None:
        _share(self.share, f"freight.{self.mode.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSource:
    """Where one attribute's value comes from and how far that source was seen."""

    standing: Standing
    source: str


def _share(value: float, place: str) -> None:
    if not (math.isfinite(value) and 0.0 <= value <= 1.0):
        raise InputError("SHARE_OUT_OF_RANGE", place=place, value=value)


#: attribute → (least, greatest) accepted value, in the unit of its name; a value outside is a slip of unit or sign, not a device.
NUMERIC_ATTRIBUTES: Mapping[str, tuple[float, float]] = {
    "screen_size_in": (0.0, 120.0),
    "aspect_ratio": (1.0, 4.0),
    "mass_kg": (0.02, 500.0),
    "die_mm2": (1.0, 5000.0),
    "node_nm": (1.0, 250.0),
    "cpu_count": (0.0, 16.0),
    "gpu_die_mm2": (0.0, 10000.0),
    "memory_gb": (0.0, 32768.0),
    "storage_gb": (0.0, 2_000_000.0),
    "hdd_count": (0.0, 200.0),
    "ssd_count": (0.0, 200.0),
    "battery_wh": (0.0, 1000.0),
    "adapter_w": (0.0, 10000.0),
    "packaging_mass_kg": (0.0, 100.0),
    "tec_kwh": (0.0, 200_000.0),
    "service_years": (0.1, 30.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """A device by its public specification. `None` means not stated: the class pack imputes it, flagged.

    Units are in the names; `tec_kwh` is the typical energy consumption of one year (ENERGY STAR TEC). [kWh/a]
    `nand` and `memory_generation` name the generation as the factor library does (`nand_tlc_96l`, `lpddr4`).
    `place_of_use` and `place_of_assembly` are place codes or names that `quantities.find_place` knows.
    Raises InputError `ATTRIBUTE_RANGE`, `SHARE_OUT_OF_RANGE`, `SHARES_SUM`, `REQUIRED_FIELD` or `DUPLICATE_MATERIAL`.
    """

    device_class: str
    manufacturer: str
    model: str
    place_of_use: str
    configuration: str = "base"
    report_year: int | None = None
    screen_size_in: float | None = None
    aspect_ratio: float | None = None
    panel: PanelType | None = None
    mass_kg: float | None = None
    cpu_class: CpuClass | None = None
    die_mm2: float | None = None
    node_nm: float | None = None
    cpu_count: float | None = None
    gpu_die_mm2: float | None = None
    memory_gb: float | None = None
    memory_generation: str | None = None
    storage_gb: float | None = None
    storage_type: StorageType | None = None
    nand: str | None = None
    hdd_count: float | None = None
    ssd_count: float | None = None
    battery_wh: float | None = None
    adapter_w: float | None = None
    chassis: Mapping[str, float] = field(default_factory=dict)
    recycled: tuple[RecycledContent, ...] = ()
    packaging: PackagingDesign | None = None
    packaging_mass_kg: float | None = None
    solder: Solder | None = None
    tec_kwh: float | None = None
    service_years: float | None = None
    place_of_assembly: str | None = None
    freight: tuple[FreightShare, ...] = ()
    sources: Mapping[str, AttributeSource] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("device_class", "manufacturer", "model", "configuration", "place_of_use"):
            if not getattr(self, name).strip():
                raise InputError("REQUIRED_FIELD", place=f"attributes.{name}", field=name)
        for name, (low, high) in NUMERIC_ATTRIBUTES.items():
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and low <= value <= high):
                raise InputError("ATTRIBUTE_RANGE", place=f"attributes.{name}", field=name, low=low, high=high, value=value)
        if self.report_year is not None and not 1990 <= self.report_year <= 2100:
            raise InputError(
                "ATTRIBUTE_RANGE", place="attributes.report_year", field="report_year", low=1990, high=2100, value=self.report_year
            )
        self._check_shares()

    def _check_shares(self) -> None:
        for material, share in self.chassis.items():
            _share(share, f"attributes.chassis.{material}")
        sums = [("chassis", sum(self.chassis.values())) if self.chassis else None]
        sums.append(("freight", sum(leg.share for leg in self.freight)) if self.freight else None)
        for entry in sums:
            if entry is not None and abs(entry[1] - 1.0) > 1e-6:
                raise InputError("SHARES_SUM", place=f"attributes.{entry[0]}", field=entry[0], value=entry[1])
        materials = [entry.material for entry in self.recycled]
        for material in materials:
            if materials.count(material) > 1:
                raise InputError("DUPLICATE_MATERIAL", place="attributes.recycled", material=material)
        unknown = sorted(set(self.sources) - {f.name for f in fields(self)})
        if unknown:
            raise InputError("UNKNOWN_ATTRIBUTE", place="attributes.sources", field=unknown[0])
