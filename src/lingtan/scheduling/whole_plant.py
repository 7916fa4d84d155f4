"""Where changeovers play no part: the hours of all lines as one programme in whole numbers, over how many lines of a kind do what when.

Orders of one length, draw and window are interchangeable, and so are lines of one draw; only counts remain, and a flow of lines through
the states on and off. Any flow of counts is a plan, since what ends at a moment may be followed by anything that begins then.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.scheduling.energy import LineEnergy
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import Timing

__all__ = ["cheapest_plan"]

#: Ways of beginning that the programme may have: beyond, exchanges of orders are the better use of time.
_MOST_COLUMNS = 400_000
_NODES, _GAP = 200, 1e-6
#: Kinds of arcs. The first from node to node of work, the rest as they are called.
_RUN, _IDLE, _OFF, _STOP, _WARM = range(5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Arcs:
    """Arcs of all kinds of lines: kind of line, what, order group (or −1), from and to in steps, what it costs. Each of shape (n,)."""

    kind: Integers
    what: Integers
    group: Integers
    start: Integers
    stop: Integers
    cost: npt.NDArray[np.float64]


def cheapest_plan(problem: Problem, timing: Timing, lines: Sequence[LineEnergy], rate: Integers, *, ends_by_min: int) -> Plan | None:
    """Sequences whose best times cost least of all plans that end no order later than its due date or its end in `timing`.

    `rate`: what W · min counts in each minute, shape (T,); no order ends beyond `ends_by_min` either. None where set-ups, closures or
    frozen orders play a part, where time has too fine a grain, or where the programme (HiGHS: Huangfu & Hall 2018, Math. Prog. Comp.
    10:119; serial, a fixed number of nodes, no clock) finds no whole solution. Optimal to one in a million of it unless nodes run out.
    """
    if problem.setup_min.any() or problem.first_setup_min.any() or problem.closures or problem.frozen or (problem.release_min < 0).any():
        return None
    latest = np.minimum(np.maximum(problem.due_min, timing.end_min), min(ends_by_min, rate.size))
    kinds = _kinds(problem, lines)
    firsts = [members[0] for members in kinds]
    groups = _groups(problem, lines, firsts, latest)
    arcs, step = _arcs(problem, lines, rate, firsts=firsts, orders=[group[0] for group in groups], latest=latest)
    if arcs is None:
        return None
    counts = _counts(arcs, [len(members) for members in kinds], [len(g) for g in groups], rate.size // step)
    return None if counts is None else _unfolded(problem, arcs, counts, kinds, groups)


def _kinds(problem: Problem, lines: Sequence[LineEnergy]) -> list[list[int]]:
    """Lines that are alike in every respect."""
    found: dict[object, list[int]] = {}
    for k in range(problem.line_count):
        found.setdefault((problem.run_min[k].tobytes(), lines[k], int(problem.ready_min[k])), []).append(k)
    return list(found.values())


def _groups(problem: Problem, lines: Sequence[LineEnergy], firsts: Sequence[int], latest: Integers) -> list[list[int]]:
    """Orders that are alike: length and draw on every kind of line, earliest begin and latest end."""
    found: dict[object, list[int]] = {}
    for j in range(problem.order_count):
        draws = tuple(lines[k].run_w[int(problem.family[j])] for k in firsts)
        alike = (problem.run_min[firsts, j].tobytes(), draws, int(problem.release_min[j]), int(latest[j]))
        found.setdefault(alike, []).append(j)
    return list(found.values())


def _arcs(
    problem: Problem, lines: Sequence[LineEnergy], rate: Integers, *, firsts: Sequence[int], orders: Sequence[int], latest: Integers
) -> tuple[_Arcs | None, int]:
    """Every arc, on a grid that all lengths, moments and changes of the rate lie on; None where there are too many."""
    switched = [k for k in firsts if lines[k].idle_w > lines[k].off_w]
    step = math.gcd(
        rate.size,
        *(int(t) for t in np.flatnonzero(np.diff(rate)) + 1),
        *(int(problem.run_min[k, j]) for k in firsts for j in orders if problem.run_min[k, j] >= 0),
        *(int(problem.release_min[j]) for j in orders),
        *(int(problem.ready_min[k]) for k in firsts),
        *(length for k in switched for length in (lines[k].warm_up_min, lines[k].least_off_min)),
    )
    horizon = rate.size // step
    summed = np.concatenate([[0], np.cumsum(rate)])[::step].astype(np.float64)
    rows: list[tuple[int, int, int, Integers, int, int]] = []
    columns = 0
    for c, k in enumerate(firsts):
        line, ready = lines[k], int(problem.ready_min[k]) // step
        for g, j in enumerate(orders):
            if (run := int(problem.run_min[k, j])) >= 0:
                first, last = max(int(problem.release_min[j]) // step, ready), (int(latest[j]) - run) // step
                columns += max(last + 1 - first, 0)
                if columns > _MOST_COLUMNS:
                    return None, step
                rows.append((c, _RUN, g, np.arange(first, last + 1), run // step, line.run_w[int(problem.family[j])]))
        rows.append((c, _IDLE, -1, np.arange(horizon), 1, line.idle_w))
        if k in switched:
            for name, length, watts in (
                (_OFF, 1, line.off_w),
                (_STOP, line.least_off_min // step, line.off_w),
                (_WARM, line.warm_up_min // step, line.warm_up_w),
            ):
                rows.append((c, name, -1, np.arange(horizon - length + 1), length, watts))
    starts = np.concatenate([row[3] for row in rows])
    sizes = [row[3].size for row in rows]
    kind, what, group, lengths, draws = (np.repeat([row[i] for row in rows], sizes) for i in (0, 1, 2, 4, 5))
    cost = draws * (summed[starts + lengths] - summed[starts])
    return _Arcs(kind=kind, what=what, group=group, start=starts, stop=starts + lengths, cost=cost), step


def _counts(arcs: _Arcs, lines: Sequence[int], orders: Sequence[int], horizon: int) -> Integers | None:
    """How many take each arc at the least cost, shape (n,)."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    count, nodes = arcs.kind.size, len(lines) * 2 * (horizon + 1)
    column = np.arange(count)
    begins_off = np.isin(arcs.what, (_OFF, _WARM))
    ends_off = np.isin(arcs.what, (_OFF, _STOP))
    leaves = (2 * arcs.kind + begins_off) * (horizon + 1) + arcs.start
    enters = (2 * arcs.kind + ends_off) * (horizon + 1) + arcs.stop
    works = column[arcs.group >= 0]
    row = np.concatenate([leaves, enters, nodes + arcs.group[works]])
    sign = np.concatenate([np.ones(count), -np.ones(count), np.ones(works.size)])
    matrix = coo_array((sign, (row, np.concatenate([column, column, works]))), shape=(nodes + len(orders), count)).tocsr()
    low = np.concatenate([np.zeros(nodes), orders]).astype(np.float64)
    high = low.copy()
    for c, size in enumerate(lines):
        on, off = 2 * c * (horizon + 1), (2 * c + 1) * (horizon + 1)
        low[on] = high[on] = size
        low[[on + horizon, off + horizon]] = -size
    most = np.array(lines, np.float64)[arcs.kind]
    scale = max(float(arcs.cost.max()), 1.0) / 1000
    solved = milp(
        arcs.cost / scale,
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(np.zeros(count), most),
        integrality=(arcs.group >= 0).astype(np.int64),
        options={"node_limit": _NODES, "mip_rel_gap": _GAP},
    )
    return None if solved.x is None else np.rint(solved.x).astype(np.int64)


def _unfolded(problem: Problem, arcs: _Arcs, counts: Integers, kinds: list[list[int]], groups: list[list[int]]) -> Plan:
    """The counts as sequences: what begins at a moment is taken by whichever line of the kind is there, on or off as it must be."""
    plan: list[list[int]] = [[] for _ in range(problem.line_count)]
    left = [list(reversed(group)) for group in groups]
    there: dict[tuple[int, bool, int], list[int]] = {(c, False, 0): list(members) for c, members in enumerate(kinds)}
    for i in np.lexsort((arcs.what, arcs.start)):
        c, what = int(arcs.kind[i]), int(arcs.what[i])
        for _ in range(int(counts[i])):
            k = there[c, what in (_OFF, _WARM), int(arcs.start[i])].pop()
            there.setdefault((c, what in (_OFF, _STOP), int(arcs.stop[i])), []).append(k)
            if what == _RUN:
                plan[k].append(left[int(arcs.group[i])].pop())
    return tuple(map(tuple, plan))
