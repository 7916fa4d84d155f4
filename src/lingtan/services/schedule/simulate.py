"""`lingtan simulate`: a week over and over with disturbances, planned again each time, beside dispatching rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from lingtan.evidence import JSON
from lingtan.files.schedule.week_file import read_week
from lingtan.scheduling import Effort, Objective, Rule
from lingtan.scheduling.simulation import Disturbances, Policy, World, drawn_world, roll, weekly_kpis
from lingtan.services.schedule.effort import Progress

__all__ = ["simulate"]

_FORMAT = "lingtan-simulation-1"
#: Rules deal out what is there at every half hour and at the full hour after anything happens, and hold nothing.
_DEALT_MIN = 30
_STAMP = "%Y-%m-%d %H:%M"


def simulate(
    path: Path,
    disturbances: Mapping[str, float],
    *,
    weeks: int,
    seed: int,
    replan_h: float,
    freeze_h: float,
    moved: int,
    iterations: int,
    runs: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
) -> dict[str, JSON]:
    """The figures by policy and week, and what happened. `disturbances` are fields of `Disturbances`; `progress` is told of the searches.

    Raises InputError `SIMULATION_RANGE`, `SIMULATION_TIED`, and as `read_week`; KernelError `COMPILER_MISSING`.
    """
    world = drawn_world(read_week(path), Disturbances(**disturbances), weeks_count=weeks, seed=seed)
    effort = Effort(iterations=iterations, runs=runs, seed=seed, workers=workers)
    policies = {
        "plan": Policy(
            interval_min=max(round(60 * replan_h), 1),
            freeze_min=round(60 * freeze_h),
            objective=Objective(per_moved=moved),
            effort=effort,
        ),
        **{rule.value: Policy(interval_min=_DEALT_MIN, rule=rule) for rule in (Rule.EDD, Rule.FIFO)},
    }
    found: dict[str, JSON] = {}
    for name, policy in policies.items():
        whole, *each = weekly_kpis(world, roll(world, policy, progress) if progress and policy.rule is None else roll(world, policy))
        found[name] = {"all": asdict(whole), "weeks": [asdict(one) for one in each]}
    return {
        "format": _FORMAT,
        "is_synthetic": True,
        "seed": seed,
        "weeks": weeks,
        "orders": world.week.problem.order_count,
        "disturbances": asdict(world.disturbances),
        "happened": _happened(world),
        "policies": found,
        "events": [[world.week.moment(minute).strftime(_STAMP), kind, name] for minute, kind, name in world.events()],
    }


def _happened(world: World) -> dict[str, JSON]:
    kinds = [kind for _, kind, _ in world.events()]
    down_h = sum(one.end_min - one.start_min for one in world.downs) / 60
    return {**{kind: kinds.count(kind) for kind in ("breakdown", "rush", "late_material")}, "down_h": down_h}
