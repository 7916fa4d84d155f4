"""A board shop that does not exist: a year of its meters by the physics of ovens and nitrogen stations, with noise. Synthetic.

The ovens' and the station's power are those of the site file's own measures, hour by hour, before and after; pieces follow the ovens'
running hours. Placement, idling and ventilation are assumed numbers, named below. Every record made of them says `synthetic`.
"""

from __future__ import annotations

import calendar as months_calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from lingtan.energy import Calendar, FloatArray, Place, Weather
from lingtan.errors import InputError
from lingtan.factory.measure import Measure
from lingtan.factory.measures_file import Surroundings, measures_of
from lingtan.factory.shifts import Shift, running_share
from lingtan.factory.site_file import SiteFile
from lingtan.factory.workshop import ShopMonth
from lingtan.uncertainty import standard_normals

__all__ = ["PRODUCT", "SyntheticYear", "synthetic_months"]

#: The piece that the shop makes: one board, both sides. Another product takes the rest of the lines' time.
PRODUCT = "mainboard"
_OTHER_PRODUCT = "daughterboard"
#: Assumed, not measured anywhere. [-], [kWh/board], [kW], [kWh/month], [kWh/(K·d)]
_PRODUCT_SHARE = 0.7
_PASSES = 2
_SCRAP_SHARE = 0.004
_PLACEMENT_KWH = 0.25
_IDLE_KW = 60.0
_VENTILATION_KWH = 18_000.0
_VENTILATION_KWH_PER_KD = 60.0
#: Scatter of orders and of the meters' months. [-]
_ORDERS_SD = 0.06
_METER_SD = 0.004
_HEATING_BASE_C = 18.0
_COOLING_BASE_C = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticYear:
    """One year: which, how far the module (low-temperature solder and the nitrogen station) is in [-], and the seed of its noise."""

    year: int
    module_share: float
    seed: int


def synthetic_months(file: SiteFile, wanted: SyntheticYear, *, months: int = 12) -> tuple[ShopMonth, ...]:
    """The first `months` of a year at the board shop of a site file with `[measures.solder]` and `[measures.nitrogen]`.

    Raises InputError `SHOP_MEASURES` where the file has not both.
    """
    tables = file.measures or {}
    if not {"solder", "nitrogen"} <= set(tables):
        raise InputError("SHOP_MEASURES", place=file.name, wanted="solder, nitrogen")
    span = Calendar(year=wanted.year, zone=file.zone)
    both = replace(file, measures={name: tables[name] for name in ("solder", "nitrogen")})
    still = np.zeros(span.hours)
    # Ovens and nitrogen stand indoors: the year they are reckoned in has no weather.
    indoors = Weather(
        ghi_w_m2=still, dni_w_m2=still, dhi_w_m2=still, air_c=still, wind_m_s=still, synthetic=True, source="indoors", wind_assumed=True
    )  # fmt: skip
    place = Place(latitude=file.place.latitude, longitude=file.place.longitude)
    (ovens, nitrogen), _ = measures_of(both, Surroundings(calendar=span, weather=indoors, place=place))
    running = running_share(Shift(str(tables["solder"].get("shift", Shift.CONTINUOUS.value))), span)
    boards_per_h = _boards_per_h(tables["solder"])
    noise = standard_normals(f"shop/{file.name}/{wanted.year}", seed=wanted.seed, draws=12 * 6).reshape(12, 6)
    return tuple(
        _month(file, wanted, month, noise[month - 1], running=running, boards_per_h=boards_per_h, ovens=ovens, nitrogen=nitrogen, span=span)
        for month in range(1, months + 1)
    )


def _boards_per_h(table: Mapping[str, object]) -> float:
    """Boards of the whole shop in an hour of full operation: each takes two passes. [1/h]"""
    oven, ovens = table["oven"], table["ovens"]
    assert isinstance(oven, Mapping)
    assert isinstance(ovens, int)
    return float(oven["boards_per_h"]) * ovens / _PASSES


def _month(
    file: SiteFile, wanted: SyntheticYear, month: int, noise: FloatArray, *, running: FloatArray, boards_per_h: float, ovens: Measure,
    nitrogen: Measure, span: Calendar,
) -> ShopMonth:  # fmt: skip
    here = span.month == month - 1  # the calendar counts months from 0
    orders = 1.0 + _ORDERS_SD * float(noise[0])
    hours = float(running[here].sum()) * orders
    boards = boards_per_h * hours
    share = min(wanted.module_share, ovens.adoption_max_share)
    ovens_kwh = float((ovens.before_kw - share * ovens.saved_kw)[here].sum()) * orders
    station_kwh = float((nitrogen.before_kw - wanted.module_share * nitrogen.saved_kw)[here].sum())
    days = months_calendar.monthrange(wanted.year, month)[1]
    air_c = file.climate.monthly_air_c[month - 1] + 1.5 * float(noise[1])
    heating, cooling = days * max(0.0, _HEATING_BASE_C - air_c), days * max(0.0, air_c - _COOLING_BASE_C)
    other_kwh = _VENTILATION_KWH + _VENTILATION_KWH_PER_KD * (heating + cooling)
    idle_kwh = _IDLE_KW * float((1.0 - running[here]).sum())
    readings = {
        "SYN-AM-N01 nitrogen station": station_kwh * (1.0 + _METER_SD * float(noise[2])),
        "SYN-AM-P01 printing and placement": (boards * _PLACEMENT_KWH + idle_kwh) * (1.0 + _METER_SD * float(noise[3])),
        "SYN-AM-R01 reflow ovens": ovens_kwh * (1.0 + _METER_SD * float(noise[4])),
        "SYN-AM-V01 ventilation": other_kwh,
    }
    made = {PRODUCT: _PRODUCT_SHARE * boards, _OTHER_PRODUCT: (1.0 - _PRODUCT_SHARE) * boards}
    scrap = {name: round(count * _SCRAP_SHARE) for name, count in made.items()}
    return ShopMonth(
        month=f"{wanted.year}-{month:02d}",
        readings_wh={meter: round(kwh * 1000) for meter, kwh in readings.items()},
        good_count={name: round(count) - scrap[name] for name, count in made.items()},
        scrap_count=scrap,
        idle_wh=round(idle_kwh * 1000),
        other_wh=round(other_kwh * 1000),
        drivers={"heating_kd": heating, "cooling_kd": cooling},
    )
