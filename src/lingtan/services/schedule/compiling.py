"""The planner's loops compiled beforehand, by planning small weeks that together use all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from lingtan.scheduling import Pool, Shape, Week, synthetic_week
from lingtan.services.schedule.asked import Asked
from lingtan.services.schedule.plan import plan

__all__ = ["Compiled", "compile_loops", "tell_before_compiling"]

_ORIGIN = datetime(2026, 11, 30)  # noqa: DTZ001  # the plant's own clock
_SHAPE = Shape(orders_count=14, lines_count=3, families_count=3, days_count=1, utilisation_share=1.5)
#: Tries of a plan, and those that are enough to cross plans of a few orders.
_TRIES, _FEW, _CROSSING_TRIES = 2_000, 3, 1_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """Where code is kept, and how many functions were not there yet."""

    folder: Path
    added_count: int


def tell_before_compiling(tell: Callable[[], None]) -> None:
    """Have it called once, before the first loop that is not kept is compiled. Raises KernelError `COMPILER_MISSING`."""
    from lingtan.compiled import before_compiling

    before_compiling(tell)


def compile_loops() -> Compiled:
    """Compile what is not kept yet. Raises KernelError `COMPILER_MISSING`."""
    from lingtan.compiled.kept import folder

    def kept() -> set[str]:
        return {one.name for one in folder().glob("*.nbc")}

    before = kept()
    week, plain = (synthetic_week(shape, origin=_ORIGIN) for shape in (_SHAPE, replace(_SHAPE, has_breaks=False)))
    pool = Pool(name="people", from_min=(0,), sizes=(2,))
    tied = replace(week.problem, pools=(pool,), needs=np.ones((1, *week.problem.first_setup_min.shape), np.int64))
    at_once = replace(plain.problem, release_min=np.zeros_like(plain.problem.release_min))
    few = synthetic_week(replace(_SHAPE, orders_count=_FEW), origin=_ORIGIN)
    _plan(week, tardy=1)
    _plan(few, tardy=1, tries=_CROSSING_TRIES)
    _plan(replace(week, problem=tied), tardy=1)
    _plan(replace(plain, problem=at_once), tardy=0)
    return Compiled(folder=folder(), added_count=len(kept() - before))


def _plan(week: Week, *, tardy: int, tries: int = _TRIES) -> None:
    weights = {"per_weighted_tardy_min": tardy, "per_changeover_min": tardy, "per_makespan_min": 1 - tardy}
    plan(
        Asked(week=week), way="min_cost", weights=weights, seed=1, iterations=tries, runs=1, workers=1, carbon_price=0, energy_tries=3
    )  # fmt: skip
