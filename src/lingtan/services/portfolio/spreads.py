"""How the means of an organisation's saved products are spread, kept in the process until its record grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.services.house.workspace import Workspace
from lingtan.services.portfolio.histogram import Bins, bins_of
from lingtan.services.portfolio.ranking import ClassRow, class_row
from lingtan.services.products.record import CURRENT, KIND

__all__ = ["Spread", "spread_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Classes by name, and the bins of each and of all (under the empty name)."""

    classes: tuple[ClassRow, ...]
    bins: Mapping[str, Bins]


#: The last answer for each organisation, under the hash of its chain's head: a record that grew has another.
_KNOWN: dict[str, tuple[str, Spread]] = {}


def spread_of(workspace: Workspace) -> Spread:
    """The spread as the record stands; reads no body."""
    mine = workspace.profile.organisation
    with workspace.store() as store:
        head = store.head(mine).hash
        known = _KNOWN.get(mine)
        if known is not None and known[0] == head:
            return known[1]
        amounts = store.at_once(lambda one: one.amounts(KIND, organisation=mine, state=CURRENT))
    by_class: dict[str, list[int]] = {}
    for party, mg in amounts:
        by_class.setdefault(party or "", []).append(mg)
    bins = {name: bins_of([mg / 1e6 for mg in of]) for name, of in (("", [mg for _, mg in amounts]), *by_class.items())}
    classes = tuple(class_row(name, by_class[name]) for name in sorted(by_class))
    spread = Spread(classes=classes, bins={name: one for name, one in bins.items() if one is not None})
    _KNOWN[mine] = (head, spread)
    return spread
