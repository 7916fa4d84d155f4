"""How a batch's P95 moves with the share of the variance that is each device's own (METHODS 4), and what tiers would cost in tonnes."""

from __future__ import annotations

from typing import Any

from lingtan.lca import split_batch
from lingtan.neutrality import compare_with_tiers
from lingtan.product import DeviceFootprint, published_figures

__all__ = ["SHARES", "batch_table", "tier_table"]

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


def tier_table(device: DeviceFootprint, *, key: str, devices: int) -> list[dict[str, Any]]:
    """Gram-exact beside the tiered offer (0.5 / 1 / 1.5 t a device), for our mean and for the maker's own published figure. [t]"""
    published = round(published_figures()[key].value_kg.value * 1_000_000)
    rows = []
    for basis, mean_mg in (("ours, mean", device.footprint.mean_mg), ("published, P95", published)):
        found = compare_with_tiers(mean_mg, count=devices)
        row = {"basis": basis, "devices": devices, "kg": mean_mg / 1e6, "exact_t": found.exact_t, "remainder_g": found.remainder_g}
        rows.append(row | {"tiered_t": found.tiered_t, "over_offset_share": found.over_offset_share})
    return rows
