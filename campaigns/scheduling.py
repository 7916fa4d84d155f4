"""Random plans against the independent checker, whole and with one number moved; random weeks searched, re-sequenced and bounded.

`.venv/bin/python campaigns/scheduling.py [PLANS] [SEED]`; 10,000 plans unless told, a third of them of lines that share pools and of
orders behind orders. Every fiftieth problem is also searched: its plan must
pass the checker, stand above its bound, stay no worse when re-sequenced for energy, and every late order must be given a cause.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.scheduling.cases import claim, random_plan, small, tied, with_frozen

from lingtan.scheduling import (
    Claim,
    Effort,
    Objective,
    Problem,
    Way,
    assumed_lines,
    assumed_supply,
    best_atcs,
    check_plan,
    eased,
    lower_bound,
    resequence,
    terms_of,
    timing_of,
    unlocked,
    why_late,
)
from lingtan.scheduling.planner import sequences_of
from lingtan.scheduling.timing import late_min

_SEARCHED = 50


def broken(whole: Claim, draw: np.random.Generator, problem: Problem) -> Iterator[Claim]:
    """The plan with one of its numbers, names, terms or orders wrong."""
    at = int(draw.integers(len(whole.orders)))
    one, by = whole.orders[at], int(draw.choice([-1, 1]))
    for name in ("setup_min", "start_min", "end_min"):
        yield replace(whole, orders=[*whole.orders[:at], replace(one, **{name: getattr(one, name) + by}), *whole.orders[at + 1 :]])
    here, order = problem.lines.index(one.line), problem.orders.index(one.order)
    for line, run in zip(problem.lines, problem.run_min[:, order], strict=True):
        if run != problem.run_min[here, order]:  # where it takes as long, it might fit as well
            yield replace(whole, orders=[*whole.orders[:at], replace(one, line=line), *whole.orders[at + 1 :]])
    yield replace(whole, orders=[*whole.orders[:at], *whole.orders[at + 1 :]])
    yield replace(whole, orders=[*whole.orders, one])
    for name in whole.terms:
        yield replace(whole, terms={**whole.terms, name: whole.terms[name] + by})


def searched(problem: Problem, seed: int) -> list[str]:
    """What is wrong with a plan of ours."""
    objective, found = Objective(), []
    effort = Effort(iterations=5_000, runs=1, seed=seed, atcs_starts=2)
    free = eased(problem, is_urged=False) if problem.is_coupled else problem
    timing = timing_of(problem, sequences_of(problem, objective, effort, best_atcs(free, objective, starts=2)))
    terms = terms_of(problem, timing)
    if check_plan(problem, claim(problem, timing, terms))[1]:
        found.append("refused")
    if lower_bound(free, objective, terms, iterations=20).total > terms.total(objective):
        found.append("bound above the plan")
    late = int((late_min(problem, timing) > 0).sum())
    if len({one.order for one in why_late(problem, timing)}) != late:
        found.append("late orders without a cause")
    if problem.is_coupled:
        return found
    other = resequence(problem, objective, timing, assumed_lines(problem), supply=assumed_supply(), way=Way.MIN_COST, tries=5, seed=seed)
    if terms_of(problem, other).total(objective) > terms.total(objective):
        found.append("worse when re-sequenced")
    return found


def main(plans: int, seed: int) -> int:
    """Count what escaped."""
    draw, counts = np.random.default_rng(seed), Counter[str]()
    for number in range(plans):
        kind = tied if number % 3 == 1 else small
        problem = kind(int(draw.integers(2**31)))
        problem = with_frozen(problem) if number % 5 == 0 and not problem.is_coupled else problem
        timing = timing_of(problem, unlocked(problem, random_plan(problem, int(draw.integers(2**31)))))
        whole = claim(problem, timing, terms_of(problem, timing))
        counts["plans"] += 1
        counts["refused though right"] += bool(check_plan(problem, whole)[1])
        for other in broken(whole, draw, problem):
            counts["broken"] += 1
            if not check_plan(problem, other)[1]:
                counts["taken though broken"] += 1
        if number % _SEARCHED == 0:
            counts["searched"] += 1
            counts.update(searched(problem, number))
    print(f"seed {seed}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    return int(any(counts[name] for name in counts if name not in ("plans", "broken", "searched")))


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(*words, *(10_000, 20220608)[len(words) :])))
