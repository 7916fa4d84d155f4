"""A block of credits as it is held: what it is, where it stands, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lingtan.neutrality.serials import Registry, SerialRange

__all__ = ["CorrespondingAdjustment", "CreditBlock", "ProjectType"]


class ProjectType(StrEnum):
    """What a project does to emissions."""

    AVOIDANCE = "avoidance"
    REDUCTION = "reduction"
    REMOVAL = "removal"


class CorrespondingAdjustment(StrEnum):
    """Whether the host country adjusts its own inventory for the credit (Paris Agreement, Article 6)."""

    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditBlock:
    """A contiguous block of issued credits of one project and one vintage, each unit one tonne.

    `price_minor_per_t` is in hundredths of `currency` per tonne, None where it is not known; `place` is the cell it was read from;
    `evidence_digest` is of the registry's record of the holding.
    """

    registry: Registry
    registry_name: str
    serials: SerialRange
    project_id: str
    project_name: str
    project_type: ProjectType
    host_country: str
    methodology: str
    vintage_year: int
    issued_on: date
    labels: tuple[str, ...]
    corresponding_adjustment: CorrespondingAdjustment
    price_minor_per_t: int | None
    currency: str
    acquired_from: str
    acquired_on: date
    evidence_digest: str
    place: str = ""

    @property
    def tonnes(self) -> int:
        """Tonnes in the block, recomputed from the serials (unit: t)."""
        return self.serials.count

    @property
    def key(self) -> str:
        """The serial as the registry prints it: unique in the house, as no two blocks overlap."""
        return self.serials.text

    @property
    def retirement_key(self) -> tuple[str, str, int]:
        """What one registry retirement may not mix: registry, project and vintage."""
        return (self.registry.value, self.project_id, self.vintage_year)
