"""The factor library: factors, their sources and constants, and the one way to ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lingtan.errors import FactorError
from lingtan.evidence import JSON, Source, digest_json, to_plain
from lingtan.factors.constant import Constant
from lingtan.factors.electricity import DirectElectricity, LifeCycleElectricity
from lingtan.factors.index import FactorIndex
from lingtan.factors.query import FactorQuery, Resolved
from lingtan.factors.record import Factor, FactorClass
from lingtan.factors.resolution import nearest_activities, resolve_factor
from lingtan.quantities import Unit

__all__ = ["FactorLibrary"]

_ELECTRICITY = "electricity"


class FactorLibrary:
    """An immutable collection of sourced factors in layers; a user's pack is a layer above the built-in ones (`under` it).

    Raises FactorError `SOURCE_UNKNOWN` for a factor or constant whose source is not given, `FACTOR_DUPLICATE` for a repeated id or two
    rows of one layer that answer the same question, `FACTOR_UNIT_MISMATCH` for one activity in two units, `FACTOR_INPUT_UNKNOWN` for an
    input that is no activity.
    """

    def __init__(
        self,
        factors: Iterable[Factor],
        sources: Iterable[Source],
        constants: Iterable[Constant] = (),
        *,
        under: Sequence[Sequence[Factor]] = (),
    ) -> None:
        self.layers: tuple[tuple[Factor, ...], ...] = (*(tuple(layer) for layer in under), tuple(factors))
        self.sources: Mapping[str, Source] = {s.id: s for s in sources}
        self.constants: Mapping[str, Constant] = {c.id: c for c in constants}
        self.by_id: Mapping[str, Factor] = self._checked_ids()
        self._index = FactorIndex.build(self.layers)
        self._check_links()
        self._resolved: dict[FactorQuery, Resolved] = {}

    @property
    def factors(self) -> tuple[Factor, ...]:
        """All factors, layer by layer, built-in first."""
        return tuple(factor for layer in self.layers for factor in layer)

    @property
    def activities(self) -> Mapping[str, Unit]:
        """Every activity and its unit, sorted by name."""
        return dict(sorted(self._index.units.items()))

    def class_of(self, activity: str) -> FactorClass:
        """The class a product uses of the activity: for `electricity` the life-cycle one, else the only one it has.

        Raises FactorError `FACTOR_NOT_FOUND`, `FACTOR_CLASS_NEEDED`.
        """
        classes = self._index.classes.get(activity, ())
        if FactorClass.ELECTRICITY_LIFE_CYCLE in classes:
            return FactorClass.ELECTRICITY_LIFE_CYCLE
        if len(classes) == 1:
            return classes[0]
        if not classes:
            raise FactorError(
                "FACTOR_NOT_FOUND", place=activity, activity=activity, year="-", nearest=nearest_activities(self._index, activity)
            )
        raise FactorError("FACTOR_CLASS_NEEDED", place=activity, activity=activity, classes=", ".join(classes))

    def resolve(self, query: FactorQuery) -> Resolved:
        """The factor for the query with every fallback stated; see `resolution` for the rules and errors."""
        if query not in self._resolved:
            self._resolved[query] = resolve_factor(self._index, query)
        return self._resolved[query]

    def life_cycle_electricity(self, place: str, year: int) -> LifeCycleElectricity:
        """Grid electricity for a product at the place."""
        klass = FactorClass.ELECTRICITY_LIFE_CYCLE
        return LifeCycleElectricity(resolved=self.resolve(FactorQuery(activity=_ELECTRICITY, place=place, year=year, klass=klass)))

    def direct_electricity(self, place: str, year: int) -> DirectElectricity:
        """Grid electricity for an inventory at the place."""
        klass = FactorClass.ELECTRICITY_DIRECT
        return DirectElectricity(resolved=self.resolve(FactorQuery(activity=_ELECTRICITY, place=place, year=year, klass=klass)))

    def constant(self, name: str) -> Constant:
        """A stated constant. Raises FactorError `CONSTANT_UNKNOWN`."""
        if name not in self.constants:
            raise FactorError("CONSTANT_UNKNOWN", place=name, name=name, known=", ".join(sorted(self.constants)))
        return self.constants[name]

    def with_pack(self, factors: Sequence[Factor], sources: Iterable[Source]) -> FactorLibrary:
        """A library in which these factors come before the present ones at the same activity, place and year."""
        return FactorLibrary(factors, (*self.sources.values(), *sources), self.constants.values(), under=self.layers)

    @property
    def digest(self) -> str:
        """Digest of every factor, source and constant in canonical form, in their layers."""
        body: dict[str, JSON] = {
            "layers": [[to_plain(f) for f in sorted(layer, key=lambda f: f.id)] for layer in self.layers],
            "sources": [to_plain(self.sources[i]) for i in sorted(self.sources)],
            "constants": [to_plain(self.constants[i]) for i in sorted(self.constants)],
        }
        return digest_json(body)

    def _checked_ids(self) -> dict[str, Factor]:
        by_id: dict[str, Factor] = {}
        for factor in self.factors:
            if factor.id in by_id:
                raise FactorError("FACTOR_DUPLICATE", place=factor.id, other=by_id[factor.id].id)
            by_id[factor.id] = factor
        return by_id

    def _check_links(self) -> None:
        for factor in self.factors:
            if factor.source_id not in self.sources:
                raise FactorError("SOURCE_UNKNOWN", place=factor.id, source=factor.source_id)
            for activity in factor.inputs:
                if activity not in self._index.units:
                    raise FactorError("FACTOR_INPUT_UNKNOWN", place=factor.id, activity=activity)
        for constant in self.constants.values():
            if constant.source_id not in self.sources:
                raise FactorError("SOURCE_UNKNOWN", place=constant.id, source=constant.source_id)
