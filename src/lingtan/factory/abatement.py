"""The cost-carbon front and its slope, the true marginal cost of the system, beside the naive bars of one option at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from lingtan.factory.baseline import Baseline, baseline
from lingtan.factory.model import CAP_ROW, energy_prices, plan_model, yearly_cost_share
from lingtan.factory.plan import made_plan
from lingtan.factory.reachable import reachable
from lingtan.factory.scenarios import with_sizes
from lingtan.factory.site import Basis, Cap, InstrumentClass, Site
from lingtan.factory.solved import solved_model, solved_program
from lingtan.factory.sweep import in_workers, warm_ladder
from lingtan.optimise import LADDER, Solver

__all__ = ["Bar", "Explained", "FrontPoint", "Tools", "bars", "cuts_between", "explained", "front", "most_cut", "tools_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One point of the front: share of the baseline's carbon that is cut, the cap, cost, slope, what is built and bought for it.

    [t CO2/a], [yuan/a], [yuan/t]; cost and slope are None, and `sizes` empty, where the cap can't be reached.
    """

    cut_share: float
    cap_t: float
    cost_yuan: float | None
    marginal_yuan_per_t: float | None
    sizes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Why a bar is not the truth: the option at its largest size taken first, alone, and taken last, after all others. [t/a], [yuan/t]

    Naive to first: its own hours' prices, peaks, curtailment and feed-in. First to last: what the others leave of it. None where its
    carbon does not change.
    """

    name: str
    naive_yuan_per_t: float
    first_t: float
    first_yuan_per_t: float | None
    last_t: float
    last_yuan_per_t: float | None


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


def front(
    site: Site, curve: str, cuts: Sequence[float], ladder: Sequence[Solver] | None = None, *, workers: int = 1
) -> tuple[FrontPoint, ...]:
    """Least cost at each cut of the baseline's carbon; the marginal cost is the price of the cap itself, all interactions included."""
    return tuple(in_workers(partial(_points, ladder), tools_of(site, curve), cuts, workers))


def _points(ladder: Sequence[Solver] | None, site: Site, cuts: Sequence[float]) -> list[FrontPoint]:
    """The points of an open site, one program after the other in the same set-up."""
    whole = _carbon_of(baseline(site, site.basics[0] if site.basics else None), site)
    basis = site.cap.basis if site.cap is not None else Basis.LOCATION
    tools = warm_ladder() if ladder is None else ladder
    points = []
    for cut in cuts:
        cap = Cap(co2_t=whole * (1 - cut), basis=basis)
        answer = solved_model(replace(site, cap=cap), tools)
        points.append(
            FrontPoint(
                cut_share=cut,
                cap_t=cap.co2_t,
                cost_yuan=answer.total * 1000 if answer.feasible else None,
                marginal_yuan_per_t=-float(answer.found.price(CAP_ROW)[0]) * 1000 if answer.feasible else None,
                sizes=made_plan(answer).sizes if answer.feasible else {},
            )
        )
    return points


def cuts_between(site: Site, curve: str, points: int, ladder: Sequence[Solver] = LADDER) -> tuple[float, ...]:
    """Shares of the baseline's carbon from what the cheapest plan cuts by itself to the most that can be cut, evenly.

    The last lies two thousandths of the baseline inside what can be reached: nearer, the slope runs away and PIQP gives up.
    """
    open_site = tools_of(site, curve)
    usual = baseline(open_site, open_site.basics[0] if open_site.basics else None)
    whole = _carbon_of(usual, open_site)
    answer = solved_model(open_site, ladder)
    x = answer.found.x
    first = 1 - (float(answer.model.lp.of_row(CAP_ROW) @ (x if x is not None else 0.0)) + site.carbon.direct_t) / whole
    last = 1 - reachable(open_site, ladder).least_t / whole - 2e-3
    return tuple(float(cut) for cut in np.linspace(min(first, last), last, points))


def most_cut(site: Site, curve: str, ladder: Sequence[Solver] = LADDER) -> float:
    """The largest share of the baseline's carbon that a curve's instruments can cut; above 1 where offsets go beyond it. [-]"""
    open_site = tools_of(site, curve)
    usual = baseline(open_site, open_site.basics[0] if open_site.basics else None)
    return 1 - reachable(open_site, ladder).least_t / _carbon_of(usual, open_site)


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


def explained(site: Site, *, workers: int = 1) -> tuple[Explained, ...]:
    """Each bar of something built, taken first and taken last in the true system of 8,760 hours. Two programs an option and two more.

    Instruments are left out: their price does not depend on anything else but how much is drawn.
    """
    bought = {instrument.name for instrument in site.instruments}
    naive = [bar for bar in bars(site) if bar.name not in bought]
    plain = replace(site, instruments=(), class_shares={}, cap=None, whole=())
    names = frozenset(bar.name for bar in naive)
    sets = [frozenset[str](), names, *({name} for name in names), *(names - {name} for name in names)]
    asked = sorted({tuple(sorted(taken)) for taken in sets})
    answers = dict(zip(asked, in_workers(_taken, plain, asked, workers), strict=True))
    found = []
    nothing, everything = answers[()], answers[tuple(sorted(names))]
    for bar in naive:
        alone, without = answers[(bar.name,)], answers[tuple(sorted(names - {bar.name}))]
        first, last = _difference(nothing, alone), _difference(without, everything)
        found.append(
            Explained(
                name=bar.name, naive_yuan_per_t=bar.yuan_per_t, first_t=first[0], first_yuan_per_t=first[1], last_t=last[0],
                last_yuan_per_t=last[1],
            )
        )  # fmt: skip
    return tuple(found)


def _difference(before: tuple[float, float], after: tuple[float, float]) -> tuple[float, float | None]:
    """Tonnes cut and yuan per tonne between two (cost, carbon)."""
    cut = before[1] - after[1]
    return cut, (after[0] - before[0]) / cut if abs(cut) > 1e-3 else None


def _taken(site: Site, sets: Sequence[tuple[str, ...]]) -> list[tuple[float, float]]:
    """Cost and carbon of the site with exactly these options, each at its largest size; measures that exclude others as far as they pay."""
    ladder, found = warm_ladder(), []
    for names in sets:
        held = replace(
            site,
            generators=tuple(g if g.name in names else replace(g, max_kw=0.0) for g in site.generators),
            measures=tuple(m if m.name in names else replace(m, adoption_max_share=0.0) for m in site.measures),
            battery=None,
        )
        model = plan_model(held, site.basics[0] if site.basics else None)
        sizes = {f"{g.name}_mw": g.max_kw / 1000.0 for g in held.generators}
        sizes |= {f"measure_{m.name}": m.adoption_max_share for m in held.measures if not m.excludes}
        answer = solved_program(with_sizes(model, sizes), ladder)
        x = answer.found.x
        carbon = float(model.lp.of_row(CAP_ROW) @ (x if x is not None else np.nan)) + site.carbon.direct_t
        found.append((answer.total * 1000.0, carbon))
    return found
