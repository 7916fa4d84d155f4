"""What the planning of a site is asked, as the job keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.sites.settings import PlanSettings

__all__ = ["FactoryRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactoryRequest:
    """A plan of a kept site under settings; each curve is solved at so many points, not at all for 0."""

    site: str
    settings: PlanSettings
    points: int = 5
