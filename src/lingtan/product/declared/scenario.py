"""The declared scenario: whose sheets come from one common tool, when its version changed, how far things are expected to vary."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lingtan.evidence import from_plain
from lingtan.product.declared.energy import EnergyRules

__all__ = ["KnownSheets", "Method", "Scenario", "load_scenario"]


class Method(StrEnum):
    """How a sheet was made: by earlier versions of the makers' common tool, or otherwise (its later versions, makers' own studies)."""

    EARLIER = "earlier"
    CURRENT = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSheets:
    """A maker whose sheets say which version they come from: `current_from` a year on, or with `current_place` as their place of use."""

    maker: str
    source: str
    current_from: int = 9999
    current_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Declared before any fit. Spreads are standard deviations of logarithms, `priors` those of coefficients around physical expectation.

    `makers` publish sheets of the common tool. `changed_year` [a] is when half of them had moved to its later version, `changed_pace` [1/a]
    how fast. `known` is used on rows that constants are fitted to, never for a prediction.
    """

    makers: tuple[str, ...]
    source: str
    changed_year: float
    changed_pace: float
    reference_year: int
    grid_exponent: float
    europe_kg_per_kwh: float
    trend_years: float
    trend_expected: float
    trend_classes: tuple[str, ...]
    freedom: float
    energy: EnergyRules
    known: tuple[KnownSheets, ...]
    priors: Mapping[str, float]
    spreads: Mapping[str, float]

    def earlier_share(self, maker: str, year: int | None) -> float:
        """Probability that a sheet of this maker and year comes from the tool's earlier versions. [-]."""
        if maker.casefold() not in {name.casefold() for name in self.makers}:
            return 0.0
        return 1.0 / (1.0 + math.exp(self.changed_pace * ((year or self.reference_year) - self.changed_year)))

    def fitted_share(self, maker: str, year: int | None, place: str) -> float:
        """The same for a row that constants are fitted to: what its maker's sheets say of themselves, where that is known."""
        for entry in self.known:
            if entry.maker.casefold() == maker.casefold():
                return 0.0 if (year or 0) >= entry.current_from or place == entry.current_place else 1.0
        return self.earlier_share(maker, year)

    def years_from_reference(self, year: int | None) -> float:
        """Years from the reference year, held within `trend_years` on both sides: a trend is not carried on for ever. [a]."""
        return max(-self.trend_years, min(self.trend_years, float((year or self.reference_year) - self.reference_year)))


@cache
def load_scenario() -> Scenario:
    """The built-in scenario, `scenario.toml` beside this file."""
    text = files("lingtan.product.declared").joinpath("scenario.toml").read_text("utf-8")
    return from_plain(Scenario, tomllib.loads(text))
