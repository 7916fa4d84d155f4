"""绿色建筑 The hall's envelope: insulation takes a share of the conductance away, a pale roof, shading or film one of the sun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.factory.measure import Priced, within

__all__ = ["Envelope", "Layer", "envelope_change", "layers_w_per_k"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A part of the envelope: area [m²] and conductance before and after [W/(m²·K)]."""

    area_m2: float
    before_w_m2_k: float
    after_w_m2_k: float


@dataclass(frozen=True, kw_only=True)
class Envelope(Priced):
    """`[measures.envelope]`: parts that are changed, and the share of the hall's sun that is left."""

    layers: tuple[Layer, ...]
    sun_share: float = 1.0

    def __post_init__(self) -> None:
        within("measures.envelope.sun_share", self.sun_share, 0, 1)
        for number, layer in enumerate(self.layers):
            within(f"measures.envelope.layers[{number}].area_m2", layer.area_m2, 0, 1e6)
            within(f"measures.envelope.layers[{number}].before_w_m2_k", layer.before_w_m2_k, 0.05, 10)
            within(f"measures.envelope.layers[{number}].after_w_m2_k", layer.after_w_m2_k, 0.05, layer.before_w_m2_k)


def layers_w_per_k(envelope: Envelope) -> float:
    """Conductance that goes. [W/K]"""
    return sum(layer.area_m2 * (layer.before_w_m2_k - layer.after_w_m2_k) for layer in envelope.layers)


def envelope_change(envelope: Envelope, fabric_w_per_k: float) -> Mapping[str, Any]:
    """Fields of a hall of this conductance. Raises InputError `TECHNOLOGY_RANGE` where more goes than there is."""
    gone = layers_w_per_k(envelope)
    within("measures.envelope.layers", gone, 0, fabric_w_per_k)
    return {"fabric_share": 1 - gone / fabric_w_per_k if fabric_w_per_k else 1.0, "sun_share": envelope.sun_share}
