"""The demo's notebooks: footprints by stage beside the maker's published figure, first put on the same basis."""

from __future__ import annotations

from typing import Any

from lingtan.factors import FactorLibrary
from lingtan.product import Bridge, DeviceFootprint, bridge, published_figures
from lingtan.services.demo.examples import example
from lingtan.services.footprint.device import device_from_file, footprint_of

__all__ = ["DEVICES", "bridge_view", "demo_devices"]

#: Specification files in `examples/`; the maker's published figures have the same keys.
DEVICES = ("thinkpad-x13", "thinkpad-x1-carbon-5th", "thinkpad-x1-carbon-gen9")


def demo_devices(library: FactorLibrary, *, seed: int, draws: int) -> dict[str, tuple[DeviceFootprint, Bridge]]:
    """Each notebook's footprint and the bridge from the published figure; nothing is fitted to it."""
    found = {}
    for key in DEVICES:
        device = footprint_of(device_from_file(example(f"{key}.toml")), library, seed=seed, draws=draws)
        found[key] = (device, bridge(published_figures()[key], device, library))
    return found


def bridge_view(found: Bridge) -> dict[str, Any]:
    """The bridge as it is printed: each cause with its signed change, then ours, then what stays unexplained. [kg CO2e]"""
    steps = [
        {"cause": s.code, "change_kg": s.change_kg, "after_kg": s.after_kg, "standing": s.standing.value, "source": s.source}
        for s in found.steps
    ]
    view: dict[str, Any] = {"model": found.model, "published_kg": found.published_kg, "steps": steps}
    view |= {"on_our_basis_kg": found.on_our_basis_kg, "ours_kg": found.ours_kg, "unexplained_kg": found.remainder_kg}
    view |= {"unexplained_use_kg": found.remainder_use_kg, "unexplained_other_kg": found.remainder_other_kg}
    return view | {"gwp_bound_kg": found.gwp_bound_kg}
