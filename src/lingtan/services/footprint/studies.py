"""Studies on record, found by their digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.errors import InputError, MethodError
from lingtan.evidence import Fact
from lingtan.neutrality import Lot, Order
from lingtan.services.footprint.frozen import FrozenStudy, thaw
from lingtan.store import Entry, Store, Transaction, key_of

__all__ = ["body_of", "find_study", "live_studies", "study_for"]

_PAGE = 500  # entries of the catalogue read at a time


def find_study(store: Store | Transaction, wanted: str, *, organisation: str | None = None) -> FrozenStudy:
    """The organisation's study whose digest begins so (`sha256:ab12…` or `ab12…`). Raises MethodError `STUDY_UNKNOWN`."""
    prefix = wanted if wanted.startswith("sha256:") else f"sha256:{wanted}"
    found = store.catalogue("study", prefix=prefix, organisation=organisation, order="seq", descending=False)
    if len({entry.subject for entry in found.rows}) != 1:  # one study may be on record in two houses
        raise MethodError("STUDY_UNKNOWN", place=wanted, matches=found.total)
    return _study(store.fact(found.rows[0].fact))


def _study(fact: Fact) -> FrozenStudy:
    return thaw(body_of(fact), place=fact.subject)


def body_of(fact: Fact) -> Mapping[str, Any]:
    """The body of a fact that is an object. Raises InputError `BAD_RECORD` for anything else."""
    if not isinstance(fact.body, Mapping):
        raise InputError("BAD_RECORD", place=fact.id, kind=fact.kind, detail="not an object")
    return fact.body


def live_studies(store: Store, *, organisation: str) -> tuple[Entry, ...]:
    """The latest study of each maker, model, configuration, covered years and place of use, the newest first."""
    found: dict[str | None, Entry] = {}
    offset = 0
    while rows := store.catalogue("study", organisation=organisation, order="seq", offset=offset, limit=_PAGE).rows:
        for entry in rows:
            found.setdefault(entry.key, entry)
        offset += len(rows)
    return tuple(found.values())


def study_for(store: Store | Transaction, order: Order, lot: Lot, *, organisation: str | None = None) -> FrozenStudy:
    """The organisation's latest study of the lot's model, configuration, covered years and place. Raises MethodError `STUDY_FOR_ORDER`."""
    years, where = lot.covered_years, lot.place_of_use
    key = key_of(order.manufacturer, lot.model, lot.configuration, years, where)
    found = store.catalogue("study", key=key, organisation=organisation, order="seq", limit=1).rows
    if found:
        return _study(store.fact(found[0].fact))
    raise MethodError("STUDY_FOR_ORDER", place=order.number, subject=lot.model, configuration=lot.configuration, years=years, where=where)
