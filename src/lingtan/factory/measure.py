"""What every technology answers with: power before and after in each hour, heat given, money, limits, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError

__all__ = ["NOTHING_BESIDE", "Beside", "Combination", "Measure", "Priced", "Together", "combination", "within"]

#: Sets of measures on one end use are evaluated one by one: 57 of them for six measures.
_MOST_MEMBERS = 6
_ROUNDING_KW = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a year of a measure spares beside energy; below zero where it needs or makes more. Fresh water [m³], VOC [kg], waste [kg]"""

    water_m3: float = 0.0
    voc_kg: float = 0.0
    waste_kg: float = 0.0

    def plus(self, other: Beside) -> Beside:
        """Both together."""
        return Beside(water_m3=self.water_m3 + other.water_m3, voc_kg=self.voc_kg + other.voc_kg, waste_kg=self.waste_kg + other.waste_kg)


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure at full adoption. Power of the affected end use before and after, and useful heat it gives, [kW], shape (T,).

    Heat is below zero where the measure takes away what heated (lamps in winter). `adoption_max_share` bounds how much of it may be taken,
    `excludes` names measures of which only one may be taken whole; measures of one `end_use` stand in a `Combination`, one without a name
    has an end use of its own. `source` and `confidence` (low, medium, high) travel with every figure that rests on it. Raises InputError
    `MEASURE_POWER` where a power is negative.
    """

    name: str
    before_kw: FloatArray
    after_kw: FloatArray
    heat_kw: FloatArray
    capex_yuan: float
    opex_yuan_per_year: float
    life_years: float
    source: str
    confidence: str
    adoption_max_share: float = 1.0
    excludes: tuple[str, ...] = ()
    end_use: str = ""
    beside: Beside = NOTHING_BESIDE

    def __post_init__(self) -> None:
        least = min(float(part.min(initial=0.0)) for part in (self.before_kw, self.after_kw))
        if least < 0 or self.capex_yuan < 0 or self.life_years <= 0 or not 0 <= self.adoption_max_share <= 1:
            raise InputError("MEASURE_POWER", place=self.name, name=self.name)

    @property
    def saved_kw(self) -> FloatArray:
        """Power saved in each hour; negative where the measure draws more. [kW], shape (T,)"""
        return self.before_kw - self.after_kw

    @property
    def saved_kwh(self) -> float:
        """Energy saved in the year. [kWh]"""
        return float(np.sum(self.saved_kw))


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What the table of every technology holds beside its physics: money [yuan], [yuan/a], life [years], how much may be taken [1]."""

    capex_yuan: float
    life_years: float
    opex_yuan_per_year: float = 0.0
    adoption_max_share: float = 1.0
    excludes: tuple[str, ...] = ()
    beside: Beside = NOTHING_BESIDE

    def measure(
        self, name: str, before_kw: FloatArray, after_kw: FloatArray, *, source: str, confidence: str, heat_kw: FloatArray | None = None,
        end_use: str = "", beside: Beside | None = None, opex_yuan_per_year: float = 0.0,
    ) -> Measure:  # fmt: skip
        """The measure of these hours at this table's money; what the physics spares beside energy or costs a year is added."""
        return Measure(
            name=name, before_kw=before_kw, after_kw=after_kw, heat_kw=np.zeros_like(before_kw) if heat_kw is None else heat_kw,
            capex_yuan=self.capex_yuan, opex_yuan_per_year=self.opex_yuan_per_year + opex_yuan_per_year, life_years=self.life_years,
            source=source, confidence=confidence, adoption_max_share=self.adoption_max_share, excludes=self.excludes, end_use=end_use,
            beside=self.beside if beside is None else self.beside.plus(beside),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Together:
    """What a set of measures saves and gives in heat when all of them stand. [kW], shape (T,)"""

    saved_kw: FloatArray
    heat_kw: FloatArray


@dataclass(frozen=True, kw_only=True)
class Combination:
    """Measures on one end use: its power, [kW], shape (T,), and every set of two and more of them evaluated as a set, so in no order.

    The share of the end use on which exactly a set stands saves what the set saves: nothing is counted twice, and what is left of the end
    use is never below nothing. Raises InputError `COMBINATION_POWER` where a set saves more than there is.
    """

    end_use: str
    members: tuple[str, ...]
    before_kw: FloatArray
    together: Mapping[frozenset[str], Together]

    def __post_init__(self) -> None:
        for members, both in self.together.items():
            if (both.saved_kw > self.before_kw + _ROUNDING_KW).any():
                raise InputError("COMBINATION_POWER", place=self.end_use, names=", ".join(sorted(members)))

    def lost(self, members: frozenset[str], measures: Mapping[str, Measure]) -> Together:
        """What a set saves less than its members one by one would add up to; below zero where they help one another."""
        one_by_one = [measures[name] for name in sorted(members)]
        both = self.together[members]
        return Together(
            saved_kw=_sum([m.saved_kw for m in one_by_one]) - both.saved_kw, heat_kw=_sum([m.heat_kw for m in one_by_one]) - both.heat_kw
        )

    def added(self, members: frozenset[str], measures: Mapping[str, Measure]) -> Together:
        """What a set does beyond its own parts (inclusion and exclusion): most hours of most sets are nothing. [kW], shape (T,)"""
        saved, heat = np.zeros_like(self.before_kw), np.zeros_like(self.before_kw)
        for count in range(1, len(members) + 1):
            for chosen in combinations(sorted(members), count):
                part = self.together[frozenset(chosen)] if count > 1 else measures[chosen[0]]
                sign = (-1.0) ** (len(members) - count)
                saved, heat = saved + sign * part.saved_kw, heat + sign * part.heat_kw
        return Together(saved_kw=_rounded(saved), heat_kw=_rounded(heat))


def _rounded(power_kw: FloatArray) -> FloatArray:
    """What rounding leaves of nothing is nothing, or a program would have an entry for it in every hour."""
    return np.where(np.abs(power_kw) < _ROUNDING_KW, 0.0, power_kw)


def _sum(parts: Sequence[FloatArray]) -> FloatArray:
    total: FloatArray = np.sum(parts, axis=0)
    return total


def combination(end_use: str, measures: Sequence[Measure], evaluated: Callable[[frozenset[str]], Together]) -> Combination:
    """The measures of an end use with every set that may stand, each evaluated once. Raises InputError `COMBINATION_MANY`."""
    if len(measures) > _MOST_MEMBERS:
        raise InputError("COMBINATION_MANY", place=end_use, got=len(measures), most=_MOST_MEMBERS)
    return Combination(
        end_use=end_use, members=tuple(sorted(m.name for m in measures)), before_kw=measures[0].before_kw,
        together={members: evaluated(members) for members in _sets(measures)},
    )  # fmt: skip


def _sets(measures: Iterable[Measure]) -> Iterator[frozenset[str]]:
    """Sets of two and more in which no two exclude one another."""
    named = {m.name: m for m in sorted(measures, key=lambda m: m.name)}
    for count in range(2, len(named) + 1):
        for chosen in combinations(named, count):
            if not any(other in named[name].excludes for name in chosen for other in chosen):
                yield frozenset(chosen)


def within(place: str, value: float, least: float, most: float) -> None:
    """Refuse a number of a technology outside its bounds. Raises InputError `TECHNOLOGY_RANGE` with the place."""
    if not least <= value <= most:
        raise InputError("TECHNOLOGY_RANGE", place=place, value=value, least=least, most=most)
