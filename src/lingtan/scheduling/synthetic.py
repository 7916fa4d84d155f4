"""Synthetic weeks of a plant like an assembly site of notebooks: invented, for trying things out; no data of any maker.

Shape of the problem as the press describes one (facts: 43 lines, small lots, large lots on lines of their own); every number is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.energy import assumed_lines, assumed_supply
from lingtan.scheduling.problem import NOT_ELIGIBLE, Closure, Problem
from lingtan.scheduling.week import Week
from lingtan.uncertainty.elementary import exp, normal_quantile

__all__ = ["Shape", "synthetic_problem", "synthetic_week"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Size and load. `utilisation_share` is run and a set-up every few orders over the lines' open time of `days_count` days."""

    orders_count: int
    lines_count: int
    families_count: int = 12
    days_count: int = 7
    utilisation_share: float = 0.8
    eligible_share: float = 0.5
    has_breaks: bool = True
    seed: int = 1


def synthetic_problem(shape: Shape) -> Problem:
    """A problem of the shape. Same shape, same problem. Raises InputError `SCHEDULE_RANGE` for a size below one."""
    sizes = {"orders_count": shape.orders_count, "lines_count": shape.lines_count, "families_count": shape.families_count}
    for name, value in sizes.items():
        if value < 1:
            raise InputError("SCHEDULE_RANGE", place=name, got=value, least=1, greatest=100_000)
    u = np.random.Generator(np.random.Philox(shape.seed)).random
    lines, orders, families = shape.lines_count, shape.orders_count, shape.families_count
    horizon = shape.days_count * 1440
    closures = _breaks(shape, horizon)
    open_min = horizon * lines - sum(c.end_min - c.start_min for c in closures)
    family = (u(orders) ** 1.5 * families).astype(np.int64)
    eligible = u((lines, families)) < shape.eligible_share
    eligible[(np.arange(families) * 7) % lines, np.arange(families)] = True
    setup = 5 * (1 + (u((families, families)) * 9).astype(np.int64))
    np.fill_diagonal(setup, 0)
    speed = 0.8 + 0.4 * u((lines, families))
    size = exp(1.0 * normal_quantile(np.clip(u(orders), 1e-6, 1 - 1e-6)))
    mean_setup = 0.35 * float(setup.sum()) / max(setup.size - families, 1)
    wanted = max(shape.utilisation_share * open_min / orders - mean_setup, 2.0)
    size = np.clip(size, 0.05, 6.0)
    work = size * (wanted / float(size.mean()))
    run = np.maximum(np.rint(work[None, :] / speed[:, family]), 1.0).astype(np.int64)
    run[~eligible[:, family]] = NOT_ELIGIBLE
    release = (u(orders) ** 1.3 * 0.7 * horizon).astype(np.int64) // 15 * 15
    release[u(orders) < 0.3] = 0
    shortest = np.where(run >= 0, run, 1 << 40).min(axis=0)
    slack = (180 + 2 * 1440 * u(orders)).astype(np.int64)
    return Problem(
        orders=tuple(f"SYN-{j + 1:05d}" for j in range(orders)),
        lines=tuple(f"L{k + 1:02d}" for k in range(lines)),
        families=tuple(f"F{f + 1:02d}" for f in range(families)),
        family=family,
        run_min=run,
        setup_min=np.broadcast_to(setup, (lines, families, families)).copy(),
        first_setup_min=np.tile(np.full(families, 15, np.int64), (lines, 1)),
        ready_min=np.zeros(lines, np.int64),
        release_min=release,
        due_min=np.minimum((release + shortest + slack) // 30 * 30, horizon),
        weight=1 + (u(orders) ** 2 * 5).astype(np.int64),
        closures=closures,
    )


def synthetic_week(shape: Shape, *, origin: datetime) -> Week:
    """The problem as a week from `origin` (a midnight): one piece a minute on the fastest line, assumed energy."""
    problem = synthetic_problem(shape)
    quantity = np.where(problem.run_min >= 0, problem.run_min, 1 << 40).min(axis=0)
    lines = assumed_lines(problem)
    return Week(problem=problem, origin=origin, quantity=quantity, lines=lines, supply=assumed_supply(), is_metered=False)


def _breaks(shape: Shape, horizon: int) -> tuple[Closure, ...]:
    """Two half-hour breaks a day on every line, and a maintenance of four hours on every fifth."""
    if not shape.has_breaks:
        return ()
    found = []
    for k in range(shape.lines_count):
        for day in range(0, horizon, 1440):
            found += [Closure(line=k, start_min=day + at, end_min=day + at + 30, reason="break") for at in (720, 1170)]
        if k % 5 == 2 and horizon >= 2880:
            found.append(Closure(line=k, start_min=1440 + 480, end_min=1440 + 720 - 1, pauses=False, reason="maintenance"))
    return tuple(found)
