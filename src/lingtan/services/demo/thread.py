"""The demo's golden thread: synthetic meters of a board shop, a saving that counts, the X13 with those boards, and its certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lingtan.evidence import Explanation
from lingtan.factors import FactorLibrary
from lingtan.product import DeviceFootprint
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.examples import example
from lingtan.services.demo.orders import certify_order
from lingtan.services.demo.parties import Stage
from lingtan.services.footprint.explain import explain_bundle
from lingtan.services.workshop.intensity import write_intensity
from lingtan.services.workshop.synthetic import synthetic_shop, write_synthetic
from lingtan.services.workshop.thread import pull_thread, thread_view

__all__ = ["golden_thread"]

_ORDER, _DEVICES, _FIGURE = "SYN-X13-METERED", 100, "requiredG"


def golden_thread(
    stage: Stage, estimated: DeviceFootprint, library: FactorLibrary, *, seed: int, draws: int, minute: float
) -> dict[str, Any]:
    """From the ovens' meters to a certificate that cancels for a device with measured boards, and back from it to the meters.

    The device is a configuration of its own, so that the certificates on estimated boards stay as they are.
    """
    site, base = example("factory-board-shop.toml"), estimated.inventory.spec
    folder = stage.out / "inputs" / "board-shop"
    write_synthetic(site, folder, seed=seed)
    named = replace(base.attributes, configuration=f"{base.attributes.configuration}, metered boards")
    thread = pull_thread(synthetic_shop(site, seed=seed), replace(base, attributes=named), library, seed=seed, draws=draws)
    write_intensity(thread.after, folder / "intensity.json")
    verify_study(stage, thread.device, name="X13M", minute=minute)
    certified = certify_order(stage, thread.device, _ORDER, _DEVICES, None, minute=minute + 20)
    subject = certified.document["credentialSubject"]
    bundle = Path(certified.paths["full.zip"])
    walk = explain_bundle(bundle, _FIGURE)
    reached = sorted({node.figure for node in _nodes(walk)} & set(thread.after.meters))
    certificate = {"number": subject["number"], "required_g": subject["policy"][_FIGURE], "bundle": str(bundle), "meters": reached}
    return thread_view(thread, devices=_DEVICES) | {"certificate": certificate}


def _nodes(walk: Explanation) -> Iterator[Explanation]:
    yield walk
    for part in walk.parts:
        yield from _nodes(part)
