"""Production scheduling in a notebook: arrays in, a plan with its bound out, the same as `lingtan schedule` finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.notebook.devices import SEED
from lingtan.scheduling import NOT_ELIGIBLE, Week, assumed_lines, assumed_supply, problem_from_arrays
from lingtan.scheduling.problem import Integers
from lingtan.services.schedule.asked import Asked
from lingtan.services.schedule.plan import plan

__all__ = ["OrderPlan", "plan_orders"]

#: Minute 0 of arrays, which have no clock: a Monday; nothing depends on it.
_ORIGIN = datetime(2001, 1, 1)  # noqa: DTZ001  # the plant's own clock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrderPlan:
    """A plan of J orders on K lines, by number from 0.

    `sequence`: the orders of each line in their order; `line`, and the begin and length of the set-up, begin and end of the run of each
    order. [-, min], shape (J,) each. `terms` by name; `objective` is their weighted sum, or the first rank's term; no plan is below
    `bound`, and `gap_share` is (objective − bound) / objective [1]. `record` is what `lingtan schedule --json` prints.
    """

    sequence: tuple[tuple[int, ...], ...]
    line: Integers
    setup_start_min: Integers
    setup_min: Integers
    start_min: Integers
    end_min: Integers
    terms: Mapping[str, float]
    objective: int
    bound: int
    gap_share: float
    record: Mapping[str, JSON]


def plan_orders(
    run_min: npt.ArrayLike,
    setup_min: npt.ArrayLike | None = None,
    *,
    eligible: npt.ArrayLike | None = None,
    release_min: npt.ArrayLike | None = None,
    due_min: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
    family: npt.ArrayLike | None = None,
    first_setup_min: npt.ArrayLike | None = None,
    tardiness: int = 1,
    changeover: int = 1,
    makespan: int = 0,
    ranks: Sequence[str] = (),
    iterations: int | None = None,
    seconds: float | None = None,
    runs: int = 2,
    seed: int = SEED,
    workers: int = 2,
    bound_rounds: int | None = None,
) -> OrderPlan:
    """Plan orders on unrelated lines: R | r_j, s_kij, M_j | weights or ranks of tardiness, changeovers and last end.

    `run_min`: p[k, j], whole minutes of order j on line k, negative where the line cannot make it. [min], shape (K, J)
    `setup_min`: s[k, i, j] between orders, or between the families of `family` (J,). [min], shape (K, F, F); none for no set-ups
    `eligible`: M_j, true where line k can make order j. Shape (K, J)
    `release_min`, `due_min`, `weight`: 0, 0 and 1 where not given. [min, min, 1/min], shape (J,)
    `first_setup_min`: set-up of a line's first order. [min], shape (K, F)
    `ranks`: terms that count one after another instead, as of `--rank`: ("tardiness:5%", "changeover").
    `seconds`: instead of `iterations`, as many of them as the search does in about that time. [s]; their number is in the record

    Same arguments without `seconds`, same plan, whatever `workers`.
    Raises InputError `SCHEDULE_*` with the array's place, KernelError `COMPILER_MISSING`.
    """
    run = np.asarray(run_min, np.int64)
    if eligible is not None:
        mask = np.asarray(eligible, np.bool_)
        if mask.shape != run.shape:
            raise InputError("SCHEDULE_SHAPE", place="eligible", got=str(mask.shape), wanted=str(run.shape))
        run = np.where(mask, run, NOT_ELIGIBLE)
    shape = (*run.shape[:1], *run.shape[1:], *run.shape[1:])
    problem = problem_from_arrays(
        np.maximum(run, NOT_ELIGIBLE),
        np.zeros(shape, np.int64) if setup_min is None else setup_min,
        due_min=due_min,
        weight=weight,
        release_min=release_min,
        first_setup_min=first_setup_min,
        family=family,
    )
    week = Week(
        problem=problem, origin=_ORIGIN, quantity=np.ones(problem.order_count, np.int64), lines=assumed_lines(problem),
        supply=assumed_supply(), is_metered=False,
    )  # fmt: skip
    record: dict[str, Any] = plan(
        Asked(week=week),
        way="switch_off",
        weights={"per_weighted_tardy_min": tardiness, "per_changeover_min": changeover, "per_makespan_min": makespan},
        seed=seed,
        iterations=iterations,
        seconds=seconds,
        runs=runs,
        workers=workers,
        carbon_price=0,
        bound_rounds=bound_rounds,
        ranks=ranks,
    )
    by_number = sorted(record["orders"], key=lambda one: int(one["order"]))
    names = ("setup_start_min", "setup_min", "start_min", "end_min")
    return OrderPlan(
        sequence=tuple(tuple(int(name) for name in record["sequence"][line]) for line in problem.lines),
        line=np.array([int(one["line"]) for one in by_number], np.int64),
        **{name: np.array([one[name] for one in by_number], np.int64) for name in names},
        terms={name: record["terms"][name] for name in ("weighted_tardiness_min", "changeover_min", "makespan_min")},
        objective=record["objective"],
        bound=record["bound"],
        gap_share=record["gap"],
        record=record,
    )
