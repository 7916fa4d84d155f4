"""The rolling horizon: plan what is known, hold what is near, let it happen, see what happened, plan again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from lingtan.scheduling.dispatch import Rule, best_atcs, rule_plan
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.replan import LastOrder, Replan, carry_over
from lingtan.scheduling.search import Effort, improve
from lingtan.scheduling.simulation.shop import Shop, View
from lingtan.scheduling.simulation.world import World
from lingtan.scheduling.timing import Timing, terms_of, time_line, timing_of

__all__ = ["Course", "Policy", "roll"]

#: Told how much of a course is over, of how much.
Watch = Callable[[int, int], None]
_NEVER = 1 << 60
#: Whatever happens is answered at the next full hour: several events of an hour are one re-plan.
_ANSWER_MIN = 60
#: Starts of the rule, and how warm a search begins that is to stay near the last plan.
_STARTS, _HEAT = 4, 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the plant is planned: every so often and at the full hour after anything happens.

    `freeze_min`: what is to begin so soon stays where it is. `rule`: orders whose material is there are dealt to the lines by this rule;
    None: the search, with `objective` (whose `per_moved` holds it near the last plan) and `effort`.
    """

    interval_min: int = 1440
    freeze_min: int = 0
    rule: Rule | None = None
    objective: Objective = field(default_factory=lambda: Objective(per_moved=60))
    effort: Effort = field(default_factory=lambda: Effort(iterations=100_000, runs=1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """What came of a policy: what was executed, and at which minutes it was planned with how many orders moved off the last plan."""

    timing: Timing
    truth: Problem
    replans: tuple[tuple[int, int], ...]


def roll(world: World, policy: Policy, watch: Watch = lambda _done, _total: None) -> Course:
    """The plant over the world's weeks under a policy. The same world and policy: the same course.

    What is left at the end of the last week is worked off in the order of the last plan. `watch` is told how many times of planning are
    over, of how many.
    """
    shop = Shop.opened(world)
    lists: Plan = tuple(() for _ in shop.done)
    replans: list[tuple[int, int]] = []
    epochs = _epochs(world, policy)
    for over, (now, until) in enumerate(pairwise([*epochs, _NEVER]), start=1):
        is_last = until == _NEVER
        view = shop.view(now, 0 if policy.rule and not is_last else _NEVER)
        if view is not None:
            lists, moved = _planned(shop, view, lists, now, policy)
            replans.append((now, moved))
            shop.work(lists, now, until)
        watch(over, len(epochs))
    return Course(timing=shop.timing(), truth=shop.truth, replans=tuple(replans))


def _epochs(world: World, policy: Policy) -> list[int]:
    """Minutes of planning: the policy's own, and the full hours after anything that happens; the last is the end of the last week."""
    regular = range(0, world.until_min, policy.interval_min)
    answers = (-(-minute // _ANSWER_MIN) * _ANSWER_MIN for minute, _, _ in world.events())
    return sorted({*regular, *(minute for minute in answers if minute < world.until_min), world.until_min})


def _planned(shop: Shop, view: View, lists: Plan, now_min: int, policy: Policy) -> tuple[Plan, int]:
    """The lists of the lines from now on, in the world's numbers, and how many orders left their place."""
    place = {int(j): n for n, j in enumerate(view.orders)}
    kept = [[place[j] for j in orders if j in place] for orders in lists]
    again = carry_over(view.problem, _believed(view.problem, kept), now_min=now_min, freeze_until_min=now_min + policy.freeze_min)
    is_anew = now_min % policy.interval_min == 0 or not any(kept)
    plan = rule_plan(again.problem, policy.rule) if policy.rule else _searched(again, policy, is_anew=is_anew)
    moved = terms_of(again.problem, timing_of(again.problem, plan)).moved_count
    return tuple(tuple(int(view.orders[n]) for n in orders) for orders in plan), moved


def _believed(problem: Problem, kept: Sequence[Sequence[int]]) -> dict[str, LastOrder]:
    """When the orders of the last plan would now begin and end, were it kept."""
    times = Timing(sequence=(), **{name: np.zeros(problem.order_count, np.int64) for name in Timing.__slots__ if name != "sequence"})
    found: dict[str, LastOrder] = {}
    for k, orders in enumerate(kept):
        time_line(problem, k, orders, times)
        for j in orders:
            last = LastOrder(line=problem.lines[k], start_min=int(times.start_min[j]), end_min=int(times.end_min[j]))
            found[problem.orders[j]] = last
    return found


def _searched(again: Replan, policy: Policy, *, is_anew: bool) -> Plan:
    """The search near the last plan; at the regular times, or without a last plan, the better of it and of the search from the rule."""
    p, objective, effort = again.problem, policy.objective, policy.effort
    found = [improve(p, objective, replace(effort, heat_share=_HEAT), again.start)]
    if is_anew:
        found.append(improve(p, objective, effort, best_atcs(p, objective, starts=_STARTS)))
    return min(found, key=lambda plan: terms_of(p, timing_of(p, plan)).total(objective))
