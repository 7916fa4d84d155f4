"""What may turn out otherwise than a site file says, and the site as one draw of it would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from lingtan.energy import exact
from lingtan.factory.measure import Combination, Measure, Together
from lingtan.factory.site import Generator, InstrumentClass, Site
from lingtan.uncertainty import Parameter, Scope, Shape, draw

__all__ = ["Uncertain", "Uncertainty", "drawn_site", "multipliers"]


class Uncertain(StrEnum):
    """The figure that a multiplier is on."""

    LOAD = "load"  # all hours alike
    HEAT = "heat"
    ENERGY_PRICE = "energy_price"  # every component of the tariff's energy price
    DEMAND_PRICE = "demand_price"
    SURPLUS_PRICE = "surplus_price"
    FUEL_PRICE = "fuel_price"
    PV_YIELD = "pv_yield"  # weather and model of the year
    WIND_YIELD = "wind_yield"
    PV_CAPEX = "pv_capex"
    WIND_CAPEX = "wind_capex"
    BATTERY_CAPEX = "battery_capex"
    MEASURE_SAVING = "measure_saving"  # what vendors claim: each measure draws its own
    MEASURE_CAPEX = "measure_capex"
    GREEN_PRICE = "green_price"  # green power and certificates
    OFFSET_PRICE = "offset_price"
    GRID_CARBON = "grid_carbon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """One uncertain figure: the shape and spread of its multiplier of mean 1 (`uncertainty.Shape`), and where these come from."""

    of: Uncertain
    shape: Shape
    spread: float
    standing: str
    source: str


def multipliers(site: Site, uncertain: tuple[Uncertainty, ...], *, seed: int, runs: int) -> tuple[Mapping[str, float], ...]:
    """For each run the multiplier of each figure; what vendors claim by `measure_saving NAME`, each with a stream of its own."""
    drawn = {}
    for one in uncertain:
        own = one.of in (Uncertain.MEASURE_SAVING, Uncertain.MEASURE_CAPEX)
        for name in [f"{one.of.value} {m.name}" for m in site.measures] if own else [one.of.value]:
            parameter = Parameter(key=f"factory.{name}", shape=one.shape, spread=one.spread, scope=Scope.COMMON)
            drawn[name] = draw(parameter, seed=seed, draws=runs)
    return tuple({name: float(values[run]) for name, values in drawn.items()} for run in range(runs))


def drawn_site(site: Site, by: Mapping[str, float]) -> Site:
    """The site with these multipliers. A saving never exceeds what the end use draws, a generator never its own power."""

    def of(figure: Uncertain) -> float:
        return by.get(figure.value, 1.0)

    store = site.battery
    return replace(
        site,
        load_kw=site.load_kw * of(Uncertain.LOAD),
        heat_kw=site.heat_kw * of(Uncertain.HEAT),
        tariff=replace(
            site.tariff,
            components=tuple(replace(c, price=c.price * exact(of(Uncertain.ENERGY_PRICE))) for c in site.tariff.components),
            surplus_price=site.tariff.surplus_price * exact(of(Uncertain.SURPLUS_PRICE)),
        ),
        basics=tuple(replace(b, price=b.price * exact(of(Uncertain.DEMAND_PRICE))) for b in site.basics),
        boiler=replace(site.boiler, fuel_yuan_per_kwh=site.boiler.fuel_yuan_per_kwh * of(Uncertain.FUEL_PRICE)),
        carbon=replace(
            site.carbon,
            location_kg_per_kwh=site.carbon.location_kg_per_kwh * of(Uncertain.GRID_CARBON),
            market_kg_per_kwh=site.carbon.market_kg_per_kwh * of(Uncertain.GRID_CARBON),
        ),
        generators=tuple(_generator(made, by) for made in site.generators),
        battery=None
        if store is None
        else replace(
            store,
            capex_yuan_per_kw=store.capex_yuan_per_kw * of(Uncertain.BATTERY_CAPEX),
            capex_yuan_per_kwh=store.capex_yuan_per_kwh * of(Uncertain.BATTERY_CAPEX),
        ),
        instruments=tuple(
            replace(i, price=i.price * of(Uncertain.OFFSET_PRICE if i.kind is InstrumentClass.OFFSET else Uncertain.GREEN_PRICE))
            for i in site.instruments
        ),
        measures=tuple(_measure(measure, by) for measure in site.measures),
        combinations=tuple(_combination(both, {m.name: m for m in site.measures}, by) for both in site.combinations),
    )


def _combination(both: Combination, measures: Mapping[str, Measure], by: Mapping[str, float]) -> Combination:
    """Sets of measures with their members' own draws: what they lose on one another goes with the mean; none saves more than there is."""
    load = by.get(Uncertain.LOAD.value, 1.0)
    drawn = {name: _measure(measures[name], by) for name in both.members}
    before, together = both.before_kw * load, {}
    for members in both.together:
        lost = both.lost(members, measures)
        mean = float(np.mean([by.get(f"{Uncertain.MEASURE_SAVING.value} {name}", 1.0) for name in sorted(members)]))
        saved = np.sum([drawn[name].saved_kw for name in sorted(members)], axis=0) - lost.saved_kw * load * mean
        together[members] = Together(saved_kw=np.minimum(saved, before), heat_kw=both.together[members].heat_kw)
    return replace(both, before_kw=before, together=together)


def _generator(made: Generator, by: Mapping[str, float]) -> Generator:
    per_kw = np.minimum(made.per_kw * by.get(f"{made.name}_yield", 1.0), max(1.0, float(made.per_kw.max())))
    return replace(made, per_kw=per_kw, capex_yuan_per_kw=made.capex_yuan_per_kw * by.get(f"{made.name}_capex", 1.0))


def _measure(measure: Measure, by: Mapping[str, float]) -> Measure:
    """Its saving and price as drawn; what it works on grows with the load."""
    load = by.get(Uncertain.LOAD.value, 1.0)
    before = measure.before_kw * load
    saved = np.minimum(measure.saved_kw * load * by.get(f"{Uncertain.MEASURE_SAVING.value} {measure.name}", 1.0), before)
    capex = measure.capex_yuan * by.get(f"{Uncertain.MEASURE_CAPEX.value} {measure.name}", 1.0)
    return replace(measure, before_kw=before, after_kw=before - saved, capex_yuan=capex)
