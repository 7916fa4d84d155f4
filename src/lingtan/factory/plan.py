"""The least-cost plan of a site: sizes, a year's dispatch, money against business as usual, carbon, prices of limits, proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray, exceeded_yield
from lingtan.energy.finance import irr, levelised_cost, npv, outlays, payback_years, present_worth
from lingtan.errors import MethodError
from lingtan.factory.assets import assets_of
from lingtan.factory.baseline import Baseline, baseline
from lingtan.factory.model import CAP_ROW, PlanModel, yearly_cost_share
from lingtan.factory.site import InstrumentClass, Site
from lingtan.factory.solved import Solved, solved_model
from lingtan.optimise import LADDER, Solution, Solver

__all__ = ["Money", "Plan", "PlanCarbon", "Selection", "made_plan", "measures_effect", "plan", "yields"]

#: Sizes below this are what an interior point leaves of nothing. [kW, kWh, MWh, t, share × 1000]
_NOTHING = 1e-3
#: Columns of measures, of what two of them lose, and of what stands together on an end use.
_OF_MEASURES = ("measure_", "both_", "together_")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which of the whole measures are taken; no other choice can be cheaper than `bound_yuan`, so `gap_share` is the most that is lost.

    `programs` linear programs of the whole year were solved and verified for it.
    """

    taken: tuple[str, ...]
    bound_yuan: float
    gap_share: float
    programs: int


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
    selection: Selection | None = None


def plan(site: Site, ladder: Sequence[Solver] = LADDER) -> Plan:
    """The least-cost plan. Raises MethodError `PLAN_INFEASIBLE` where the cap or the grid can't be kept (see `plan_or_reach`)."""
    answer = solved_model(site, ladder)
    if not answer.feasible:
        raise MethodError("PLAN_INFEASIBLE", place=site.name, cap=site.cap.co2_t if site.cap else 0.0)
    return made_plan(answer)


def made_plan(answer: Solved) -> Plan:
    """The plan of a verified optimum."""
    model, found, site = answer.model, answer.found, answer.model.site
    drawn, fed = found.of("import") * 1000.0, found.of("export") * 1000.0
    usual = baseline(site, model.basic)
    return Plan(
        model=model, solution=found, money=_money(answer, usual), carbon=_carbon(site, model, found, drawn, usual),
        sizes=_sizes(model, found), duals=_duals(model, found), import_kw=drawn, export_kw=fed, build_seconds=answer.build_seconds,
        selection=_selection(answer),
    )  # fmt: skip


def yields(made: Plan) -> dict[str, dict[str, float]]:
    """Energy that each generator makes in a year, exceeded in half of the years and in nine of ten. [kWh]"""
    found = {}
    for generator in made.model.site.generators:
        p50 = made.sizes[f"{generator.name}_kw"] * float(generator.per_kw.sum())
        found[generator.name] = {"p50_kwh": p50, "p90_kwh": exceeded_yield(p50, generator.yield_sd_share, 0.9)}
    return found


def measures_effect(made: Plan) -> tuple[FloatArray, FloatArray]:
    """Power that the plan's measures save and heat that they give, what they do together counted once. [kW], shape (T,)"""
    lp = made.model.lp
    columns = [n for b in lp.columns if b.name.startswith(_OF_MEASURES) for n in range(b.start, b.start + b.count)]
    taken = made.solution.x
    assert taken is not None  # a plan stands on a verified optimum
    effect = lp.matrix[:, columns] @ taken[columns] * 1000.0
    heat = effect[lp.row("heat").slice] if lp.has_row("heat") else np.zeros(made.model.site.calendar.hours)
    return effect[lp.row("balance").slice], heat


def _sizes(model: PlanModel, found: Solution) -> dict[str, float]:
    """Every decision that is one number, in kW, kWh, t or as a share."""
    sizes = {}
    for block in model.lp.columns:
        if block.count == 1 and not block.name.startswith("together_"):
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
    whole = {f"measure_{name}" for name in model.site.whole}
    for block in lp.columns:
        if block.count == 1 and np.isfinite(lp.upper[block.start]) and block.name not in whole:
            ending, factor = _UNITS[block.unit]
            stem = block.name.removesuffix("_mwh").removesuffix("_mw").removesuffix("_t")
            duals[f"{stem}_{ending}"] = max(0.0, -float(reduced[block.start])) * 1000.0 / factor
    for row in lp.rows:
        if row.name.startswith("class_"):
            ending, factor = _UNITS[row.unit]
            duals[f"{row.name}_{ending}"] = max(0.0, -float(found.price(row.name)[0])) * 1000.0 / factor
    return duals


def _selection(answer: Solved) -> Selection | None:
    branched = answer.branched
    if branched is None:
        return None
    site, found = answer.model.site, answer.found
    most = {measure.name: measure.adoption_max_share for measure in site.measures}
    # All or nothing, and "nothing" out of an interior point is a small number.
    taken = tuple(name for name in site.whole if float(found.of(f"measure_{name}")[0]) > 0.5 * most[name])
    bound = (branched.bound + answer.model.constant) * 1000.0
    return Selection(taken=taken, bound_yuan=bound, gap_share=branched.gap_share, programs=branched.nodes)


def _money(answer: Solved, usual: Baseline) -> Money:
    found, site = answer.found, answer.model.site
    assets = assets_of(site, found)
    capex = sum(asset.capex_yuan for asset in assets)
    objective = answer.total * 1000.0
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
