"""The process graph: activities, their exchanges with one another, and their flows on the indicator axis.

Every amount is `value × Π multipliers`, the multipliers being parameters of mean 1 (`uncertainty.Parameter`). For a graph without
loops in which no path meets the same parameter twice, the score at value is therefore the exact mean of the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lingtan.quantities import Indicator, Unit

__all__ = ["Activity", "Demand", "Exchange", "ProcessGraph"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """`amount` of another activity's product that one run of the activity takes (> 0) or delivers beside its own (< 0)."""

    activity: str
    amount: float
    multipliers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One process. `production` of its own reference product per run; `flows` per run on the indicator axis [kg CO2e, kg, m3].

    A co-product is a negative exchange (substitution) or an allocation made before the graph is built; both are stated by the caller.
    """

    key: str
    unit: Unit
    place: str
    production: float = 1.0
    exchanges: tuple[Exchange, ...] = ()
    flows: Mapping[Indicator, float] = field(default_factory=dict)
    flow_multipliers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One line of a device's inventory: `amount` of an activity's product, tagged so that contributions can be told apart."""

    line: str
    activity: str
    amount: float
    multipliers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessGraph:
    """Activities by key, in the order they were added (the order in which sums are taken)."""

    activities: Mapping[str, Activity]
