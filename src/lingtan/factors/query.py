"""What is asked of the library, what it answers, and the steps it took from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import Param
from lingtan.evidence import Mark
from lingtan.factors.record import Factor, FactorClass
from lingtan.messages import Message

__all__ = ["FactorQuery", "FallbackStep", "Resolved", "StepKind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorQuery:
    """An activity at a place in a year. Without `klass` the activity must have one class only (electricity has two)."""

    activity: str
    place: str
    year: int
    klass: FactorClass | None = None


class StepKind(StrEnum):
    """Why the factor used differs from the one asked for."""

    PLACE = "place"  # a larger place stands in
    GENERIC = "generic"  # a world figure serves the place; its own pedigree carries the geography
    YEAR = "year"  # another year stands in
    SCALED = "scaled"  # a national life-cycle factor times the direct factors' ratio (METHODS 1)
    OVERRIDE = "override"  # a user's pack took precedence over a built-in factor


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackStep:
    """One stated step: what was asked, what was used, and the GSD it adds (1 for none). `basis` names the rule or the factors behind it."""

    kind: StepKind
    asked: str
    used: str
    extra_gsd: float
    basis: str

    @property
    def message(self) -> Message:
        """The step as a sentence of the catalogue."""
        params: dict[str, Param] = {"asked": self.asked, "used": self.used, "extra_gsd": round(self.extra_gsd, 3), "basis": self.basis}
        return Message(code=f"FACTOR_STEP_{self.kind.value.upper()}", params=params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The factor that answers a query, how it was reached, and its total GSD: basic ⊕ pedigree ⊕ fallback, in quadrature of ln."""

    query: FactorQuery
    factor: Factor
    steps: tuple[FallbackStep, ...]
    gsd_total: float

    @property
    def is_estimate(self) -> bool:
        """True where the figure itself is modelled, assumed or synthetic, or was scaled to the place."""
        return self.factor.mark.is_estimate or any(step.kind is StepKind.SCALED for step in self.steps)

    @property
    def mark(self) -> Mark:
        """The factor's mark; a scaled factor is `modelled`."""
        return self.factor.mark
