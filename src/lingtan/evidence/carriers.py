"""Neutral carriers that pass between rooms which may not import one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Footprint", "Quantiles", "Stage", "StatementOfFootprint"]


class Stage(StrEnum):
    """The five life-cycle stages of the article and of ISO 14067."""

    MATERIALS = "materials"
    ASSEMBLY = "assembly"
    TRANSPORT = "transport"
    USE = "use"
    END_OF_LIFE = "end_of_life"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Quantiles of one device's footprint. [mg CO2e], from `draws` joint draws of `seed`."""

    p2_5_mg: int
    p5_mg: int
    p50_mg: int
    p95_mg: int
    p97_5_mg: int
    draws: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """A certified footprint of one device: integers in mg CO2e; the stages sum to the mean exactly.

    `sd_mg` is the standard deviation over joint draws; the three variance shares say how much of its square is common to all
    devices, common to the SKU, or independent per unit (they sum to 1 to 1e-9).
    """

    subject: str
    configuration_digest: str
    study_digest: str
    method_version: str
    gwp_set: str
    service_years: float
    place_of_use: str
    stages_mg: Mapping[Stage, int]
    mean_mg: int
    sd_mg: int
    quantiles: Quantiles
    variance_share_common: float
    variance_share_sku: float
    variance_share_unit: float
    primary_data_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOfFootprint:
    """What neutrality needs of a verification statement: the figure it verifies, by whom, and until when."""

    number: str
    statement_digest: str
    study_digest: str
    configuration_digest: str
    subject: str
    mean_mg: int
    certifier: str
    level_of_assurance: str
    signed_on: date
    valid_until: date
    withdrawn_on: date | None = None
