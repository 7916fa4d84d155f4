"""A factor among its own: the same activity and class by year, and in other places of its kind."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.evidence import Mark
from lingtan.factors import Factor, FactorLibrary
from lingtan.quantities import all_places

__all__ = ["FactorPoint", "by_place", "by_year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorPoint:
    """One factor's figure, without its inputs. [kg CO2e/unit]."""

    id: str
    place: str
    name_en: str
    name_zh: str
    year: int
    value: float
    mark: Mark


def by_year(library: FactorLibrary, factor: Factor) -> tuple[FactorPoint, ...]:
    """The same activity, class and place, one point a year, the topmost pack's."""
    found = {other.year: other for other in library.factors if _same(other, factor) and other.place == factor.place}
    return tuple(_point(found[year]) for year in sorted(found))


def by_place(library: FactorLibrary, factor: Factor, *, most: int = 31) -> tuple[FactorPoint, ...]:
    """Places of the same kind (province beside province) in the factor's year, the largest first: those nearest to it in rank."""
    kind = all_places()[factor.place].kind
    found = [o for o in library.factors if _same(o, factor) and o.year == factor.year and all_places()[o.place].kind is kind]
    ranked = sorted(found, key=lambda other: (-other.value, other.place))
    here = ranked.index(factor)
    first = max(0, min(here - most // 2, len(ranked) - most))
    return tuple(_point(other) for other in ranked[first : first + most])


def _same(other: Factor, factor: Factor) -> bool:
    return (other.activity, other.klass) == (factor.activity, factor.klass)


def _point(factor: Factor) -> FactorPoint:
    place = all_places()[factor.place]
    return FactorPoint(
        id=factor.id, place=factor.place, name_en=place.name_en, name_zh=place.name_zh, year=factor.year, value=factor.value,
        mark=factor.mark,
    )  # fmt: skip
