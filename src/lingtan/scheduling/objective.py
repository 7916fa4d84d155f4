"""What a plan is judged by: each term apart, in whole units; their weighted sum only steers the search."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError

__all__ = ["Objective", "Terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Whole-number weights of the terms the sequence decides. `per_moved` is per order off its line or place of the last plan.

    Raises InputError `SCHEDULE_OBJECTIVE` for a negative weight or for nothing to minimise.
    """

    per_weighted_tardy_min: int = 1
    per_changeover_min: int = 1
    per_makespan_min: int = 0
    per_moved: int = 0

    def __post_init__(self) -> None:
        weights = (self.per_weighted_tardy_min, self.per_changeover_min, self.per_makespan_min, self.per_moved)
        if min(weights) < 0 or max(weights) == 0 or max(weights) > 1_000_000:
            raise InputError("SCHEDULE_OBJECTIVE", place="objective", weights=str(weights))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one plan. `weighted_tardiness_min` is Σ weight × minutes late; `moved_count` counts as `Objective.per_moved` does."""

    weighted_tardiness_min: int
    changeover_min: int
    makespan_min: int
    moved_count: int

    def total(self, objective: Objective) -> int:
        """The weighted sum."""
        return (
            objective.per_weighted_tardy_min * self.weighted_tardiness_min
            + objective.per_changeover_min * self.changeover_min
            + objective.per_makespan_min * self.makespan_min
            + objective.per_moved * self.moved_count
        )
