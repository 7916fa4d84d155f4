"""The road: what to build in which year, under budgets, while prices, grid and technology move. All stages are one program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from lingtan.energy import FloatArray
from lingtan.energy.finance import annuity, irr, npv, payback_years
from lingtan.errors import InputError, MethodError
from lingtan.factory.assets import Buildable, buildables
from lingtan.factory.baseline import baseline
from lingtan.factory.model import CAP_ROW, PlanModel, choices, plan_model
from lingtan.factory.site import Basis, Cap, Site
from lingtan.factory.uncertain import Uncertain, drawn_site
from lingtan.optimise import LADDER, Block, Branched, Choice, LinearProgram, Solver, solve_whole

__all__ = ["Road", "Stage", "StagePlan", "road"]

#: A road has one program of a year for each stage; more whole measures than these programs can decide leave a stated gap.
_PROGRAMS = 12
_STAGES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A year in which is built: multipliers on today's figures, the cut of today's baseline asked for, the budget. [1], [yuan]"""

    year: int
    by: Mapping[Uncertain, float]
    cut_share: float | None = None
    budget_yuan: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePlan:
    """What stands from a year on and what is newly built in it, in MW, MWh or as a share; money [yuan], [yuan/a]; carbon [t/a]."""

    year: int
    stands: Mapping[str, float]
    built: Mapping[str, float]
    capex_yuan: float
    budget_yuan: float | None
    opex_yuan: float
    baseline_opex_yuan: float
    co2_t: float
    baseline_co2_t: float
    marginal_yuan_per_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """The stages and the money of the whole road against business as usual under the same paths. [yuan], [1/a], [years], [yuan/kWh]

    `lcc_yuan` is what the program minimised: annuities of what is built, upkeep and operation, discounted to the first year.
    """

    stages: tuple[StagePlan, ...]
    end_year: int
    basis: Basis
    lcc_yuan: float
    baseline_lcc_yuan: float
    npv_yuan: float
    irr_share: float | None
    payback_years: float | None
    lcoe_yuan_per_kwh: float | None
    gap_share: float
    programs: int
    solver: str
    passed: bool


def road(site: Site, stages: Sequence[Stage], end_year: int, ladder: Sequence[Solver] = LADDER) -> Road:
    """The cheapest road. Under several forms of basic charge the site's first is used.

    Raises InputError `SITE_ROAD` for years that don't rise, MethodError `ROAD_INFEASIBLE` where budgets or caps can't be kept.
    """
    years = [stage.year for stage in stages]
    if not 1 <= len(years) <= _STAGES or years != sorted(set(years)) or years[-1] >= end_year or end_year - years[0] > 60:
        raise InputError("SITE_ROAD", place="road", most=_STAGES)
    basis = Basis.LOCATION if site.cap is None else site.cap.basis
    usual = _carbon(site, basis)
    models = []
    for stage in stages:
        cap = Cap(co2_t=np.inf if stage.cut_share is None else usual * (1 - stage.cut_share), basis=basis)
        by = {name: value for figure, value in stage.by.items() for name in _names(site, figure)}
        models.append(plan_model(drawn_site(replace(site, cap=cap), by), site.basics[0] if site.basics else None))
    program = _Program(site, stages, end_year, models)
    branched = solve_whole(program.lp, program.choices, ladder, nodes_max=_PROGRAMS, gap_share=1e-4)
    if not branched.solution.feasible or not branched.whole:
        raise MethodError("ROAD_INFEASIBLE", place=site.name)
    return _read(program, branched, basis)


def _carbon(site: Site, basis: Basis) -> float:
    usual = baseline(site, site.basics[0] if site.basics else None)
    return usual.location_t if basis is Basis.LOCATION else usual.market_t


def _names(site: Site, figure: Uncertain) -> list[str]:
    own = figure in (Uncertain.MEASURE_CAPEX, Uncertain.MEASURE_SAVING)
    return [f"{figure.value} {m.name}" for m in site.measures] if own else [figure.value]


class _Program:
    """The stages' programs side by side, and builds that link them: what stands is what was built and still lives."""

    def __init__(self, site: Site, stages: Sequence[Stage], end_year: int, models: Sequence[PlanModel]) -> None:
        self.site, self.stages, self.end_year, self.models = site, stages, end_year, models
        self.units: list[Mapping[str, Buildable]] = [buildables(model.site) for model in models]
        self.names = list(self.units[0])
        self.starts = np.cumsum([0, *(len(m.lp.cost) for m in models)])
        self.whole = self._discounted(stages[0].year, end_year)
        self.weights = [self._worth(s.year, e) for s, e in zip(stages, [*(s.year for s in stages[1:]), end_year], strict=True)]
        self.lp = self._stacked()
        self.choices = tuple(
            Choice(
                column=c.column + int(start), level=c.level, apart=frozenset(other + int(start) for other in c.apart)
            )
            for start, model in zip(self.starts[:-1], models, strict=True) for c in choices(model)
        )  # fmt: skip

    def _worth(self, first: int, last: int) -> float:
        """What one yuan in each year from `first` to before `last`, paid at its end, is worth, as a share of one in every year. [-]

        Shares keep the program's costs the size of a year's, which its solvers know best; `whole` yuan make one in every year.
        """
        return self._discounted(first, last) / self.whole

    def _discounted(self, first: int, last: int) -> float:
        rate = self.site.finance.discount_share
        return float(sum((1 + rate) ** -(year - self.stages[0].year + 1) for year in range(first, last)))

    def _stacked(self) -> LinearProgram:
        costs, count = [], len(self.names)
        for model, units, weight in zip(self.models, self.units, self.weights, strict=True):
            cost = model.lp.cost.copy()
            for name in self.names:
                cost[model.lp.column(name).start] = units[name].upkeep_thousand
            costs.append(cost * weight)
        builds = np.array([[self.capital(at, name) for name in self.names] for at in range(len(self.models))])
        linked, budgets = self._links()
        lps = [model.lp for model in self.models]
        blocks = sparse.block_diag([lp.matrix for lp in lps], format="csc")
        wide = sparse.hstack([blocks, sparse.csc_array((blocks.shape[0], builds.size))])
        columns = [
            replace(b, name=f"{s.year}.{b.name}", start=b.start + int(o))
            for s, lp, o in zip(self.stages, lps, self.starts, strict=False) for b in lp.columns
        ]  # fmt: skip
        columns += [
            Block(name=f"{stage.year}.build_{name}", start=int(self.starts[-1]) + at * count + n, count=1, unit="1")
            for at, stage in enumerate(self.stages) for n, name in enumerate(self.names)
        ]  # fmt: skip
        offsets = np.cumsum([0, *(len(lp.row_lower) for lp in lps)])
        rows = [
            replace(b, name=f"{s.year}.{b.name}", start=b.start + int(o))
            for s, lp, o in zip(self.stages, lps, offsets, strict=False) for b in lp.rows
        ]  # fmt: skip
        rows += [
            Block(name="stands", start=int(offsets[-1]), count=builds.size, unit="1"),
            Block(name="budget", start=int(offsets[-1]) + builds.size, count=len(lps), unit="thousand yuan"),
        ]
        money = np.array([np.inf if stage.budget_yuan is None else stage.budget_yuan / 1000.0 for stage in self.stages])
        nothing = np.full(builds.size + len(lps), -np.inf)
        return LinearProgram(
            cost=np.concatenate([*costs, builds.ravel()]),
            lower=np.concatenate([*(lp.lower for lp in lps), np.zeros(builds.size)]),
            upper=np.concatenate([*(lp.upper for lp in lps), np.full(builds.size, np.inf)]),
            row_lower=np.concatenate([*(lp.row_lower for lp in lps), nothing]),
            row_upper=np.concatenate([*(lp.row_upper for lp in lps), np.zeros(builds.size), money]),
            matrix=sparse.csc_array(sparse.vstack([wide, linked, budgets])),
            columns=tuple(columns),
            rows=tuple(rows),
        )

    def capital(self, at: int, name: str) -> float:
        """Annuities of one unit built at a stage over its life, as far as the road goes. [thousand yuan]"""
        unit, first = self.units[at][name], self.stages[at].year
        last = min(self.end_year, first + round(unit.life_years))
        return unit.capex_thousand * annuity(self.site.finance.discount_share, unit.life_years) * self._worth(first, last)

    def _links(self) -> tuple[sparse.coo_array, sparse.coo_array]:
        """Rows: what stands − Σ builds that still live ≤ 0; and the money of each stage."""
        count, wide = len(self.names), int(self.starts[-1])
        width = wide + len(self.stages) * count
        entries: list[tuple[int, int, float]] = []
        for stage, model in enumerate(self.models):
            for n, name in enumerate(self.names):
                entries.append((stage * count + n, int(self.starts[stage]) + model.lp.column(name).start, 1.0))
                for earlier in range(stage + 1):
                    if self.stages[stage].year - self.stages[earlier].year < self.units[earlier][name].life_years:
                        entries.append((stage * count + n, wide + earlier * count + n, -1.0))
        at, to, value = zip(*entries, strict=True)
        linked = sparse.coo_array((value, (at, to)), shape=(len(self.stages) * count, width))
        prices = np.array([units[name].capex_thousand for units in self.units for name in self.names])
        places = (np.repeat(np.arange(len(self.stages)), count), wide + np.arange(prices.size))
        return linked, sparse.coo_array((prices, places), shape=(len(self.stages), width))

    def of(self, x: FloatArray, stage: int, name: str) -> float:
        """What stands of a column from a stage on."""
        return float(x[int(self.starts[stage]) + self.models[stage].lp.column(name).start])

    def built(self, x: FloatArray, stage: int, name: str) -> float:
        """What a stage builds of a column."""
        return float(x[int(self.starts[-1]) + stage * len(self.names) + self.names.index(name)])


def _read(program: _Program, branched: Branched, basis: Basis) -> Road:
    """The road of a verified optimum, with its cash flows."""
    found = branched.solution
    x, checked = found.x, found.verification
    assert x is not None  # the caller asked
    assert checked is not None
    site, first = program.site, program.stages[0].year
    span = program.end_year - first
    plans, flows, usual_worth, energy_worth, own_cost = [], [0.0] * (span + 1), 0.0, 0.0, 0.0
    for at, (stage, model, units) in enumerate(zip(program.stages, program.models, program.units, strict=True)):
        lp, part = model.lp, x[int(program.starts[at]) : int(program.starts[at + 1])]
        annuities = sum(part[lp.column(n).start] * (lp.cost[lp.column(n).start] - units[n].upkeep_thousand) for n in program.names)
        opex = float((lp.cost @ part - annuities + model.constant) * 1000.0)
        usual = baseline(model.site, model.basic)
        built = {name: max(0.0, program.built(x, at, name)) for name in program.names}
        capex = sum(amount * units[name].capex_thousand for name, amount in built.items()) * 1000.0
        plans.append(
            StagePlan(
                year=stage.year, stands={n: max(0.0, program.of(x, at, n)) for n in program.names}, built=built, capex_yuan=capex,
                budget_yuan=stage.budget_yuan, opex_yuan=opex, baseline_opex_yuan=usual.opex_yuan,
                co2_t=float(lp.of_row(CAP_ROW) @ part) + model.site.carbon.direct_t, baseline_co2_t=_carbon(model.site, basis),
                marginal_yuan_per_t=-float(found.price(f"{stage.year}.{CAP_ROW}")[0]) * 1000.0 / program.weights[at],
            )
        )  # fmt: skip
        last = program.stages[at + 1].year if at + 1 < len(program.stages) else program.end_year
        flows[stage.year - first] -= capex
        for name, amount in built.items():
            left = max(0.0, 1 - (program.end_year - stage.year) / units[name].life_years)
            flows[span] += amount * units[name].capex_thousand * 1000.0 * left
        for year in range(stage.year, last):
            flows[year - first + 1] += usual.opex_yuan - opex
        usual_worth += usual.opex_yuan * program.weights[at]
        for made in model.site.generators:
            size, column = program.of(x, at, f"{made.name}_mw"), f"{made.name}_mw"
            energy_worth += size * 1000.0 * float(made.per_kw.sum()) * program.weights[at]
            own_cost += (size * units[column].upkeep_thousand * program.weights[at] + built[column] * program.capital(at, column)) * 1000.0
    constant = sum(model.constant * weight for model, weight in zip(program.models, program.weights, strict=True))
    invested = any(plan.capex_yuan > 1.0 for plan in plans)
    return Road(
        stages=tuple(plans), end_year=program.end_year, basis=basis, lcc_yuan=(checked.objective + constant) * 1000.0 * program.whole,
        baseline_lcc_yuan=usual_worth * program.whole, npv_yuan=npv(flows, site.finance.discount_share),
        irr_share=irr(flows) if invested else None, payback_years=payback_years(flows) if invested else None,
        lcoe_yuan_per_kwh=own_cost / energy_worth if energy_worth > 0 else None,
        gap_share=branched.gap_share, programs=branched.nodes, solver=found.solver, passed=checked.passed,
    )  # fmt: skip
