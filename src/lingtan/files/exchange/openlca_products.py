"""The products of an openLCA process, and which share of its burden each takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lingtan.errors import InputError
from lingtan.files.exchange.openlca_entities import Entities, reference
from lingtan.lca import CoProduct, allocate
from lingtan.quantities import Unit

__all__ = ["Product", "is_product_exchange", "products_of"]

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Product:
    """One product of a process: its flow, its share of the burden, and with causal allocation the share of each exchange by internal id."""

    process: Entity
    flow: str
    is_alone: bool
    share: float = 1.0
    causal: Mapping[int, float] = field(default_factory=dict)

    def share_of(self, exchange: Entity) -> float:
        """The share of one exchange that this product takes. [-]."""
        return self.causal.get(int(exchange.get("internalId", 0)), self.share)


def is_product_exchange(exchange: Entity, *, is_waste: bool) -> bool:
    """Whether the exchange is what the process is for: a product that leaves it, or a waste that it takes in for treatment."""
    return not exchange.get("isAvoidedProduct") and bool(exchange.get("isInput")) is is_waste


def products_of(process: Entity, entities: Entities, *, place: str) -> list[Product]:
    """The process's products in the order of their exchanges, shares by its default allocation method.

    Raises InputError `EXCHANGE_ALLOCATION` where several products come without a method and factors, `EXCHANGE_REFERENCE`;
    KernelError `ALLOCATION_SHARES`.
    """
    found: list[str] = []
    for exchange in process.get("exchanges") or ():
        if _burden(exchange, entities, place) is None:
            found.append(reference(exchange.get("flow")))
    if len(found) == 1:
        return [Product(process=process, flow=found[0], is_alone=True)]
    method = str(process.get("defaultAllocationMethod") or "NO_ALLOCATION")
    factors = [f for f in process.get("allocationFactors") or () if f.get("allocationType") == method]
    if len(set(found)) < len(found) or not found or not factors:
        raise InputError("EXCHANGE_ALLOCATION", place=place, count=len(found), method=method)
    general = {reference(f.get("product")): float(f.get("value", 0.0)) for f in factors if not f.get("exchange")}
    causal: dict[str, dict[int, float]] = {flow: {} for flow in found}
    for factor in factors:
        if factor.get("exchange") and reference(factor.get("product")) in causal:
            causal[reference(factor["product"])][int(factor["exchange"].get("internalId", 0))] = float(factor.get("value", 0.0))
    shares = {flow: general.get(flow, 0.0) for flow in found}
    shared = {number for product in causal.values() for number in product}
    divided = {_burden(exchange, entities, place) for exchange in process["exchanges"]} - {None}
    if divided - shared:
        _check_sum(shares, place)
    for internal in sorted(shared):
        _check_sum({flow: causal[flow].get(internal, 0.0) for flow in found}, f"{place} #{internal}")
    return [Product(process=process, flow=flow, is_alone=False, share=shares[flow], causal=causal[flow]) for flow in found]


def _burden(exchange: Entity, entities: Entities, place: str) -> int | None:
    """The internal id of an exchange that is divided among the products; None for a product."""
    kind = entities.get("Flow", exchange.get("flow"), place).get("flowType")
    is_product = kind != "ELEMENTARY_FLOW" and is_product_exchange(exchange, is_waste=kind == "WASTE_FLOW")
    return None if is_product else int(exchange.get("internalId", 0))


def _check_sum(shares: Mapping[str, float], place: str) -> None:
    """The kernel's own rule for shares: each in [0, 1], together 1."""
    products = [CoProduct(key=flow, unit=Unit.PIECE, amount=1.0, share=share) for flow, share in shares.items()]
    allocate(products, process=place, place="")
