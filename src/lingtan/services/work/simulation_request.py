"""What the simulation of weeks is asked, as the job keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.schedule.simulate import SimulationSettings

__all__ = ["SimulationRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationRequest:
    """Weeks of a kept week, disturbed and planned under settings."""

    week: str
    settings: SimulationSettings
