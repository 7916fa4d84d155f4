"""A week with orders in lots: each lot is an order of its own, which may run beside the others on another line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lingtan.errors import InputError
from lingtan.messages import Message
from lingtan.scheduling.problem import NO_HOME, NOT_ELIGIBLE, NOTHING
from lingtan.scheduling.week import Week

__all__ = ["as_split", "lots_of", "lots_stated", "numbers_of", "whole_of", "with_lots", "wrong_lots"]

#: Between an order's name and the number of its lot, from 1.
_MARK = "~"
_STATED = "lots"


def with_lots(week: Week, lots: Mapping[int, Sequence[int]]) -> Week:
    """The week with orders in lots of so many pieces each; a lot takes its share of the order's time, rounded up to the minute.

    No order of it may be split further. Raises InputError `SCHEDULE_TWICE` where an order has the name of a lot.
    """
    if not lots:
        return replace(week, least_lot=np.empty(0, np.int64))
    p, names = week.problem, list[str]()
    sizes, source = list[int](), list[int]()
    first = np.zeros(p.order_count, np.int64)
    for j, name in enumerate(p.orders):
        first[j] = len(source)
        for number, pieces in enumerate(lots.get(j, (int(week.quantity[j]),)), 1):
            source.append(j)
            sizes.append(pieces)
            names.append(f"{name}{_MARK}{number}" if j in lots else name)
    of, pieces_of = np.array(source, np.int64), np.array(sizes, np.int64)
    run, whole = p.run_min[:, of], week.quantity[of]
    shares = np.where(run == NOT_ELIGIBLE, NOT_ELIGIBLE, np.where(pieces_of == whole, run, -(-run * pieces_of // np.maximum(whole, 1))))
    none = np.empty(0, np.int64)
    rest: dict[str, Any] = {name: getattr(p, name)[of] for name in ("family", "release_min", "due_min", "weight", "transfer_min")}
    homes: dict[str, Any] = {name: np.full(of.size, NO_HOME, np.int64) for name in ("home_line", "home_previous")}
    problem = replace(
        p, orders=tuple(names), run_min=shares, frozen=tuple(replace(f, order=int(first[f.order])) for f in p.frozen),
        after=np.where(p.after[of] == NOTHING, NOTHING, first[p.after[of]]), lot_of=first[p.lot_of[of]], **rest, **homes,
    )  # fmt: skip
    return replace(week, problem=problem, quantity=pieces_of, least_lot=none)


def lots_of(week: Week) -> dict[str, list[int]]:
    """Pieces of each lot of the orders that are in lots, by the order's name."""
    found: dict[str, list[int]] = {}
    for j in np.flatnonzero(np.bincount(week.problem.lot_of, minlength=week.problem.order_count) > 1):
        name = week.problem.orders[int(j)].rpartition(_MARK)[0]
        found[name] = [int(pieces) for pieces in week.quantity[week.problem.lot_of == j]]
    return found


def numbers_of(week: Week, order: str) -> list[int]:
    """The number of an order, or those of its lots; none where there is no such order."""
    names = week.problem.orders
    if order in names:
        return [names.index(order)]
    first = f"{order}{_MARK}1"
    return [int(j) for j in np.flatnonzero(week.problem.lot_of == names.index(first))] if first in names else []


def whole_of(order: str, lots: Collection[str]) -> str:
    """The order that a lot is of, where it is one of those in lots; else itself."""
    whole = order.rpartition(_MARK)[0]
    return whole if whole in lots else order


def lots_stated(record: Any) -> dict[str, list[int]]:
    """The lots that a written plan states, as they stand. Raises InputError `SCHEDULE_PLAN`."""
    try:
        return {str(name): [int(pieces) for pieces in sizes] for name, sizes in record.get(_STATED, {}).items()}
    except (AttributeError, TypeError, ValueError) as exc:
        raise InputError("SCHEDULE_PLAN", place="plan", detail=f"{type(exc).__name__}: {exc}") from exc


def wrong_lots(week: Week, lots: Mapping[str, Sequence[int]]) -> list[Message]:
    """Lots that do not add up to their order, are too small, or are of an order that must stay whole or is not there."""
    found: list[Message] = []
    for name, sizes in lots.items():
        numbers = numbers_of(week, name)
        least = int(week.least_lot[numbers[0]]) if numbers else 0
        whole = int(week.quantity[numbers[0]]) if numbers else 0
        if least < 1 or min(sizes, default=0) < least or sum(sizes) != whole:
            params: dict[str, int | str] = {"lots": " + ".join(map(str, sizes)), "quantity": whole, "least": least}
            found.append(Message(code="SCHEDULE_CHECK_LOTS", place=name, params=params))
    return found


def as_split(week: Week, record: Any) -> Week:
    """The week with the lots of a written plan. Raises InputError `SCHEDULE_PLAN` where they cannot be of it."""
    lots = lots_stated(record)
    wrong = wrong_lots(week, lots)
    if wrong:
        raise InputError("SCHEDULE_PLAN", place=wrong[0].place, detail=str(wrong[0].params["lots"]))
    return with_lots(week, {numbers_of(week, name)[0]: sizes for name, sizes in lots.items()})
