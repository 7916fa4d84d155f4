"""Factors by activity, class, place and year, in layers: a later layer (a user's pack) is seen before an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lingtan.errors import FactorError
from lingtan.factors.record import Factor, FactorClass
from lingtan.quantities import Unit

__all__ = ["FactorIndex"]

_Layers = list[tuple[int, Factor]]


@dataclass(slots=True)
class FactorIndex:
    """The look-up tables of a library. Built once and not changed afterwards."""

    cells: dict[tuple[str, FactorClass], dict[str, dict[int, _Layers]]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    classes: dict[str, tuple[FactorClass, ...]] = field(default_factory=dict)

    @classmethod
    def build(cls, layers: Sequence[Sequence[Factor]]) -> FactorIndex:
        """The index of the layers, the last one first in sight.

        Raises FactorError `FACTOR_DUPLICATE` (two rows of one layer answer the same question) or `FACTOR_UNIT_MISMATCH`.
        """
        index = cls()
        for depth, layer in enumerate(layers):
            for factor in layer:
                index._add(depth, factor)
        return index

    def _add(self, depth: int, factor: Factor) -> None:
        unit = self.units.setdefault(factor.activity, factor.unit)
        if unit is not factor.unit:
            raise FactorError("FACTOR_UNIT_MISMATCH", place=factor.id, activity=factor.activity, unit=factor.unit.value, want=unit.value)
        known = self.classes.get(factor.activity, ())
        if factor.klass not in known:
            self.classes[factor.activity] = (*known, factor.klass)
        by_year = self.cells.setdefault((factor.activity, factor.klass), {}).setdefault(factor.place, {})
        rows = by_year.setdefault(factor.year, [])
        if rows and rows[0][0] == depth:
            raise FactorError("FACTOR_DUPLICATE", place=factor.id, other=rows[0][1].id)
        rows.insert(0, (depth, factor))

    def at(self, activity: str, klass: FactorClass, place: str) -> Mapping[int, _Layers]:
        """The factors at exactly this place by year, the topmost layer first."""
        return self.cells.get((activity, klass), {}).get(place, {})

    def places(self, activity: str, klass: FactorClass) -> frozenset[str]:
        """Where the activity has a factor of this class."""
        return frozenset(self.cells.get((activity, klass), {}))
