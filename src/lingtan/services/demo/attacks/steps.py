"""Steps that several attacks begin with."""

from __future__ import annotations

from collections.abc import Callable

from lingtan.neutrality import Cancellation
from lingtan.services.demo.attacks.attack import Attack, Scene, refused_by_house
from lingtan.services.demo.orders import demo_order
from lingtan.services.demo.parties import clock
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reserve import reserve_order

__all__ = ["LATER", "RULES", "refused", "reserved"]

#: Minutes after the demo's start at which the attacks begin.
LATER = 600.0
RULES = choices(None, "credits-voluntary")


def refused(name: str, work: Callable[[Scene], object]) -> Attack:
    """An attack that the house itself must refuse."""
    return Attack(name=name, attempt=lambda scene: refused_by_house(lambda: work(scene)))


def reserved(scene: Scene, order: str) -> Cancellation:
    """A newly reserved and instructed cancellation: more devices than earlier remainders cover."""
    found = demo_order(scene.stage, scene.device, order, devices=8)
    (cancellation,) = reserve_order(scene.stage.issuer, found, RULES, actor="credit-manager", at=clock(LATER))
    return instruct(scene.stage.issuer, cancellation.number, actor="credit-manager", at=clock(LATER + 1))
