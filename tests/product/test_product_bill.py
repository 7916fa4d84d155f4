"""BOM lines replace templates; supplier figures replace generic ones, both logged (METHODS 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lingtan.evidence import Mark
from lingtan.factors import FactorLibrary, GwpLabel
from lingtan.product import (
    BomLine,
    Custody,
    DeviceSpec,
    Inventory,
    SupplierBoundary,
    SupplierFootprint,
    SupplierVerdict,
    Verification,
    build_inventory,
    compute_figures,
    load_class_pack,
    mean_mg,
)
from lingtan.quantities import Unit


def _supplier(**changes: Any) -> SupplierFootprint:
    facts: dict[str, Any] = {
        "kg_co2e": 5.0,
        "supplier": "Cell Works",
        "year": 2024,
        "verification": Verification.VERIFIED,
        "boundary": SupplierBoundary.CRADLE_TO_GATE,
    }
    return SupplierFootprint(**{**facts, **changes})


def _battery(**changes: Any) -> BomLine:
    facts: dict[str, Any] = {"part": "BAT-1", "kind": "battery", "amount": 52.0, "unit": Unit.WH, "cell": "BOM!A7"}
    return BomLine(**{**facts, **changes})


def _with(library: FactorLibrary, spec: DeviceSpec, *lines: BomLine) -> Inventory:
    return build_inventory(replace(spec, bom=lines), load_class_pack("laptop"), library)


def test_a_bom_line_replaces_the_template_and_says_so(library: FactorLibrary, laptop: DeviceSpec) -> None:
    plain = _with(library, laptop)
    bigger = _with(library, laptop, _battery(amount=80.0))
    lines = [line for line in bigger.lines if line.component == "battery"]
    assert [line.amount for line in lines] == [80.0]
    assert lines[0].mark is Mark.DECLARED
    assert lines[0].origin == "BOM!A7"
    assert mean_mg(bigger) > mean_mg(plain)
    assert any(note.code == "BOM_REPLACES_TEMPLATE" and note.place == "BOM!A7" for note in bigger.warnings)


def test_a_removed_part_has_quantity_zero(library: FactorLibrary, laptop: DeviceSpec) -> None:
    inventory = _with(library, laptop, _battery(quantity=0.0))
    assert not [line for line in inventory.lines if line.component == "battery"]


def test_two_lines_of_one_kind_replace_it_together(library: FactorLibrary, laptop: DeviceSpec) -> None:
    inventory = _with(library, laptop, _battery(amount=30.0), _battery(part="BAT-2", amount=22.0))
    one = _with(library, laptop, _battery(amount=52.0))
    assert mean_mg(inventory) == pytest.approx(mean_mg(one), abs=5)


def test_a_die_is_stated_in_square_centimetres(library: FactorLibrary, laptop: DeviceSpec) -> None:
    """146 mm2 as an attribute and 1.46 cm2 as a BOM line are the same die."""
    line = BomLine(part="CPU", kind="processor", amount=1.46, unit=Unit.CM2)
    assert mean_mg(_with(library, laptop, line)) == pytest.approx(mean_mg(_with(library, laptop)), abs=5)


def test_chassis_lines_by_material_carry_their_own_recycled_share(library: FactorLibrary, laptop: DeviceSpec) -> None:
    def at(share: float, custody: Custody) -> int:
        line = BomLine(part="LID", kind="chassis", amount=0.5, unit=Unit.KG, material="aluminium", recycled_share=share, custody=custody)
        return mean_mg(_with(library, laptop, line))

    virgin = at(0.0, Custody.SEGREGATED)
    assert at(0.75, Custody.SEGREGATED) < at(0.5, Custody.SEGREGATED) < virgin
    assert at(0.75, Custody.BOOK_AND_CLAIM) == virgin


@pytest.mark.parametrize("kg", [2.0, 40.0])  # lower and much higher than generic: no cherry-picking
def test_a_valid_supplier_figure_stands_even_when_it_is_higher(library: FactorLibrary, laptop: DeviceSpec, kg: float) -> None:
    generic = compute_figures(_with(library, laptop, _battery()), seed=1, draws=50)
    inventory = _with(library, laptop, _battery(supplier=_supplier(kg_co2e=kg)))
    figures = compute_figures(inventory, seed=1, draws=50)
    assert figures.components_mg["battery"] == round(kg * 1e6)
    entry = figures.replacements[0]
    assert entry.verdict is SupplierVerdict.USED
    assert entry.supplier_kg == kg
    assert entry.generic_kg == pytest.approx(generic.components_mg["battery"] / 1e6, abs=1e-5)
    assert figures.primary_data_share == pytest.approx(kg * 1e6 / sum(abs(row.mg) for row in figures.lines))
    assert generic.primary_data_share == 0.0


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"net_of_offsets": True}, SupplierVerdict.NET_OF_OFFSETS),  # a claim, not a footprint
        ({"kg_co2e": 0.0}, SupplierVerdict.NEAR_ZERO),  # no biogenic reason given
        ({"kg_co2e": -3.0}, SupplierVerdict.NEAR_ZERO),  # removals netted in
        ({"boundary": SupplierBoundary.GATE_TO_GATE}, SupplierVerdict.WRONG_BOUNDARY),  # leaves the cells' upstream out
        ({"boundary": SupplierBoundary.CRADLE_TO_GRAVE}, SupplierVerdict.WRONG_BOUNDARY),  # would count use twice
    ],
)
def test_a_bad_supplier_figure_is_quarantined_and_generic_stands(
    library: FactorLibrary, laptop: DeviceSpec, changes: dict[str, Any], verdict: SupplierVerdict
) -> None:
    inventory = _with(library, laptop, _battery(supplier=_supplier(**changes)))
    assert inventory.replacements[0].verdict is verdict
    assert mean_mg(inventory) == mean_mg(_with(library, laptop, _battery()))
    assert any(note.code == "SUPPLIER_QUARANTINED" and note.place == "BOM!A7" for note in inventory.warnings)


def test_zero_with_a_biogenic_reason_is_used(library: FactorLibrary, laptop: DeviceSpec) -> None:
    figure = _supplier(kg_co2e=0.0, biogenic_reason="biogenic carbon in bamboo fibre, released at end of life")
    assert _with(library, laptop, _battery(supplier=figure)).replacements[0].verdict is SupplierVerdict.USED


def test_an_unverified_figure_has_at_least_generic_uncertainty(library: FactorLibrary, laptop: DeviceSpec) -> None:
    generic = _with(library, laptop, _battery())
    node = next(line.node for line in generic.lines if line.component == "battery")
    unverified = _with(library, laptop, _battery(supplier=_supplier(verification=Verification.UNVERIFIED, gsd=1.01)))
    verified = _with(library, laptop, _battery(supplier=_supplier(gsd=1.01)))
    assert unverified.parameters["supplier/BAT-1#1"].spread >= generic.resolved[node].gsd_total
    assert verified.parameters["supplier/BAT-1#1"].spread == 1.01


def test_market_based_electricity_inside_is_flagged_with_its_instrument(library: FactorLibrary, laptop: DeviceSpec) -> None:
    inventory = _with(library, laptop, _battery(supplier=_supplier(market_instrument="GEC 2024-06, 12 MWh")))
    note = next(note for note in inventory.warnings if note.code == "SUPPLIER_MARKET_BASED")
    assert note.params["instrument"] == "GEC 2024-06, 12 MWh"


def test_a_suppliers_gwp_set_is_kept_apart(library: FactorLibrary, laptop: DeviceSpec) -> None:
    figures = compute_figures(_with(library, laptop, _battery(supplier=_supplier(gwp_set="AR4"))), seed=1, draws=20)
    assert figures.gwp_kg[GwpLabel.AR4] == pytest.approx(5.0)
    assert "AR4" in figures.gwp_set
    assert figures.gwp_bound_kg > 0


@pytest.mark.parametrize(("verification", "doubted"), [(Verification.VERIFIED, False), (Verification.UNVERIFIED, True)])
def test_only_a_verified_supplier_figure_is_spared_the_doubt_of_method(
    library: FactorLibrary, laptop: DeviceSpec, verification: Verification, doubted: bool
) -> None:
    inventory = _with(library, laptop, _battery(supplier=_supplier(verification=verification)))
    line = next(line for line in inventory.lines if line.component == "battery")
    assert line.mark is Mark.SUPPLIER
    assert ("model/laptop/production" in line.multipliers) is doubted
