"""What a new factor release does to a device: the same device twice, each change under the factor that brought it.

The total is Σ runs·flow over the activities behind the device. From one library to the other an activity's part changes by
(flow₁ − flow₀)·(runs₀ + runs₁)/2 + (runs₁ − runs₀)·(flow₀ + flow₁)/2 (Bennet 1920): by its own factor, and by being used more or less
because a factor above it takes other amounts. Both leave no residual; rounding to milligrams is apportioned by largest remainder.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from lingtan.lca import certified_scaling
from lingtan.product.breakdown import demands_of, mean_mg
from lingtan.product.inventory import Inventory
from lingtan.quantities import CLIMATE, apportion

__all__ = ["Effect", "ReleaseCause", "ReleaseEffect", "release_effect"]


class ReleaseCause(StrEnum):
    """How a factor's change reaches the device."""

    VALUE = "value"  # its own figure
    SUPPLY = "supply"  # how much of it the others take


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one activity's change does to the device. [mg CO2e]. Factors by id, empty where the activity is in one release only."""

    cause: ReleaseCause
    activity: str
    place: str
    before: str
    after: str
    mg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseEffect:
    """A device before and after. [mg CO2e]. The effects, largest first, sum to `after_mg` − `before_mg` exactly."""

    before_mg: int
    after_mg: int
    effects: tuple[Effect, ...]

    @property
    def change(self) -> float:
        """After ÷ before − 1. [-]"""
        return self.after_mg / self.before_mg - 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """An activity behind the device: its factor, the device's runs of it, and what a run emits. [kg CO2e]"""

    factor: str
    runs: float
    kg: float


def release_effect(before: Inventory, after: Inventory) -> ReleaseEffect:
    """The same device under two libraries. Pure. Raises KernelError as the kernel does."""
    old, new = _nodes(before), _nodes(after)
    found = [part for name in dict.fromkeys([*old, *new]) for part in _parts(name, old.get(name), new.get(name)) if part[1]]
    was, now = mean_mg(before), mean_mg(after)
    shares = apportion([kg * 1e6 for _, kg in found], now - was)
    effects = [replace(effect, mg=mg) for (effect, _), mg in zip(found, shares, strict=True) if mg]
    return ReleaseEffect(
        before_mg=was, after_mg=now, effects=tuple(sorted(effects, key=lambda e: (-abs(e.mg), e.activity, e.place, e.cause)))
    )


#: An activity, its place, and which of its years it is: a release that brings a newer year still meets the activity it had.
_Name = tuple[str, str, int]


def _nodes(inventory: Inventory) -> Mapping[_Name, _Node]:
    runs = certified_scaling(inventory.graph, demands_of(inventory))
    found: dict[_Name, _Node] = {}
    for key in sorted(runs):  # by year, for the year stands at the end of a node's key
        activity = inventory.graph.activities[key]
        resolved = inventory.resolved.get(key)
        name = key.partition("@")[0]
        turn = sum(known[:2] == (name, activity.place) for known in found)
        flow = math.fsum(activity.flows.get(indicator, 0.0) for indicator in CLIMATE)
        found[name, activity.place, turn] = _Node(factor=resolved.factor.id if resolved else key, runs=runs[key], kg=flow)
    return found


def _parts(name: _Name, old: _Node | None, new: _Node | None) -> Iterator[tuple[Effect, float]]:
    was, now = old or _Node(factor="", runs=0.0, kg=0.0), new or _Node(factor="", runs=0.0, kg=0.0)
    said: dict[str, Any] = {"activity": name[0], "place": name[1], "before": was.factor, "after": now.factor, "mg": 0}
    if old is None or new is None:
        yield Effect(cause=ReleaseCause.SUPPLY, **said), now.runs * now.kg - was.runs * was.kg
        return
    yield Effect(cause=ReleaseCause.VALUE, **said), (now.kg - was.kg) * (was.runs + now.runs) / 2.0
    yield Effect(cause=ReleaseCause.SUPPLY, **said), (now.runs - was.runs) * (was.kg + now.kg) / 2.0
