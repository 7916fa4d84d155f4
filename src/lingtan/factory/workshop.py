"""A workshop's months into an intensity: meters shared out to the watt-hour, what a piece answers for, and when a lower figure counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lingtan import METHOD_VERSION
from lingtan.energy import Produced, allocate_meter, share_out
from lingtan.errors import InputError, MethodError
from lingtan.evidence import Intensity, IntensityForecast, MeasuredSaving, MeterReading, WorkshopProcess, digest_json
from lingtan.factors import Resolved
from lingtan.factory.plan import Plan
from lingtan.factory.savings import EnergyMonth

__all__ = ["ShopMonth", "Workshop", "adopted_measures", "energy_months", "forecast_intensity", "measured_intensity", "require_proven"]

#: The measures that change what a step of making takes from its meters.
_MEASURES: Mapping[WorkshopProcess, tuple[str, ...]] = {
    WorkshopProcess.BOARD_SOLDERING: ("solder", "nitrogen"),
    WorkshopProcess.FINAL_ASSEMBLY: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A workshop and the product whose intensity is asked for; `metered` are the inputs its meters stand for."""

    organisation: str
    name: str
    product: str
    process: WorkshopProcess
    metered: tuple[str, ...]
    place: str
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopMonth:
    """One month (`2025-03`): readings by meter [Wh], pieces by product, idling and other use [Wh], and drivers of the baseline.

    Pieces count as the device's MES counts them: good ones, and those scrapped. `weights` are a piece's weight in the sharing (1 where
    none is stated; machine seconds, board passes).
    """

    month: str
    readings_wh: Mapping[str, int]
    good_count: Mapping[str, int]
    scrap_count: Mapping[str, int]
    idle_wh: int
    other_wh: int
    drivers: Mapping[str, float]

    @property
    def metered_wh(self) -> int:
        """All meters together. [Wh]."""
        return sum(self.readings_wh.values())


def energy_months(months: Sequence[ShopMonth]) -> tuple[EnergyMonth, ...]:
    """The months as a baseline reads them: all meters together, the drivers with the good pieces of all products as `pieces`. [kWh]."""
    return tuple(
        EnergyMonth(
            month=one.month,
            used_kwh=one.metered_wh / 1000,
            drivers={"pieces": float(sum(one.good_count.values()) + sum(one.scrap_count.values())), **one.drivers},
        )
        for one in months
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    product_wh: int
    other_products_wh: int
    scrap_wh: int
    idle_wh: int
    other_wh: int
    borne_wh: int


def _shares(month: ShopMonth, product: str, weights: Mapping[str, float]) -> _Shares:
    """One month's meters: good pieces, scrap, idling, rest; and what the product answers for: its own, its scrap, its part of idling."""
    produced = [
        Produced(product=name, good_count=good, scrap_count=month.scrap_count.get(name, 0), weight=weights.get(name, 1.0))
        for name, good in month.good_count.items()
    ]
    found = allocate_meter(month.metered_wh, produced, idle_wh=month.idle_wh, other_wh=month.other_wh, place=month.month)
    made = {name: float(found.products_wh[name] + found.scrap_wh[name]) for name in found.products_wh}
    if not any(made.values()):  # idling and the rest were the whole meter: what was made still bears its part of the idling
        made = {one.product: (one.good_count + one.scrap_count) * one.weight for one in produced}
    idle = share_out(found.idle_wh, made, place=month.month)
    return _Shares(
        product_wh=found.products_wh[product],
        other_products_wh=sum(found.products_wh.values()) - found.products_wh[product],
        scrap_wh=sum(found.scrap_wh.values()),
        idle_wh=found.idle_wh,
        other_wh=found.other_wh,
        borne_wh=found.products_wh[product] + found.scrap_wh[product] + idle[product],
    )


def measured_intensity(
    shop: Workshop,
    months: Sequence[ShopMonth],
    factor: Resolved,
    *,
    saving: MeasuredSaving | None = None,
    weights: Mapping[str, float] | None = None,
) -> Intensity:
    """The intensity of the months; `factor` is the electricity of `kg_per_unit`, class and year with it.

    The standard error is of the production-weighted mean of the months' kWh a piece. Raises InputError `SHOP_PRODUCT` for a product that
    was not made, and as `Intensity` and `allocate_meter`.
    """
    lacking = next((one.month for one in months if not one.good_count.get(shop.product)), None)
    if not months or lacking is not None:
        raise InputError("SHOP_PRODUCT", place=f"{shop.name} {lacking or '-'}", product=shop.product)
    spans = energy_months(months)
    shares = [_shares(one, shop.product, weights or {}) for one in months]
    good = [one.good_count[shop.product] for one in months]
    pieces, borne = sum(good), sum(one.borne_wh for one in shares)
    mean = borne / pieces
    squares = math.fsum((count * (one.borne_wh / count - mean)) ** 2 for one, count in zip(shares, good, strict=True))
    error = math.sqrt(squares * len(good) / (len(good) - 1)) / pieces / mean if len(good) > 1 and mean > 0 else 0.0
    return Intensity(
        organisation=shop.organisation,
        workshop=shop.name,
        product=shop.product,
        process=shop.process,
        metered=shop.metered,
        place=shop.place,
        period_start=spans[0].first,
        period_end=spans[-1].last,
        readings=tuple(
            MeterReading(meter=meter, month=one.month, metered_wh=wh) for one in months for meter, wh in sorted(one.readings_wh.items())
        ),
        good_count=pieces,
        scrap_count=sum(one.scrap_count.get(shop.product, 0) for one in months),
        product_wh=sum(one.product_wh for one in shares),
        other_products_wh=sum(one.other_products_wh for one in shares),
        scrap_wh=sum(one.scrap_wh for one in shares),
        idle_wh=sum(one.idle_wh for one in shares),
        other_wh=sum(one.other_wh for one in shares),
        borne_wh=borne,
        standard_error_share=error,
        factor_id=factor.factor.id,
        factor_class=factor.factor.klass.value,
        factor_year=factor.factor.year,
        factor_kg_per_kwh=factor.factor.value,
        method_version=METHOD_VERSION,
        saving=saving,
        synthetic=shop.synthetic,
    )


def require_proven(before: Intensity, after: Intensity) -> None:
    """Nothing, where the later figure may take the place of the earlier one: it is not lower, or its saving was verified.

    Raises InputError `INTENSITY_OTHER_SHOP` for another workshop, product or step, MethodError `INTENSITY_UNPROVEN` for a lower figure
    without a verified saving: production, weather or chance could have done it (METHODS 11).
    """
    if (before.workshop, before.product, before.process) != (after.workshop, after.product, after.process):
        raise InputError("INTENSITY_OTHER_SHOP", place=after.workshop, before=f"{before.workshop} {before.product}", after=after.product)
    if after.kwh_per_unit < before.kwh_per_unit and after.saving is None:
        was, now = round(before.kwh_per_unit, 6), round(after.kwh_per_unit, 6)
        raise MethodError("INTENSITY_UNPROVEN", place=after.workshop, before_kwh=was, after_kwh=now)


def adopted_measures(plan: Plan) -> list[dict[str, Any]]:
    """Each measure of a plan: its share taken [-], and what that saves in a year [kWh] at the meters of the end use it changes.

    By itself: measures of one end use save less together (`measures_effect`). Beside energy: fresh water [m³], VOC and waste [kg].
    """
    rows = []
    for measure in plan.model.site.measures:
        share = plan.sizes.get(f"measure_{measure.name}_share", 0.0)
        beside = {name: share * spared for name, spared in asdict(measure.beside).items()}
        rows.append({"name": measure.name, "share": share, "saved_kwh": share * measure.saved_kwh, **beside})
    return rows


def forecast_intensity(measured: Intensity, plan: Mapping[str, Any], *, place: str = "plan") -> IntensityForecast:
    """What a plan (the JSON of `lingtan factory plan`) expects of a measured intensity.

    Each measure's yearly saving [kWh] goes to the products by the use they answer for. Raises InputError `FORECAST_PLAN` for a JSON that is
    no plan, `FORECAST_MEASURES` for a plan that takes no measure of this step.
    """
    try:
        taken = {str(row["name"]): float(row["saved_kwh"]) for row in plan["measures"]}
        site, synthetic = str(plan["site"]), bool(plan["synthetic"])
    except (KeyError, TypeError, ValueError) as exc:
        raise InputError("FORECAST_PLAN", place=place, detail=f"{type(exc).__name__}: {exc}") from exc
    known = [name for name in _MEASURES[measured.process] if taken.get(name) and (name != "nitrogen" or name in measured.metered)]
    if not known:
        raise InputError("FORECAST_MEASURES", place=place, process=measured.process.value, known=", ".join(_MEASURES[measured.process]))
    share = measured.borne_wh / (measured.metered_wh - measured.other_wh)
    pieces_a_year = measured.good_count * 12 / measured.months_count
    return IntensityForecast(
        workshop=measured.workshop,
        product=measured.product,
        process=measured.process,
        metered=measured.metered,
        intensity_digest=measured.digest,
        plan_digest=digest_json(dict(plan)),
        plan_site=site,
        measured_kwh_per_unit=measured.kwh_per_unit,
        saved_kwh_per_unit={name: taken[name] * share / pieces_a_year for name in known},
        synthetic=synthetic or measured.synthetic,
    )
