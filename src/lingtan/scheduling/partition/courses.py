"""All courses of the lines that end by a minute, counted out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.scheduling.frozen import free_from, open_orders, start_setup
from lingtan.scheduling.problem import Integers, Problem

__all__ = ["Courses", "courses_by"]

Marks = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]

#: Ways of going on that are looked at together, at the most: one more is a byte or nine.
_MOST_WAYS = 30_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Courses:
    """Sets of orders, each of which its line can have done in time. `line` shape (N,); `holds` shape (N, J) over `orders`, shape (J,)."""

    orders: Integers
    line: Integers
    holds: Marks


def courses_by(problem: Problem, end_min: int, *, most: int) -> Courses | None:
    """Every set of open orders that a line can do, one after another, by a minute; None where they are more than so many.

    Set-ups and runs alone are added up: closures and late material let a course end later, never sooner.
    """
    orders = open_orders(problem)
    free, first = free_from(problem), start_setup(problem)
    lines: list[Integers] = []
    found: list[Marks] = []
    count = 0
    for k in range(problem.line_count):
        ours = orders[problem.run_min[k, orders] >= 0]
        run, family = problem.run_min[k, ours], problem.family[ours]
        setup = problem.setup_min[k][np.ix_(family, family)]
        sets = _sets(int(free[k]) + first[k, family], setup, run, end_min, most=most - count)
        if sets is None:
            return None
        count += len(sets)
        holds = np.zeros((len(sets), orders.size), np.bool_)
        holds[:, np.isin(orders, ours)] = sets
        lines.append(np.full(len(sets), k, np.int64))
        found.append(holds)
    return Courses(orders=orders, line=np.concatenate(lines), holds=np.concatenate(found))


def _sets(begin_min: Integers, setup_min: Integers, run_min: Integers, end_min: int, *, most: int) -> Marks | None:
    """Sets of a line's n orders, shape (m, n): by length, of each set and last order the earliest end."""
    last = np.flatnonzero(begin_min + run_min <= end_min)
    end, holds = (begin_min + run_min)[last], np.eye(len(run_min), dtype=np.bool_)[last]
    sets = [holds]
    count = len(holds)
    while len(last) and count <= most:
        if len(last) * len(run_min) > _MOST_WAYS:
            return None
        state, order = np.nonzero((end[:, None] + setup_min[last] + run_min[None, :] <= end_min) & ~holds)
        later = end[state] + setup_min[last[state], order] + run_min[order]
        grown = holds[state]
        grown[np.arange(len(order)), order] = True
        last, end, holds, is_new = _best(grown, order, later)
        sets.append(holds[is_new])
        count += int(is_new.sum())
    return np.concatenate(sets) if count <= most else None


def _best(holds: Marks, last: Integers, end: Integers) -> tuple[Integers, Integers, Marks, Marks]:
    """Of each set and last order the earliest end; and which of these are the first of their set."""
    words = _words(holds)
    by = np.lexsort((end, last, *words.T))
    words, last, end, holds = words[by], last[by], end[by], holds[by]
    is_other_set = np.ones(len(by), np.bool_)
    is_other_set[1:] = (words[1:] != words[:-1]).any(axis=1)
    is_first = is_other_set.copy()
    is_first[1:] |= last[1:] != last[:-1]
    return last[is_first], end[is_first], holds[is_first], is_other_set[is_first]


def _words(holds: Marks) -> Words:
    """The marks of each row in words of 64, shape (m, ⌈n / 64⌉)."""
    packed = np.packbits(holds, axis=1)
    padded = np.zeros((len(packed), -(-max(packed.shape[1], 1) // 8) * 8), np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64)
