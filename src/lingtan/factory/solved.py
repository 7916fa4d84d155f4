"""The program of a site, solved: under the cheapest of its forms of basic charge, with measures whole where the site says so."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.factory.model import CAP_ROW, PlanModel, choices, plan_model
from lingtan.factory.site import Site
from lingtan.optimise import LADDER, Branched, LinearProgram, Solution, Solver, solve, solve_whole

__all__ = ["Solved", "carbon_proof", "solved_model", "solved_program"]


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A program and its verified answer; `branched` tells the gap and the programs solved where measures are whole, else None."""

    model: PlanModel
    found: Solution
    branched: Branched | None
    build_seconds: float

    @property
    def total(self) -> float:
        """Cost of the plan, infinite where there is none. [thousand yuan/a]"""
        checked = self.found.verification
        return checked.objective + self.model.constant if checked is not None and self.feasible else np.inf

    @property
    def feasible(self) -> bool:
        """Whether there is a plan, with every whole measure whole."""
        return self.found.feasible and (self.branched is None or self.branched.whole)


def solved_model(site: Site, ladder: Sequence[Solver] = LADDER) -> Solved:
    """The cheapest of the site's forms of basic charge with its solution. Where none has a feasible plan, the first with its proof."""
    best: Solved | None = None
    for basic in site.basics or (None,):
        started = time.perf_counter()
        model = plan_model(site, basic)
        answer = solved_program(model, ladder, time.perf_counter() - started)
        if best is None or answer.total < best.total:
            best = answer
    assert best is not None  # the loop ran at least once
    return best


def solved_program(model: PlanModel, ladder: Sequence[Solver], build_seconds: float = 0.0) -> Solved:
    """A program's verified answer: the linear program's own, or by branch and bound over the measures that are whole."""
    whole = choices(model)

    def ray(lp: LinearProgram) -> FloatArray:
        return carbon_proof(lp, ladder)

    if not whole:
        found = solve(model.lp, ladder, ray=None if model.site.cap is None else lambda: ray(model.lp))
        return Solved(model=model, found=found, branched=None, build_seconds=build_seconds)
    branched = solve_whole(model.lp, whole, ladder, ray=None if model.site.cap is None else ray)
    return Solved(model=model, found=branched.solution, branched=branched, build_seconds=build_seconds)


def carbon_proof(lp: LinearProgram, ladder: Sequence[Solver]) -> FloatArray:
    """The quick proof that a cap can't be kept: the prices of the least carbon, and the cap's own row against them (Farkas)."""
    least = solve(lp.with_row_bounds(CAP_ROW, -np.inf, np.inf).with_cost(lp.of_row(CAP_ROW)), ladder)
    prices = least.y.copy()
    prices[lp.row(CAP_ROW).slice] = -1.0
    return prices
