"""Simulated weeks of a plant: one world of events, planned again under settings, beside dispatching rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lingtan.evidence import JSON
from lingtan.files.schedule.week_file import read_week
from lingtan.scheduling import Effort, Objective, Rule
from lingtan.scheduling.simulation import Disturbances, Policy, World, drawn_world, roll, weekly_kpis
from lingtan.services.schedule.effort import Progress

__all__ = ["WAYS", "Disturbances", "SimulationSettings", "record_of", "simulate", "simulated_way", "world_of"]

_FORMAT = "lingtan-simulation-1"
_PLAN = "plan"
#: Ways of planning: the search, and orders dealt out by rules.
WAYS = (_PLAN, Rule.EDD.value, Rule.FIFO.value)
#: Rules deal out what is there at every half hour and at the full hour after anything happens, and hold nothing.
_DEALT_MIN = 30
_STAMP = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSettings:
    """`weeks_count` of events by `seed`; planned anew every `replan_h` and after events, what begins within `freeze_h` left alone. [h]"""

    disturbances: Disturbances = field(default_factory=Disturbances)
    weeks_count: int = 4
    seed: int = 1
    replan_h: float = 24.0
    freeze_h: float = 8.0
    per_moved: int = 60
    iterations: int = 100_000


def simulate(path: Path, settings: SimulationSettings, progress: Progress) -> dict[str, JSON]:
    """The figures by way of planning and week, and what happened. `progress` is told of the searches.

    Raises InputError as `world_of`; KernelError `COMPILER_MISSING`.
    """
    world = world_of(path, settings)
    return record_of(world, settings, {way: simulated_way(world, settings, way, progress) for way in WAYS})


def world_of(path: Path, settings: SimulationSettings) -> World:
    """What will happen. Raises InputError `SIMULATION_RANGE`, `SIMULATION_TIED`, and as `read_week`."""
    return drawn_world(read_week(path), settings.disturbances, weeks_count=settings.weeks_count, seed=settings.seed)


def simulated_way(world: World, settings: SimulationSettings, way: str, progress: Progress) -> dict[str, JSON]:
    """The figures of all weeks and of each under one of `WAYS`; a rule is over before there is much to tell of it."""
    course = roll(world, _planned(settings), progress) if way == _PLAN else roll(world, Policy(interval_min=_DEALT_MIN, rule=Rule(way)))
    whole, *each = weekly_kpis(world, course)
    return {"all": asdict(whole), "weeks": [asdict(one) for one in each]}


def record_of(world: World, settings: SimulationSettings, ways: Mapping[str, JSON]) -> dict[str, JSON]:
    """The simulation as it is written."""
    events = [[world.week.moment(minute).strftime(_STAMP), kind, name] for minute, kind, name in world.events()]
    return {
        "format": _FORMAT, "is_synthetic": True, "seed": settings.seed, "weeks": settings.weeks_count,
        "orders": world.week.problem.order_count, "disturbances": asdict(world.disturbances), "happened": _happened(world),
        "policies": dict(ways), "events": events, "is_energy_assumed": world.week.is_energy_assumed,
    }  # fmt: skip


def _planned(settings: SimulationSettings) -> Policy:
    return Policy(
        interval_min=max(round(60 * settings.replan_h), 1), freeze_min=round(60 * settings.freeze_h),
        objective=Objective(per_moved=settings.per_moved), effort=Effort(iterations=settings.iterations, runs=1, seed=settings.seed),
    )  # fmt: skip


def _happened(world: World) -> dict[str, JSON]:
    kinds = [kind for _, kind, _ in world.events()]
    down_h = sum(one.end_min - one.start_min for one in world.downs) / 60
    return {**{kind: kinds.count(kind) for kind in ("breakdown", "rush", "late_material")}, "down_h": down_h}
