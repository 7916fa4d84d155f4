"""The quantile of a whole batch, over joint draws of what all devices share and each device's own (METHODS 4)."""

from __future__ import annotations

import math

from lingtan.lca import batch_quantile
from lingtan.product.breakdown import demands_of
from lingtan.product.footprint import DeviceFootprint

__all__ = ["batch_quantile_mg"]


def batch_quantile_mg(device: DeviceFootprint, *, devices: int, p: float) -> int:
    """The p-quantile of the batch's total, rounded up. [mg CO2e], with the study's own seed and draws."""
    inventory, said = device.inventory, device.footprint.quantiles
    found = batch_quantile(
        inventory.graph, demands_of(inventory), inventory.parameters, seed=said.seed, draws=said.draws, devices=devices, p=p
    )
    return math.ceil(found.simulated * devices * 1e6)
