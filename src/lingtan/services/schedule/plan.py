"""`lingtan schedule`: a plan of a week."""

from __future__ import annotations

from collections.abc import Sequence

from lingtan.evidence import JSON
from lingtan.scheduling import Effort, Objective, Way, best_atcs, default_iterations, plan_week, record_of
from lingtan.scheduling.lots import choose_lots
from lingtan.scheduling.objective import Term
from lingtan.scheduling.rank_record import ranks_asked, ranks_stated
from lingtan.scheduling.ranked import first_objective, ranked_plan
from lingtan.services.schedule.asked import Asked

__all__ = ["plan"]

#: Tries of a re-plan, how warm it begins (it stays near the last plan), and rounds of its bound at the most: it answers in seconds.
_REPLAN_ITERATIONS, _REPLAN_HEAT, _REPLAN_ROUNDS = 400_000, 0.02, 10
_STARTS, _REPLAN_STARTS = 16, 2
#: Rounds of the bound by orders up to a number: where courses of lines bound it, a round takes longest.
_ROUNDS, _SMALL, _SMALL_ROUNDS = 200, 250, 60
#: Changes of the sequence timed for energy: fewer for large weeks, whose lines take longer to time.
_ENERGY_TRIES, _ENERGY_WORK = 400, 200_000


def plan(
    asked: Asked,
    *,
    way: str,
    weights: dict[str, int],
    seed: int,
    iterations: int | None,
    runs: int,
    workers: int,
    carbon_price: int,
    bound_rounds: int | None = None,
    energy_tries: int | None = None,
    ranks: Sequence[str] = (),
) -> dict[str, JSON]:
    """The plan as JSON. `weights` are fields of `Objective`; they do not count where there are `ranks`, here or in the file.

    Raises InputError `SCHEDULE_*`, KernelError `COMPILER_MISSING`.
    """
    objective = Objective(**weights)
    again = asked.start is not None
    tries = iterations if iterations is not None else _REPLAN_ITERATIONS if again else default_iterations(asked.week.problem)
    effort = Effort(
        iterations=tries,
        runs=runs,
        seed=seed,
        workers=workers,
        heat_share=_REPLAN_HEAT if again else 1.0,
        atcs_starts=_REPLAN_STARTS if again else _STARTS,
    )
    chosen = None if again or not asked.week.least_lot.any() else choose_lots(asked.week, objective, effort)
    week = chosen.week if chosen else asked.week
    order = ranks_asked(ranks) or week.ranks
    start = chosen.plan if chosen else asked.start
    ranked = ranked_plan(week.problem, order, effort, start or best_atcs(week.problem, objective)) if order else None
    if ranked:
        objective, energy_tries = first_objective(order), 0
    timing, rounds = Way(way), bound_rounds or (_SMALL_ROUNDS if week.problem.order_count <= _SMALL else _ROUNDS)
    spent = 0 if again else min(_ENERGY_TRIES, _ENERGY_WORK // week.problem.order_count)
    planned = plan_week(
        week,
        objective,
        effort,
        way=timing,
        carbon_price_per_t=carbon_price,
        bound_iterations=min(rounds, _REPLAN_ROUNDS) if again else rounds,
        start=asked.start,
        found=ranked.plan if ranked else chosen.plan if chosen else None,
        ends_by_min=ranked.most(Term.MAKESPAN) if ranked else None,
        energy_tries=spent if energy_tries is None else energy_tries,
    )
    record = record_of(week, planned, objective, way=timing, seed=seed, iterations=tries)
    record["ranks"] = ranks_stated(ranked.stages) if ranked else []
    return {**record, "objective_whole": chosen.whole_total} if chosen else record
