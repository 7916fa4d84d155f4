"""Which orders to split and into how many lots: tried where orders are late, kept where the plan is better for it, merged again where not.

Lots of one order are late together (Σ w · max over lots); splitting it costs set-ups and rounding and lets lines share it (lot streaming
without transfer: Potts & Van Wassenhove 1992, J. Opl Res. Soc. 43:395).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.scheduling.coupled.timing import eased, unlocked
from lingtan.scheduling.dispatch import best_atcs
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.lots.insertion import put_in
from lingtan.scheduling.lots.split import with_lots
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.planner import sequences_of
from lingtan.scheduling.problem import Integers
from lingtan.scheduling.search import Effort
from lingtan.scheduling.timing import late_min, terms_of, timing_of
from lingtan.scheduling.week import Week

__all__ = ["MOST_SEARCHES", "Chosen", "choose_lots"]

#: Lots an order is split into at most, rounds of splitting, and counts of lots in a row that were no better.
_MOST_LOTS, _ROUNDS, _PATIENCE = 8, 3, 2
#: Searches at most: that of whole orders, and one a round.
MOST_SEARCHES = 1 + _ROUNDS
#: Orders tried in a round times orders of the week: each try looks at most places of the plan.
_MOST_WORK = 20_000
Lots = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """The week with its lots and the plan found on it; `total` is its objective, `whole_total` that of the best plan of whole orders."""

    week: Week
    plan: Plan
    total: int
    whole_total: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Try:
    lots: Lots
    week: Week
    plan: Plan
    total: int


def choose_lots(week: Week, objective: Objective, effort: Effort) -> Chosen:
    """Lots of the orders that may be split, and a plan; never worse than the plan of whole orders that the same effort finds.

    Same arguments, same lots, whatever `workers`.
    """
    most = np.where(week.least_lot > 0, np.minimum(week.quantity // np.maximum(week.least_lot, 1), _MOST_LOTS), 1)
    best = whole = _planned(week, objective, effort)
    for _ in range(_ROUNDS):
        found = _passed(week, best, most, objective)
        if found.total >= best.total:
            break
        best = _searched(week, _merged(week, found, objective), objective, effort)
    return Chosen(week=best.week, plan=best.plan, total=best.total, whole_total=whole.total)


def _passed(week: Week, best: _Try, most: Integers, objective: Objective) -> _Try:
    """One order after another split as far as the plan gains by it."""
    for j in _candidates(best, most, objective):
        tries = 0
        for count in range(2, int(most[j]) + 1):
            found = _resplit(week, best, j, count, objective)
            tries = 0 if found.total < best.total else tries + 1
            best = min(best, found, key=lambda one: one.total)
            if tries == _PATIENCE:
                break
    return best


def _resplit(week: Week, tried: _Try, j: int, count: int, objective: Objective) -> _Try:
    """The plan with an order in so many lots, each put where it is best."""
    before = _source(week.problem.order_count, tried.lots)
    lots = {**tried.lots, j: _equal(int(week.quantity[j]), count)}
    split = with_lots(week, lots)
    first = int(np.flatnonzero(before == j)[0])
    more = count - int((before == j).sum())
    plan = [[i + (more if i > first else 0) for i in orders if before[i] != j] for orders in tried.plan]
    by_min = int(timing_of(tried.week.problem, tried.plan).end_min[before == j].max())
    total, found = put_in(split.problem, plan, range(first, first + count), objective, by_min=by_min)
    return tried if total >= tried.total else _valued(week, lots, found, objective)


def _planned(week: Week, objective: Objective, effort: Effort) -> _Try:
    """The week with whole orders."""
    problem = week.problem
    free = eased(problem, is_urged=False) if problem.is_coupled else problem
    plan = sequences_of(problem, objective, effort, best_atcs(free, objective, starts=effort.atcs_starts))
    return _valued(week, {}, plan, objective)


def _searched(week: Week, tried: _Try, objective: Objective, effort: Effort) -> _Try:
    """The search from a plan with lots."""
    return _valued(week, tried.lots, sequences_of(tried.week.problem, objective, effort, (), start=tried.plan), objective)


def _valued(week: Week, lots: Lots, plan: Plan, objective: Objective) -> _Try:
    split = with_lots(week, lots)
    plan = unlocked(split.problem, plan) if split.problem.is_coupled else plan
    return _Try(lots=lots, week=split, plan=plan, total=terms_of(split.problem, timing_of(split.problem, plan)).total(objective))


def _source(count: int, lots: Lots) -> Integers:
    """Of each order of the split week, the order of the whole one, shape (J',)."""
    return np.repeat(np.arange(count, dtype=np.int64), [len(lots.get(j, (0,))) for j in range(count)])


def _equal(quantity: int, count: int) -> tuple[int, ...]:
    """Lots of one size, or a piece more."""
    return tuple(quantity // count + int(n < quantity % count) for n in range(count))


def _candidates(tried: _Try, most: Integers, objective: Objective) -> list[int]:
    """Orders that may be split: those that count as late, the worst first, then what stands before them on their lines."""
    problem, source = tried.week.problem, _source(most.size, tried.lots)
    timing = timing_of(problem, tried.plan)
    worth = objective.per_weighted_tardy_min * late_min(problem, timing) * problem.weight
    worth[timing.end_min == timing.end_min.max()] += objective.per_makespan_min
    late = [int(source[i]) for i in np.argsort(-worth, kind="stable") if worth[i] > 0]
    ahead: list[int] = []
    for orders in timing.sequence:
        last = max((place for place, i in enumerate(orders) if worth[i] > 0), default=0)
        ahead += [int(source[i]) for i in orders[:last]]
    return [j for j in dict.fromkeys([*late, *ahead]) if most[j] > 1][: max(_MOST_WORK // most.size, 1)]


def _merged(week: Week, best: _Try, objective: Objective) -> _Try:
    """Lots put together again, two at a time, wherever the plan is no worse for it."""
    for j in sorted(best.lots):
        is_changed = True
        while is_changed and j in best.lots:
            is_changed = False
            for found in _unions(week, best, j, objective):
                if found.total <= best.total:
                    best, is_changed = found, True
                    break
    return best


def _unions(week: Week, tried: _Try, j: int, objective: Objective) -> Iterator[_Try]:
    """Every plan with two lots of an order as one, in the place of either, where its line can make it."""
    sizes = tried.lots[j]
    first = int(np.flatnonzero(_source(week.problem.order_count, tried.lots) == j)[0])
    for a in range(len(sizes)):
        for b in range(a + 1, len(sizes)):
            kept = [pieces for n, pieces in enumerate(sizes) if n not in (a, b)]
            together = (sizes[a] + sizes[b], *kept)
            lots = {**tried.lots, j: together}
            if len(together) == 1:
                del lots[j]
            order = [a, *(n for n in range(len(sizes)) if n not in (a, b))]
            for gone, stays in ((b, a), (a, b)):
                order[0] = stays
                number = {first + n: first + place for place, n in enumerate(order)}
                yield _valued(week, lots, _without(tried.plan, first + gone, number, first + len(sizes)), objective)


def _without(plan: Sequence[Sequence[int]], gone: int, number: Mapping[int, int], behind: int) -> Plan:
    """Sequences without a lot, the lots of its order numbered anew and all orders behind them one less."""
    return tuple(tuple(number.get(j, j - int(j >= behind)) for j in orders if j != gone) for orders in plan)
