"""Why the footprint of what a maker sold changed: more devices, other devices, or devices that carry more."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.lca import decompose
from lingtan.quantities import apportion

__all__ = ["MixChange", "ProductChange", "Sold", "mix_change"]

_FACTORS = ("volume", "mix", "footprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """Units of a product [1] and what one carries [kg CO2e]."""

    units: float
    mean_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChange:
    """One product of either portfolio. [kg CO2e]; the three effects sum to `change_kg`."""

    product: str
    units_before: float
    units_after: float
    change_kg: int
    volume_kg: int
    mix_kg: int
    footprint_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MixChange:
    """Both totals and why they differ. [kg CO2e]; the effects sum to `after_kg` − `before_kg`, the products' to each effect."""

    before_kg: int
    after_kg: int
    volume_kg: int
    mix_kg: int
    footprint_kg: int
    products: tuple[ProductChange, ...]


def mix_change(before: Mapping[str, Sold], after: Mapping[str, Sold]) -> MixChange:
    """The additive LMDI-I of V = Σ N·s·f: all units N, each product's share s of them and footprint f; no residual.

    A product of one side only keeps its footprint on the other, without units: that it comes or goes is mix. Products with the largest
    change first. Raises KernelError `DECOMPOSITION_SIGN` for a negative or not finite number.
    """
    names = tuple(dict.fromkeys([*before, *after]))
    found = decompose(_FACTORS, _factors(names, before, after), _factors(names, after, before))
    totals = [round(math.fsum(sold.units * sold.mean_kg for sold in side.values())) for side in (before, after)]
    volume, mix, footprint = apportion(found.by_factor, totals[1] - totals[0])
    parts = [apportion([found.by_item[name][k] for name in names], kg) for k, kg in enumerate((volume, mix, footprint))]
    rows = [_row(name, before, after, tuple(part[place] for part in parts)) for place, name in enumerate(names)]
    return MixChange(
        before_kg=totals[0],
        after_kg=totals[1],
        volume_kg=volume,
        mix_kg=mix,
        footprint_kg=footprint,
        products=tuple(sorted(rows, key=lambda row: (-abs(row.change_kg), row.product))),
    )


def _factors(names: tuple[str, ...], side: Mapping[str, Sold], other: Mapping[str, Sold]) -> dict[str, tuple[float, float, float]]:
    units = math.fsum(sold.units for sold in side.values())
    return {
        name: (units, side[name].units / units if name in side and units else 0.0, (side.get(name) or other[name]).mean_kg)
        for name in names
    }


def _row(name: str, before: Mapping[str, Sold], after: Mapping[str, Sold], kg: tuple[int, ...]) -> ProductChange:
    units = [side[name].units if name in side else 0.0 for side in (before, after)]
    return ProductChange(
        product=name,
        units_before=units[0],
        units_after=units[1],
        change_kg=sum(kg),
        volume_kg=kg[0],
        mix_kg=kg[1],
        footprint_kg=kg[2],
    )
