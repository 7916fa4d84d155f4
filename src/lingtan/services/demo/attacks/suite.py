"""All attacks, on a small stage of their own, so that the demo's books stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lingtan.product import DeviceFootprint
from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.attacks.attack import Scene
from lingtan.services.demo.attacks.books import BOOK_ATTACKS
from lingtan.services.demo.attacks.bytes import BYTE_ATTACKS
from lingtan.services.demo.attacks.content import CONTENT_ATTACKS
from lingtan.services.demo.attacks.credits import CREDIT_ATTACKS
from lingtan.services.demo.attacks.factors import FACTOR_ATTACKS
from lingtan.services.demo.attacks.orders import ORDER_ATTACKS
from lingtan.services.demo.attacks.study import STUDY_ATTACKS
from lingtan.services.demo.inputs import write_credits
from lingtan.services.demo.orders import certify_order
from lingtan.services.demo.parties import clock, set_stage

__all__ = ["ATTACKS", "run_attacks"]

ATTACKS = (*FACTOR_ATTACKS, *STUDY_ATTACKS, *BYTE_ATTACKS, *CONTENT_ATTACKS, *CREDIT_ATTACKS, *ORDER_ATTACKS, *BOOK_ATTACKS)


def set_scene(out: Path, device: DeviceFootprint) -> Scene:
    """Two certified orders of a few devices, on a database in the attack's own folder."""
    folder = out / "files"
    folder.mkdir(parents=True)
    stage = set_stage(out, f"sqlite:///{out.resolve() / 'attacks.db'}")
    write_credits(out / "inputs" / "holdings.csv")
    import_credits(stage.issuer, out / "inputs" / "holdings.csv", actor="credit-manager", at=clock(0))
    verify_study(stage, device, name="X13", minute=1)
    certified = tuple(certify_order(stage, device, f"SYN-ATTACK-{i}", 3, None, minute=20.0 + 10 * i) for i in (1, 2))
    return Scene(stage=stage, device=device, certified=certified, folder=folder)


def run_attacks(out: Path, device: DeviceFootprint, progress: Callable[[int, int], None]) -> list[dict[str, Any]]:
    """Each attack with whether it was refused and why. One that goes through says so, and the demo then fails."""
    scene = set_scene(out, device)
    answers = []
    for index, attack in enumerate(ATTACKS, start=1):
        met = attack.attempt(scene)
        code, reason = met if met is not None else (None, "went through")
        answers.append({"name": attack.name, "refused": met is not None, "code": code, "reason": reason})
        progress(index, len(ATTACKS))
    return answers
