"""What a public specification says of a device: the attributes a footprint can be built from when there is no bill of materials."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from lingtan.errors import InputError
from lingtan.evidence import LATER, Standing
from lingtan.product.energy.modes import EnergyTest

__all__ = [
    "NUMERIC_ATTRIBUTES",
    "AttributeSource",
    "Attributes",
    "CpuClass",
    "Custody",
    "EnergyTest",
    "Finish",
    "FreightLeg",
    "FreightShare",
    "Mode",
    "PackagingDesign",
    "PanelType",
    "RecycledContent",
    "Solder",
    "StorageType",
]


class PanelType(StrEnum):
    """The display technology; `lcd` where the kind of liquid-crystal panel is not known, `none` for a device without a screen."""

    LCD = "lcd"
    OLED = "oled"
    NONE = "none"
    LCD_A_SI = "lcd_a_si"
    LCD_LTPS = "lcd_ltps"
    MINI_LED = "mini_led"


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
    """The retail box's cushion: expanded polyethylene, bamboo and bagasse fibre, or moulded recycled pulp; both fibres without tape.

    `self_lock` is a board box whose floor locks itself, with board inlays, no film and no tape; `bamboo` a tray of bamboo fibre alone;
    `epe_tape` the foam box closed with plastic tape and wrapped in film, where these are counted apart.
    """

    EPE = "epe"
    FIBRE = "fibre"
    PULP = "pulp"
    SELF_LOCK = "self_lock"
    BAMBOO = "bamboo"
    EPE_TAPE = "epe_tape"


class Solder(StrEnum):
    """The solder paste of the device's own boards: SAC305 (peak near 245 °C) or a low-temperature Sn-Bi paste (near 180 °C)."""

    SAC305 = "sac305"
    SNBI = "snbi"


class Finish(StrEnum):
    """How the housing's visible faces are finished; `paint_free` is coloured in the mould or anodised bare. Not stated: not modelled."""

    PAINT_FREE = "paint_free"
    WATERBORNE = "waterborne"
    SOLVENT_BORNE = "solvent_borne"
    POWDER = "powder"


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
class FreightLeg:
    """One element of a transport chain (ISO 14083): `km` by a mode, at a load.

    `load_factor` [-] and `empty_share` (empty kilometres per loaded one) [-] are the vehicle's; None takes what the factor already holds.
    """

    mode: Mode
    km: float
    load_factor: float | None = None
    empty_share: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.km) and 0.0 < self.km <= 50_000.0):
            raise InputError("ATTRIBUTE_RANGE", place="freight_chain.km", field="km", low=0.0, high=50_000.0, value=self.km)
        for name, least, value in (("load_factor", 0.05, self.load_factor), ("empty_share", 0.0, self.empty_share)):
            if value is not None and not (math.isfinite(value) and least <= value <= 1.0):
                raise InputError("ATTRIBUTE_RANGE", place=f"freight_chain.{name}", field=name, low=least, high=1.0, value=value)


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
    `measures` and `options` are the numbers and choices that a class pack declares for itself (`gross_floor_area_m2` of a building).
    `mode_power_w` are watts by mode (`off`, `sleep` …) as `energy_test` names them, from which TEC follows; `energy_test` also says how
    a stated TEC was measured. `freight_chain` takes the place of the class's lane, leg by leg. `finish` is
    that of the measure `painted_area_m2`.
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
    measures: Mapping[str, float] = field(default_factory=dict, metadata=LATER)
    options: Mapping[str, str] = field(default_factory=dict, metadata=LATER)
    energy_test: EnergyTest | None = field(default=None, metadata=LATER)
    mode_power_w: Mapping[str, float] = field(default_factory=dict, metadata=LATER)
    freight_chain: tuple[FreightLeg, ...] = field(default=(), metadata=LATER)
    finish: Finish | None = field(default=None, metadata=LATER)

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
        self._check_later()
        self._check_shares()

    def _check_later(self) -> None:
        for name, value in self.measures.items():
            if not math.isfinite(value):
                raise InputError("ATTRIBUTE_RANGE", place=f"attributes.measures.{name}", field=name, low=0.0, high=1e12, value=value)
        if self.mode_power_w and self.energy_test is None:
            raise InputError("ENERGY_TEST_MISSING", place="attributes.energy_test")
        if self.mode_power_w and self.tec_kwh is not None:
            raise InputError("TEC_TWICE", place="attributes.tec_kwh")
        if self.finish is not None and self.finish is not Finish.PAINT_FREE and not self.measures.get("painted_area_m2"):
            raise InputError("FINISH_AREA", place="attributes.measures.painted_area_m2", finish=self.finish.value)
        if self.freight_chain and self.freight:
            raise InputError("FREIGHT_TWICE", place="attributes.freight_chain")

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
        unknown = sorted(set(self.sources) - {f.name for f in fields(self)} - set(self.measures) - set(self.options))
        if unknown:
            raise InputError("UNKNOWN_ATTRIBUTE", place="attributes.sources", field=unknown[0])
