"""What a plan is judged by: each term apart, in whole units. Their weighted sum steers the search, or they count one after another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError

__all__ = ["Objective", "Rank", "Term", "Terms"]

_LARGEST_SHARE, _LARGEST = 10.0, 1_000_000_000


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

    def of(self, term: Term) -> int:
        """One term."""
        return int(getattr(self, _FIELDS[term]))


class Term(StrEnum):
    """A term that may have a rank."""

    TARDINESS = "tardiness"
    CHANGEOVER = "changeover"
    MAKESPAN = "makespan"
    MOVED = "moved"


_FIELDS = {
    Term.TARDINESS: "weighted_tardiness_min",
    Term.CHANGEOVER: "changeover_min",
    Term.MAKESPAN: "makespan_min",
    Term.MOVED: "moved_count",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A term, and how much of the best found of it may be given away for the terms behind it: a share of it [1], and so much in its unit.

    Raises InputError `SCHEDULE_RANK`.
    """

    term: Term
    tolerance_share: float = 0.0
    tolerance: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.tolerance_share <= _LARGEST_SHARE and 0 <= self.tolerance <= _LARGEST):
            raise InputError("SCHEDULE_RANK", place=self.term.value, got=f"{self.tolerance_share:g}, {self.tolerance}")

    def limit(self, best: int) -> int:
        """What the term may be where `best` was found."""
        return best + int(best * self.tolerance_share) + self.tolerance
