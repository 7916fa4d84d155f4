"""Rows of a workshop's months: what its meters counted, who got what of it, and what a piece took month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lingtan.evidence import Intensity
from lingtan.factory.workshop import ShopMonth, measured_intensity
from lingtan.services.library.today import todays_library
from lingtan.services.workshop.shop import OpenedShop, shop_factor

__all__ = ["MeterRow", "MonthRow", "ShareRow", "meter_rows", "month_rows", "share_rows"]

_PARTS = ("product", "other_products", "scrap", "idle", "other", "metered")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A month, of the period `before` the measure or `after` it. [kWh], [kWh/piece]"""

    period: str
    month: str
    metered_kwh: float
    good_count: int
    kwh_per_unit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterRow:
    """What a meter counted in each period; None where it has no month. [kWh]"""

    meter: str
    before_kwh: float | None
    after_kwh: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A part of the meters in each period; the parts sum to `metered` to the watt-hour. [kWh]"""

    part: str
    before_kwh: float | None
    after_kwh: float | None


def month_rows(shop: OpenedShop) -> tuple[MonthRow, ...]:
    """Each month with what one good piece answered for in it. Raises InputError as `measured_intensity`."""
    return tuple(
        MonthRow(
            period=period, month=one.month, metered_kwh=one.metered_wh / 1000, good_count=one.good_count.get(shop.workshop.product, 0),
            kwh_per_unit=_intensity(shop, (one,)).kwh_per_unit,
        )
        for period, months in (("before", shop.baseline), ("after", shop.months))
        for one in months
    )  # fmt: skip


def meter_rows(shop: OpenedShop) -> tuple[MeterRow, ...]:
    """The meters in both periods, by number."""
    names = sorted({name for one in (*shop.baseline, *shop.months) for name in one.readings_wh})
    return tuple(MeterRow(meter=n, before_kwh=_counted(shop.baseline, n), after_kwh=_counted(shop.months, n)) for n in names)


def share_rows(shop: OpenedShop) -> tuple[ShareRow, ...]:
    """Products, scrap, idling and the rest in both periods, and the meters that they sum to."""
    whole = [_intensity(shop, months) if months else None for months in (shop.baseline, shop.months)]
    parts = [[None if one is None else getattr(one, f"{part}_wh") / 1000 for one in whole] for part in _PARTS]
    return tuple(ShareRow(part=part, before_kwh=before, after_kwh=after) for part, (before, after) in zip(_PARTS, parts, strict=True))


def _counted(months: Sequence[ShopMonth], meter: str) -> float | None:
    return sum(one.readings_wh.get(meter, 0) for one in months) / 1000 if months else None


def _intensity(shop: OpenedShop, months: Sequence[ShopMonth]) -> Intensity:
    factor = shop_factor(todays_library(), shop.workshop.place, int(months[-1].month[:4]))
    return measured_intensity(shop.workshop, tuple(months), factor, weights=shop.weights)
