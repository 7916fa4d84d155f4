"""From the tables of a site file and its series to the site that the plan sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

import numpy as np

from lingtan.energy import (
    BasicCharge,
    BasicRule,
    Calendar,
    FloatArray,
    HourlySeries,
    Place,
    PvArray,
    Weather,
    clear_sky,
    exact,
    pv_per_kw,
    roof_kw,
    synthetic_weather,
    tariff_of,
    wind_per_kw,
)
from lingtan.errors import InputError
from lingtan.factory.baseline import baseline
from lingtan.factory.measures_file import Surroundings, measures_of
from lingtan.factory.running import Sky
from lingtan.factory.shifts import running_share
from lingtan.factory.site import Basis, Battery, Boiler, Cap, Carbon, Finance, Generator, HeatPump, HeatStore, Instrument, Overlap, Site
from lingtan.factory.site_file import CapTable, LoadTable, SiteFile, WindTable

__all__ = ["built_site", "site_sky", "site_weather"]

#: Contracts of demand are sized by the plan; the tariff's own form wants a number above zero. [kW]
_ANY_CONTRACT = exact(1)


def site_weather(file: SiteFile, calendar: Calendar, measured: Weather | None) -> Weather:
    """The EPW's weather, or the labelled synthetic year of the file's months."""
    if measured is not None:
        return measured
    place = Place(latitude=file.place.latitude, longitude=file.place.longitude, altitude_m=file.place.altitude_m)
    climate = file.climate
    return synthetic_weather(
        place, calendar, climate.monthly_ghi_kwh_m2, climate.monthly_air_c, seed=climate.seed, source=file.sources["climate"].source,
        monthly_humidity_share=climate.monthly_humidity_share, monthly_wind_m_s=climate.monthly_wind_m_s, weibull_k=climate.weibull_k,
    )  # fmt: skip


def site_sky(file: SiteFile, calendar: Calendar, measured: Weather | None) -> Sky:
    """The air and the clear sky over the site, for its forecasts."""
    place = Place(latitude=file.place.latitude, longitude=file.place.longitude, altitude_m=file.place.altitude_m)
    return Sky(air_c=site_weather(file, calendar, measured).air_c, clear_w_m2=clear_sky(place, calendar))


def built_site(file: SiteFile, calendar: Calendar, series: Mapping[str, HourlySeries], measured: Weather | None) -> Site:
    """The site. `series` holds what CSV files gave, by section: load, heat, wind."""
    weather = site_weather(file, calendar, measured)
    load = _load(file.load, calendar, series.get("load"), "load")
    heat = _load(file.heat, calendar, series.get("heat"), "heat") if file.heat is not None else np.zeros(calendar.hours)
    boiler = file.boiler
    if heat.any() and boiler is None:
        raise InputError("SITE_BOILER", place="boiler")
    store = file.battery
    place = Place(latitude=file.place.latitude, longitude=file.place.longitude, altitude_m=file.place.altitude_m)
    measures, together = measures_of(file, Surroundings(calendar=calendar, weather=weather, place=place))
    basics = tuple(
        BasicCharge(
            rule=b.rule, price=exact(b.price), capacity_kva=exact(b.capacity_kva),
            contract_kw=_ANY_CONTRACT if b.rule is BasicRule.CONTRACT else exact(0),
        )
        for b in file.tariff.basic
    )  # fmt: skip
    site = Site(
        name=file.name, synthetic=file.synthetic, calendar=calendar, load_kw=load, heat_kw=heat, basics=basics,
        tariff=tariff_of(file.tariff, source=file.sources["tariff"].source),
        reactive_ratio=file.tariff.reactive_ratio,
        grid_kw=file.grid.max_kw,
        carbon=Carbon(
            location_kg_per_kwh=file.carbon.location_kg_per_kwh, market_kg_per_kwh=file.carbon.market_kg_per_kwh,
            factor_year=file.carbon.factor_year, direct_t=file.carbon.direct_t,
        ),
        finance=Finance(discount_share=file.finance.discount_share, horizon_years=file.finance.horizon_years),
        boiler=Boiler() if boiler is None else Boiler(
            efficiency_share=boiler.efficiency_share, fuel_yuan_per_kwh=boiler.fuel_yuan_per_kwh, fuel_kg_per_kwh=boiler.fuel_kg_per_kwh
        ),
        origins=file.origins, generators=_generators(file, calendar, series, weather),
        battery=None if store is None else Battery(**asdict(store)),
        instruments=tuple(
            Instrument(name=i.name, kind=i.kind, price=i.price, limit=i.limit, profile=i.profile) for i in file.instruments
        ),
        matching=file.matching, class_shares=dict(file.hierarchy or {}), measures=measures, combinations=together,
        whole=file.whole, overlaps=tuple(Overlap(first=o.first, second=o.second, lost_share=o.lost_share) for o in file.overlaps),
        heat_pump=None if file.heat_pump is None else HeatPump(**asdict(file.heat_pump)),
        heat_store=None if file.heat_store is None else HeatStore(**asdict(file.heat_store)),
    )  # fmt: skip
    return site if file.cap is None else replace(site, cap=_cap(file.cap, site))


def _load(table: LoadTable, calendar: Calendar, series: HourlySeries | None, section: str) -> FloatArray:
    if series is not None:
        return series.values_kw
    if table.annual_kwh < 0:
        raise InputError("SITE_LOAD_NEGATIVE", place=f"{section}.annual_kwh", section=section, value=table.annual_kwh)
    if table.annual_kwh == 0:
        raise InputError("SITE_LOAD", place=section, section=section)
    share = running_share(table.shift, calendar, table.base_share)
    load: FloatArray = share * (table.annual_kwh / share.sum())
    return load


def _generators(file: SiteFile, calendar: Calendar, series: Mapping[str, HourlySeries], weather: Weather) -> tuple[Generator, ...]:
    made = []
    if (pv := file.pv) is not None:
        place = Place(latitude=file.place.latitude, longitude=file.place.longitude, altitude_m=file.place.altitude_m)
        array = PvArray(tilt_deg=pv.tilt_deg, azimuth_deg=pv.azimuth_deg, losses_share=pv.losses_share)
        made.append(
            Generator(
                name="pv", per_kw=pv_per_kw(array, place, calendar, weather), max_kw=roof_kw(pv.roof_m2, pv.cover_share, pv.module_w_m2),
                capex_yuan_per_kw=pv.capex_yuan_per_kw, opex_share=pv.opex_share,
                life_years=pv.life_years, yield_sd_share=pv.yield_sd_share,
            )
        )  # fmt: skip
    if (wind := file.wind) is not None:
        made.append(
            Generator(
                name="wind", per_kw=_wind_per_kw(file, wind, series, weather), max_kw=wind.max_kw, capex_yuan_per_kw=wind.capex_yuan_per_kw,
                opex_share=wind.opex_share, life_years=wind.life_years, yield_sd_share=wind.yield_sd_share or 0.0,
            )
        )  # fmt: skip
    return tuple(made)


def _wind_per_kw(file: SiteFile, wind: WindTable, series: Mapping[str, HourlySeries], weather: Weather) -> FloatArray:
    """The file's hours or the turbine's. Raises InputError `SITE_WIND_FORM` unless it is one of both, `SITE_WIND` for kilowatts."""
    if (wind.turbine is None) == (not wind.csv) or (wind.turbine is not None and wind.yield_sd_share is None):
        raise InputError("SITE_WIND_FORM", place="wind")
    if wind.turbine is not None:
        return wind_per_kw(wind.turbine, weather, file.place.altitude_m)
    per_kw = series["wind"].values_kw
    if float(per_kw.max()) > 1.2:
        raise InputError("SITE_WIND", place="wind", most=float(per_kw.max()))
    return per_kw


def _cap(table: CapTable, site: Site) -> Cap:
    """The cap in tonnes. Raises InputError `SITE_CAP` unless exactly one of tonnes and share is given."""
    if (table.co2_t is None) == (table.cut_share is None):
        raise InputError("SITE_CAP", place="cap")
    if table.co2_t is not None:
        return Cap(co2_t=table.co2_t, basis=table.basis)
    usual = baseline(site, None)
    whole = usual.location_t if table.basis is Basis.LOCATION else usual.market_t
    return Cap(co2_t=whole * (1 - (table.cut_share or 0.0)), basis=table.basis)
