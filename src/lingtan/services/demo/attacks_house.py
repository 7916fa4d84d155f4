"""Attacks on the ledger and the orders: what a colleague, a partner or a careless import might try."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from lingtan.assurance import Withdrawn
from lingtan.factors import FactorClass, FactorQuery, load_library, require_product_class
from lingtan.neutrality import Cancellation
from lingtan.services.assure.engagement import record_event
from lingtan.services.demo.attack import Attack, Scene, refused_by_house
from lingtan.services.demo.inputs import BLOCKS, Block, write_credits
from lingtan.services.demo.orders import certify_order, demo_order
from lingtan.services.demo.parties import clock
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.neutralise.certificate import issue
from lingtan.services.neutralise.choose import choices
from lingtan.services.neutralise.credits import import_credits
from lingtan.services.neutralise.instruct import instruct
from lingtan.services.neutralise.publication import publication
from lingtan.services.neutralise.reserve import reserve_order

__all__ = ["HOUSE_ATTACKS"]

LATER = 600.0
RULES = choices(None, "credits-voluntary")


def _refused(name: str, work: Callable[[Scene], object]) -> Attack:
    return Attack(name=name, attempt=lambda scene: refused_by_house(lambda: work(scene)))


def _import(block: Block, status: str = "active") -> Callable[[Scene], object]:
    def work(scene: Scene) -> object:
        path = scene.folder / f"holdings-{block[5]}-{status}.csv"
        write_credits(path, [block], status=status)
        return import_credits(scene.stage.issuer, path, actor="credit-manager", at=clock(LATER))

    return work


def _reserved(scene: Scene, order: str) -> Cancellation:
    """A newly reserved and instructed cancellation: more devices than earlier remainders cover."""
    found = demo_order(scene.stage, scene.device, order, devices=8)
    (cancellation,) = reserve_order(scene.stage.issuer, found, RULES, actor="credit-manager", at=clock(LATER))
    return instruct(scene.stage.issuer, cancellation.number, actor="credit-manager", at=clock(LATER + 1))


def _confirm(order: str, **changes: Any) -> Callable[[Scene], object]:
    def work(scene: Scene) -> object:
        cancellation = _reserved(scene, order)
        confirm_lines(scene.stage, cancellation, minute=LATER + 2, **changes)
        return cancellation

    return work


def _unconfirmed(scene: Scene) -> object:
    number = _reserved(scene, "SYN-UNCONFIRMED").number
    return issue(scene.stage.issuer, number, publication("CN", "B2B"), actor="issuer", at=clock(LATER + 9))


def _consumer_in_the_eu(scene: Scene) -> object:
    cancellation = _reserved(scene, "SYN-EU")
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


HOUSE_ATTACKS: tuple[Attack, ...] = (
    _refused(
        "wrong factor class",
        lambda scene: require_product_class(
            load_library().resolve(FactorQuery(activity="electricity", place="CN", year=2022, klass=FactorClass.ELECTRICITY_DIRECT)).factor
        ),
    ),
    _refused("a range imported twice", _import(("VCS", "191", *BLOCKS[0][2:]))),
    _refused("a credit cancelled elsewhere", _import(BLOCKS[2], "retired")),
    _refused("a replayed order with another body", _replay),
    _refused("a device claimed twice", _claimed_twice),
    _refused("the registry names another beneficiary", _confirm("SYN-OTHER", beneficiary="Another Company Ltd")),
    _refused("a retirement before the credits were acquired", _confirm("SYN-EARLY", retired_on=date(2024, 1, 1))),
    _refused("one person enters and checks", _confirm("SYN-ONE-PAIR", checker="clerk")),
    _refused("a certificate before the registry confirmed", _unconfirmed),
    _refused("an offset claim to EU consumers after 27 September 2026", _consumer_in_the_eu),
    _refused("an order on a withdrawn statement", _withdrawn),
)
