"""Attacks on the credits: imported twice, cancelled elsewhere, confirmed wrongly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.attacks.attack import Attack, Scene
from lingtan.services.demo.attacks.steps import LATER, refused, reserved
from lingtan.services.demo.inputs import BLOCKS, Block, write_credits
from lingtan.services.demo.parties import clock
from lingtan.services.demo.registry import confirm_lines

__all__ = ["CREDIT_ATTACKS"]


def _import(block: Block, status: str = "active") -> Callable[[Scene], object]:
    def work(scene: Scene) -> object:
        path = scene.folder / f"holdings-{block[5]}-{status}.csv"
        write_credits(path, [block], status=status)
        return import_credits(scene.stage.issuer, path, actor="credit-manager", at=clock(LATER))

    return work


def _confirm(order: str, **changes: Any) -> Callable[[Scene], object]:
    def work(scene: Scene) -> object:
        cancellation = reserved(scene, order)
        confirm_lines(scene.stage, cancellation, minute=LATER + 2, **changes)
        return cancellation

    return work


CREDIT_ATTACKS: tuple[Attack, ...] = (
    refused("a range imported twice", _import(("VCS", "191", *BLOCKS[0][2:]))),
    refused("a credit cancelled elsewhere", _import(BLOCKS[2], "retired")),
    refused("the registry names another beneficiary", _confirm("SYN-OTHER", beneficiary="Another Company Ltd")),
    refused("a retirement before the credits were acquired", _confirm("SYN-EARLY", retired_on=date(2024, 1, 1))),
    refused("one person enters and checks", _confirm("SYN-ONE-PAIR", checker="clerk")),
)
