"""From a week to a plan: sequences, times and states of lines, bound, key figures beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from lingtan.scheduling.bounding import Bound, lower_bound
from lingtan.scheduling.coupled.search import improve_coupled
from lingtan.scheduling.coupled.timing import eased, unlocked
from lingtan.scheduling.dispatch import Rule, best_atcs, rule_plan
from lingtan.scheduling.energy import EnergyTotals, totals_of
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.kpis import Kpis, kpis_of
from lingtan.scheduling.objective import Objective, Terms
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.resequence import resequence
from lingtan.scheduling.search import Effort, improve
from lingtan.scheduling.states import Timed, Way, time_lines
from lingtan.scheduling.timing import Timing, terms_of, timing_of
from lingtan.scheduling.week import Week

__all__ = ["Planned", "plan_week", "sequences_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planned:
    """A plan. `earliest` are its sequences as early as possible; `timed` the chosen way; `energy` by way; `kpis` of it and of the rules.

    `before`: what the way would use with the sequences as they were before they were changed for energy.
    """

    earliest: Timing
    timed: Timed
    terms: Terms
    bound: Bound
    energy: Mapping[Way, EnergyTotals]
    kpis: Mapping[str, Kpis]
    before: EnergyTotals | None = None


def plan_week(
    week: Week,
    objective: Objective,
    effort: Effort,
    *,
    way: Way,
    carbon_price_per_t: int = 0,
    bound_iterations: int = 200,
    start: Plan | None = None,
    found: Plan | None = None,
    ends_by_min: int | None = None,
    energy_tries: int = 0,
) -> Planned:
    """The plan of a week, from ATCS or from `start`; key figures stand beside those of `start` on this problem and of the rules.

    `found`: sequences that were searched for already. `ends_by_min`: no order that could end by then is timed to end later.
    """
    problem = week.problem
    free = eased(problem, is_urged=False) if problem.is_coupled else problem
    atcs = best_atcs(free, objective, starts=effort.atcs_starts, workers=effort.workers)
    earliest = timing_of(problem, sequences_of(problem, objective, effort, atcs, start=start) if found is None else found)
    before = None
    if energy_tries and way in (Way.MIN_COST, Way.MIN_CARBON) and not problem.is_coupled:
        first = time_lines(problem, earliest, week.lines, week.supply, way, carbon_price_per_t=carbon_price_per_t)
        before = totals_of(problem, week.lines, week.supply, first.spans)
        earliest = resequence(
            problem,
            objective,
            earliest,
            week.lines,
            supply=week.supply,
            way=way,
            tries=energy_tries,
            seed=effort.seed,
            carbon_price_per_t=carbon_price_per_t,
        )
    bound = lower_bound(free, objective, terms_of(problem, earliest), iterations=bound_iterations, timing=earliest, workers=effort.workers)
    held = problem if ends_by_min is None else replace(problem, due_min=np.minimum(problem.due_min, ends_by_min))
    timed = {
        one: time_lines(held, earliest, week.lines, week.supply, one, carbon_price_per_t=carbon_price_per_t)
        for one in dict.fromkeys((Way.LEFT_ON, Way.SWITCH_OFF, way))
    }
    rules = {"atcs": atcs} | ({} if start is None else {"last": start}) | {rule.value: rule_plan(free, rule) for rule in Rule}
    kpis = {"plan": kpis_of(problem, timed[way].timing)}
    kpis |= {name: kpis_of(problem, timing_of(problem, unlocked(problem, plan))) for name, plan in rules.items()}
    return Planned(
        earliest=earliest,
        timed=timed[way],
        terms=terms_of(problem, timed[way].timing),
        bound=bound,
        energy={one: totals_of(problem, week.lines, week.supply, found.spans) for one, found in timed.items()},
        kpis=kpis,
        before=before,
    )


def sequences_of(problem: Problem, objective: Objective, effort: Effort, atcs: Plan, *, start: Plan | None = None) -> Plan:
    """The best sequences found from a last plan, or from the rule's. Where lines are tied, from those of the plan without its ties."""
    if not problem.is_coupled:
        return improve(problem, objective, effort, atcs if start is None else start)
    if start is None:
        start = improve(eased(problem, is_urged=True), objective, effort, atcs)
    return improve_coupled(problem, objective, effort, start)
