"""`lingtan schedule`: a plan of a week."""

from __future__ import annotations

from collections.abc import Sequence

from lingtan.evidence import JSON
from lingtan.scheduling import Objective, Way, best_atcs, plan_week, record_of
from lingtan.scheduling.lots import MOST_SEARCHES, choose_lots
from lingtan.scheduling.objective import Term
from lingtan.scheduling.ranks import first_objective, ranked_plan, ranks_asked, ranks_stated
from lingtan.services.schedule.asked import Asked
from lingtan.services.schedule.effort import Progress, effort_of, watched

__all__ = ["plan"]

#: Rounds of the bound by orders up to a number, where courses of lines bound it and a round takes longest; at the most for a re-plan.
_ROUNDS, _SMALL, _SMALL_ROUNDS, _REPLAN_ROUNDS = 200, 250, 60, 10
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
    seconds: float | None = None,
    progress: Progress | None = None,
) -> dict[str, JSON]:
    """The plan as JSON. `weights` are fields of `Objective`; they do not count where there are `ranks`, here or in the file.

    With `seconds`, as many `iterations` as fill about that time; `progress` is told how far the search is.
    Raises InputError `SCHEDULE_*`, KernelError `COMPILER_MISSING`.
    """
    objective, again, order = Objective(**weights), asked.start is not None, ranks_asked(ranks) or asked.week.ranks
    is_split, is_tied = bool(asked.week.least_lot.any()) and not again, asked.week.problem.is_coupled
    searches = len(order) + MOST_SEARCHES * is_split or 1
    effort = effort_of(asked, objective, iterations=iterations, seconds=seconds, runs=runs, seed=seed, workers=workers, searches=searches)
    is_eased_first = is_tied and not again and (is_split or not order)
    effort = watched(effort, searches + is_eased_first, progress)
    chosen = choose_lots(asked.week, objective, effort) if is_split else None
    week = chosen.week if chosen else asked.week
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
    record = record_of(week, planned, objective, way=timing, effort=effort)
    record["ranks"] = ranks_stated(ranked.stages) if ranked else []
    return {**record, "objective_whole": chosen.whole_total} if chosen else record
