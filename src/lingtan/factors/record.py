"""A factor is never a bare number: value, unit, gases, class, source, year, place, licence, quality, uncertainty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import FactorError
from lingtan.evidence import Mark, Pedigree, Standing
from lingtan.quantities import CLIMATE, Indicator, Unit, all_places

__all__ = ["BUILT_IN", "Factor", "FactorClass", "GwpLabel", "combine_gsd"]

#: Name of the packs that come with the house.
BUILT_IN = "built-in"

_YEARS = (1990, 2100)


class FactorClass(StrEnum):
    """What a factor measures. Electricity has two classes that may never stand in for one another (METHODS 1)."""

    ELECTRICITY_LIFE_CYCLE = "electricity_life_cycle"  # 电力碳足迹因子: products
    ELECTRICITY_DIRECT = "electricity_direct"  # 电力二氧化碳排放因子: inventories
    CRADLE_TO_GATE = "cradle_to_gate"
    PROCESS = "process"
    FREIGHT = "freight"
    END_OF_LIFE = "end_of_life"


class GwpLabel(StrEnum):
    """The GWP set a factor's CO2e was summed with, as far as its source says so (METHODS 9)."""

    AR4 = "AR4"
    AR5 = "AR5"
    AR6 = "AR6"
    CO2_ONLY = "CO2_ONLY"  # no other gas in the figure
    NOT_STATED = "NOT_STATED"


#: What a grid's life-cycle electricity can be: assumed, ten times below the cleanest and twice the dirtiest on record. [kg CO2e/kWh]
GRID_KG_PER_KWH = (0.002, 3.0)


def combine_gsd(*gsds: float) -> float:
    """Independent geometric standard deviations in quadrature: exp(√Σ ln² GSD). [-]."""
    return math.exp(math.sqrt(math.fsum(math.log(g) ** 2 for g in gsds)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One published or cited factor. `flows` are per 1 `unit` [kg CO2e, kg, m3]; the climate indicators sum to `value`.

    `value` is the mean; `gsd` the basic geometric standard deviation, to which the pedigree adds. `inputs` link to other activities
    (kWh of electricity, cm² of die) that are resolved at the place where the process runs, so that a board made in Anhui differs from
    one made in Yunnan; `value` leaves their burden out. `derived_from` names the recorded factors that a scaled one was computed from.
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
    pack: str = BUILT_IN
    derived_from: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("id", "activity", "gases", "technology", "source_id", "locator", "licence", "pack"):
            if not getattr(self, name).strip():
                raise FactorError("FACTOR_INCOMPLETE", place=self.id or "?", field=name)
        self._require(self.gwp_set in set(GwpLabel), "gwp_set", "/".join(GwpLabel), self.gwp_set)
        self._require(self.place in all_places(), "place", "a place code", self.place)
        self._require(_YEARS[0] <= self.year <= _YEARS[1], "year", f"{_YEARS[0]}..{_YEARS[1]}", self.year)
        self._require(math.isfinite(self.gsd) and 1.0 <= self.gsd <= 20.0, "gsd", "1..20", self.gsd)
        self._require(all(math.isfinite(v) for v in (self.value, *self.flows.values())), "value", "a finite number", self.value)
        for activity, amount in self.inputs.items():
            self._require(math.isfinite(amount) and amount > 0, f"inputs.{activity}", "> 0", amount)
        for indicator, flow in self.flows.items():
            wrong_way = flow > 0 if indicator is Indicator.BIOGENIC_UPTAKE else flow < 0
            if wrong_way:
                raise FactorError("FACTOR_SIGN", place=self.id, indicator=indicator.value, value=flow)
        if self.klass is FactorClass.ELECTRICITY_LIFE_CYCLE:
            # Nothing generates a kWh for nothing, and grams taken for kilograms are three orders away.
            low, high = GRID_KG_PER_KWH
            self._require(low <= self.value <= high, "value", f"{low}..{high} kg CO2e/kWh over the life cycle", self.value)
        climate = math.fsum(self.flows.get(i, 0.0) for i in CLIMATE)
        if not math.isclose(climate, self.value, rel_tol=1e-9, abs_tol=1e-12):
            raise FactorError("FACTOR_FLOWS_SUM", place=self.id, value=self.value, total=climate)

    def _require(self, holds: bool, field: str, want: str, value: float | str) -> None:
        if not holds:
            raise FactorError("FACTOR_FIELD", place=self.id, field=field, want=want, value=value)

    @property
    def gsd_total(self) -> float:
        """Basic and pedigree uncertainty in quadrature. [-]."""
        return combine_gsd(self.gsd, self.pedigree.additional_gsd)

    @property
    def mark(self) -> Mark:
        """How the figure is known: literature, modelled (computed or scaled), assumed or synthetic."""
        return {
            Standing.SOURCE: Mark.LITERATURE,
            Standing.EXCERPT: Mark.LITERATURE,
            Standing.COMPUTED: Mark.MODELLED,
            Standing.ASSUMED: Mark.ASSUMED,
            Standing.UNVERIFIED: Mark.ASSUMED,
            Standing.SYNTHETIC: Mark.SYNTHETIC,
        }[self.standing]
