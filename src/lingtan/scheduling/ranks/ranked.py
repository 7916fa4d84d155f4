"""Terms one after another: the first as small as it gets, then the second with the first within its tolerance, and so on.

Each rank is searched with weighted sums whose prices on the ranks before fall (the linear part of the front), then by threshold accepting
(Dueck & Scheuer 1990, J. Comput. Phys. 90:161) among plans within all limits, which reaches what no weighted sum does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.coupled.search import improve_coupled
from lingtan.scheduling.coupled.timing import unlocked
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.objective import Objective, Rank, Term, Terms
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.search import Effort, improve
from lingtan.scheduling.timing import Timing, terms_of, time_line, timing_of

__all__ = ["Ranked", "Stage", "check_ranks", "first_objective", "ranked_plan"]

#: Prices of the ranks before, falling, where the rank's own is 8 and those behind cost 1; how warm each of these searches begins.
_PRICES, _OWN, _HEAT = (4096, 512, 64, 16, 4, 1), 8, 0.2
#: The first rank's own prices, rising to where nothing behind it counts: what is behind often leads the way.
_FIRST_PRICES = (1, 8, 64)
#: A try of threshold accepting for so many of the ordinary search, and the most of them; where lines are tied each times the whole plant.
_PER_TRY, _MOST_TRIES, _TIED = 25, 20_000, 5
#: First threshold as a share of the term.
_FIRST = 0.05
_COLUMNS = ("line", "setup_start_min", "setup_min", "start_min", "end_min")
_WEIGHTS = {
    Term.TARDINESS: "per_weighted_tardy_min",
    Term.CHANGEOVER: "per_changeover_min",
    Term.MAKESPAN: "per_makespan_min",
    Term.MOVED: "per_moved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A rank after its turn: the best found of its term, what it may be from then on, and what it is in the plan at the end."""

    rank: Rank
    best: int
    limit: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The plan and its ranks, the first first."""

    plan: Plan
    stages: tuple[Stage, ...]

    def most(self, term: Term) -> int | None:
        """What a term may be; None where it has no rank."""
        return next((one.limit for one in self.stages if one.rank.term is term), None)


def check_ranks(ranks: Sequence[Rank]) -> None:
    """Raises InputError `SCHEDULE_RANK_TWICE` where a term has two ranks."""
    terms = [rank.term for rank in ranks]
    for term in terms:
        if terms.count(term) > 1:
            raise InputError("SCHEDULE_RANK_TWICE", place="ranks", term=term.value)


def first_objective(ranks: Sequence[Rank]) -> Objective:
    """The first rank alone, which is what a bound is of."""
    return _weighted({ranks[0].term: 1})


def ranked_plan(problem: Problem, ranks: Sequence[Rank], effort: Effort, start: Plan) -> Ranked:
    """The plan found from a plan of the problem. Same arguments, same plan, whatever `workers`. Raises InputError as `check_ranks`."""
    check_ranks(ranks)
    plan = unlocked(problem, start) if problem.is_coupled else start
    limits: dict[Term, int] = {}
    best: list[int] = []
    for place, rank in enumerate(ranks):
        behind = [one.term for one in ranks[place + 1 :]]
        plan = _minimised(problem, rank.term, behind, limits=limits, effort=effort, plan=plan)
        best.append(terms_of(problem, timing_of(problem, plan)).of(rank.term))
        limits[rank.term] = rank.limit(best[-1])
    terms = terms_of(problem, timing_of(problem, plan))
    stages = []
    for rank, least in zip(ranks, best, strict=True):
        value = terms.of(rank.term)
        stages.append(Stage(rank=rank, best=min(least, value), limit=rank.limit(min(least, value)), value=value))
    return Ranked(plan=plan, stages=tuple(stages))


def _weighted(weights: dict[Term, int]) -> Objective:
    return Objective(**{name: weights.get(term, 0) for term, name in _WEIGHTS.items()})


def _holds(terms: Terms, limits: dict[Term, int]) -> bool:
    return all(terms.of(term) <= limit for term, limit in limits.items())


def _minimised(problem: Problem, term: Term, behind: Sequence[Term], *, limits: dict[Term, int], effort: Effort, plan: Plan) -> Plan:
    """The plan with least of a term that was found within the limits."""
    found, value = plan, terms_of(problem, timing_of(problem, plan)).of(term)
    tail = dict.fromkeys(behind, 1)
    if limits:
        weights = [{**dict.fromkeys(limits, price), term: _OWN, **tail} for price in _PRICES]
    else:
        weights = [*({term: price, **tail} for price in _FIRST_PRICES if tail), {term: 1}]
    heat = effort.heat_share if not limits else min(effort.heat_share, _HEAT)
    part = replace(effort, iterations=effort.iterations // len(weights), heat_share=heat)
    search = improve_coupled if problem.is_coupled else improve
    for one in weights:
        tried = search(problem, _weighted(one), part, found)
        terms = terms_of(problem, timing_of(problem, tried))
        if _holds(terms, limits) and terms.of(term) < value:
            found, value = tried, terms.of(term)
    return _walked(problem, term, limits, effort, found)


def _walked(problem: Problem, term: Term, limits: dict[Term, int], effort: Effort, plan: Plan) -> Plan:
    """Threshold accepting from a plan, within the limits."""
    tries = min(effort.iterations // _PER_TRY, _MOST_TRIES) // (_TIED if problem.is_coupled else 1)
    walk, best = _Walk.begun(problem, plan), plan
    value = least = walk.terms().of(term)
    random = np.random.Generator(np.random.Philox(effort.seed)).random
    for turn in range(tries if value else 0):
        moved = walk.moved(random(6))
        if moved is None:
            continue
        terms = walk.changed(moved)
        threshold = _FIRST * value * (1 - turn / tries)
        if terms is None or not _holds(terms, limits) or terms.of(term) > value + threshold:
            walk.undo()
            continue
        value = terms.of(term)
        if value < least:
            least, best = value, tuple(map(tuple, walk.rows))
    return best


@dataclass(slots=True, kw_only=True, eq=False)
class _Walk:
    """A plan that is changed a line or two at a time, with its times."""

    problem: Problem
    rows: list[list[int]]
    held: list[int]
    times: Timing
    before: dict[int, list[int]]

    @classmethod
    def begun(cls, problem: Problem, plan: Plan) -> _Walk:
        held = [len(problem.frozen_of(k)) for k in range(problem.line_count)]
        return cls(problem=problem, rows=[list(orders) for orders in plan], held=held, times=timing_of(problem, plan), before={})

    def terms(self) -> Terms:
        return terms_of(self.problem, replace(self.times, sequence=tuple(map(tuple, self.rows))))

    def moved(self, u: np.ndarray[tuple[int], np.dtype[np.float64]]) -> dict[int, list[int]] | None:
        """Lines as they would be with an order elsewhere, or with two orders in each other's place; None where that cannot be."""
        movable = [k for k in range(len(self.rows)) if len(self.rows[k]) > self.held[k]]
        k = movable[int(u[0] * len(movable))] if movable else -1
        if k < 0:
            return None
        p = self.held[k] + int(u[1] * (len(self.rows[k]) - self.held[k]))
        j = self.rows[k][p]
        able = np.flatnonzero(self.problem.run_min[:, j] >= 0)
        o = int(able[int(u[2] * able.size)])
        rows = {line: list(self.rows[line]) for line in {k, o}}
        if u[3] < 0.5:
            del rows[k][p]
            rows[o].insert(self.held[o] + int(u[4] * (len(rows[o]) - self.held[o] + 1)), j)
            return rows
        if len(rows[o]) == self.held[o]:
            return None
        q = self.held[o] + int(u[4] * (len(rows[o]) - self.held[o]))
        if self.problem.run_min[k, rows[o][q]] < 0:
            return None
        rows[k][p], rows[o][q] = rows[o][q], rows[k][p]
        return rows

    def changed(self, rows: dict[int, list[int]]) -> Terms | None:
        """The terms with lines changed; None where orders would wait in a circle."""
        self.before = {k: self.rows[k] for k in rows}
        for k, row in rows.items():
            self.rows[k] = row
        if not self.problem.is_coupled:
            for k in rows:
                time_line(self.problem, k, self.rows[k], self.times)
            return self.terms()
        try:
            self.times = timing_of(self.problem, self.rows)
        except InputError:
            return None
        return self.terms()

    def undo(self) -> None:
        """Back to before the last change; where lines are tied the times are found anew with the next."""
        for k, row in self.before.items():
            self.rows[k] = row
            if not self.problem.is_coupled:
                time_line(self.problem, k, row, self.times)
