"""Attacks on orders and certificates: replayed, claimed twice, unconfirmed, on a withdrawn statement, for the wrong audience."""

from __future__ import annotations

from datetime import UTC, datetime

from lingtan.assurance import Withdrawn
from lingtan.services.assure.engagement import record_event
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import publication
from lingtan.services.demo.attacks.attack import Attack, Scene
from lingtan.services.demo.attacks.steps import LATER, RULES, refused, reserved
from lingtan.services.demo.orders import certify_order, demo_order
from lingtan.services.demo.parties import clock
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.orders.reserve import reserve_order

__all__ = ["ORDER_ATTACKS"]


def _unconfirmed(scene: Scene) -> object:
    number = reserved(scene, "SYN-UNCONFIRMED").number
    return issue(scene.stage.issuer, number, publication("CN", "B2B"), actor="issuer", at=clock(LATER + 9))


def _consumer_in_the_eu(scene: Scene) -> object:
    cancellation = reserved(scene, "SYN-EU")
    confirm_lines(scene.stage, cancellation, minute=LATER + 2)
    return issue(scene.stage.issuer, cancellation.number, publication("EU", "B2C"), actor="issuer", at=datetime(2026, 10, 1, tzinfo=UTC))


def _replay(scene: Scene) -> object:
    """The first order's number with one device more."""
    found = demo_order(scene.stage, scene.device, scene.certified[0].order, devices=len(scene.certified[0].cancellation.lot.serials) + 1)
    return reserve_order(scene.stage.issuer, found, RULES, actor="credit-manager", at=clock(LATER))


def _claimed_twice(scene: Scene) -> object:
    return certify_order(scene.stage, scene.device, "SYN-AGAIN", 2, None, minute=LATER, prefix=scene.certified[0].order)


def _withdrawn(scene: Scene) -> object:
    record_event(scene.stage.certifier, "X13", Withdrawn(at=clock(LATER + 20), actor="verifier", reason="an error was found"))
    found = demo_order(scene.stage, scene.device, "SYN-WITHDRAWN", devices=2)
    return reserve_order(scene.stage.issuer, found, RULES, actor="credit-manager", at=clock(LATER + 30))


ORDER_ATTACKS: tuple[Attack, ...] = (
    refused("a replayed order with another body", _replay),
    refused("a device claimed twice", _claimed_twice),
    refused("a certificate before the registry confirmed", _unconfirmed),
    refused("an offset claim to EU consumers after 27 September 2026", _consumer_in_the_eu),
    refused("an order on a withdrawn statement", _withdrawn),
)
