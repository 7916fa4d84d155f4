"""Answers as they are kept: a year in operation, the front, draws by the block."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.factory import FrontPoint, Scenario, Scenarios, Skill, Spread

__all__ = ["CUTS", "FrontLevel", "FrontReach", "OperationRun", "ScenarioBlock", "SiteFront", "SiteScenarios"]

#: Of the baseline's carbon.
CUTS = (0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRun:
    """A year on one forecast beside foresight. [yuan/a], [1], [kWh]"""

    forecast: str
    cost_yuan: float
    perfect_yuan: float
    regret_share: float
    unserved_kwh: float
    solves: int
    skills: tuple[Skill, ...]
    spreads: tuple[Spread, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontReach:
    """The most that a level can cut, as a share of the baseline."""

    reach_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontLevel:
    """Points of one level of means, and the one at the most that it can cut."""

    level: str
    reach_share: float
    most: FrontPoint
    points: tuple[FrontPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFront:
    """The front at 80, 90, 95 and 100 %, by level."""

    levels: tuple[FrontLevel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioBlock:
    """Some draws."""

    runs: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteScenarios:
    """All draws."""

    found: Scenarios
