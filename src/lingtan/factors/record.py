"""A factor is never a bare number: value, unit, gases, class, source, year, place, licence, quality, uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lingtan.evidence import Pedigree, Standing
from lingtan.quantities import Indicator, Unit

__all__ = ["Factor", "FactorClass"]


class FactorClass(StrEnum):
    """What a factor measures. Electricity has two classes that may never stand in for one another (METHODS 1)."""

    ELECTRICITY_LIFE_CYCLE = "electricity_life_cycle"  # 电力碳足迹因子: products
    ELECTRICITY_DIRECT = "electricity_direct"  # 电力二氧化碳排放因子: inventories
    CRADLE_TO_GATE = "cradle_to_gate"
    PROCESS = "process"
    FREIGHT = "freight"
    END_OF_LIFE = "end_of_life"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One published or cited factor. `flows` are per 1 `unit` [kg CO2e, kg, m3]; the climate indicators sum to `value`.

    `value` is the mean; `gsd` the basic geometric standard deviation, to which the pedigree adds. `inputs` link to other activities
    (kWh of electricity, m³ of gas) that the kernel resolves by place, so that a board made in Anhui differs from one made in Yunnan.
    """

    id: str
    activity: str
    klass: FactorClass
    value: float
    unit: Unit
    flows: Mapping[Indicator, float]
    inputs: Mapping[str, float]
    gases: str
    gwp_set: str
    place: str
    year: int
    technology: str
    source_id: str
    locator: str
    licence: str
    standing: Standing
    pedigree: Pedigree
    gsd: float
    note: str = ""
