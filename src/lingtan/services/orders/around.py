"""What stands around a lot: its product, the other lots of the order, and all that happened to its credits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.services.credits.steps import Step, own_steps
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store, key_of

__all__ = ["Around", "CarriedIn", "around", "carried_of"]

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The product's id, empty where it is not in the catalogue; every lot of the order by number; and the history of the credits.

    `estimate_share` is that of the verified mean. [-]
    """

    product: str
    estimate_share: float
    lots: tuple[str, ...]
    history: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedIn:
    """A remainder of an earlier certificate of the same holder. [g CO2e]"""

    certificate: str
    grams: int


def carried_of(body: Mapping[str, Any]) -> tuple[CarriedIn, ...]:
    """What a recorded cancellation carried in."""
    return tuple(CarriedIn(**one) for one in body["carried_from"])


def around(store: Store, organisation: str, body: Mapping[str, Any]) -> Around:
    """What stands around a recorded cancellation."""
    order, lot = body["order"], body["lot"]
    named = key_of(order["manufacturer"], lot["model"], lot["configuration"])
    product = store.catalogue("product", organisation=organisation, key=named, limit=1).rows
    lots = store.catalogue("cancellation", organisation=organisation, key=order["number"], order="seq", descending=False, limit=_MOST).rows
    events = tuple(event for retirement in body["retirements"] for event in store.ledger.events_of("retirement", retirement))
    history = own_steps(tuple(sorted(events, key=lambda event: event.at)), organisation)
    study = store.last("study", body["study_digest"], organisation)
    return Around(
        product=product[0].subject if product else "", estimate_share=body_of(study)["study"]["estimate_share"] if study else 0.0,
        lots=tuple(entry.subject for entry in lots), history=history,
    )  # fmt: skip
