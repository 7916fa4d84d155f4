"""What nobody stated, and which datum would help most: imputed attributes and estimated factors by their part of the variance."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.products.computing import Computed, drivers_of

__all__ = ["Driver", "Gap", "gaps", "largest_drivers"]

_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An attribute that was imputed: the value taken, its spread, and the share of the variance that asking would take away. [-]."""

    attribute: str
    value: str
    unit: str
    gsd: float
    variance_share: float
    source: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A parameter by its part of the variance. [-] `kind` is what its key begins with: imputed, factor, sku, model, supplier…"""

    key: str
    kind: str
    scope: str
    variance_share: float


def gaps(computed: Computed) -> tuple[Gap, ...]:
    """What was imputed, the most telling first; open is what carries a part of the variance at all."""
    shares = {driver.key: driver.share for driver in drivers_of(computed)}
    found = [
        Gap(
            attribute=entry.attribute,
            value=f"{entry.value:.4g}" if isinstance(entry.value, float) else str(entry.value),
            unit=entry.unit,
            gsd=entry.gsd,
            variance_share=shares.get(entry.key, 0.0),
            source=entry.source,
            is_open=shares.get(entry.key, 0.0) > 0.0,
        )
        for entry in computed.inventory.imputed
    ]
    return tuple(sorted(found, key=lambda gap: (-gap.variance_share, gap.attribute)))


def largest_drivers(computed: Computed) -> tuple[Driver, ...]:
    """The parameters that carry most of the variance."""
    return tuple(
        Driver(key=driver.key, kind=driver.key.partition("/")[0], scope=driver.scope.value, variance_share=driver.share)
        for driver in drivers_of(computed)[:_SHOWN]
    )
