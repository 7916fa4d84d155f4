"""`lingtan schedule`: a plan of a week, and its files."""

from __future__ import annotations

from pathlib import Path

from lingtan.evidence import JSON
from lingtan.files.schedule.plan_out import write_plan
from lingtan.scheduling import Effort, Objective, Way, default_iterations, plan_week, record_of
from lingtan.scheduling.lots import choose_lots
from lingtan.services.schedule.asked import Asked

__all__ = ["plan", "save"]

#: Tries of a re-plan, how warm it begins (it stays near the last plan), and rounds of its bound at the most: it answers in seconds.
_REPLAN_ITERATIONS, _REPLAN_HEAT, _REPLAN_ROUNDS = 400_000, 0.02, 10
_STARTS, _REPLAN_STARTS = 16, 2
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
    bound_rounds: int,
    energy_tries: int | None = None,
) -> dict[str, JSON]:
    """The plan as JSON. `weights` are fields of `Objective`. Raises InputError `SCHEDULE_*`, KernelError `COMPILER_MISSING`."""
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
    timing, rounds = Way(way), min(bound_rounds, _REPLAN_ROUNDS) if again else bound_rounds
    planned = plan_week(
        week,
        objective,
        effort,
        way=timing,
        carbon_price_per_t=carbon_price,
        bound_iterations=rounds,
        start=asked.start,
        found=chosen.plan if chosen else None,
        energy_tries=energy_tries
        if energy_tries is not None
        else 0
        if again
        else min(_ENERGY_TRIES, _ENERGY_WORK // week.problem.order_count),
    )
    record = record_of(week, planned, objective, way=timing, seed=seed, iterations=tries)
    return {**record, "objective_whole": chosen.whole_total} if chosen else record


def save(path: Path, record: dict[str, JSON]) -> None:
    """Write the plan as XLSX, CSV or ICS."""
    write_plan(path, record)
