"""What a site could do or buy, each as a lever on the facts of a standard; and what its model says of quantities nobody has metered yet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lingtan.energy import FloatArray
from lingtan.factory.measure import Measure
from lingtan.factory.model import energy_prices, yearly_cost_share
from lingtan.factory.site import Generator, Instrument, InstrumentClass, Site
from lingtan.factory.site_file import SiteFile
from lingtan.rules import Lever

__all__ = ["estimates_of", "levers_of"]

_BOUGHT = {InstrumentClass.GREEN_POWER: "green_power_kwh", InstrumentClass.CERTIFICATE: "certificates_kwh"}
#: Section of a site file that says where the numbers of an option are from.
_SECTIONS = {"pv": "pv", "wind": "wind", "compressor_heat": "measures.compressor"}


def levers_of(site: Site) -> tuple[Lever, ...]:
    """Every generator, measure and instrument of a site, at its energy by the hour and its yearly cost, each taken alone.

    Own use is that at full size, so a smaller plant is taken for less than it is worth; two generators share the load in truth and not
    here. The plan (`plan`) knows all interactions; this is for asking which clause is cheapest to meet.
    """
    prices = energy_prices(site)
    found = [_generator(site, made, prices) for made in site.generators if made.max_kw > 0]
    found += [_measure(site, measure, prices) for measure in site.measures if measure.adoption_max_share > 0]
    return (*found, *(_instrument(site, bought) for bought in site.instruments if bought.limit > 0))


def estimates_of(file: SiteFile, energy_kwh: Mapping[str, float]) -> Mapping[str, float]:
    """Quantities of a standard that the site's model estimates: power used, and direct emissions with the boiler's. [kWh], [t]

    `energy_kwh` holds the year of sections that are read from a file of their own.
    """
    load = energy_kwh.get("load", file.load.annual_kwh)
    heat = energy_kwh.get("heat", file.heat.annual_kwh if file.heat else 0.0)
    fuel_t = heat / file.boiler.efficiency_share * file.boiler.fuel_kg_per_kwh / 1000 if file.boiler else 0.0
    return {"electricity_kwh": load, "direct_t": file.carbon.direct_t + fuel_t}


def _origin(site: Site, section: str) -> tuple[str, str]:
    for origin in site.origins:
        if origin.section == section:
            return origin.standing, origin.source
    return "assumed", section


def _generator(site: Site, made: Generator, prices: FloatArray) -> Lever:
    power = made.max_kw * made.per_kw
    own = np.minimum(power, site.load_kw)
    earned = float(own @ prices) + float((power - own).sum()) * float(site.tariff.surplus_price)
    yearly = made.max_kw * made.capex_yuan_per_kw * yearly_cost_share(site, made.life_years, made.opex_share)
    standing, source = _origin(site, _SECTIONS.get(made.name, made.name))
    return Lever(
        name=made.name, unit="kW", limit=made.max_kw, yuan_per_unit=(yearly - earned) / made.max_kw, standing=standing, source=source,
        changes={"own_renewable_kwh": float(own.sum()) / made.max_kw},
    )  # fmt: skip


def _measure(site: Site, measure: Measure, prices: FloatArray) -> Lever:
    heat = np.minimum(measure.heat_kw, site.heat_kw)
    fuel = float(heat.sum()) / site.boiler.efficiency_share
    earned = float(measure.saved_kw @ prices) + fuel * site.boiler.fuel_yuan_per_kwh
    yearly = measure.capex_yuan * yearly_cost_share(site, measure.life_years) + measure.opex_yuan_per_year
    standing, source = _origin(site, _SECTIONS.get(measure.name, f"measures.{measure.name}"))
    return Lever(
        name=measure.name, unit="1", limit=measure.adoption_max_share, yuan_per_unit=yearly - earned, standing=standing, source=source,
        changes={"electricity_kwh": -measure.saved_kwh, "direct_t": -fuel * site.boiler.fuel_kg_per_kwh / 1000},
        excludes=tuple("+".join(sorted((measure.name, other))) for other in measure.excludes),
    )  # fmt: skip


def _instrument(site: Site, bought: Instrument) -> Lever:
    standing, source = _origin(site, "instruments")
    if bought.kind is InstrumentClass.OFFSET:
        changes, unit = {"offsets_t": 1.0}, "t"
    else:
        changes, unit = {_BOUGHT[bought.kind]: 1000.0}, "MWh"
    return Lever(
        name=bought.name, unit=unit, limit=bought.limit, yuan_per_unit=bought.price, standing=standing, source=source, changes=changes
    )
