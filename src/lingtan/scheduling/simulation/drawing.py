"""What happens to a plant over weeks, drawn from a seed: the same for every way of planning it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.scheduling.problem import NO_HOME, NOT_ELIGIBLE, Integers, Problem
from lingtan.scheduling.replan import Down
from lingtan.scheduling.simulation.disturbances import Disturbances
from lingtan.scheduling.simulation.world import WEEK_MIN, World
from lingtan.scheduling.week import Week
from lingtan.uncertainty.elementary import exp, normal_quantile

__all__ = ["drawn_world"]

_MOST_WEEKS, _MOST_ORDERS, _DAY_MIN = 52, 100_000, 1440
_WORD = 1 << 64
_BREAKDOWNS, _RUSH, _LATE, _RUNS = range(4)


def drawn_world(week: Week, disturbances: Disturbances, *, weeks_count: int, seed: int, look_ahead_days: int = 7) -> World:
    """The week's orders and its first seven days of calendar, every week anew, with disturbances of streams of their own.

    An order is known `look_ahead_days` before its material is promised, and all of them at the end of the last week. Raises InputError
    `SIMULATION_RANGE`, and `SIMULATION_TIED` for a week whose lines share pools or whose orders wait for orders or stand in lots.
    """
    count = week.problem.order_count * weeks_count
    for name, value, greatest in (("weeks", weeks_count, _MOST_WEEKS), ("orders", count, _MOST_ORDERS)):
        if not 1 <= value <= greatest:
            raise InputError("SIMULATION_RANGE", place=name, got=value, least=1, greatest=greatest)
    if week.problem.is_coupled:
        raise InputError("SIMULATION_TIED", place="week")
    streams = [np.random.Generator(np.random.Philox(key=np.array([seed % _WORD, kind], np.uint64))) for kind in range(4)]
    regular = _repeated(week, weeks_count)
    whole, like = _with_rush(regular, disturbances, weeks_count, streams[_RUSH])
    problem = whole.problem
    known = np.minimum(problem.release_min - look_ahead_days * _DAY_MIN, weeks_count * WEEK_MIN)
    known[count:] = problem.release_min[count:]
    late = streams[_LATE]
    is_late = late.random(count) < disturbances.late_share
    delay = np.ceil(60 * disturbances.late_most_h * late.random(count)).astype(np.int64)
    there = problem.release_min.copy()
    there[:count] += np.where(is_late & (regular.problem.release_min > 0), delay, 0)
    return World(
        week=whole,
        weeks_count=weeks_count,
        disturbances=disturbances,
        known_min=known,
        there_min=there,
        run_min=_true_runs(problem, disturbances.run_deviation_share, streams[_RUNS]),
        downs=_downs(problem, disturbances, weeks_count, streams[_BREAKDOWNS]),
        rush_count=len(like),
    )


def _repeated(week: Week, weeks_count: int) -> Week:
    """The week's orders with a week's distance; what runs already, runs in the first."""
    p, count = week.problem, week.problem.order_count
    shift = np.repeat(np.arange(weeks_count, dtype=np.int64) * WEEK_MIN, count)
    first = [replace(c, end_min=min(c.end_min, WEEK_MIN)) for c in p.closures if c.start_min < WEEK_MIN]
    closures = [
        replace(c, start_min=c.start_min + at, end_min=c.end_min + at)
        for at in range(0, (weeks_count + 1) * WEEK_MIN, WEEK_MIN)
        for c in first
    ]
    names = [name if n == 0 else f"{name}/{n + 1}" for n in range(weeks_count) for name in p.orders]
    tiled: dict[str, Any] = {name: np.tile(getattr(p, name), weeks_count) for name in ("family", "weight")}
    none = np.empty(0, np.int64)
    empty: dict[str, Any] = dict.fromkeys(("home_line", "home_previous", "after", "transfer_min", "lot_of"), none)
    problem = replace(
        p, orders=tuple(names), run_min=np.tile(p.run_min, (1, weeks_count)), closures=tuple(closures), **tiled, **empty,
        release_min=np.tile(p.release_min, weeks_count) + shift, due_min=np.tile(p.due_min, weeks_count) + shift,
    )  # fmt: skip
    return replace(week, problem=problem, quantity=np.tile(week.quantity, weeks_count), least_lot=none)


def _with_rush(week: Week, disturbances: Disturbances, weeks_count: int, stream: np.random.Generator) -> tuple[Week, Integers]:
    """The week with rush orders, each like an order drawn from it; and which."""
    p, count = week.problem, round(disturbances.rush_per_week * weeks_count)
    arrival = np.sort((stream.random(count) * weeks_count * WEEK_MIN).astype(np.int64))
    like = (stream.random(count) * p.order_count).astype(np.int64)
    run = p.run_min[:, like]
    least = np.where(run == NOT_ELIGIBLE, 1 << 40, run).min(axis=0, initial=1 << 40)
    slack = np.ceil(60 * disturbances.rush_due_h * stream.random(count)).astype(np.int64)
    more: dict[str, Any] = {
        "family": p.family[like],
        "release_min": arrival,
        "due_min": arrival + least + slack,
        "weight": np.full(count, p.weight.max()),
    }
    joined: dict[str, Any] = {name: np.concatenate([getattr(p, name), values]) for name, values in more.items()}
    homes: dict[str, Any] = {name: np.full(p.order_count + count, NO_HOME, np.int64) for name in ("home_line", "home_previous")}
    none = np.empty(0, np.int64)
    names = tuple(f"RUSH-{n + 1:04d}" for n in range(count))
    changed = replace(
        p, orders=(*p.orders, *names), run_min=np.concatenate([p.run_min, run], axis=1), after=none, transfer_min=none, lot_of=none,
        **joined, **homes,
    )  # fmt: skip
    return replace(week, problem=changed, quantity=np.concatenate([week.quantity, week.quantity[like]]), least_lot=none), like


def _true_runs(problem: Problem, deviation: float, stream: np.random.Generator) -> Integers:
    """Planned times, each order's times a factor of mean 1 (log-normal), shape (K, J)."""
    u = np.clip(stream.random(problem.order_count), 1e-6, 1 - 1e-6)
    factor: npt.NDArray[np.float64] = exp(deviation * normal_quantile(u) - 0.5 * deviation * deviation)
    run = np.maximum(np.rint(problem.run_min * factor[None, :]), 1).astype(np.int64)
    return np.where(problem.run_min == NOT_ELIGIBLE, NOT_ELIGIBLE, run)


def _downs(problem: Problem, disturbances: Disturbances, weeks_count: int, stream: np.random.Generator) -> tuple[Down, ...]:
    """Breakdowns at even chance over all lines and minutes; one that falls into another is left out."""
    count = round(disturbances.breakdowns_per_line_week * problem.line_count * weeks_count)
    start = np.sort((stream.random(count) * weeks_count * WEEK_MIN).astype(np.int64))
    line = (stream.random(count) * problem.line_count).astype(np.int64)
    spread = disturbances.breakdown_most_h - disturbances.breakdown_least_h
    length = np.ceil(60 * (disturbances.breakdown_least_h + spread * stream.random(count))).astype(np.int64)
    free = [0] * problem.line_count
    found: list[Down] = []
    for k, begin, minutes in zip(line, start, length, strict=True):
        if minutes > 0 and begin >= free[k]:
            free[k] = int(begin + minutes)
            found.append(Down(line=problem.lines[k], start_min=int(begin), end_min=free[k]))
    return tuple(found)
