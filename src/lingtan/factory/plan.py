"""The least-cost plan of a site: sizes, a year's dispatch, money against business as usual, carbon, prices of limits, proof."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray, exceeded_yield
from lingtan.energy.finance import Asset, irr, levelised_cost, npv, outlays, payback_years, present_worth
from lingtan.errors import MethodError
from lingtan.factory.baseline import Baseline, baseline
from lingtan.factory.model import CAP_ROW, PlanModel, plan_model, yearly_cost_share
from lingtan.factory.site import InstrumentClass, Site
from lingtan.optimise import LADDER, Solution, Solver, solve

__all__ = ["Money", "Plan", "PlanCarbon", "made_plan", "plan", "solved_model", "yields"]

#: Sizes below this are what an interior point leaves of nothing. [kW, kWh, MWh, t, share × 1000]
_NOTHING = 1e-3
_UNITS = {"MW": ("kw", 1000.0), "MWh": ("kwh", 1000.0), "t": ("t", 1.0), "1": ("share", 1.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Against the stated baseline, in real terms. [yuan], [yuan/a], [years], [1/a], [yuan/kWh]; None where there is no such figure."""

    objective_yuan: float
    capex_yuan: float
    opex_yuan: float
    baseline_opex_yuan: float
    lcc_yuan: float
    baseline_lcc_yuan: float
    npv_yuan: float
    irr_share: float | None
    payback_years: float | None
    lcoe_yuan_per_kwh: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCarbon:
    """The year's carbon, location- and market-based; offsets stand beside it and are never taken off a footprint. [t CO2/a]"""

    location_t: float
    market_t: float
    offsets_t: float
    baseline_location_t: float
    baseline_market_t: float
    marginal_yuan_per_t: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan whose optimality was verified. Dispatch in kW, shape (T,); `sizes` carry their unit in the name.

    `duals` say what one more unit of a limit saves in a year: [yuan/(kW·a)], [yuan/(kWh·a)], [yuan/t].
    """

    model: PlanModel
    solution: Solution
    money: Money
    carbon: PlanCarbon
    sizes: Mapping[str, float]
    duals: Mapping[str, float]
    import_kw: FloatArray
    export_kw: FloatArray
    build_seconds: float


def solved_model(site: Site, ladder: Sequence[Solver] = LADDER) -> tuple[PlanModel, Solution, float]:
    """The cheapest of the site's forms of basic charge with its solution and the seconds of building.

    Where none has a feasible plan, the first with its proof of that.
    """
    best: tuple[PlanModel, Solution] | None = None
    building = 0.0
    for basic in site.basics or (None,):
        started = time.perf_counter()
        model = plan_model(site, basic)
        building += time.perf_counter() - started
        found = solve(model.lp, ladder, ray=_proof(model, ladder))
        if best is None or (found.feasible and _total(model, found) < _total(*best)):
            best = model, found
    assert best is not None  # the loop ran at least once
    return *best, building


def _proof(model: PlanModel, ladder: Sequence[Solver]) -> Callable[[], FloatArray] | None:
    """The quick proof that a cap can't be kept: the prices of the least carbon, and the cap's own row against them (Farkas)."""
    if model.site.cap is None:
        return None

    def ray() -> FloatArray:
        row = model.lp.row(CAP_ROW)
        least = solve(model.lp.with_row_bounds(CAP_ROW, -np.inf, np.inf).with_cost(model.lp.of_row(CAP_ROW)), ladder)
        prices = least.y.copy()
        prices[row.slice] = -1.0
        return prices

    return ray


def _total(model: PlanModel, found: Solution) -> float:
    """Cost of a plan, infinite where there is none. [thousand yuan/a]"""
    return found.verification.objective + model.constant if found.verification is not None else np.inf


def plan(site: Site, ladder: Sequence[Solver] = LADDER) -> Plan:
    """The least-cost plan. Raises MethodError `PLAN_INFEASIBLE` where the cap or the grid can't be kept (see `plan_or_reach`)."""
    model, found, building = solved_model(site, ladder)
    if not found.feasible:
        raise MethodError("PLAN_INFEASIBLE", place=site.name, cap=site.cap.co2_t if site.cap else 0.0)
    return made_plan(model, found, building)


def made_plan(model: PlanModel, found: Solution, building: float) -> Plan:
    """The plan of a verified optimum."""
    site = model.site
    drawn, fed = found.of("import") * 1000.0, found.of("export") * 1000.0
    usual = baseline(site, model.basic)
    return Plan(
        model=model, solution=found, money=_money(model, found, usual), carbon=_carbon(site, model, found, drawn, usual),
        sizes=_sizes(model, found), duals=_duals(model, found), import_kw=drawn, export_kw=fed, build_seconds=building,
    )  # fmt: skip


def yields(made: Plan) -> dict[str, dict[str, float]]:
    """Energy that each generator makes in a year, exceeded in half of the years and in nine of ten. [kWh]"""
    found = {}
    for generator in made.model.site.generators:
        p50 = made.sizes[f"{generator.name}_kw"] * float(generator.per_kw.sum())
        found[generator.name] = {"p50_kwh": p50, "p90_kwh": exceeded_yield(p50, generator.yield_sd_share, 0.9)}
    return found


def _sizes(model: PlanModel, found: Solution) -> dict[str, float]:
    """Every decision that is one number, in kW, kWh, t or as a share."""
    sizes = {}
    for block in model.lp.columns:
        if block.count == 1:
            ending, factor = _UNITS[block.unit]
            stem = block.name.removesuffix("_mwh").removesuffix("_mw").removesuffix("_t")
            value = float(found.of(block.name)[0]) * factor
            sizes[f"{stem}_{ending}"] = value if value > _NOTHING else 0.0
    return sizes


def _duals(model: PlanModel, found: Solution) -> dict[str, float]:
    """Prices of the cap and of each bound on a size: what one unit more would save in a year. [yuan]"""
    lp = model.lp
    reduced = lp.cost - lp.matrix.T @ found.y
    duals = {}
    if model.site.cap is not None:
        duals["co2_t"] = -float(found.price(CAP_ROW)[0]) * 1000.0
    for block in lp.columns:
        if block.count == 1 and np.isfinite(lp.upper[block.start]):
            ending, factor = _UNITS[block.unit]
            stem = block.name.removesuffix("_mwh").removesuffix("_mw").removesuffix("_t")
            duals[f"{stem}_{ending}"] = max(0.0, -float(reduced[block.start])) * 1000.0 / factor
    for row in lp.rows:
        if row.name.startswith("class_"):
            ending, factor = _UNITS[row.unit]
            duals[f"{row.name}_{ending}"] = max(0.0, -float(found.price(row.name)[0])) * 1000.0 / factor
    return duals


def _assets(model: PlanModel, found: Solution) -> list[Asset]:
    """What is bought."""
    site, assets = model.site, []
    for made in site.generators:
        capex = float(found.of(f"{made.name}_mw")[0]) * 1000.0 * made.capex_yuan_per_kw
        assets.append(Asset(capex_yuan=capex, life_years=made.life_years))
    store = site.battery
    if store is not None and store.max_kw and store.max_kwh:
        power, energy = (float(found.of(name)[0]) * 1000.0 for name in ("battery_mw", "battery_mwh"))
        capex = power * store.capex_yuan_per_kw + energy * store.capex_yuan_per_kwh
        assets.append(Asset(capex_yuan=capex, life_years=store.life_years))
    for measure in site.measures:
        share = float(found.of(f"measure_{measure.name}")[0])
        assets.append(Asset(capex_yuan=share * measure.capex_yuan, life_years=measure.life_years))
    return assets


def _money(model: PlanModel, found: Solution, usual: Baseline) -> Money:
    site = model.site
    assets = _assets(model, found)
    capex = sum(asset.capex_yuan for asset in assets)
    objective = _total(model, found) * 1000.0
    opex = objective - sum(asset.capex_yuan * yearly_cost_share(site, asset.life_years) for asset in assets)
    years, rate = site.finance.horizon_years, site.finance.discount_share
    spent = outlays(assets, years)
    flows = [-spent[0], *(usual.opex_yuan - opex - spent[year] for year in range(1, years + 1))]
    worth = present_worth(rate, years)
    pv = next((g for g in site.generators if g.name == "pv"), None)
    lcoe = None
    if pv is not None:
        made = float(found.of("pv_mw")[0]) * 1000.0
        if made > _NOTHING:
            cost = made * pv.capex_yuan_per_kw
            lcoe = levelised_cost(cost, cost * pv.opex_share, made * float(pv.per_kw.sum()), rate, pv.life_years)
    invested = capex > 1.0
    return Money(
        objective_yuan=objective, capex_yuan=capex, opex_yuan=opex, baseline_opex_yuan=usual.opex_yuan,
        lcc_yuan=npv(spent, rate) + opex * worth, baseline_lcc_yuan=usual.opex_yuan * worth, npv_yuan=npv(flows, rate),
        irr_share=irr(flows) if invested else None, payback_years=payback_years(flows) if invested else None, lcoe_yuan_per_kwh=lcoe,
    )  # fmt: skip


def _carbon(site: Site, model: PlanModel, found: Solution, drawn_kw: FloatArray, usual: Baseline) -> PlanCarbon:
    carbon, drawn_mwh = site.carbon, float(drawn_kw.sum()) / 1000.0
    heated = float(found.of("boiler").sum()) if site.heat_kw.any() else 0.0
    direct = carbon.direct_t + heated / site.boiler.efficiency_share * site.boiler.fuel_kg_per_kwh
    claimed = sum(float(found.of(f"{i.name}_used").sum()) for i in site.instruments if i.kind is not InstrumentClass.OFFSET)
    offsets = sum(float(found.of(f"{i.name}_t")[0]) for i in site.instruments if i.kind is InstrumentClass.OFFSET)
    return PlanCarbon(
        location_t=direct + drawn_mwh * carbon.location_kg_per_kwh, market_t=direct + (drawn_mwh - claimed) * carbon.market_kg_per_kwh,
        offsets_t=offsets, baseline_location_t=usual.location_t, baseline_market_t=usual.market_t,
        marginal_yuan_per_t=-float(found.price(CAP_ROW)[0]) * 1000.0 if site.cap is not None else 0.0,
    )  # fmt: skip
