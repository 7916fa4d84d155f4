"""`lingtan demo`: the whole thread, and one summary of what was seen."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lingtan.files import write_atomic
from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.attacks.suite import run_attacks
from lingtan.services.demo.batch import batch_table, tier_table
from lingtan.services.demo.devices import bridge_view, demo_devices
from lingtan.services.demo.dry_run import dry_run
from lingtan.services.demo.folder import prepare
from lingtan.services.demo.inputs import write_credits
from lingtan.services.demo.orders import ORDERS, certificate_view, certify_order
from lingtan.services.demo.parties import clock, set_stage
from lingtan.services.demo.thread import golden_thread
from lingtan.services.demo.verification import verify_all
from lingtan.services.footprint.declaration import declare
from lingtan.services.footprint.library import library_with
from lingtan.services.footprint.view import footprint_view

__all__ = ["run_demo"]


def run_demo(
    out: Path, *, db: str | None, seed: int, draws: int, say: Callable[[str], None], progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Run everything into a folder of its own and write `summary.json`. `say` is told each step's code."""
    began = time.perf_counter()
    prepare(out)
    stage = set_stage(out, db or f"sqlite:///{out.resolve() / 'lingtan.db'}")
    say("DEMO_FOOTPRINTS")
    devices = demo_devices(library_with(), seed=seed, draws=draws)
    for key, (device, _) in devices.items():
        declare(device, out / "declarations", number=f"SYN-{key}", issued_on=clock(0).date())
    say("DEMO_VERIFICATION")
    verify_study(stage, devices["thinkpad-x13"][0], name="X13", minute=1)
    verify_study(stage, devices["thinkpad-x1-carbon-gen9"][0], name="X1C9", minute=20)
    say("DEMO_CREDITS")
    write_credits(out / "inputs" / "holdings.csv")
    import_credits(stage.issuer, out / "inputs" / "holdings.csv", actor="credit-manager", at=clock(40))
    say("DEMO_ORDERS")
    certified = [
        certify_order(stage, devices[key][0], order, count, quantile, minute=60.0 + 10 * index)
        for index, (order, key, count, quantile) in enumerate(ORDERS)
    ]
    say("DEMO_THREAD")
    thread = golden_thread(stage, devices["thinkpad-x13"][0], library_with(), seed=seed, draws=draws, minute=120.0)
    say("DEMO_VERIFIER")
    verified = verify_all(out, certified)
    say("DEMO_ATTACKS")
    attacks = run_attacks(out / "attacks", devices["thinkpad-x13"][0], progress)
    say("DEMO_DRY_RUN")
    summary: dict[str, Any] = {
        "label": "SYNTHETIC parties, credits, orders and statements; devices described by public specifications",
        "footprints": [footprint_view(device) for device, _ in devices.values()],
        "bridges": [bridge_view(found) for _, found in devices.values()],
        "certificates": [certificate_view(one) for one in certified],
        "verified": verified,
        "batch": batch_table(devices["thinkpad-x13"][0], devices=1_000, seed=seed, draws=draws),
        "tiers": tier_table(devices["thinkpad-x1-carbon-gen9"][0], key="thinkpad-x1-carbon-gen9", devices=100),
        "thread": thread,
        "attacks": attacks,
        "dry_run": dry_run(),
        "seconds": round(time.perf_counter() - began, 3),
    }
    write_atomic(out / "summary.json", (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode())
    return summary
