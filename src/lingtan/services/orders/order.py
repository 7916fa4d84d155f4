"""One lot of an order: what it needs, its lines on their way through the registry, and what to tell the registry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.errors import StoreError
from lingtan.ledger import GRAMS_PER_TONNE
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.around import Around, CarriedIn, around, carried_of
from lingtan.services.orders.order_lines import OrderLine, order_lines
from lingtan.services.orders.progress import OrderState, OrderStep, order_state, order_steps

__all__ = ["OrderView", "order_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """The page of one lot. Grams [g CO2e], years [a]; `serials_root` names the batch to the registry."""

    number: str
    order: str
    manufacturer: str
    holder: str
    holder_id: str
    payer: str
    model: str
    configuration: str
    devices: int
    years: float
    place: str
    study: str
    statement: str
    basis: str
    quantile: float | None
    required_g: int
    buffer_g: int
    tonnes: int
    remainder_g: int
    carried: tuple[CarriedIn, ...]
    serials_root: str
    lines: tuple[OrderLine, ...]
    state: str
    steps: tuple[OrderStep, ...]
    expires_at: datetime | None
    certificates: tuple[str, ...]
    around: Around
    synthetic: bool


def order_view(workspace: Workspace, number: str, *, at: datetime) -> OrderView:
    """The lot as it stands. Raises StoreError `CANCELLATION_UNKNOWN`, also for another organisation's."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        fact = store.last("cancellation", number, organisation)
        if fact is None:
            raise StoreError("CANCELLATION_UNKNOWN", place=number)
        body: Any = body_of(fact)
        retirements = tuple(store.ledger.retirement(name) for name in body["retirements"])
        issued = store.catalogue("certificate", organisation=organisation, prefix=number, order="label", limit=50)
        lines, beside = order_lines(store, organisation, body, retirements), around(store, organisation, body)
    state = order_state(retirements, is_certified=issued.total > 0, at=at)
    order, lot, needs, tonnes = body["order"], body["lot"], body["requirement"], sum(line.tonnes for line in lines)
    carried = carried_of(body)
    is_open = state in (OrderState.RESERVED, OrderState.EXPIRING, OrderState.LAPSED)
    return OrderView(
        number=number, order=order["number"], manufacturer=order["manufacturer"], holder=order["holder"]["name"],
        holder_id=order["holder"]["identifier"], payer=order["payer"]["name"] if order["payer"] else "", model=lot["model"],
        configuration=lot["configuration"], devices=len(lot["serials"]), years=lot["covered_years"], place=lot["place_of_use"],
        study=body["study_digest"], statement=body["statement_number"], basis=needs["policy"]["basis"],
        quantile=needs["policy"]["quantile"], required_g=needs["required_g"], buffer_g=needs["buffer_g"],
        tonnes=tonnes, remainder_g=tonnes * GRAMS_PER_TONNE + sum(one.grams for one in carried) - needs["required_g"], carried=carried,
        serials_root=body["serials_root"], lines=lines, around=beside,
        state=state.value, steps=order_steps(state), expires_at=min(one.expires_at for one in retirements) if is_open else None,
        certificates=tuple(sorted(entry.subject for entry in issued.rows)), synthetic=workspace.profile.synthetic,
    )  # fmt: skip
