"""Attacks on what a footprint is made of: a factor of the wrong class, a supplier's figure net of offsets."""

from __future__ import annotations

import dataclasses

from lingtan.factors import FactorClass, FactorQuery, require_product_class
from lingtan.messages import Message, render
from lingtan.product import BomLine, SupplierBoundary, SupplierFootprint, SupplierVerdict, Verification
from lingtan.quantities import Indicator, Unit
from lingtan.services.demo.attacks.attack import Attack, Scene
from lingtan.services.demo.attacks.steps import refused
from lingtan.services.footprint.device import footprint_of
from lingtan.services.footprint.library import library_with

__all__ = ["FACTOR_ATTACKS"]


def _wrong_class(_scene: Scene) -> object:
    """The ministry's direct-emission factor for a product's electricity."""
    query = FactorQuery(activity="electricity", place="CN", year=2022, klass=FactorClass.ELECTRICITY_DIRECT)
    return require_product_class(library_with().resolve(query).factor)


def _netted_supplier(scene: Scene) -> tuple[str, str] | None:
    """A supplier's figure net of offsets must not lower the footprint: it is quarantined and the generic figure stays."""
    figure = SupplierFootprint(
        kg_co2e=0.4, supplier="Synthetic Supplier", year=2025, verification=Verification.VERIFIED,
        boundary=SupplierBoundary.CRADLE_TO_GATE, net_of_offsets=True,
    )  # fmt: skip
    spec, plain = scene.device.inventory.spec, BomLine(part="battery", kind="battery", amount=48.0, unit=Unit.WH)
    netted = dataclasses.replace(plain, supplier=figure)
    library = library_with()
    generic, attacked = (footprint_of(dataclasses.replace(spec, bom=(line,)), library, seed=1, draws=500) for line in (plain, netted))
    verdict = attacked.figures.replacements[0].verdict
    if verdict is not SupplierVerdict.NET_OF_OFFSETS or attacked.footprint.mean_mg < generic.footprint.mean_mg:
        return None
    params = {"part": "battery", "supplier": figure.supplier, "reason": verdict.value}
    return "SUPPLIER_QUARANTINED", render(Message(code="SUPPLIER_QUARANTINED", params=params), "en")


def _green_zero(_scene: Scene) -> object:
    """Electricity that costs nothing, as a user's own factor."""
    query = FactorQuery(activity="electricity", place="CN", year=2024, klass=FactorClass.ELECTRICITY_LIFE_CYCLE)
    return dataclasses.replace(library_with().resolve(query).factor, value=0.0, flows={Indicator.FOSSIL: 0.0})


FACTOR_ATTACKS: tuple[Attack, ...] = (
    refused("wrong factor class", _wrong_class),
    refused("green electricity as a zero factor", _green_zero),
    Attack(name="offset-netted supplier footprint", attempt=_netted_supplier),
)
