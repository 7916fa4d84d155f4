"""Small problems drawn from a seed, of every kind the room knows; and a plan as a claim for the checker."""

from __future__ import annotations

import numpy as np

from lingtan.scheduling import Claim, ClaimedOrder, Closure, Frozen, Pool, Problem, Terms, Timing, problem_from_arrays


def small(seed: int, *, orders: int = 6, lines: int = 2, families: int = 3) -> Problem:
    """Eligibility, releases, set-ups by line, breaks, a maintenance; set-ups before the material or after it."""
    g = np.random.default_rng(seed)
    run = g.integers(5, 60, (lines, orders))
    run[g.random((lines, orders)) < 0.3] = -1
    run[g.integers(0, lines, orders), np.arange(orders)] = g.integers(5, 60, orders)
    setup = g.integers(0, 30, (lines, families, families))
    if seed % 2:
        setup[:, np.arange(families), np.arange(families)] = 0
    closures = []
    for k in range(lines):
        at = 0
        for _ in range(int(g.integers(0, 4))):
            start = at + int(g.integers(1, 60))
            at = start + int(g.integers(1, 30))
            closures.append(Closure(line=k, start_min=start, end_min=at, pauses=bool(g.random() < 0.6)))
    return problem_from_arrays(
        run,
        setup,
        family=g.integers(0, families, orders),
        first_setup_min=g.integers(0, 20, (lines, families)),
        release_min=g.integers(0, 100, orders),
        due_min=g.integers(20, 200, orders),
        weight=g.integers(0, 5, orders),
        closures=closures,
        is_setup_before_release=bool(seed % 3),
    )


def with_frozen(problem: Problem) -> Problem:
    """The same with its first order running on the first line that can make it, since minute 3 of the plan."""
    from dataclasses import replace

    line = int(np.flatnonzero(problem.run_min[:, 0] >= 0)[0])
    kept = tuple(c for c in problem.closures if c.line != line)
    return replace(problem, frozen=(Frozen(order=0, line=line, start_min=3),), closures=kept)


def tied(seed: int, *, orders: int = 6, lines: int = 3) -> Problem:
    """The same with people in shifts, a tool that stays with its order, orders behind orders, and at times an order in three lots."""
    from dataclasses import replace

    problem = small(seed, orders=orders, lines=lines)
    g = np.random.default_rng([seed, 7])
    people = Pool(name="people", from_min=(0, 40, 90), sizes=(2, int(g.integers(0, 3)), 2))
    tool = Pool(name="tool", from_min=(0,), sizes=(1,), is_held=True)
    needs = np.stack([g.integers(0, 3, (lines, 1)) + np.zeros((1, 3), np.int64), np.ones((lines, 1), np.int64) * (g.random((1, 3)) < 0.5)])
    after, lot_of = np.full(orders, -1), np.arange(orders)
    for j in range(2, orders):
        if g.random() < 0.4:
            after[j] = g.integers(0, j)
    if seed % 2:
        lot_of[3:6] = 3
        for values in (after, problem.weight, problem.due_min):
            values[3:6] = values[3]
    pools = (people, tool)[: int(g.integers(0, 3))]
    return replace(
        problem, pools=pools, needs=needs[: len(pools)].astype(np.int64), after=after, lot_of=lot_of, transfer_min=g.integers(0, 20, orders)
    )


def random_plan(problem: Problem, seed: int) -> list[list[int]]:
    g = np.random.default_rng(seed)
    plan: list[list[int]] = [[f.order for f in problem.frozen_of(k)] for k in range(problem.line_count)]
    frozen = {f.order for f in problem.frozen}
    for j in g.permutation(problem.order_count):
        if int(j) not in frozen:
            plan[int(g.choice(np.flatnonzero(problem.run_min[:, j] >= 0)))].append(int(j))
    return plan


def claim(problem: Problem, timing: Timing, terms: Terms) -> Claim:
    orders = [
        ClaimedOrder(
            order=problem.orders[j],
            line=problem.lines[int(timing.line[j])],
            setup_start_min=int(timing.setup_start_min[j]),
            setup_min=int(timing.setup_min[j]),
            start_min=int(timing.start_min[j]),
            end_min=int(timing.end_min[j]),
        )
        for j in range(problem.order_count)
    ]
    said = {name: getattr(terms, name) for name in ("weighted_tardiness_min", "changeover_min", "makespan_min", "moved_count")}
    return Claim(orders=orders, terms=said)
