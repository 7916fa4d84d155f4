"""Operation day by day: what a plan built, run on forecasts of the next 48 hours, against perfect foresight of the whole year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingtan.energy import BasicRule, Calendar, FloatArray, IntArray
from lingtan.errors import InputError
from lingtan.factory.assets import buildables
from lingtan.factory.baseline import basic_cost, contract_cost, monthly_peaks
from lingtan.factory.model import PlanModel, Start, energy_prices, plan_model
from lingtan.factory.plan import Plan
from lingtan.factory.scenarios import with_sizes
from lingtan.factory.site import Site
from lingtan.optimise import LADDER, LinearProgram, Solution, Solver, solve

__all__ = ["HORIZON_HOURS", "Operation", "Window", "operate"]

HORIZON_HOURS = 48
_K = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A year's running cost of what is built, on forecasts and with perfect foresight; annuities and instruments are left out.

    [yuan/a], share of the perfect cost, kW drawn and fed in by the hour, shape (T,); `unserved_kwh` is load that the connection could not
    carry; `solves` counts the windows.
    """

    cost_yuan: float
    perfect_yuan: float
    import_kw: FloatArray
    export_kw: FloatArray
    content_kwh: FloatArray
    unserved_kwh: float
    solves: int

    @property
    def regret_share(self) -> float:
        """By how much running on forecasts costs more than foresight would. [-]"""
        return (self.cost_yuan - self.perfect_yuan) / abs(self.perfect_yuan)


@dataclass(frozen=True, kw_only=True)
class Window(Calendar):
    """Some hours of a year, one after the other; past the year's end its first hours follow."""

    whole: Calendar
    first: int
    count: int

    def __post_init__(self) -> None:
        at = self.at
        object.__setattr__(self, "starts", tuple(self.whole.starts[hour] for hour in at))
        for name in ("month", "hour_of_day", "weekday", "day_of_year"):
            self.__dict__[name] = getattr(self.whole, name)[at]

    @property
    def at(self) -> IntArray:
        """Which hours of the year these are, shape (count,)."""
        return np.arange(self.first, self.first + self.count, dtype=np.int64) % self.whole.hours


def operate(made: Plan, *, every_hours: int = 24, ladder: Sequence[Solver] = LADDER) -> Operation:
    """Run a plan's site through its year, on forecasts by persistence: each hour of load, heat and generation as it was a day before.

    Every `every_hours` the next 48 hours are planned; prices are known. Storage follows that plan as far as the true hour lets it, the grid
    takes the rest. Demand already paid for in a month costs nothing more. Raises InputError `SITE_EVERY` unless it lies in 1 to 48.
    """
    if not 1 <= every_hours <= HORIZON_HOURS:
        raise InputError("SITE_EVERY", place="every_hours", value=every_hours, most=HORIZON_HOURS)
    site = _running(made)
    sizes = _sizes(made)
    state = _State(site, sizes)
    solves = 0
    for first in range(0, site.calendar.hours, every_hours):
        window = _forecast(site, first)
        model = with_sizes(plan_model(window, made.model.basic, state.start()), sizes)
        flows = _hours(solve(_free(model), ladder))
        solves += 1
        for step in range(min(every_hours, site.calendar.hours - first)):
            state.run(first + step, flows, step)
    perfect = solve(_free(with_sizes(plan_model(site, made.model.basic), sizes)), ladder)
    least = (perfect.verification.objective + made.model.constant) * _K if perfect.verification is not None else np.nan
    cost = float(energy_prices(site) @ state.drawn) - float(site.tariff.surplus_price) * float(state.fed.sum())
    cost += site.boiler.fuel_yuan_per_kwh / site.boiler.efficiency_share * float(state.heated.sum())
    cost += _basic(made, sizes, state.drawn)
    return Operation(
        cost_yuan=cost, perfect_yuan=least, import_kw=state.drawn, export_kw=state.fed, content_kwh=state.contents,
        unserved_kwh=float(state.unserved.sum()), solves=solves,
    )  # fmt: skip


def _running(made: Plan) -> Site:
    """The site as built and run: measures and overlaps in its loads, no cap and nothing bought."""
    site, found = made.model.site, made.solution
    load, heat = site.load_kw.copy(), site.heat_kw.copy()
    for measure in site.measures:
        share = float(found.of(f"measure_{measure.name}")[0])
        load, heat = load - share * measure.saved_kw, heat - share * measure.heat_kw
    named = {m.name: m for m in site.measures}
    for overlap in site.overlaps:
        second = named[overlap.second]
        if any(block.name == f"both_{overlap.first}_{overlap.second}" for block in found.lp.columns):
            lost = float(found.of(f"both_{overlap.first}_{overlap.second}")[0]) * overlap.lost_share * second.adoption_max_share
            load, heat = load + lost * second.saved_kw, heat + lost * second.heat_kw
    return replace(
        site, load_kw=np.maximum(load, 0.0), heat_kw=np.maximum(heat, 0.0), measures=(), whole=(), overlaps=(), instruments=(),
        class_shares={}, cap=None,
    )  # fmt: skip


def _sizes(made: Plan) -> dict[str, float]:
    """What is built, by column. [MW], [MWh]"""
    site = made.model.site
    names = [f"{g.name}_mw" for g in site.generators]
    names += ["battery_mw", "battery_mwh", "heat_pump_mw", "heat_store_mwh", "contract_mw"]
    known = {block.name for block in made.model.lp.columns}
    return {name: float(made.solution.of(name)[0]) for name in names if name in known}


def _free(model: PlanModel) -> LinearProgram:
    """The program with what is already built at no cost."""
    cost = model.lp.cost.copy()
    for name in buildables(model.site):
        cost[model.lp.column(name).start] = 0.0
    return model.lp.with_cost(cost)


def _basic(made: Plan, sizes: Mapping[str, float], drawn_kw: FloatArray) -> float:
    """The year's basic charge at the peaks that came about, under the plan's own contract. [yuan/a]"""
    basic, peaks = made.model.basic, monthly_peaks(made.model.site, drawn_kw)
    if basic is None or basic.rule is not BasicRule.CONTRACT:
        return basic_cost(basic, peaks)
    return contract_cost(float(basic.price), sizes["contract_mw"] * _K, peaks)


def _forecast(site: Site, first: int) -> Site:
    """The next hours as persistence sees them: the last 24 true hours again and again; the year's first day is known."""
    window = Window(year=site.calendar.year, zone=site.calendar.zone, whole=site.calendar, first=first, count=HORIZON_HOURS)
    yesterday = np.arange(HORIZON_HOURS) % 24 + max(first - 24, 0)
    return replace(
        site, calendar=window, load_kw=site.load_kw[yesterday], heat_kw=site.heat_kw[yesterday],
        generators=tuple(replace(g, per_kw=g.per_kw[yesterday]) for g in site.generators),
    )  # fmt: skip


class _State:
    """What is in store and what has come about, hour by hour, in kW and kWh."""

    def __init__(self, site: Site, sizes: Mapping[str, float]) -> None:
        self.site = site
        hours = site.calendar.hours
        self.drawn, self.fed, self.heated, self.contents, self.unserved = (np.zeros(hours) for _ in range(5))
        self.peaks, self.battery, self.tank = np.zeros(12), 0.0, 0.0
        self.own = sum((g.per_kw * sizes[f"{g.name}_mw"] * _K for g in site.generators), np.zeros(hours))
        self.battery_kwh, self.tank_kwh = (sizes.get(name, 0.0) * _K for name in ("battery_mwh", "heat_store_mwh"))
        self.battery_kw, self.pump_kw = (sizes.get(name, 0.0) * _K for name in ("battery_mw", "heat_pump_mw"))
        self.capacity = float(site.grid_kw)

    def start(self) -> Start:
        """Where the next window begins."""
        return Start(battery_mwh=self.battery / _K, heat_mwh=self.tank / _K, peaks_mw=self.peaks / _K)

    def run(self, hour: int, plan: Mapping[str, FloatArray], step: int) -> None:
        """One true hour: storage as planned where it can, what the boiler and the grid must add, what is fed in."""
        site = self.site
        power = self._heat(hour, plan, step)
        need = float(site.load_kw[hour]) + power - float(self.own[hour])
        store = site.battery
        if store is not None and self.battery_kwh > 0:
            kept = self.battery * (1 - store.standing_share)
            room, there = (self.battery_kwh - kept) / store.charge_share, kept * store.discharge_share
            charge, discharge = (float(plan[name][step]) * _K for name in ("charge", "discharge"))
            charge = min(max(charge, 0.0), max(room, 0.0), self.battery_kw)
            # Nobody pays for stored power that is fed in: the battery gives no more than is asked for.
            discharge = min(max(discharge, 0.0), max(there, 0.0), max(need, 0.0), self.battery_kw)
            short = need + charge - discharge - self.capacity
            if short > 0:
                charge, discharge = max(charge - short, 0.0), min(max(there, 0.0), self.battery_kw, discharge + max(short - charge, 0.0))
            self.battery = min(max(kept + charge * store.charge_share - discharge / store.discharge_share, 0.0), self.battery_kwh)
            need += charge - discharge
        self.contents[hour] = self.battery
        self.drawn[hour] = min(max(need, 0.0), self.capacity)
        self.unserved[hour] = max(need - self.capacity, 0.0)
        self.fed[hour] = max(-need, 0.0)
        month = int(site.calendar.month[hour])
        self.peaks[month] = max(self.peaks[month], self.drawn[hour])

    def _heat(self, hour: int, plan: Mapping[str, FloatArray], step: int) -> float:
        """The hour's heat from pump, tank and boiler; the pump's power. [kW]"""
        site = self.site
        asked, pump, tank = float(site.heat_kw[hour]), site.heat_pump, site.heat_store
        power = min(max(float(plan["pumping"][step]) * _K, 0.0), self.pump_kw) if pump is not None and "pumping" in plan else 0.0
        made = power * pump.cop if pump is not None else 0.0
        if tank is not None and self.tank_kwh > 0 and "heat_in" in plan:
            kept = self.tank * (1 - tank.standing_share)
            rate = self.tank_kwh / tank.fill_hours
            inflow = min(max(float(plan["heat_in"][step]) * _K, 0.0), rate, max(self.tank_kwh - kept, 0.0), made)
            outflow = min(max(float(plan["heat_out"][step]) * _K, 0.0), rate, kept, max(asked - made + inflow, 0.0))
            self.tank = min(max(kept + inflow - outflow, 0.0), self.tank_kwh)
            made += outflow - inflow
        self.heated[hour] = max(asked - made, 0.0)
        return power


def _hours(found: Solution) -> dict[str, FloatArray]:
    """The planned flows of a window. [MW]"""
    wanted = ("charge", "discharge", "pumping", "heat_in", "heat_out")
    return {name: found.of(name) for name in wanted if any(block.name == name for block in found.lp.columns)}
