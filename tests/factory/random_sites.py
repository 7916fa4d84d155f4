"""Random sites around a known point, on a calendar of one week or of a year, and a model of them written apart from ours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from lingtan.energy import BasicCharge, BasicRule, Calendar, Component, ComponentKind, IntArray, Period, Schedule, Tariff
from lingtan.factory import (
    Basis,
    Battery,
    Boiler,
    Cap,
    Carbon,
    Finance,
    Generator,
    Instrument,
    InstrumentClass,
    Measure,
    Site,
)

WEEK = 168
#: Transformers by the rule of the basic charge: 40 % of those of a contract bind at some sites. [kVA]
_KVA = {BasicRule.MEASURED: 20_000, BasicRule.CONTRACT: 4_000, BasicRule.CAPACITY: 20_000}
DAYS = ("vvvvvvvffpppffffpppppffv", "vvvvvvvvppppffffppppssfv")


@dataclass(frozen=True, kw_only=True)
class Week(Calendar):
    """The first week of a year: quick to solve, with the same laws."""

    def __post_init__(self) -> None:
        Calendar.__post_init__(self)
        object.__setattr__(self, "starts", self.starts[:WEEK])


def tariff(rng: np.random.Generator) -> Tariff:
    return Tariff(
        name="random",
        source="random",
        example=True,
        schedule=Schedule(months=(DAYS[int(rng.integers(2))],) * 12),
        components=(
            Component(kind=ComponentKind.PURCHASE, price=Decimal(str(round(rng.uniform(0.3, 0.6), 4))), floats=True),
            Component(kind=ComponentKind.FUNDS, price=Decimal("0.03")),
        ),
        ratios={Period.SHARP: Decimal("1.8"), Period.PEAK: Decimal("1.5"), Period.FLAT: Decimal(1), Period.VALLEY: Decimal("0.45")},
        surplus_price=Decimal(str(round(rng.uniform(0.0, 0.15), 4))),
    )


def random_site(seed: int, *, basis: Basis | None = Basis.LOCATION, calendar: Calendar | None = None) -> Site:
    """A site with PV, wind, battery, heat and a measure; its cap is met by a known point: all from the grid, cut by what is bought.

    Prices of what is built are those of a week's share of a year, or (`calendar`) of all its weeks.
    """
    rng = np.random.default_rng(seed)
    calendar = Week(year=2023) if calendar is None else calendar
    hours, weeks = calendar.hours, calendar.hours / WEEK
    hour: IntArray = calendar.hour_of_day
    load = rng.uniform(500, 5000) * (0.6 + 0.4 * ((hour > 7) & (hour < 22)) + 0.2 * rng.random(hours))
    sun = np.maximum(0, np.sin((hour - 6) / 12 * np.pi)) * rng.uniform(0.2, 0.9, hours)
    wind = rng.uniform(0, 0.9, hours) ** 2
    heat = rng.uniform(0, 300, hours) if rng.random() < 0.5 else np.zeros(hours)
    rule = [BasicRule.MEASURED, BasicRule.CONTRACT, BasicRule.CAPACITY][int(rng.integers(3))]
    basic = BasicCharge(rule=rule, price=Decimal(38), contract_kw=Decimal(1), capacity_kva=Decimal(_KVA[rule]))
    carbon = Carbon(location_kg_per_kwh=0.6361, market_kg_per_kwh=0.6096, factor_year=2023, direct_t=weeks * float(rng.uniform(0, 5)))
    boiler = Boiler(efficiency_share=0.9, fuel_yuan_per_kwh=0.35)
    usual = load.sum() / 1000 * (0.6361 if basis is Basis.LOCATION else 0.6096) + heat.sum() / 900 * boiler.fuel_kg_per_kwh
    served = 0.1 * load
    return Site(
        name=f"random {seed}",
        synthetic=True,
        calendar=calendar,
        load_kw=load,
        heat_kw=heat,
        tariff=tariff(rng),
        basics=(basic,),
        reactive_ratio=0.3,
        grid_kw=20_000,
        carbon=carbon,
        finance=Finance(discount_share=0.06, horizon_years=20),
        boiler=boiler,
        origins=(),
        generators=(
            Generator(
                name="pv", per_kw=sun, max_kw=float(rng.uniform(0, 4000)), capex_yuan_per_kw=60 * weeks, opex_share=0.01, life_years=25
            ),
            Generator(
                name="wind", per_kw=wind, max_kw=float(rng.uniform(0, 2000)), capex_yuan_per_kw=110 * weeks, opex_share=0.02, life_years=20
            ),
        ),
        battery=Battery(
            max_kw=2000, max_kwh=6000, capex_yuan_per_kw=5 * weeks, capex_yuan_per_kwh=14 * weeks, opex_share=0.01, life_years=12
        ),
        instruments=(
            Instrument(name="gec", kind=InstrumentClass.CERTIFICATE, price=5.15, limit=float(load.sum() / 4000)),
            Instrument(name="ccer", kind=InstrumentClass.OFFSET, price=70, limit=20.0 * weeks),
        ),
        measures=(
            Measure(
                name="fans", before_kw=served, after_kw=served * 0.6, heat_kw=np.full(hours, 20.0), capex_yuan=3000 * weeks,
                opex_yuan_per_year=0, life_years=10, source="random", confidence="low",
            ),
        ),
        cap=None if basis is None else Cap(co2_t=carbon.direct_t + usual * float(rng.uniform(0.97, 1.0)), basis=basis),
    )  # fmt: skip


def oracle(site: Site) -> float:
    """Least cost of a site in yuan, by a model written apart: kilowatts and yuan, a row for everything, no shared code but finance."""
    hours, prices = len(site.load_kw), {}
    names: list[str] = []
    cost: list[float] = []
    upper: list[float] = []

    def column(name: str, c: float, most: float = np.inf) -> int:
        names.append(name)
        cost.append(c)
        upper.append(most)
        return len(names) - 1

    def yearly(life: float, opex: float = 0.0) -> float:
        rate = site.finance.discount_share
        return rate / (1 - (1 + rate) ** -life) + opex

    for period, letter in zip(Period, "spfvd", strict=True):
        prices[letter] = float(site.tariff.price(period)) if period in site.tariff.ratios else np.nan
    day = site.tariff.schedule.months[0]
    basic = site.basics[0]
    imp = [column("i", prices[day[t % 24]], site.grid_kw) for t in range(hours)]
    exp = [column("e", -float(site.tariff.surplus_price)) for _ in range(hours)]
    cut = [column("c", 0.0) for _ in range(hours)]
    cha = [column("ch", 0.0) for _ in range(hours)]
    dis = [column("di", 0.0) for _ in range(hours)]
    soc = [column("s", 0.0) for _ in range(hours)]
    boi = [column("b", site.boiler.fuel_yuan_per_kwh / site.boiler.efficiency_share) for _ in range(hours)]
    gen = [column(g.name, g.capex_yuan_per_kw * yearly(g.life_years, g.opex_share), g.max_kw) for g in site.generators]
    store = site.battery
    share = yearly(store.life_years, store.opex_share)
    kw, kwh = column("kw", store.capex_yuan_per_kw * share, store.max_kw), column("kwh", store.capex_yuan_per_kwh * share, store.max_kwh)
    measure = site.measures[0]
    mea = column("m", measure.capex_yuan * yearly(measure.life_years), 1.0)
    gec = column("gec", site.instruments[0].price / 1000, site.instruments[0].limit * 1000)
    off = column("off", site.instruments[1].price, site.instruments[1].limit)
    price = float(basic.price)
    peak = column("peak", price if basic.rule is BasicRule.MEASURED else 0.0)
    contract = column("k", 12 * price if basic.rule is BasicRule.CONTRACT else 0.0)
    over = column("o", 2 * price if basic.rule is BasicRule.CONTRACT else 0.0)
    a_eq: list[dict[int, float]] = []
    b_eq: list[float] = []
    a_ub: list[dict[int, float]] = []
    b_ub: list[float] = []
    for t in range(hours):
        made = {gen[k]: float(g.per_kw[t]) for k, g in enumerate(site.generators)}
        a_eq.append({imp[t]: 1, exp[t]: -1, cut[t]: -1, cha[t]: -1, dis[t]: 1, mea: float(measure.saved_kw[t]), **made})
        b_eq.append(float(site.load_kw[t]))
        a_eq.append({soc[t]: 1, soc[t - 1]: -(1 - store.standing_share), cha[t]: -store.charge_share, dis[t]: 1 / store.discharge_share})
        b_eq.append(0.0)
        for row in (
            {exp[t]: 1.0, cut[t]: 1.0, **{k: -v for k, v in made.items()}},
            {cha[t]: 1.0, kw: -1.0},
            {dis[t]: 1.0, kw: -1.0},
            {soc[t]: 1.0, kwh: -1.0},
            {imp[t]: 1.0, peak: -1.0},
        ):
            a_ub.append(row)
            b_ub.append(0.0)
        a_ub.append({boi[t]: -1.0, mea: -float(measure.heat_kw[t])})
        b_ub.append(-float(site.heat_kw[t]))
    if basic.rule is BasicRule.CONTRACT:
        a_ub.append({peak: 1.0, over: -1.0, contract: -1.05})
        b_ub.append(0.0)
        a_ub.append({contract: -1.0})
        b_ub.append(-0.4 * float(basic.capacity_kva))
    a_ub.append({gec: 1.0, **dict.fromkeys(imp, -1.0)})
    b_ub.append(0.0)
    if site.cap is not None:
        located = site.cap.basis is Basis.LOCATION
        factor = site.carbon.location_kg_per_kwh if located else site.carbon.market_kg_per_kwh
        row = {**dict.fromkeys(imp, factor), **dict.fromkeys(boi, site.boiler.fuel_kg_per_kwh / site.boiler.efficiency_share)}
        row |= {} if located else {gec: -factor}
        row |= {off: -1000.0} if site.cap.basis is Basis.NET else {}
        a_ub.append(row)
        b_ub.append((site.cap.co2_t - site.carbon.direct_t) * 1000)

    def matrix(rows: list[dict[int, float]]) -> sparse.csr_array:
        triples = [(r, c, v) for r, row in enumerate(rows) for c, v in row.items()]
        r, c, v = zip(*triples, strict=True)
        return sparse.csr_array((v, (r, c)), shape=(len(rows), len(names)))

    found = linprog(cost, matrix(a_ub), b_ub, matrix(a_eq), b_eq, bounds=[(0, u) for u in upper], method="highs-ds")
    assert found.status == 0, found.message
    fixed = 12 * price * float(basic.capacity_kva) if basic.rule is BasicRule.CAPACITY else 0.0
    return float(found.fun) + fixed
