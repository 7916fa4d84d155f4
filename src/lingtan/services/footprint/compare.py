"""`lingtan study compare`: two devices over the same draws."""

from __future__ import annotations

from pathlib import Path

from lingtan.evidence import JSON, to_plain
from lingtan.product import build_inventory, compare_devices, load_class_pack, outline
from lingtan.product.changes import difference
from lingtan.services.footprint.device import device_from_file
from lingtan.services.footprint.library import library_with

__all__ = ["compare_files"]


def compare_files(first: Path, second: Path, *, seed: int, draws: int) -> dict[str, JSON]:
    """A − B [kg CO2e]: mean, P5, P95 over paired draws, and how often A is lower; what both share is drawn once and cancels.

    `causes` tells the certified difference line by line, `attributes` in what the two were described differently; B is before, A after.
    """
    library = library_with()
    specs = (device_from_file(first), device_from_file(second))
    one, other = (build_inventory(spec, load_class_pack(spec.attributes.device_class), library) for spec in specs)
    found = compare_devices(one, other, seed=seed, draws=draws)
    told = difference(other, outline(other), one, outline(one))
    return {
        "first": specs[0].subject,
        "second": specs[1].subject,
        "difference_kg": found.difference.mean,
        "p5_kg": found.difference.p5,
        "p95_kg": found.difference.p95,
        "probability_first_lower": found.probability_a_less,
        "certified_difference_mg": told.mg,
        "causes": to_plain(told.rows),
        "attributes": to_plain(told.attributes),
    }
