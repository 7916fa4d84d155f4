"""Which factors are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.factors import Factor
from lingtan.messages import catalog

__all__ = ["FactorFilter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFilter:
    """What is wanted: a text in id, activity, technology, source or note; a class, a place, a standing. Empty means any.

    An activity is found by its key and by its name in either language.
    """

    text: str = ""
    klass: str = ""
    place: str = ""
    standing: str = ""

    def takes(self, factor: Factor) -> bool:
        """Whether the factor is wanted; every word of the text must stand somewhere in it."""
        names = _names(factor.activity)
        said = f"{factor.id} {names} {factor.technology} {factor.source_id} {factor.note} {factor.place}".casefold()
        exact = ((self.klass, factor.klass.value), (self.place, factor.place), (self.standing, factor.standing.value))
        return all(wanted in ("", is_) for wanted, is_ in exact) and all(word in said for word in self.text.casefold().split())


def _names(activity: str) -> str:
    entry = catalog().get(f"ACTIVITY_{activity.upper()}")
    return " ".join((activity, *entry.text.values())) if entry else activity
