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
    resequence,
    rule_plan,
    terms_of,
    time_lines,
    timing_of,
)


@dataclass(frozen=True)
class Found:
    """Our value, processor and wall seconds, tries of each run (0 where a programme found the plan)."""

    value: int
    cpu_seconds: float
    seconds: float
    tries: int


def solve(instance: Instance, *, seconds: float, runs: int, seed: int) -> Found:
    """What two processors find in the seconds."""
    begin, cpu = time.perf_counter(), time.process_time()
    if instance.supply is not None:
        value, tries = _energy(instance, seed), 0
    else:
        value, tries = _sequence(instance, seconds=seconds, runs=runs, seed=seed)
    return Found(value, time.process_time() - cpu, time.perf_counter() - begin, tries)


def _sequence(instance: Instance, *, seconds: float, runs: int, seed: int) -> tuple[int, int]:
    problem, objective = instance.problem, instance.objective
    start = best_atcs(problem, objective)
    effort = Effort(iterations=0, runs=runs, workers=2, seed=seed)
    tries = iterations_within(seconds, effort, lambda trial: improve(problem, objective, trial, start))
    plan = improve(problem, objective, replace(effort, iterations=tries), start)
    return terms_of(problem, timing_of(problem, plan)).total(objective), tries


def _energy(instance: Instance, seed: int) -> int:
    problem, supply = instance.problem, instance.supply
    if supply is None:
        raise SystemExit("no supply")
    first = timing_of(problem, rule_plan(problem, Rule.EDD))
    found = resequence(problem, instance.objective, first, instance.lines, supply=supply, way=Way.MIN_COST, tries=2_000, seed=seed)
    timed = time_lines(problem, found, instance.lines, supply, Way.MIN_COST).timing
    return cost_of(instance, [[j, int(timed.line[j]), int(timed.start_min[j]) // 60] for j in range(problem.order_count)])
