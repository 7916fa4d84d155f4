"""How long a plan is searched for: as told in tries, as many as fill a time, or by the size of the week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from lingtan.errors import InputError
from lingtan.scheduling import Effort, Objective, best_atcs, default_iterations, eased, iterations_within, sequences_of
from lingtan.services.schedule.asked import Asked

__all__ = ["Progress", "effort_of", "watched"]

Progress = Callable[[int, int], None]
#: Tries of a re-plan, and how warm it begins: it stays near the last plan and answers in seconds.
_REPLAN_ITERATIONS, _REPLAN_HEAT = 400_000, 0.02
_STARTS, _REPLAN_STARTS, _TRIAL_STARTS = 16, 2, 1
#: The longest search: a day.
_MOST_SECONDS = 86_400


def effort_of(
    asked: Asked, objective: Objective, *, iterations: int | None, seconds: float | None, runs: int, seed: int, workers: int, searches: int
) -> Effort:
    """The effort of each of so many searches at most, one after another, which share the seconds.

    Raises InputError `SCHEDULE_SECONDS` where both tries and seconds are given, no time, or more than a day;
    KernelError `COMPILER_MISSING`.
    """
    problem, again = asked.week.problem, asked.start is not None
    effort = Effort(
        iterations=_REPLAN_ITERATIONS if again else default_iterations(problem),
        runs=runs,
        seed=seed,
        workers=workers,
        heat_share=_REPLAN_HEAT if again else 1.0,
        atcs_starts=_REPLAN_STARTS if again else _STARTS,
    )
    if seconds is None:
        return effort if iterations is None else replace(effort, iterations=iterations)
    if iterations is not None or not 0 < seconds <= _MOST_SECONDS:
        raise InputError("SCHEDULE_SECONDS", place="seconds", value=f"{seconds:g}")
    atcs = best_atcs(eased(problem, is_urged=False) if problem.is_coupled else problem, objective, starts=_TRIAL_STARTS)
    found = iterations_within(seconds / searches, effort, lambda trial: sequences_of(problem, objective, trial, atcs, start=asked.start))
    return replace(effort, iterations=found)


def watched(effort: Effort, searches: int, progress: Progress | None) -> Effort:
    """The effort whose tries are shown as hundredths of all."""
    if progress is None:
        return effort
    done, total, lock = 0, max(effort.iterations * effort.runs * searches, 1), Lock()

    def watch(tries: int) -> None:
        nonlocal done
        with lock:
            done += tries
            progress(min(100 * done // total, 100), 100)

    return replace(effort, watch=watch)
