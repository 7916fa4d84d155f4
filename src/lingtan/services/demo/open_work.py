"""What the demo's web app shows besides finished work: certificates without their files, and work that waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lingtan.product import Bridge, DeviceFootprint
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import Publication
from lingtan.services.demo.orders import ORDERS, demo_order
from lingtan.services.demo.parties import Stage, clock
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.footprint.study import freeze_study
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reserve import reserve_order

__all__ = ["leave_open_work", "serve_orders"]

Devices = Mapping[str, tuple[DeviceFootprint, Bridge]]


def serve_orders(stage: Stage, devices: Devices) -> None:
    """The demo's orders, each to its certificate; the web makes PDFs and bundles when they are asked for."""
    for index, (number, key, count, quantile) in enumerate(ORDERS):
        minute = 60.0 + 10 * index
        order = demo_order(stage, devices[key][0], number, devices=count)
        chosen = choices(quantile, "credits-voluntary")
        (cancellation,) = reserve_order(stage.issuer, order, chosen, actor="credit-manager", at=clock(minute))
        instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(minute + 1))
        confirm_lines(stage, cancellation, minute=minute + 2)
        issue(stage.issuer, cancellation.number, Publication(), actor="issuer", at=clock(minute + 4))


def leave_open_work(stage: Stage, devices: Devices, *, at: datetime) -> None:
    """A frozen study that nobody verified yet, and an order that is reserved and waits for its instruction."""
    freeze_study(stage.issuer, devices["thinkpad-x1-carbon-5th"][0], actor="preparer", at=at)
    order = demo_order(stage, devices["thinkpad-x13"][0], "SYN-OPEN", devices=50)
    reserve_order(stage.issuer, order, choices(None, "credits-voluntary"), actor="credit-manager", at=at)
