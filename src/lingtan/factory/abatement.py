"""The cost-carbon front and its slope, the true marginal cost of the system, beside the naive bars of one option at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingtan.factory.baseline import Baseline, baseline
from lingtan.factory.model import CAP_ROW, energy_prices, yearly_cost_share
from lingtan.factory.plan import solved_model
from lingtan.factory.reachable import reachable
from lingtan.factory.site import Basis, Cap, InstrumentClass, Site
from lingtan.optimise import LADDER, Solver

__all__ = ["Bar", "FrontPoint", "Tools", "bars", "cuts_between", "front", "tools_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One point of the front: share of the baseline's carbon that is cut, the cap, cost, slope; None where the cap can't be reached."""

    cut_share: float
    cap_t: float
    cost_yuan: float | None
    marginal_yuan_per_t: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One option taken alone against the baseline at its largest size: tonnes cut and cost per tonne. [t/a], [yuan/t]"""

    name: str
    cut_t: float
    yuan_per_t: float


#: Which classes a curve may use: physical only, with green power and certificates, with offsets too.
Tools = tuple[InstrumentClass, ...]
_ALL: dict[str, tuple[Basis, Tools]] = {
    "physical": (Basis.LOCATION, ()),
    "green": (Basis.MARKET, (InstrumentClass.GREEN_POWER, InstrumentClass.CERTIFICATE)),
    "all": (Basis.NET, tuple(InstrumentClass)),
}


def tools_of(site: Site, curve: str) -> Site:
    """The site with the instruments and the basis of a curve: physical, green or all."""
    basis, kinds = _ALL[curve]
    instruments = tuple(i for i in site.instruments if i.kind in kinds)
    return replace(site, instruments=instruments, cap=Cap(co2_t=np.inf, basis=basis))


def front(site: Site, curve: str, cuts: Sequence[float], ladder: Sequence[Solver] = LADDER) -> tuple[FrontPoint, ...]:
    """Least cost at each cut of the baseline's carbon; the marginal cost is the price of the cap itself, all interactions included."""
    open_site = tools_of(site, curve)
    usual = baseline(open_site, open_site.basics[0] if open_site.basics else None)
    whole = _carbon_of(usual, open_site)
    points = []
    for cut in cuts:
        cap = Cap(co2_t=whole * (1 - cut), basis=open_site.cap.basis if open_site.cap else Basis.LOCATION)
        model, found, _ = solved_model(replace(open_site, cap=cap), ladder)
        checked = found.verification
        points.append(
            FrontPoint(
                cut_share=cut,
                cap_t=cap.co2_t,
                cost_yuan=None if checked is None else (checked.objective + model.constant) * 1000,
                marginal_yuan_per_t=None if checked is None else -float(found.price(CAP_ROW)[0]) * 1000,
            )
        )
    return tuple(points)


def cuts_between(site: Site, curve: str, points: int, ladder: Sequence[Solver] = LADDER) -> tuple[float, ...]:
    """Shares of the baseline's carbon from what the cheapest plan cuts by itself to the most that can be cut, evenly.

    The last lies a ten-thousandth of the baseline inside what can be reached, where the least cost is still well defined.
    """
    open_site = tools_of(site, curve)
    usual = baseline(open_site, open_site.basics[0] if open_site.basics else None)
    whole = _carbon_of(usual, open_site)
    model, found, _ = solved_model(open_site, ladder)
    first = 1 - (float(model.lp.of_row(CAP_ROW) @ (found.x if found.x is not None else 0.0)) + site.carbon.direct_t) / whole
    last = 1 - reachable(open_site, ladder).least_t / whole - 1e-4
    return tuple(float(cut) for cut in np.linspace(min(first, last), last, points))


def _carbon_of(usual: Baseline, site: Site) -> float:
    return usual.location_t if site.cap is None or site.cap.basis is Basis.LOCATION else usual.market_t


def bars(site: Site) -> tuple[Bar, ...]:
    """Naive bars, cheapest first: each option alone, its energy at the mean price, no interaction, no peak, no curtailment.

    They differ from the curve because the last kilowatt-hour of PV may find no load, storage is worth only what others leave, and a
    measure saves at its own hours and not at the mean price.
    """
    price = float(np.mean(energy_prices(site)))
    factor, found = site.carbon.location_kg_per_kwh, []
    for made in site.generators:
        energy = made.max_kw * float(made.per_kw.sum())
        cost = made.max_kw * made.capex_yuan_per_kw * yearly_cost_share(site, made.life_years, made.opex_share) - energy * price
        found.append((made.name, energy * factor / 1000, cost))
    for measure in site.measures:
        share = measure.adoption_max_share
        fuel = min(float(measure.heat_kw.sum()), float(site.heat_kw.sum())) / site.boiler.efficiency_share
        saved = measure.saved_kwh * price + fuel * site.boiler.fuel_yuan_per_kwh
        cost = measure.capex_yuan * yearly_cost_share(site, measure.life_years) + measure.opex_yuan_per_year - saved
        cut = (measure.saved_kwh * factor + fuel * site.boiler.fuel_kg_per_kwh) / 1000
        found.append((measure.name, cut * share, cost * share))
    for instrument in site.instruments:
        offset = instrument.kind is InstrumentClass.OFFSET
        cut = instrument.limit * (1.0 if offset else site.carbon.market_kg_per_kwh)
        found.append((instrument.name, cut, instrument.limit * instrument.price))
    made_bars = [Bar(name=name, cut_t=cut, yuan_per_t=cost / cut) for name, cut, cost in found if cut > 0]
    return tuple(sorted(made_bars, key=lambda bar: bar.yuan_per_t))
