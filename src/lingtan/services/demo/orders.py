"""The demo's orders: reserved, instructed, confirmed by the (synthetic) registry, certified and exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lingtan.neutrality import Cancellation, Order
from lingtan.product import DeviceFootprint
from lingtan.services.certificates.bundle import export_certificate
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import Publication
from lingtan.services.demo.inputs import write_order
from lingtan.services.demo.parties import HOLDER, MANUFACTURER, Stage, clock
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reading import order_from_file, plan_view
from lingtan.services.orders.reserve import plan_order, reserve_order

__all__ = ["ORDERS", "Certified", "certificate_view", "certify_order", "demo_order"]

#: Order (and prefix of its serials), device, number of devices, quantile of the voluntary buffer.
ORDERS: tuple[tuple[str, str, int, float | None], ...] = (
    ("SYN-X13-MEAN", "thinkpad-x13", 1_000, None),
    ("SYN-X13-P95", "thinkpad-x13", 1_000, 0.95),
    ("SYN-X1C9", "thinkpad-x1-carbon-gen9", 100, None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """One certified order: its plan beside the tiered offer, the certificate, and where everything was written."""

    order: str
    cancellation: Cancellation
    plan: dict[str, Any]
    document: dict[str, Any]
    paths: dict[str, str]


def certify_order(
    stage: Stage, device: DeviceFootprint, order: str, devices: int, quantile: float | None, *, minute: float, prefix: str | None = None
) -> Certified:
    """Take one order file all the way to its certificate."""
    found = demo_order(stage, device, order, devices=devices, prefix=prefix)
    chosen = choices(quantile, "credits-voluntary")
    plan = plan_view(plan_order(stage.issuer, found, chosen, at=clock(minute))[0])
    (cancellation,) = reserve_order(stage.issuer, found, chosen, actor="credit-manager", at=clock(minute))
    instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(minute + 1))
    confirm_lines(stage, cancellation, minute=minute + 2)
    publication = Publication()
    document = issue(stage.issuer, cancellation.number, publication, actor="issuer", at=clock(minute + 4))
    paths = export_certificate(stage.issuer, cancellation.number, stage.out / "certificates", actor="issuer", at=clock(minute + 5))
    return Certified(order=order, cancellation=cancellation, plan=plan, document=document, paths=paths)


def demo_order(stage: Stage, device: DeviceFootprint, order: str, *, devices: int, prefix: str | None = None) -> Order:
    """The order file of a device, written and read as a user's would be."""
    path, said = stage.out / "inputs" / f"{order.lower()}.xlsx", device.inventory.spec.attributes
    years, place = device.footprint.service_years, device.footprint.place_of_use
    write_order(path, prefix=prefix or order, model=said.model, configuration=said.configuration, years=years, place=place, devices=devices)
    return order_from_file(path, number=order, manufacturer=MANUFACTURER, holder=HOLDER)


def certificate_view(one: Certified) -> dict[str, Any]:
    """A certificate as the summary shows it; every figure is read from the signed record."""
    subject = one.document["credentialSubject"]
    policy, allocation = subject["policy"], subject["allocation"]
    view = {"number": subject["number"], "order": one.order, "model": subject["product"]["model"], "devices": subject["devices"]["count"]}
    view |= {"basis": policy["basis"], "quantile": policy["quantile"], "required_g": policy["requiredG"]}
    view |= {"buffer_g": policy["bufferG"], "retired_t": allocation["retiredG"] // 1_000_000, "carried_in_g": allocation["carriedInG"]}
    view |= {"remainder_g": allocation["remainderG"], "tiered_t": one.plan["tiered_t"], "over_offset_share": one.plan["over_offset_share"]}
    view |= {"exact_cost_minor": one.plan["exact_cost_minor"], "tiered_cost_minor": one.plan["tiered_cost_minor"]}
    return view | {"pdf": one.paths["zh.pdf"], "pdf_en": one.paths["en.pdf"], "json": one.paths["json"], "bundle": one.paths["full.zip"]}
