"""Co-products by allocation: a process with several products becomes one activity a product, before the graph is built.

Substitution needs no helper: it is a negative exchange. Which of the two is used, and the basis of the shares, the study states
(ISO 14044:2006, 4.3.4: the inputs and outputs allocated sum to those of the process).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lingtan.errors import KernelError
from lingtan.lca.graph import Activity, Exchange
from lingtan.quantities import Indicator, Unit

__all__ = ["SHARE_TOLERANCE", "CoProduct", "allocate", "shares_by_mass", "shares_by_value"]

#: Shares must sum to 1 within this. [-]
SHARE_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class CoProduct:
    """One product of a multi-output process: `amount` per run [unit] and the `share` of the run's burden it takes, in [0, 1]."""

    key: str
    unit: Unit
    amount: float
    share: float


def allocate(
    products: Sequence[CoProduct],
    *,
    process: str,
    place: str,
    exchanges: tuple[Exchange, ...] = (),
    flows: Mapping[Indicator, float] | None = None,
    flow_multipliers: tuple[str, ...] = (),
) -> tuple[Activity, ...]:
    """One activity a product, each taking its share of every exchange and flow of the run; together they take all of it.

    Raises KernelError `ALLOCATION_SHARES` (outside [0, 1] or not summing to 1), `PRODUCTION_ZERO`, `ALLOCATION_TWICE`.
    """
    _check(products, process)
    burden = dict(flows or {})
    return tuple(
        Activity(
            key=product.key,
            unit=product.unit,
            place=place,
            production=product.amount,
            exchanges=tuple(Exchange(activity=e.activity, amount=e.amount * product.share, multipliers=e.multipliers) for e in exchanges),
            flows={indicator: flow * product.share for indicator, flow in burden.items()},
            flow_multipliers=flow_multipliers,
        )
        for product in products
    )


def shares_by_mass(masses_kg: Mapping[str, float]) -> Mapping[str, float]:
    """Shares in proportion to the products' masses, [kg]. [-], summing to 1. Raises KernelError `ALLOCATION_BASIS`."""
    return _proportions(masses_kg)


def shares_by_value(amounts: Mapping[str, float], prices: Mapping[str, float]) -> Mapping[str, float]:
    """Shares in proportion to amount × price, [product unit] and [currency per product unit]. [-], summing to 1.

    Raises KernelError `ALLOCATION_BASIS`, also where a product has no price.
    """
    missing = sorted(set(amounts) ^ set(prices))
    if missing:
        raise KernelError("ALLOCATION_BASIS", place=missing[0], value=None)
    return _proportions({key: amount * prices[key] for key, amount in amounts.items()})


def _proportions(basis: Mapping[str, float]) -> Mapping[str, float]:
    for key, value in basis.items():
        if not (math.isfinite(value) and value >= 0.0):
            raise KernelError("ALLOCATION_BASIS", place=key, value=value)
    total = math.fsum(basis.values())
    if total == 0.0:
        raise KernelError("ALLOCATION_BASIS", place=", ".join(basis), value=0.0)
    return {key: value / total for key, value in basis.items()}


def _check(products: Sequence[CoProduct], process: str) -> None:
    keys = [product.key for product in products]
    if len(set(keys)) < len(keys):
        raise KernelError("ALLOCATION_TWICE", place=process, product=next(key for key in keys if keys.count(key) > 1))
    total = math.fsum(product.share for product in products)
    if not abs(total - 1.0) <= SHARE_TOLERANCE or not all(0.0 <= product.share <= 1.0 for product in products):
        raise KernelError("ALLOCATION_SHARES", place=process, total=total)
    for product in products:
        if not (math.isfinite(product.amount) and product.amount > 0.0):
            raise KernelError("PRODUCTION_ZERO", place=product.key)
