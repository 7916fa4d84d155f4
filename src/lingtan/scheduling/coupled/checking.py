"""What ties lines together, checked minute by minute of a written plan, with code of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lingtan.messages import Message
from lingtan.scheduling.claim import ClaimedOrder
from lingtan.scheduling.problem import Problem

__all__ = ["wrong_ties"]


def wrong_ties(problem: Problem, claimed: Mapping[int, tuple[int, ClaimedOrder]]) -> list[Message]:
    """Orders that begin before what they wait for is there, and minutes in which a pool is overdrawn.

    `claimed`: line and claim of each order.
    """
    return [*_too_soon(problem, claimed), *_overdrawn(problem, claimed)]


def _too_soon(problem: Problem, claimed: Mapping[int, tuple[int, ClaimedOrder]]) -> Iterator[Message]:
    frozen = {f.order for f in problem.frozen}
    ends: dict[int, int] = {}
    for j, (_, one) in claimed.items():
        whole = int(problem.lot_of[j])
        ends[whole] = max(ends.get(whole, one.end_min), one.end_min)
    for j, (_, one) in claimed.items():
        if problem.after[j] < 0 or j in frozen:
            continue
        there = ends.get(int(problem.lot_of[problem.after[j]]), 0) + int(problem.transfer_min[j])
        begin = one.start_min if problem.is_setup_before_release or not one.setup_min else min(one.start_min, one.setup_start_min)
        if begin < there:
            params: dict[str, int | str] = {"got": begin, "wanted": there, "before": problem.orders[int(problem.after[j])]}
            yield Message(code="SCHEDULE_CHECK_AFTER", place=f"{one.order} @ {one.line}", params=params)


def _overdrawn(problem: Problem, claimed: Mapping[int, tuple[int, ClaimedOrder]]) -> Iterator[Message]:
    """Of each pool the first minute that an order which could have waited overdraws."""
    frozen = {f.order for f in problem.frozen}
    shut: dict[int, set[int]] = {k: set() for k in range(problem.line_count)}
    for c in problem.closures if problem.pools else ():
        shut[c.line].update(range(c.start_min, c.end_min))
    for number, pool in enumerate(problem.pools):
        drawn: dict[int, int] = {}
        could_wait: set[int] = set()
        for j, (k, one) in claimed.items():
            need = int(problem.needs[number][k][problem.family[j]])
            if not need:
                continue
            for t in _minutes(one, shut[k], is_held=pool.is_held):
                drawn[t] = drawn.get(t, 0) + need
                if j not in frozen:
                    could_wait.add(t)
        for t in sorted(could_wait):
            size = pool.sizes[0]
            for since, then in zip(pool.from_min, pool.sizes, strict=True):
                if since <= t:
                    size = then
            if drawn[t] > size:
                yield Message(code="SCHEDULE_CHECK_POOL", place=f"{pool.name} @ {t}", params={"got": drawn[t], "wanted": size})
                break


def _minutes(one: ClaimedOrder, shut: set[int], *, is_held: bool) -> Iterator[int]:
    """Minutes in which the order needs the pool: all from its set-up to its end, or those in which the line works for it."""
    begin = one.setup_start_min if one.setup_min else one.start_min
    if is_held:
        yield from range(begin, one.end_min)
        return
    left = one.setup_min
    for t in range(begin, one.end_min):
        if t in shut:
            continue
        if t < one.start_min:
            if left <= 0:
                continue
            left -= 1
        yield t
