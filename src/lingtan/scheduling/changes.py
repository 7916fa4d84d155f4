"""A week changed in the middle of a plan: other due dates, orders held where they are, a rush order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.lots.split import numbers_of
from lingtan.scheduling.problem import NO_HOME, NOT_ELIGIBLE, NOTHING, Frozen, Integers
from lingtan.scheduling.replan import LastOrder
from lingtan.scheduling.week import Week

__all__ = ["Rush", "with_due", "with_pins", "with_rush"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """An order that comes late: pieces of a family that the week makes already, due at a minute. The weight is per minute late."""

    order: str
    family: str
    quantity: int
    release_min: int
    due_min: int
    weight: int


def with_due(week: Week, due_min: Mapping[str, int]) -> Week:
    """The week with other due dates. Raises InputError `SCHEDULE_UNKNOWN`."""
    due = week.problem.due_min.copy()
    for order, minute in due_min.items():
        due[week.problem.lot_of == week.problem.lot_of[_numbers(week, order)[0]]] = minute
    return replace(week, problem=replace(week.problem, due_min=due))


def with_pins(week: Week, orders: Sequence[str], last: Mapping[str, LastOrder]) -> Week:
    """The week with orders held on the line and at the start that the last plan gave them. Raises InputError `SCHEDULE_UNKNOWN`."""
    line_of = {name: k for k, name in enumerate(week.problem.lines)}
    frozen = {one.order: one for one in week.problem.frozen}
    for order in orders:
        for j in _numbers(week, order):
            at = last.get(week.problem.orders[j])
            if at is None or at.line not in line_of:
                raise InputError("SCHEDULE_UNKNOWN", place="pins", name=order)
            frozen[j] = Frozen(order=j, line=line_of[at.line], start_min=at.start_min)
    return replace(week, problem=replace(week.problem, frozen=tuple(frozen.values())))


def with_rush(week: Week, rush: Rush) -> Week:
    """The week with one order more, at the rate of its family's largest order on each line.

    Raises InputError `SCHEDULE_TWICE` for an order that is there, `SCHEDULE_UNKNOWN` for a family that the week does not make.
    """
    problem = week.problem
    if rush.order in problem.orders:
        raise InputError("SCHEDULE_TWICE", place="rush", name=rush.order)
    families = {name: f for f, name in enumerate(problem.families)}
    made = np.flatnonzero(problem.family == families.get(rush.family, -1))
    if made.size == 0:
        raise InputError("SCHEDULE_UNKNOWN", place="rush", name=rush.family)
    like = int(made[np.argmax(week.quantity[made])])
    pieces, run = int(week.quantity[like]), problem.run_min[:, like]
    needed = np.where(run < 0, NOT_ELIGIBLE, np.maximum(1, -(-run * rush.quantity // pieces)))
    changed = replace(
        problem, orders=(*problem.orders, rush.order), family=_more(problem.family, families[rush.family]),
        run_min=np.column_stack([problem.run_min, needed]), release_min=_more(problem.release_min, rush.release_min),
        due_min=_more(problem.due_min, rush.due_min), weight=_more(problem.weight, rush.weight),
        home_line=_more(problem.home_line, NO_HOME), home_previous=_more(problem.home_previous, NO_HOME),
        after=_more(problem.after, NOTHING), transfer_min=_more(problem.transfer_min, 0), lot_of=_more(problem.lot_of, problem.order_count),
    )  # fmt: skip
    return replace(week, problem=changed, quantity=_more(week.quantity, rush.quantity), least_lot=_more(week.least_lot, 0))


def _numbers(week: Week, order: str) -> list[int]:
    """The order, or its lots."""
    found = numbers_of(week, order)
    if not found:
        raise InputError("SCHEDULE_UNKNOWN", place="orders", name=order)
    return found


def _more(values: Integers, value: int) -> Integers:
    return np.append(values, np.int64(value))
