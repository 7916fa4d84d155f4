"""Simulated weeks as they are kept and shown: what was asked, what happened, what came of each way of planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.scheduling.simulation import WeekKpis
from lingtan.services.schedule.simulate import SimulationSettings

__all__ = ["EventRow", "KeptSimulation", "WayRow", "simulation_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRow:
    """A way of planning in one week, or in all of them (week 0)."""

    way: str
    figures: WeekKpis


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A breakdown, a rush order or late material, at the plant's clock; `of` is its line or order."""

    at: str
    kind: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSimulation:
    """A simulation by its job. `happened_count` by kind of event; `down_h` all breakdowns together. [h]"""

    week: str
    simulation: str
    actor: str
    at: datetime
    settings: SimulationSettings
    orders_count: int
    happened_count: Mapping[str, int]
    down_h: float
    is_energy_assumed: bool
    whole: tuple[WayRow, ...]
    weekly: tuple[WayRow, ...]
    events: tuple[EventRow, ...]


def simulation_of(
    record: Mapping[str, Any], *, week: str, simulation: str, actor: str, at: datetime, settings: SimulationSettings
) -> KeptSimulation:
    """What is kept of a written simulation."""
    ways = record["policies"]
    weekly = (WayRow(way=way, figures=WeekKpis(**ways[way]["weeks"][n])) for n in range(record["weeks"]) for way in ways)
    return KeptSimulation(
        week=week, simulation=simulation, actor=actor, at=at, settings=settings, orders_count=record["orders"],
        happened_count={kind: count for kind, count in record["happened"].items() if kind != "down_h"}, down_h=record["happened"]["down_h"],
        is_energy_assumed=record["is_energy_assumed"],
        whole=tuple(WayRow(way=way, figures=WeekKpis(**found["all"])) for way, found in ways.items()), weekly=tuple(weekly),
        events=tuple(EventRow(at=at, kind=kind, of=name) for at, kind, name in record["events"]),
    )  # fmt: skip
