"""What a foreground takes from: another system by name, place and unit, or the factor library by activity, place and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from lingtan.errors import FactorError, InputError
from lingtan.factors import FactorLibrary
from lingtan.lca.exchange import NamedSystem, canonical_unit, named_from_graph
from lingtan.messages import Language
from lingtan.naming import label
from lingtan.product.background import Background
from lingtan.quantities import Indicator, find_place

__all__ = ["LibrarySupply", "Supplied", "Supply", "SystemSupply", "Wanted", "nearest", "unit_scale"]

#: How near a name must be to be suggested. [-]
_NEAR = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an exchange names; `where_*` are the cells that say so."""

    name: str
    product: str = ""
    place: str = ""
    categories: str = ""
    where: str
    where_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """What answers: its key and the unit it is counted in, as its file writes it."""

    key: str
    unit: str


class Supply(Protocol):
    """Where products and flows come from."""

    def product(self, wanted: Wanted) -> Supplied:
        """The activity that supplies it. Raises InputError `EXCHANGE_NOT_FOUND`, `EXCHANGE_NOT_THERE`, `EXCHANGE_SEVERAL` at the cell."""

    def flow(self, wanted: Wanted) -> Supplied:
        """The flow of that name. Raises as `product`."""

    def system(self) -> NamedSystem:
        """The system with all that was asked for."""


def nearest(name: str, names: Sequence[str]) -> str:
    """Up to three names like it, for a refusal."""
    by_fold = {candidate.casefold(): candidate for candidate in names}
    found = get_close_matches(name.casefold(), list(by_fold), n=3, cutoff=_NEAR)
    found += [fold for fold in by_fold if name.casefold() in fold and fold not in found][: 3 - len(found)]
    return "; ".join(by_fold[fold] for fold in found) or "—"


def _not_found(wanted: Wanted, names: Sequence[str]) -> InputError:
    return InputError("EXCHANGE_NOT_FOUND", place=wanted.where, name=wanted.name, near=nearest(wanted.name, names))


def unit_scale(written: str, held: str, *, place: str) -> float:
    """How many of the supplier's unit one of the written unit is. [-]. A blank unit is the supplier's own.

    Raises InputError `EXCHANGE_UNIT`, `UNIT_UNKNOWN`.
    """
    if not written or not held or written.casefold() == held.casefold():
        return 1.0
    (asked, size), (unit, held_size) = canonical_unit(written, place=place), canonical_unit(held, place=place)
    if asked is not unit:
        raise InputError("EXCHANGE_UNIT", place=place, unit=written, wanted=held)
    return size / held_size


class SystemSupply:
    """A system read from a datapackage or an openLCA package."""

    def __init__(self, system: NamedSystem) -> None:
        self._system = system
        self._by_name: dict[str, list[int]] = {}
        for number, activity in enumerate(system.activities):
            for name in {activity.name.casefold(), activity.product.casefold(), activity.key.casefold()}:
                self._by_name.setdefault(name, []).append(number)
        self._flows: dict[str, list[int]] = {}
        for number, flow in enumerate(system.flows):
            for name in {flow.name.casefold(), flow.key.casefold()}:
                self._flows.setdefault(name, []).append(number)

    def product(self, wanted: Wanted) -> Supplied:
        """The activity of that name, product and place."""
        labels = self._system.activities
        named = self._by_name.get(wanted.name.casefold(), [])
        if wanted.product:
            named = [n for n in named if wanted.product.casefold() in (labels[n].product.casefold(), labels[n].name.casefold())]
        if not named:
            raise _not_found(wanted, [activity.name for activity in labels])
        placed = [n for n in named if not wanted.place or labels[n].place.casefold() == wanted.place.casefold()]
        places = ", ".join(sorted({labels[n].place or "?" for n in named}))
        if not placed:
            where = wanted.where_place or wanted.where
            raise InputError("EXCHANGE_NOT_THERE", place=where, name=wanted.name, wanted=wanted.place, near=places)
        if len(placed) > 1:
            raise InputError("EXCHANGE_SEVERAL", place=wanted.where, name=wanted.name, count=len(placed), near=places)
        return Supplied(key=labels[placed[0]].key, unit=labels[placed[0]].unit)

    def flow(self, wanted: Wanted) -> Supplied:
        """The flow of that name and compartment."""
        flows = self._system.flows
        found = self._flows.get(wanted.name.casefold(), [])
        exact = [n for n in found if wanted.categories and _compartment(flows[n].context) == _compartment(wanted.categories)]
        found = exact or found
        if not found:
            raise _not_found(wanted, [flow.name for flow in flows])
        if len(found) > 1:
            listed = ", ".join(flows[n].context or "?" for n in found)
            raise InputError("EXCHANGE_SEVERAL", place=wanted.where, name=wanted.name, count=len(found), near=listed)
        return Supplied(key=flows[found[0]].key, unit=flows[found[0]].unit)

    def system(self) -> NamedSystem:
        """The whole system."""
        return self._system


def _compartment(text: str) -> str:
    return "/".join(part.strip().casefold() for part in text.replace("::", "/").strip("()").replace("'", "").replace(",", "/").split("/"))


class LibrarySupply:
    """The factor library: activities at a place in a year, by key or by name in either language; flows are the indicators.

    Background electricity is the life-cycle class. A place that the library lacks is answered by a stated fallback, as everywhere.
    """

    def __init__(self, library: FactorLibrary, *, year: int) -> None:
        self._background = Background(library=library, year=year, production_year=year)
        self._year = year
        keys = sorted({factor.activity for factor in library.factors})
        self._keys = {key.casefold(): key for key in keys}
        for language in Language:
            self._keys |= {label("ACTIVITY_", key, language).casefold(): key for key in keys if key.casefold() in self._keys}

    def product(self, wanted: Wanted) -> Supplied:
        """The library's activity at the place, GLO where none is named."""
        key = self._keys.get(wanted.name.casefold()) or self._keys.get(wanted.name.casefold().replace(" ", "_"))
        if key is None:
            raise _not_found(wanted, list(self._keys))
        place = find_place(wanted.place, place=wanted.where_place).code if wanted.place else "GLO"
        try:
            node = self._background.node(key, place, year=self._year)
        except FactorError as exc:
            raise FactorError(exc.code, place=wanted.where, **exc.params) from exc
        return Supplied(key=node, unit=self._background.activities[node].unit.value)

    def flow(self, wanted: Wanted) -> Supplied:
        """The indicator of that name."""
        names = [indicator.value for indicator in Indicator]
        name = wanted.name.casefold().replace(" ", "_")
        if name not in names:
            raise InputError("EXCHANGE_NOT_FOUND", place=wanted.where, name=wanted.name, near=", ".join(names))
        return next(Supplied(key=flow.key, unit=flow.unit) for flow in self.system().flows if flow.name == name)

    def system(self) -> NamedSystem:
        """What was asked of the library, with its parameters."""
        return named_from_graph(self._background.graph(), self._background.parameters)
