"""How a batch's P95 moves with the share of the variance that is each device's own (METHODS 4)."""

from __future__ import annotations

from typing import Any

from lingtan.lca import split_batch
from lingtan.product import DeviceFootprint

__all__ = ["SHARES", "batch_table"]

SHARES = (0.0, 0.3, 1.0)


def batch_table(device: DeviceFootprint, *, devices: int, seed: int, draws: int) -> list[dict[str, Any]]:
    """P95 of the mean device of a batch for unit variance shares 0, 0.3, 1: simulated, in closed form, and the simulation's error. [kg]"""
    footprint = device.footprint
    cv = footprint.sd_mg / footprint.mean_mg
    rows = []
    for share in SHARES:
        found = split_batch(footprint.mean_mg / 1e6, cv, unit_share=share, devices=devices, p=0.95, seed=seed, draws=draws)
        rows.append(
            {
                "unit_share": share,
                "devices": devices,
                "p95_kg": found.simulated,
                "closed_form_kg": found.closed_form,
                "standard_error_kg": found.standard_error,
                "method": found.method.value,
            }
        )
    return rows
