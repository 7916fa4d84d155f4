"""A device's certified lines without draws, kept in the process: a pure function of the device and the factors installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lingtan.evidence import canonical_bytes, to_plain
from lingtan.lca import PairedComparison, VarianceContribution, contribution_to_variance
from lingtan.product import (
    DeviceFootprint,
    DeviceSpec,
    Inventory,
    Outline,
    build_inventory,
    compare_devices,
    demands_of,
    footprint,
    load_class_pack,
    outline,
    spec_from_mapping,
)
from lingtan.services.footprint.library import library_with

__all__ = ["Computed", "compute", "compute_plain", "drivers_of", "paired", "whole_footprint"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Computed:
    """A device, its inventory and its lines. Compared by identity, so that what is made of it can be kept as well."""

    spec: DeviceSpec
    inventory: Inventory
    outline: Outline


def compute(spec: DeviceSpec) -> Computed:
    """The lines of a device. Raises as `build_inventory` does."""
    return compute_plain({"spec": to_plain(spec)}["spec"])  # type: ignore[arg-type]  # a record's plain form is a mapping


def compute_plain(spec: Mapping[str, Any]) -> Computed:
    """The same of a device's plain form, as a fact holds it."""
    return _computed(canonical_bytes(spec))


@lru_cache(maxsize=128)
def _computed(data: bytes) -> Computed:
    spec = spec_from_mapping(json.loads(data), place="product")
    inventory = build_inventory(spec, load_class_pack(spec.attributes.device_class), library_with())
    return Computed(spec=spec, inventory=inventory, outline=outline(inventory))


@lru_cache(maxsize=128)
def drivers_of(computed: Computed) -> tuple[VarianceContribution, ...]:
    """Which parameter the variance comes from, largest first; exact, without draws."""
    inventory = computed.inventory
    return contribution_to_variance(inventory.graph, demands_of(inventory), inventory.parameters, scores=computed.outline.scores)


@lru_cache(maxsize=256)
def paired(one: Computed, other: Computed, seed: int, draws: int) -> PairedComparison:
    """The difference of two devices over the same draws."""
    return compare_devices(one.inventory, other.inventory, seed=seed, draws=draws)


@lru_cache(maxsize=32)
def whole_footprint(computed: Computed, seed: int, draws: int) -> DeviceFootprint:
    """The footprint with its draws, for explanations and evidence."""
    return footprint(computed.inventory, seed=seed, draws=draws)
