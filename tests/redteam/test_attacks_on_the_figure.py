"""Attacks on what a footprint is made of: near-zero, negative and slipped supplier figures, and electricity that costs nothing."""

from __future__ import annotations

import dataclasses

import pytest

from lingtan.errors import FactorError
from lingtan.factors import FactorClass, load_library
from lingtan.product import BomLine, SupplierBoundary, SupplierFootprint, SupplierVerdict, Verification
from lingtan.quantities import Indicator, Unit
from lingtan.services.footprint.device import footprint_of

BATTERY = BomLine(part="battery", kind="battery", amount=48.0, unit=Unit.WH)


def with_supplier(scene, kg, **members):
    figure = SupplierFootprint(
        kg_co2e=kg, supplier="S", year=2025, verification=Verification.VERIFIED, boundary=SupplierBoundary.CRADLE_TO_GATE, **members
    )
    spec = dataclasses.replace(scene.device.inventory.spec, bom=(dataclasses.replace(BATTERY, supplier=figure),))
    return footprint_of(spec, load_library(), seed=1, draws=100)


@pytest.mark.parametrize(
    ("kg", "members"),
    [
        (0.01, {}),  # four kilograms by any generic model
        (-3.0, {"biogenic_reason": "wood"}),  # stored carbon is no credit
        (-3.0, {}),
    ],
)
def test_a_figure_near_or_below_zero_is_set_aside(scene, kg, members):
    assert with_supplier(scene, kg, **members).figures.replacements[0].verdict is SupplierVerdict.NEAR_ZERO


def test_grams_taken_for_kilograms_are_said(scene):
    codes = {note.code for note in with_supplier(scene, 3000.0).study.warnings}
    assert "SUPPLIER_IMPLAUSIBLE" in codes
    assert "SUPPLIER_IMPLAUSIBLE" not in {note.code for note in with_supplier(scene, 3.0).study.warnings}


@pytest.mark.parametrize(
    "flows",
    [
        {Indicator.FOSSIL: 0.0},  # a certificate is no factor
        {Indicator.FOSSIL: 500.0},  # grams per kWh
        {Indicator.FOSSIL: 0.1, Indicator.BIOGENIC_UPTAKE: -0.6},  # below nothing
    ],
)
def test_electricity_of_a_pack_costs_what_a_grid_can_cost(flows):
    grid = next(factor for factor in load_library().factors if factor.klass is FactorClass.ELECTRICITY_LIFE_CYCLE)
    with pytest.raises(FactorError) as caught:
        dataclasses.replace(grid, value=sum(flows.values()), flows=flows)
    assert caught.value.code == "FACTOR_FIELD"
