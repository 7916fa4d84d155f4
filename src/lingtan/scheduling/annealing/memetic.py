"""A memetic algorithm: plans that several runs found are crossed, and what comes of it is improved again, briefly and not so hot.

By turns a child is annealed as the first plans were, and rebuilt: orders are taken out of it and put back. On a line alone, where there is
nowhere else to put them, children are annealed only, and longer.
Where orders are few for the tries, runs end in different valleys; a plan with lines of one and lines of another begins nearer to the
best than either. Populations settle in different valleys too: with tries for several, each breeds alone, and at last all together.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Executor, Future
from itertools import count

import numpy as np

from lingtan.scheduling.annealing.chance import first_word
from lingtan.scheduling.annealing.crossing import crossed
from lingtan.scheduling.annealing.hands import Annealing, Found
from lingtan.scheduling.annealing.heat import Heat
from lingtan.scheduling.annealing.population import Population
from lingtan.scheduling.annealing.rebuilding import TRIES_PER_ROUND, rebuilt
from lingtan.scheduling.frozen import Plan, open_orders

__all__ = ["bred"]

#: Plans kept, and how many more come before some go.
_KEPT, _SPARE = 20, 10
#: For each open order tries of a population, of which a share makes first plans; tries of an annealed child, rounds of a rebuilt one.
_ISLAND, _FIRST_SHARE, _PER_ORDER, _ROUNDS_PER_ORDER = 250_000, 0.1, 300, 12
#: Tries of a child for each open order on a line alone.
_ALONE_PER_ORDER = 3_000
#: Populations at most; the share of tries for all together, where there are several.
_MOST, _TOGETHER_SHARE = 8, 0.3
#: Which part of a run's cooling a child goes through.
_COOLING_SHARE = 0.4


def bred(annealing: Annealing, start: Plan, *, tries: int, lag: int, seed: int, pool: Executor) -> Plan:
    """The best plan of about so many tries in all.

    A child is made while `lag` before it may still be on their way, so that the plan hangs on the lag and the seed, never on the pool.
    """
    breeder = _Breeder(annealing, start, lag, seed, pool)
    together_tries = int(tries * _TOGETHER_SHARE)
    islands = min((tries - together_tries) // (_ISLAND * breeder.orders), _MOST)
    if islands <= 1:
        return breeder.population(tries).best.plan
    populations = [breeder.population((tries - together_tries) // islands) for _ in range(islands)]
    together = Population(_KEPT, _SPARE, annealing.problem.order_count)
    together.add_best(populations)
    breeder.breed(together, together_tries)
    return together.best.plan


class _Breeder:
    """Makes populations of one problem, one after the other; every run has a seed of its own."""

    def __init__(self, annealing: Annealing, start: Plan, lag: int, seed: int, pool: Executor) -> None:
        self.orders = len(open_orders(annealing.problem))
        self._annealing, self._start, self._lag, self._pool = annealing, start, lag, pool
        self._heat = annealing.heat(start)
        self._word, self._seeds = np.array([first_word(~seed)], np.uint64), count(first_word(seed))

    def population(self, tries: int) -> Population:
        """First plans, annealed from the start, and their offspring."""
        first = int(tries * _FIRST_SHARE) // _KEPT
        population = Population(_KEPT, _SPARE, self._annealing.problem.order_count)
        for future in [self._annealed(self._start, first, self._heat) for _ in range(_KEPT)]:
            population.add(future.result())
        self.breed(population, tries - first * _KEPT)
        return population

    def breed(self, population: Population, tries: int) -> None:
        """Children, annealed and rebuilt by turns, until the tries are used up."""
        from lingtan.scheduling.loops.anneal import draw

        mild, underway = self._heat.midway(_COOLING_SHARE), deque[Future[Found]]()
        is_alone = self._annealing.problem.line_count == 1
        each, rounds = (_ALONE_PER_ORDER if is_alone else _PER_ORDER) * self.orders, _ROUNDS_PER_ORDER * self.orders
        of_two = 2 * each if is_alone else each + TRIES_PER_ROUND * rounds
        for turn in range(2 * tries // of_two):
            if len(underway) == self._lag:
                population.add(underway.popleft().result())
            size = len(population.found)
            mother, father = (population.fitter(draw(self._word, size), draw(self._word, size)).plan for _ in range(2))
            child = crossed(self._annealing, mother, father, self._word)
            underway.append(self._annealed(child, each, mild) if is_alone or turn % 2 == 0 else self._rebuilt(child, rounds, mild))
        for future in underway:
            population.add(future.result())

    def _annealed(self, plan: Plan, tries: int, heat: Heat) -> Future[Found]:
        return self._pool.submit(self._annealing.run, plan, iterations=tries, heat=heat, seed=next(self._seeds))

    def _rebuilt(self, plan: Plan, rounds: int, heat: Heat) -> Future[Found]:
        return self._pool.submit(rebuilt, self._annealing, plan, rounds=rounds, heat=heat, seed=next(self._seeds))
