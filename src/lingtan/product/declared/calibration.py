"""The shared constants of the expectation of makers' sheets: few, each with its standard error, with where they come from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lingtan.evidence import digest_record, from_plain
from lingtan.product.declared.scenario import Method

__all__ = ["Calibration", "ClassConstants", "Constant", "Provenance", "Reference", "load_calibration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A fitted constant and its standard error, both in the unit that the field holding it names."""

    value: float
    se: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The class pack's own default device, from which departures are measured.

    Embodied [kg CO2e], energy [kWh/a], the overhead of the room where it stands [-], shares of embodied [-].
    """

    embodied_kg: float
    tec_kwh: float
    demand_factor: float
    transport_share: float
    end_of_life_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassConstants:
    """One class, fitted to `rows` sheets of its own and to what all classes share.

    `level` is the log of declared over modelled embodied emissions at the reference device, `slope` the exponent with which declared
    follows modelled from there, `intensity` the exponent of stated over expected TEC; `tec_level` and `tec_slope` are the same for the
    TEC prior of the class pack, `demand` the log of the sheets' overhead on use. The two shares are of the embodied emissions. [-]
    """

    reference: Reference
    rows: int
    level: Mapping[Method, Constant]
    slope: Mapping[Method, Constant]
    intensity: Constant
    tec_level: Constant
    tec_slope: Constant
    demand: Constant
    transport_share: float
    end_of_life_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the constants were fitted on: data with licence and digest, makers, rows, the command, the day."""

    data: str
    licence: str
    data_sha256: str
    makers: tuple[str, ...]
    rows: int
    command: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """All constants.

    `trend` is the yearly change of log embodied [1/a]; `low_power` the log of the TEC of devices named so over that of others [-]; `grid`
    by place is the log of the sheets' kg CO2e/kWh.
    """

    provenance: Provenance
    trend: Constant
    low_power: Constant
    grid: Mapping[str, Constant]
    classes: Mapping[str, ClassConstants]

    @property
    def digest(self) -> str:
        """Digest of the constants and their provenance: a prediction names it."""
        return digest_record(self)


@cache
def load_calibration() -> Calibration:
    """The built-in constants, `calibration.toml` beside this file."""
    text = files("lingtan.product.declared").joinpath("calibration.toml").read_text("utf-8")
    return from_plain(Calibration, tomllib.loads(text))
