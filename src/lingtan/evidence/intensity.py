"""What a workshop was measured to use for one piece: the carrier from the factory to the product, and what only a plan expects.

An `Intensity` is a fact: meters, months and pieces, shared out to the watt-hour. An `IntensityForecast` is what a plan makes of one; no
verified study takes it (METHODS 11).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lingtan.errors import InputError, MethodError
from lingtan.evidence.canonical import JSON
from lingtan.evidence.records import digest_record

__all__ = [
    "DEFAULT_MONTHS",
    "Intensity",
    "IntensityForecast",
    "MeasuredSaving",
    "MeterReading",
    "WorkshopProcess",
    "refuse_forecast",
    "whole_months",
]

#: The least that is measured before a figure or a saving counts, unless a pack says otherwise (METHODS 11). [month]
DEFAULT_MONTHS = 12
#: A figure whose standard error is a larger share of it is no measurement. [-] [a]
MOST_ERROR = 0.3
#: Standard errors that a saving must exceed. [-]
SAVING_ERRORS = 2.0


class WorkshopProcess(StrEnum):
    """Which step of making a device the workshop does: 板级焊接, 整机组装."""

    BOARD_SOLDERING = "board_soldering"
    FINAL_ASSEMBLY = "final_assembly"


def whole_months(start: date, end: date) -> int:
    """Calendar months from the first day of one to the last day of another; 0 where the days are others. [month]."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return count if start.day == 1 and (end + timedelta(days=1)).day == 1 and count > 0 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterReading:
    """What one meter counted in one month (`2025-03`). [Wh], whole."""

    meter: str
    month: str
    metered_wh: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSaving:
    """A saving as measurement and verification found it: adjusted baseline − measured, with its standard error. [kWh] over `months_count`.

    `meters` of `baseline_start` to `baseline_end` gave the baseline; `drivers` are what it was adjusted by.
    """

    workshop: str
    baseline_start: date
    baseline_end: date
    period_start: date
    period_end: date
    drivers: tuple[str, ...]
    adjusted_baseline_kwh: float
    measured_kwh: float
    standard_error_kwh: float

    @property
    def saving_kwh(self) -> float:
        """Adjusted baseline − measured. [kWh]."""
        return self.adjusted_baseline_kwh - self.measured_kwh

    @property
    def months_count(self) -> int:
        """Whole months of the reporting period."""
        return whole_months(self.period_start, self.period_end)

    def require_counted(self, *, least_months: int = DEFAULT_MONTHS) -> None:
        """Nothing, for a saving that counts.

        Raises MethodError `SAVING_PERIOD` for fewer months than the pack asks for, `SAVING_WITHIN_ERROR` for a saving that does not exceed
        twice its standard error (METHODS 11).
        """
        if self.months_count < least_months:
            raise MethodError("SAVING_PERIOD", place=self.workshop, months=self.months_count, least=least_months)
        if not self.saving_kwh > SAVING_ERRORS * self.standard_error_kwh:
            saving, error = round(self.saving_kwh, 1), round(self.standard_error_kwh, 1)
            raise MethodError("SAVING_WITHIN_ERROR", place=self.workshop, saving_kwh=saving, error_kwh=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intensity:
    """Measured use of a workshop for one good piece of a product. Energies in Wh, whole, so that parts sum to the meters exactly.

    `readings` are all meters of the workshop by month. `product_wh` of the good pieces, `other_products_wh`, `scrap_wh` and `idle_wh` of
    all products, and `other_wh` (offices, trials) sum to them. `borne_wh` is what this product answers for: its own, its scrap, its part
    of idling. `metered` names the inputs that the meters stand for (`electricity`, `nitrogen`): what they do not see stays estimated.
    `standard_error_share` is of the mean of the months' kWh a piece [-]. The factor is that of `kg_per_unit`; a product takes the kWh only
    and applies its own. `saving` is what the figure owes to measures, where that was verified; it must count.
    """

    organisation: str
    workshop: str
    product: str
    process: WorkshopProcess
    metered: tuple[str, ...]
    place: str
    period_start: date
    period_end: date
    readings: tuple[MeterReading, ...]
    good_count: int
    scrap_count: int
    product_wh: int
    other_products_wh: int
    scrap_wh: int
    idle_wh: int
    other_wh: int
    borne_wh: int
    standard_error_share: float
    factor_id: str
    factor_class: str
    factor_year: int
    factor_kg_per_kwh: float
    method_version: str
    saving: MeasuredSaving | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        _check_intensity(self)

    @property
    def metered_wh(self) -> int:
        """All that the meters counted. [Wh]."""
        return sum(reading.metered_wh for reading in self.readings)

    @property
    def meters(self) -> tuple[str, ...]:
        """The meters' numbers, in order."""
        return tuple(sorted({reading.meter for reading in self.readings}))

    @property
    def months_count(self) -> int:
        """Whole months measured."""
        return whole_months(self.period_start, self.period_end)

    @property
    def kwh_per_unit(self) -> float:
        """What one good piece answers for. [kWh/piece]."""
        return self.borne_wh / 1000 / self.good_count

    @property
    def kg_per_unit(self) -> float:
        """The same under the workshop's own factor. [kg CO2e/piece]."""
        return self.kwh_per_unit * self.factor_kg_per_kwh

    @property
    def digest(self) -> str:
        """Digest of the whole record."""
        return digest_record(self)

    def require_months(self, least_months: int = DEFAULT_MONTHS) -> None:
        """Nothing, for a figure that was measured long enough. Raises MethodError `INTENSITY_PERIOD`."""
        if self.months_count < least_months:
            raise MethodError("INTENSITY_PERIOD", place=self.workshop, months=self.months_count, least=least_months)


def _check_intensity(said: Intensity) -> None:
    """Raises InputError `INTENSITY_FIELD` (range), `INTENSITY_ERROR`, `INTENSITY_READINGS` (a month missing or twice), `INTENSITY_SUM`.

    MethodError as `MeasuredSaving.require_counted` for a saving that does not count.
    """
    for name in ("organisation", "workshop", "product", "place", "factor_id", "factor_class", "method_version"):
        if not getattr(said, name).strip():
            raise InputError("INTENSITY_FIELD", place=f"intensity.{name}", field=name, value="")
    wh = ("product_wh", "other_products_wh", "scrap_wh", "idle_wh", "other_wh", "borne_wh", "scrap_count")
    for name in (*wh, "standard_error_share", "factor_kg_per_kwh"):
        value = getattr(said, name)
        if not (math.isfinite(value) and value >= 0):
            raise InputError("INTENSITY_FIELD", place=f"intensity.{name}", field=name, value=str(value))
    if said.standard_error_share > MOST_ERROR:
        raise InputError("INTENSITY_ERROR", place=said.workshop, share=said.standard_error_share, most=MOST_ERROR)
    if said.good_count < 1 or said.months_count < 1 or not said.metered:
        field = "good_count" if said.good_count < 1 else "metered" if not said.metered else "period"
        raise InputError("INTENSITY_FIELD", place=f"intensity.{field}", field=field, value=str(getattr(said, field, said.period_end)))
    _check_readings(said)
    parts = said.product_wh + said.other_products_wh + said.scrap_wh + said.idle_wh + said.other_wh
    if parts != said.metered_wh or not said.product_wh <= said.borne_wh <= said.product_wh + said.scrap_wh + said.idle_wh:
        raise InputError("INTENSITY_SUM", place=said.workshop, metered_wh=said.metered_wh, parts_wh=parts, borne_wh=said.borne_wh)
    if said.saving is not None:
        said.saving.require_counted(least_months=1)


def _check_readings(said: Intensity) -> None:
    first = said.period_start
    months = [f"{first.year + (first.month - 1 + n) // 12:04d}-{(first.month - 1 + n) % 12 + 1:02d}" for n in range(said.months_count)]
    for meter in said.meters:
        seen = sorted(reading.month for reading in said.readings if reading.meter == meter)
        if seen != months:
            odd = next(iter(sorted(set(months) ^ set(seen))), seen[0])
            raise InputError("INTENSITY_READINGS", place=f"{meter} {odd}", meter=meter, month=odd)
    for reading in said.readings:
        if reading.metered_wh < 0:
            raise InputError("INTENSITY_FIELD", place=f"{reading.meter} {reading.month}", field="metered_wh", value=str(reading.metered_wh))


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityForecast:
    """What a plan expects of a measured intensity: `kwh_per_unit` [kWh/piece] once `measures` are taken. Never a fact of a verified study.

    `saved_kwh_per_unit` by measure; `plan_digest` names the plan and `intensity_digest` the figure it starts from.
    """

    workshop: str
    product: str
    process: WorkshopProcess
    metered: tuple[str, ...]
    intensity_digest: str
    plan_digest: str
    plan_site: str
    measured_kwh_per_unit: float
    saved_kwh_per_unit: Mapping[str, float]
    synthetic: bool = False

    def __post_init__(self) -> None:
        if not all(math.isfinite(kwh) for kwh in (self.kwh_per_unit, *self.saved_kwh_per_unit.values())) or self.kwh_per_unit <= 0:
            raise InputError("FORECAST_RANGE", place=self.workshop, kwh=self.kwh_per_unit)

    @property
    def kwh_per_unit(self) -> float:
        """What one good piece is expected to answer for. [kWh/piece]."""
        return self.measured_kwh_per_unit - math.fsum(self.saved_kwh_per_unit.values())


def refuse_forecast(record: JSON, *, place: str) -> None:
    """Nothing, for a specification, a study or a body of both without a plan's figures in it.

    Raises MethodError `FORECAST_NOT_CERTIFIED` for a forecast study, or a specification that holds a forecast.
    """
    if not isinstance(record, Mapping):
        return
    spec, study = record.get("spec", record), record.get("study", record)
    held = isinstance(spec, Mapping) and spec.get("forecasts")
    if held or (isinstance(study, Mapping) and study.get("nature") == "forecast"):
        raise MethodError("FORECAST_NOT_CERTIFIED", place=place)
