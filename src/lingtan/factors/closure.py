"""The inputs of a factor, followed to their end at one place, and the climate figure they add up to.

The kernel (`lca`) does this for a whole system and for every draw; this is the short way to show one factor, and to test the packs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from lingtan.errors import FactorError
from lingtan.factors.electricity import require_product_class
from lingtan.factors.library import FactorLibrary
from lingtan.factors.query import FactorQuery, Resolved
from lingtan.factors.record import Factor

__all__ = ["closure", "input_climate", "total_climate"]


def closure(library: FactorLibrary, activity: str, place: str, year: int) -> Mapping[str, Resolved]:
    """The activity and everything it takes as input, directly or not, resolved at the place in the product's classes.

    Deepest first, so that each entry's inputs stand before it. Raises what `resolve` raises, and FactorError `FACTOR_INPUT_LOOP`.
    """
    found: dict[str, Resolved] = {}

    def follow(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise FactorError("FACTOR_INPUT_LOOP", place=place, path=" > ".join((*path, name)))
        if name in found:
            return
        resolved = library.resolve(FactorQuery(activity=name, place=place, year=year, klass=library.class_of(name)))
        require_product_class(resolved.factor)
        for taken in resolved.factor.inputs:
            follow(taken, (*path, name))
        found[name] = resolved

    follow(activity, ())
    return found


def total_climate(library: FactorLibrary, activity: str, place: str, year: int) -> float:
    """The activity's climate figure with all its inputs, made at the place. [kg CO2e per unit]."""
    totals: dict[str, float] = {}
    for name, resolved in closure(library, activity, place, year).items():
        factor = resolved.factor
        totals[name] = math.fsum([factor.value, *(amount * totals[i] for i, amount in factor.inputs.items())])
    return totals[activity]


def input_climate(library: FactorLibrary, factor: Factor) -> Mapping[str, float]:
    """What each input adds to one unit of a factor, made at the factor's own place and in its year. [kg CO2e per unit]."""
    return {name: amount * total_climate(library, name, factor.place, factor.year) for name, amount in factor.inputs.items()}
