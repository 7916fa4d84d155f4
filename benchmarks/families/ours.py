"""Our own engine on one instance. The clock only chooses the number of tries, which is printed: with it the plan is the same again."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from families.instance import Instance
from families.peers import cost_of
from lingtan.scheduling import (
    Effort,
    Rule,
    Way,
    best_atcs,
    improve,
    iterations_within,
    lower_bound,
    resequence,
    rule_plan,
    terms_of,
    time_lines,
    timing_of,
)
from lingtan.scheduling.frozen import Plan


@dataclass(frozen=True)
class Found:
    """Our value, processor and wall seconds, tries of each run (0: found by a programme), and what no plan goes below, if asked."""

    value: int
    cpu_seconds: float
    seconds: float
    tries: int
    bound: int | None = None


def solve(instance: Instance, *, seconds: float, runs: int, seed: int, bound_rounds: int = 0) -> Found:
    """What two processors find in the seconds; the bound comes on top of them."""
    begin, cpu = time.perf_counter(), time.process_time()
    if instance.supply is not None:
        return Found(_energy(instance, seed), time.process_time() - cpu, time.perf_counter() - begin, 0)
    plan, tries = _sequence(instance, seconds=seconds, runs=runs, seed=seed)
    took = time.process_time() - cpu, time.perf_counter() - begin
    timing = timing_of(instance.problem, plan)
    terms = terms_of(instance.problem, timing)
    rounds = {"iterations": bound_rounds, "timing": timing}
    bound = lower_bound(instance.problem, instance.objective, terms, **rounds).total if bound_rounds else None
    return Found(terms.total(instance.objective), *took, tries, bound)


def _sequence(instance: Instance, *, seconds: float, runs: int, seed: int) -> tuple[Plan, int]:
    problem, objective = instance.problem, instance.objective
    start = best_atcs(problem, objective)
    effort = Effort(iterations=0, runs=runs, workers=2, seed=seed)
    tries = iterations_within(seconds, effort, lambda trial: improve(problem, objective, trial, start))
    return improve(problem, objective, replace(effort, iterations=tries), start), tries


def _energy(instance: Instance, seed: int) -> int:
    problem, supply = instance.problem, instance.supply
    if supply is None:
        raise SystemExit("no supply")
    first = timing_of(problem, rule_plan(problem, Rule.EDD))
    found = resequence(problem, instance.objective, first, instance.lines, supply=supply, way=Way.MIN_COST, tries=2_000, seed=seed)
    timed = time_lines(problem, found, instance.lines, supply, Way.MIN_COST).timing
    return cost_of(instance, [[j, int(timed.line[j]), int(timed.start_min[j]) // 60] for j in range(problem.order_count)])
