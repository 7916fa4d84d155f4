"""Production scheduling (智能排产): what runs where and when, what that costs in time, money and carbon, and why an order is late.

    problem = problem_from_arrays(run_min, setup_min, due_min=…, weight=…)   general arrays p[k, j], s[k, i, j]; or a week from a file
    plan = search(problem, Objective(), Effort(iterations=1_000_000))        sequences of the lines; same seed, same plan
    timing = timing_of(problem, plan);  terms_of(problem, timing)            earliest times; every term apart
    lower_bound(problem, Objective(), terms)                                 what no plan can go below

Compiled loops need the `scale` extra (numba). Plans are facts to be checked (`check_plan`), not certified figures.
"""

from lingtan.scheduling.bounding import Bound, lower_bound
from lingtan.scheduling.checker import check_plan
from lingtan.scheduling.claim import Claim, ClaimedOrder
from lingtan.scheduling.coupled.pool import Pool
from lingtan.scheduling.coupled.search import improve_coupled
from lingtan.scheduling.coupled.timing import eased, unlocked
from lingtan.scheduling.dispatch import Rule, best_atcs, rule_plan
from lingtan.scheduling.energy import EnergyTotals, LineEnergy, LineState, Span, Supply, assumed_lines, assumed_supply, totals_of
from lingtan.scheduling.kpis import Kpis, kpis_of
from lingtan.scheduling.objective import Objective, Rank, Term, Terms
from lingtan.scheduling.pace import iterations_within
from lingtan.scheduling.planner import Planned, plan_week, sequences_of
from lingtan.scheduling.problem import NO_HOME, NOT_ELIGIBLE, Closure, Frozen, Problem, problem_from_arrays
from lingtan.scheduling.ranks import Ranked, ranked_plan
from lingtan.scheduling.record import claim_of, last_orders, record_of
from lingtan.scheduling.replan import Down, LastOrder, Replan, carry_over
from lingtan.scheduling.resequence import resequence
from lingtan.scheduling.search import Effort, default_iterations, improve, search
from lingtan.scheduling.states import Timed, Way, time_lines
from lingtan.scheduling.synthetic import Shape, synthetic_problem, synthetic_week
from lingtan.scheduling.timing import Timing, terms_of, timing_of
from lingtan.scheduling.week import Week
from lingtan.scheduling.why_late import Cause, Late, why_late

__all__ = [
    "NOT_ELIGIBLE",
    "NO_HOME",
    "Bound",
    "Cause",
    "Claim",
    "ClaimedOrder",
    "Closure",
    "Down",
    "Effort",
    "EnergyTotals",
    "Frozen",
    "Kpis",
    "LastOrder",
    "Late",
    "LineEnergy",
    "LineState",
    "Objective",
    "Planned",
    "Pool",
    "Problem",
    "Rank",
    "Ranked",
    "Replan",
    "Rule",
    "Shape",
    "Span",
    "Supply",
    "Term",
    "Terms",
    "Timed",
    "Timing",
    "Way",
    "Week",
    "assumed_lines",
    "assumed_supply",
    "best_atcs",
    "carry_over",
    "check_plan",
    "claim_of",
    "default_iterations",
    "eased",
    "improve",
    "improve_coupled",
    "iterations_within",
    "kpis_of",
    "last_orders",
    "lower_bound",
    "plan_week",
    "problem_from_arrays",
    "ranked_plan",
    "record_of",
    "resequence",
    "rule_plan",
    "search",
    "sequences_of",
    "synthetic_problem",
    "synthetic_week",
    "terms_of",
    "time_lines",
    "timing_of",
    "totals_of",
    "unlocked",
    "why_late",
]
