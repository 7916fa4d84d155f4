"""The plan as a linear program: every hour of the year, what is built, what is bought. MW, MWh, thousand yuan and tonnes inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import BasicCharge, BasicRule, FloatArray, IntArray, Period
from lingtan.energy.finance import annuity
from lingtan.factory.site import Basis, Generator, Instrument, InstrumentClass, Matching, Site
from lingtan.optimise import Block, Choice, LinearProgram, ModelBuilder

__all__ = ["CAP_ROW", "PlanModel", "Start", "choices", "energy_prices", "plan_model", "yearly_cost_share"]

CAP_ROW = "co2"
_K = 1000.0
_OVER = 1.05
_HOURS_OF_YEAR = 8760


def energy_prices(site: Site) -> FloatArray:
    """What a kilowatt-hour from the grid costs in each hour. [yuan/kWh], shape (T,)"""
    order = list(Period)
    table = np.array([float(site.tariff.price(p)) if p in site.tariff.ratios else np.nan for p in order])
    prices: FloatArray = table[site.tariff.schedule.periods(site.calendar)]
    return prices


def yearly_cost_share(site: Site, life_years: float, opex_share: float = 0.0) -> float:
    """Yearly cost per yuan of capex: annuity and upkeep. [1/a]"""
    return annuity(site.finance.discount_share, life_years) + opex_share


@dataclass(frozen=True, kw_only=True)
class PlanModel:
    """The program of a site under one form of basic charge; `constant` is the cost that no decision moves. [thousand yuan/a]"""

    site: Site
    basic: BasicCharge | None
    lp: LinearProgram
    constant: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a window of operation begins: contents [MWh], and the peaks already paid for, shape (12,). [MW]"""

    battery_mwh: float
    heat_mwh: float
    peaks_mw: FloatArray


class _Builder:
    """One method a law of physics or clause of a contract; each adds its blocks."""

    def __init__(self, site: Site, basic: BasicCharge | None, start: Start | None) -> None:
        self.site, self.basic, self.start, self.model = site, basic, start, ModelBuilder()
        self.hours = site.calendar.hours
        self.constant = 0.0

    def build(self) -> PlanModel:
        site, model = self.site, self.model
        limit = site.grid_kw / _K
        if self.basic is not None and self.basic.rule is BasicRule.CAPACITY:
            limit = min(limit, float(self.basic.capacity_kva) / _K)
        self.imports = model.columns("import", self.hours, unit="MW", upper=limit, cost=energy_prices(site))
        self.exports = model.columns("export", self.hours, unit="MW", cost=-float(site.tariff.surplus_price))
        self.balance = model.rows("balance", self.hours, unit="MW", lower=site.load_kw / _K, upper=site.load_kw / _K)
        model.put(self.balance.at, self.imports.at, 1.0)
        model.put(self.balance.at, self.exports.at, -1.0)
        self._generators()
        self._battery()
        self._basic_charge()
        self._heat()
        self._measures()
        self._overlaps()
        self._combinations()
        self._instruments()
        self._class_limits()
        self._carbon()
        return PlanModel(site=site, basic=self.basic, lp=model.build(), constant=self.constant)

    def _generators(self) -> None:
        """Own generation: what is neither used nor fed in is curtailed; only own generation is fed in (自发自用、余电上网)."""
        model = self.model
        if not self.site.generators:
            model.put(model.rows("surplus", self.hours, unit="MW", upper=0.0).at, self.exports.at, 1.0)
            return
        curtailed = model.columns("curtail", self.hours, unit="MW")
        surplus = model.rows("surplus", self.hours, unit="MW", upper=0.0)
        model.put(self.balance.at, curtailed.at, -1.0)
        model.put(surplus.at, self.exports.at, 1.0)
        model.put(surplus.at, curtailed.at, 1.0)
        for made in self.site.generators:
            size = self._size(made)
            model.put(self.balance.at, size.at, made.per_kw)
            model.put(surplus.at, size.at, -made.per_kw)

    def _size(self, made: Generator) -> Block:
        cost = made.capex_yuan_per_kw * yearly_cost_share(self.site, made.life_years, made.opex_share)
        return self.model.columns(f"{made.name}_mw", 1, unit="MW", upper=made.max_kw / _K, cost=cost)

    def _battery(self) -> None:
        """Power both ways and content. The content's law is `_content`."""
        store = self.site.battery
        if store is None or store.max_kw == 0 or store.max_kwh == 0:
            return
        model, count = self.model, self.hours
        share = yearly_cost_share(self.site, store.life_years, store.opex_share)
        power = model.columns("battery_mw", 1, unit="MW", upper=store.max_kw / _K, cost=store.capex_yuan_per_kw * share)
        energy = model.columns("battery_mwh", 1, unit="MWh", upper=store.max_kwh / _K, cost=store.capex_yuan_per_kwh * share)
        charge, discharge = (model.columns(name, count, unit="MW") for name in ("charge", "discharge"))
        if store.cycles is not None:
            within_life = store.cycles / store.life_years * count / _HOURS_OF_YEAR
            self._wear(store.capex_yuan_per_kwh / store.cycles, within_life, energy, discharge)
        model.put(self.balance.at, charge.at, -1.0)
        model.put(self.balance.at, discharge.at, 1.0)
        begun = None if self.start is None else self.start.battery_mwh
        law, content = self._content("storage", "content", 1 - store.standing_share, begun)
        model.put(law.at, charge.at, -store.charge_share)
        model.put(law.at, discharge.at, 1 / store.discharge_share)
        self._limit("charge_limit", charge, power, 1.0)
        self._limit("discharge_limit", discharge, power, 1.0)
        self._limit("content_limit", content, energy, store.mean_share)

    def _wear(self, price: float, cycles: float, energy: Block, discharge: Block) -> None:
        """Cycles beyond those of the battery's life are paid as worn-out cells: Σ discharge / η ≤ cycles × energy + what is over."""
        assert self.site.battery is not None  # the caller has one
        over = self.model.columns("over_cycles", 1, unit="MWh", cost=price)
        row = self.model.rows("cycles", 1, unit="MWh", upper=0.0)
        self.model.put(row.at, discharge.at, 1 / self.site.battery.discharge_share)
        self.model.put(row.at, energy.at, -cycles)
        self.model.put(row.at, over.at, -1.0)

    def _content(self, law_name: str, name: str, kept_share: float, start_mwh: float | None) -> tuple[Block, Block]:
        """Content after each hour, and the law that makes it from the last; a year is a ring, a window begins with what is there."""
        model, first = self.model, np.zeros(self.hours)
        content = model.columns(name, self.hours, unit="MWh")
        first[0] = 0.0 if start_mwh is None else kept_share * start_mwh
        law = model.rows(law_name, self.hours, unit="MWh", lower=first, upper=first)
        model.put(law.at, content.at, 1.0)
        if start_mwh is None:
            model.put(law.at, np.roll(content.at, 1), -kept_share)
        else:
            model.put(law.at[1:], content.at[:-1], -kept_share)
        return law, content

    def _limit(self, name: str, flow: Block, size: Block, per_size: float) -> None:
        """A flow or content of at most `per_size` of a size in every hour."""
        rows = self.model.rows(name, self.hours, unit=flow.unit, upper=0.0)
        self.model.put(rows.at, flow.at, 1.0)
        self.model.put(rows.at, size.at, -per_size)

    def _basic_charge(self) -> None:
        """基本电费: by transformer, by the month's peak, or by a contract above whose 105 % the rest is paid twice.

        A contract is no lower than 40 % of the transformers.
        """
        basic, model = self.basic, self.model
        if basic is None:
            return
        price = float(basic.price)
        if basic.rule is BasicRule.CAPACITY:
            self.constant += 12 * price * float(basic.capacity_kva) / _K
            return
        measured = basic.rule is BasicRule.MEASURED
        paid = 0.0 if self.start is None else self.start.peaks_mw
        peaks = model.columns("peak", 12, unit="MW", lower=paid, cost=price if measured else 0.0)
        rows = model.rows("peak_of_month", self.hours, unit="MW", upper=0.0)
        model.put(rows.at, self.imports.at, 1.0)
        model.put(rows.at, peaks.at[self.site.calendar.month], -1.0)
        if not measured:
            least = float(basic.least_contract_kw) / _K
            contract = model.columns("contract_mw", 1, unit="MW", lower=least, cost=12 * price)
            over = model.columns("over_contract", 12, unit="MW", cost=2 * price)
            limit = model.rows("contract_limit", 12, unit="MW", upper=0.0)
            model.put(limit.at, peaks.at, 1.0)
            model.put(limit.at, over.at, -1.0)
            model.put(limit.at, contract.at, -_OVER)

    def _heat(self) -> None:
        """Heat comes from the boiler, a heat pump, a tank or from measures; what nobody asks for is let go."""
        self.boiler = self.heat = None
        if self.site.heat_kw.any():
            cost = self.site.boiler.fuel_yuan_per_kwh / self.site.boiler.efficiency_share
            self.boiler = self.model.columns("boiler", self.hours, unit="MW", cost=cost)
            self.heat = self.model.rows("heat", self.hours, unit="MW", lower=self.site.heat_kw / _K)
            self.model.put(self.heat.at, self.boiler.at, 1.0)
            self._heat_pump(self.heat)
            self._heat_store(self.heat)

    def _heat_pump(self, heat: Block) -> None:
        """Power in, `cop` times as much heat out."""
        pump, model = self.site.heat_pump, self.model
        if pump is None or pump.max_kw == 0:
            return
        cost = pump.capex_yuan_per_kw * yearly_cost_share(self.site, pump.life_years, pump.opex_share)
        size = model.columns("heat_pump_mw", 1, unit="MW", upper=pump.max_kw / _K, cost=cost)
        power = model.columns("pumping", self.hours, unit="MW")
        model.put(self.balance.at, power.at, -1.0)
        model.put(heat.at, power.at, pump.cop)
        self._limit("pumping_limit", power, size, 1.0)

    def _heat_store(self, heat: Block) -> None:
        """A tank that is filled and emptied in no less than `fill_hours`."""
        store, model = self.site.heat_store, self.model
        if store is None or store.max_kwh == 0:
            return
        cost = store.capex_yuan_per_kwh * yearly_cost_share(self.site, store.life_years, store.opex_share)
        size = model.columns("heat_store_mwh", 1, unit="MWh", upper=store.max_kwh / _K, cost=cost)
        filled, emptied = (model.columns(name, self.hours, unit="MW") for name in ("heat_in", "heat_out"))
        model.put(heat.at, filled.at, -1.0)
        model.put(heat.at, emptied.at, 1.0)
        begun = None if self.start is None else self.start.heat_mwh
        law, content = self._content("heat_storage", "heat_content", 1 - store.standing_share, begun)
        model.put(law.at, filled.at, -1.0)
        model.put(law.at, emptied.at, 1.0)
        self._limit("heat_in_limit", filled, size, 1 / store.fill_hours)
        self._limit("heat_out_limit", emptied, size, 1 / store.fill_hours)
        self._limit("heat_content_limit", content, size, 1.0)

    def _measures(self) -> None:
        """Each measure by the share that is adopted: power saved in each hour, heat given, money."""
        for number, measure in enumerate(self.site.measures):
            earlier = self.site.measures[:number]
            cost = measure.capex_yuan * yearly_cost_share(self.site, measure.life_years) + measure.opex_yuan_per_year
            share = self.model.columns(f"measure_{measure.name}", 1, unit="1", upper=measure.adoption_max_share, cost=cost / _K)
            self.model.put(self.balance.at, share.at, measure.saved_kw / _K)
            if self.heat is not None:
                self.model.put(self.heat.at, share.at, measure.heat_kw / _K)
            for other in measure.excludes:
                if any(block.name == other for block in earlier):
                    row = self.model.rows(f"either_{other}_{measure.name}", 1, unit="1", upper=1.0)
                    self.model.put(row.at, [share.start, self.model.column(f"measure_{other}").start], 1.0)

    def _overlaps(self) -> None:
        """Where two measures are both taken, part of the second's saving is gone: both ≥ first + second − 1, as shares of full adoption."""
        model, measures = self.model, {m.name: m for m in self.site.measures}
        for overlap in self.site.overlaps:
            first, second = measures[overlap.first], measures[overlap.second]
            if first.adoption_max_share == 0 or second.adoption_max_share == 0:
                continue
            both = model.columns(f"both_{first.name}_{second.name}", 1, unit="1", upper=1.0)
            row = model.rows(f"overlap_{first.name}_{second.name}", 1, unit="1", upper=1.0)
            model.put(row.at, both.at, -1.0)
            for measure in (first, second):
                model.put(row.at, model.column(f"measure_{measure.name}").at, 1 / measure.adoption_max_share)
            lost = overlap.lost_share * second.adoption_max_share
            model.put(self.balance.at, both.at, -lost * second.saved_kw / _K)
            if self.heat is not None:
                model.put(self.heat.at, both.at, -lost * second.heat_kw / _K)

    def _combinations(self) -> None:
        """Measures on one end use: `together` holds the shares of it on which all of a set stand, each with what the set adds by itself.

        Inclusion and exclusion of these shares are those on which exactly a set stands, and none: never below nothing.
        """
        model, named = self.model, {m.name: m for m in self.site.measures}
        for both in self.site.combinations:
            sets = [members for members in both.together if all(named[name].adoption_max_share > 0 for name in members)]
            if not sets:
                continue
            shares = model.columns(f"together_{both.end_use}", len(sets), unit="1")
            at = {frozenset([name]): model.column(f"measure_{name}").start for name in both.members}
            at |= {members: shares.start + n for n, members in enumerate(sets)}
            exact = model.rows(f"exactly_{both.end_use}", len(at), unit="1", lower=0.0)
            for row, members in enumerate(at):
                wider = [other for other in at if members <= other]
                model.put(exact.start + row, [at[o] for o in wider], [(-1.0) ** (len(o) - len(members)) for o in wider])
            once = model.rows(f"once_{both.end_use}", 1, unit="1", upper=1.0)
            model.put(once.at, list(at.values()), [-((-1.0) ** len(members)) for members in at])
            for members in sets:
                added = both.added(members, named)
                model.put(self.balance.at, at[members], added.saved_kw / _K)
                if self.heat is not None:
                    model.put(self.heat.at, at[members], added.heat_kw / _K)

    def _periods(self) -> IntArray:
        """Which period of matching each hour lies in."""
        matching = self.site.matching
        if matching is Matching.ANNUAL:
            return np.zeros(self.hours, dtype=np.int64)
        return self.site.calendar.month if matching is Matching.MONTHLY else np.arange(self.hours, dtype=np.int64)

    def _instruments(self) -> None:
        """Attributes up to what is drawn from the grid in each period; what is contracted comes by its profile and is paid in full."""
        self.attributes: list[Block] = []
        self.offsets: list[Block] = []
        bought = [i for i in self.site.instruments if i.kind is not InstrumentClass.OFFSET]
        periods = self._periods()
        count = int(periods.max()) + 1
        if bought:
            matched = self.model.rows("matching", count, unit="MWh", upper=0.0)
            self.model.put(matched.at[periods], self.imports.at, -1.0)
        for instrument in bought:
            contract = self.model.columns(f"{instrument.name}_mwh", 1, unit="MWh", upper=instrument.limit, cost=instrument.price / _K)
            used = self.model.columns(f"{instrument.name}_used", count, unit="MWh")
            supply = self.model.rows(f"{instrument.name}_supply", count, unit="MWh", upper=0.0)
            self.model.put(supply.at, used.at, 1.0)
            self.model.put(supply.at, contract.at, -np.bincount(periods, weights=self._profile(instrument), minlength=count))
            self.model.put(matched.at, used.at, 1.0)
            self.attributes.append(used)
        for instrument in self.site.instruments:
            if instrument.kind is InstrumentClass.OFFSET:
                self.offsets.append(
                    self.model.columns(f"{instrument.name}_t", 1, unit="t", upper=instrument.limit, cost=instrument.price / _K)
                )

    def _class_limits(self) -> None:
        """A class of instruments together: attributes against the load's energy, offsets against the baseline's carbon."""
        site = self.site
        usual = float(site.load_kw.sum()) / _K
        fuel = float(site.heat_kw.sum()) / site.boiler.efficiency_share / _K * site.boiler.fuel_kg_per_kwh
        carbon = usual * site.carbon.market_kg_per_kwh + fuel + site.carbon.direct_t
        for kind, share in site.class_shares.items():
            members = [i.name for i in site.instruments if i.kind is kind]
            offset = kind is InstrumentClass.OFFSET
            if members:
                unit = "t" if offset else "MWh"
                row = self.model.rows(f"class_{kind.value}", 1, unit=unit, upper=share * (carbon if offset else usual))
                self.model.put(row.at, [self.model.column(f"{name}_{unit.lower()}").start for name in members], 1.0)

    def _profile(self, instrument: Instrument) -> FloatArray:
        """Share of the year's delivery in each hour, sum 1, shape (T,)."""
        shape = next((g.per_kw for g in self.site.generators if g.name == instrument.profile), np.ones(self.hours))
        share: FloatArray = shape / shape.sum()
        return share

    def _carbon(self) -> None:
        """The year's carbon on the basis of the cap; exports get no credit. [t]"""
        carbon, cap, model = self.site.carbon, self.site.cap, self.model
        basis = cap.basis if cap is not None else Basis.LOCATION
        limit = cap.co2_t - carbon.direct_t if cap is not None else np.inf
        row = model.rows(CAP_ROW, 1, unit="t", upper=limit)
        located = basis is Basis.LOCATION
        model.put(row.at, self.imports.at, carbon.location_kg_per_kwh if located else carbon.market_kg_per_kwh)
        if self.boiler is not None:
            model.put(row.at, self.boiler.at, self.site.boiler.fuel_kg_per_kwh / self.site.boiler.efficiency_share)
        if not located:
            for used in self.attributes:
                model.put(row.at, used.at, -carbon.market_kg_per_kwh)
        if basis is Basis.NET:
            for offset in self.offsets:
                model.put(row.at, offset.at, -1.0)


def plan_model(site: Site, basic: BasicCharge | None, start: Start | None = None) -> PlanModel:
    """The program of a site; its CO₂ row is there without a cap too, with an infinite bound. With `start` its hours are no ring."""
    return _Builder(site, basic, start).build()


def choices(model: PlanModel) -> tuple[Choice, ...]:
    """The measures that are taken whole or not at all, as columns of the program, with those that exclude one another."""
    whole = {m.name: m for m in model.site.measures if m.name in model.site.whole}
    at = {name: model.lp.column(f"measure_{name}").start for name in whole}
    pairs = {(a, b) for a, m in whole.items() for b in m.excludes if b in whole}
    pairs |= {(b, a) for a, b in pairs}
    return tuple(
        Choice(column=at[name], level=measure.adoption_max_share, apart=frozenset(at[b] for a, b in pairs if a == name))
        for name, measure in whole.items()
    )
