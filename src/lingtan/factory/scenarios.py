"""A plan under uncertainty: many draws of prices, weather and vendors' claims, each planned anew or operated with the plan there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from lingtan.errors import InputError
from lingtan.factory.model import PlanModel, plan_model
from lingtan.factory.plan import Plan, made_plan
from lingtan.factory.site import Basis, Site
from lingtan.factory.solved import Solved, solved_model, solved_program
from lingtan.factory.sweep import in_workers, warm_ladder
from lingtan.factory.uncertain import Uncertainty, drawn_site, multipliers
from lingtan.optimise import Solver
from lingtan.uncertainty import Summary, summarise

__all__ = ["Scenario", "Scenarios", "scenario_block", "scenarios", "with_sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One draw: its multipliers, and money [yuan], carbon on the cap's basis [t] and sizes; None where the cap can't be kept in it."""

    by: Mapping[str, float]
    figures: Mapping[str, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """All draws of a seed; `kept` tells whether the plan's sizes were kept in them."""

    seed: int
    kept: bool
    runs: tuple[Scenario, ...]

    @property
    def missed(self) -> int:
        """Draws in which the cap can't be kept."""
        return sum(run.figures is None for run in self.runs)

    def ranges(self) -> dict[str, Summary]:
        """Mean and quantiles of each figure over the draws in which the cap is kept; empty below two of them."""
        figures = [run.figures for run in self.runs if run.figures is not None]
        return {name: summarise([f[name] for f in figures]) for name in figures[0]} if len(figures) > 1 else {}


def scenarios(
    site: Site, uncertain: tuple[Uncertainty, ...], *, runs: int, seed: int, keep: Plan | None = None, workers: int = 1
) -> Scenarios:
    """`runs` draws, each planned at least cost; with `keep` all that this plan builds is kept, and only operation and buying adapt.

    Raises InputError `SITE_CERTAIN` where the site names nothing uncertain, `SITE_RUNS` below 2 runs.
    """
    if not uncertain:
        raise InputError("SITE_CERTAIN", place="uncertain")
    if runs < 2:
        raise InputError("SITE_RUNS", place="runs", value=runs)
    draws = multipliers(site, uncertain, seed=seed, runs=runs)
    built = None if keep is None else _built(keep)
    found = in_workers(partial(_planned, built), site, draws, workers)
    return Scenarios(
        seed=seed, kept=keep is not None, runs=tuple(Scenario(by=by, figures=figures) for by, figures in zip(draws, found, strict=True))
    )


def scenario_block(
    site: Site, uncertain: tuple[Uncertainty, ...], *, runs: int, seed: int, first: int, last: int, keep: Plan | None = None
) -> tuple[Scenario, ...]:
    """The draws `first` to before `last` of the same `runs`, to be put together as `Scenarios`. Raises as `scenarios`."""
    if not uncertain:
        raise InputError("SITE_CERTAIN", place="uncertain")
    if runs < 2:
        raise InputError("SITE_RUNS", place="runs", value=runs)
    draws = multipliers(site, uncertain, seed=seed, runs=runs)[first:last]
    found = _planned(None if keep is None else _built(keep), site, draws)
    return tuple(Scenario(by=by, figures=figures) for by, figures in zip(draws, found, strict=True))


def with_sizes(model: PlanModel, sizes: Mapping[str, float]) -> PlanModel:
    """The program with these single columns held at a value, in the program's own units."""
    lower, upper = model.lp.lower.copy(), model.lp.upper.copy()
    for name, value in sizes.items():
        at = model.lp.column(name).start
        lower[at] = upper[at] = min(max(value, 0.0), float(model.lp.upper[at]))
    return replace(model, lp=replace(model.lp, lower=lower, upper=upper))


def _built(made: Plan) -> dict[str, float]:
    """What a plan builds: every single column but what is bought year by year. [MW], [MWh], [1]"""
    bought = {f"{i.name}{ending}" for i in made.model.site.instruments for ending in ("_mwh", "_t", "_used")}
    return {
        block.name: float(made.solution.of(block.name)[0])
        for block in made.model.lp.columns
        if block.count == 1 and block.name not in bought and not block.name.startswith(("both_", "together_", "over_"))
    }


def _planned(built: Mapping[str, float] | None, site: Site, draws: Sequence[Mapping[str, float]]) -> list[Mapping[str, float] | None]:
    """Figures of each draw, None where the cap can't be kept."""
    ladder = warm_ladder()
    return [_figures(_solved(drawn_site(site, by), built, ladder)) for by in draws]


def _solved(site: Site, built: Mapping[str, float] | None, ladder: Sequence[Solver]) -> Solved:
    if built is None:
        return solved_model(site, ladder)
    held = replace(site, whole=())
    models = [plan_model(held, basic) for basic in site.basics or (None,)]
    answers = [solved_program(with_sizes(m, {n: v for n, v in built.items() if _has(m, n)}), ladder) for m in models]
    return min(answers, key=lambda answer: answer.total)


def _has(model: PlanModel, name: str) -> bool:
    return any(block.name == name for block in model.lp.columns)


def _figures(answer: Solved) -> Mapping[str, float] | None:
    if not answer.feasible:
        return None
    made, site = made_plan(answer), answer.model.site
    located = site.cap is None or site.cap.basis is Basis.LOCATION
    money = made.money
    return {
        "objective_yuan": money.objective_yuan, "capex_yuan": money.capex_yuan, "opex_yuan": money.opex_yuan, "npv_yuan": money.npv_yuan,
        "saved_yuan": money.baseline_opex_yuan - money.objective_yuan,
        "co2_t": made.carbon.location_t if located else made.carbon.market_t,
        **{name: float(np.round(size, 6)) for name, size in made.sizes.items()},
    }  # fmt: skip
