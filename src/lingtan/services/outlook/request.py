"""What is asked of a site beyond its plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["OutlookRequest", "Part"]


class Part(StrEnum):
    """分年路径, 情景, 运行, 成本—碳前沿."""

    ROAD = "road"
    SCENARIOS = "scenarios"
    OPERATION = "operation"
    FRONT = "front"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookRequest:
    """One part of a kept site; `runs`, `seed` and `keep` are of scenarios, `every_hours` of operation. [1], [h]"""

    site: str
    part: Part
    runs: int = 100
    seed: int = 1
    keep: bool = False
    every_hours: int = 24
