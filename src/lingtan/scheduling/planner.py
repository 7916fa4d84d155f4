"""From a week to a plan: sequences, times and states of lines, bound, key figures beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.scheduling.bounding import Bound, lower_bound
from lingtan.scheduling.dispatch import Rule, best_atcs, rule_plan
from lingtan.scheduling.dispatch import Sequence as Plan
from lingtan.scheduling.energy import EnergyTotals, totals_of
from lingtan.scheduling.kpis import Kpis, kpis_of
from lingtan.scheduling.objective import Objective, Terms
from lingtan.scheduling.resequence import resequence
from lingtan.scheduling.search import Effort, improve
from lingtan.scheduling.states import Timed, Way, time_lines
from lingtan.scheduling.timing import Timing, terms_of, timing_of
from lingtan.scheduling.week import Week

__all__ = ["Planned", "plan_week"]


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
    energy_tries: int = 0,
) -> Planned:
    """The plan of a week, from ATCS or from `start`; key figures stand beside those of `start` on this problem and of the rules."""
    problem = week.problem
    atcs = best_atcs(problem, objective, starts=effort.atcs_starts)
    earliest = timing_of(problem, improve(problem, objective, effort, atcs if start is None else start))
    before = None
    if energy_tries and way in (Way.MIN_COST, Way.MIN_CARBON):
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
    bound = lower_bound(problem, objective, terms_of(problem, earliest), iterations=bound_iterations, timing=earliest)
    timed = {
        one: time_lines(problem, earliest, week.lines, week.supply, one, carbon_price_per_t=carbon_price_per_t)
        for one in dict.fromkeys((Way.LEFT_ON, Way.SWITCH_OFF, way))
    }
    kpis = {"plan": kpis_of(problem, timed[way].timing), "atcs": kpis_of(problem, timing_of(problem, atcs))}
    if start is not None:
        kpis["last"] = kpis_of(problem, timing_of(problem, start))
    kpis |= {rule.value: kpis_of(problem, timing_of(problem, rule_plan(problem, rule))) for rule in Rule}
    return Planned(
        earliest=earliest,
        timed=timed[way],
        terms=terms_of(problem, timed[way].timing),
        bound=bound,
        energy={one: totals_of(problem, week.lines, week.supply, found.spans) for one, found in timed.items()},
        kpis=kpis,
        before=before,
    )
