"""Studies on record, found by their digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.errors import InputError, MethodError
from lingtan.evidence import Fact
from lingtan.neutrality import Lot, Order
from lingtan.services.footprint.frozen import FrozenStudy, thaw
from lingtan.store import Store, Transaction

__all__ = ["body_of", "find_study", "study_for"]


def find_study(store: Store | Transaction, wanted: str) -> FrozenStudy:
    """The study whose digest begins so (`sha256:ab12…` or `ab12…`). Raises MethodError `STUDY_UNKNOWN`."""
    prefix = wanted if wanted.startswith("sha256:") else f"sha256:{wanted}"
    found = [fact for fact in store.facts(kind="study") if fact.subject.startswith(prefix)]
    if len(found) != 1:
        raise MethodError("STUDY_UNKNOWN", place=wanted, matches=len(found))
    return thaw(body_of(found[0]), place=found[0].subject)


def body_of(fact: Fact) -> Mapping[str, Any]:
    """The body of a fact that is an object. Raises InputError `BAD_RECORD` for anything else."""
    if not isinstance(fact.body, Mapping):
        raise InputError("BAD_RECORD", place=fact.id, kind=fact.kind, detail="not an object")
    return fact.body


def study_for(store: Store | Transaction, order: Order, lot: Lot) -> FrozenStudy:
    """The latest study of the lot's model, configuration, covered years and place. Raises MethodError `STUDY_FOR_ORDER`."""
    wanted = (order.manufacturer, lot.model, lot.configuration, lot.covered_years, lot.place_of_use)
    for fact in reversed(store.facts(kind="study")):
        body = body_of(fact)
        said, device = body["study"], body["spec"]["attributes"]
        named = (device["manufacturer"], device["model"], device["configuration"], said["service_years"], said["place_of_use"])
        if named == wanted:
            return thaw(body, place=fact.subject)
    years, where = lot.covered_years, lot.place_of_use
    raise MethodError("STUDY_FOR_ORDER", place=order.number, subject=lot.model, configuration=lot.configuration, years=years, where=where)
