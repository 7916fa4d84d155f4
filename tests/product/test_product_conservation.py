"""Parts sum to totals, exactly, for any device the packs can hold."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingtan.evidence import Stage
from lingtan.factors import FactorLibrary
from lingtan.lca import parameters_met_twice
from lingtan.product import (
    Attributes,
    DeviceSpec,
    EndOfLifeMethod,
    available_packs,
    build_inventory,
    compute_figures,
    demands_of,
    explain_mean,
    footprint,
    load_class_pack,
)

FACTS = st.fixed_dictionaries(
    {
        "device_class": st.sampled_from(available_packs()),
        "place_of_use": st.sampled_from(["CN-BJ", "CN-YN", "EU", "US", "GLO", "DE", "JP"]),
        "place_of_assembly": st.sampled_from([None, "CN", "CN-AH", "EU", "VN"]),
    },
    optional={
        "screen_size_in": st.floats(5.0, 40.0),
        "mass_kg": st.floats(0.1, 30.0),
        "memory_gb": st.floats(0.0, 512.0),
        "storage_gb": st.floats(0.0, 8000.0),
        "tec_kwh": st.floats(0.0, 2000.0),
        "service_years": st.floats(0.5, 10.0),
        "packaging": st.sampled_from(["epe", "fibre", "pulp"]),
        "solder": st.sampled_from(["sac305", "snbi"]),
        "report_year": st.integers(2012, 2026),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=FACTS, method=st.sampled_from([EndOfLifeMethod.CUT_OFF, EndOfLifeMethod.CIRCULAR_FOOTPRINT]))
def test_stages_components_indicators_and_lines_sum_to_the_mean_exactly(
    library: FactorLibrary, facts: dict[str, Any], method: EndOfLifeMethod
) -> None:
    spec = DeviceSpec(attributes=Attributes(manufacturer="M", model="X", **facts))
    inventory = build_inventory(spec, load_class_pack(facts["device_class"]), library, end_of_life=method)
    figures = compute_figures(inventory, seed=3, draws=64)
    assert sum(figures.stages_mg.values()) == figures.mean_mg
    assert sum(figures.components_mg.values()) == figures.mean_mg
    assert sum(figures.indicators_mg.values()) == figures.mean_mg
    assert sum(figures.marks_mg.values()) == figures.mean_mg
    assert sum(line.mg for line in figures.lines) == figures.mean_mg
    assert set(figures.stages_mg) == set(Stage)
    # through the graph, by the place where it is emitted and by GWP set: the same total, before rounding to mg
    rounding = 1e-6 * len(figures.lines)
    assert math.fsum(figures.places_kg.values()) == pytest.approx(figures.mean_mg / 1e6, abs=rounding, rel=1e-9)
    assert math.fsum(figures.gwp_kg.values()) == pytest.approx(figures.mean_mg / 1e6, abs=rounding, rel=1e-9)


@pytest.mark.parametrize("name", available_packs())
def test_no_path_meets_a_parameter_twice_so_the_mean_is_the_expectation(library: FactorLibrary, name: str) -> None:
    spec = DeviceSpec(attributes=Attributes(device_class=name, manufacturer="M", model="X", place_of_use="EU"))
    inventory = build_inventory(spec, load_class_pack(name), library)
    assert parameters_met_twice(inventory.graph, demands_of(inventory)) == ()
    figures = compute_figures(inventory, seed=1, draws=4000)
    assert figures.monte_carlo_error < 4.0
    assert figures.shares.common + figures.shares.sku + figures.shares.unit == pytest.approx(1.0, abs=1e-9)


def test_every_line_opens_to_amount_times_intensity_times_allocation_and_its_sources(library: FactorLibrary, laptop: DeviceSpec) -> None:
    device = footprint(build_inventory(laptop, load_class_pack("laptop"), library), seed=1, draws=100)
    for row in device.figures.lines:
        assert row.line.amount * row.line.allocation * row.intensity_kg * 1e6 == pytest.approx(row.mg, abs=3.0, rel=1e-9)
    mean = explain_mean(device)
    assert mean.value == device.footprint.mean_mg == sum(part.value for part in mean.parts)
    for stage in mean.parts:
        assert sum(line.value for line in stage.parts) == stage.value
        for line in stage.parts:
            node = line.parts[0]
            assert math.fsum(term.value for term in node.parts) == pytest.approx(node.value, rel=1e-12, abs=1e-15)
            assert all(leaf.source for leaf in node.leaves())


def test_same_seed_same_figures_and_another_seed_leaves_the_mean(library: FactorLibrary, laptop: DeviceSpec) -> None:
    inventory = build_inventory(laptop, load_class_pack("laptop"), library)
    one, again, other = (footprint(inventory, seed=seed, draws=500).footprint for seed in (7, 7, 8))
    assert one == again
    assert other.mean_mg == one.mean_mg
    assert other.quantiles.p95_mg != one.quantiles.p95_mg


def test_packaging_fibre_is_biogenically_neutral_over_the_life_cycle(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    """METHODS 6: what the fibre took up is released, in the mean and in every draw (no parameter of its own)."""
    spec = DeviceSpec(attributes=Attributes(**{**laptop_facts, "packaging": "fibre"}))
    inventory = build_inventory(spec, load_class_pack("laptop"), library)
    taken = [line for line in inventory.lines if line.component == "packaging"]
    released = {line.key: line for line in inventory.lines if line.activity == "biogenic_co2_release"}
    assert taken
    for line in taken:
        uptake = inventory.resolved[line.node].factor.inputs["biogenic_co2_uptake"]
        back = released[f"end_of_life/end_of_life/release.{line.activity}"]
        assert back.amount == pytest.approx(line.amount * uptake)
        assert back.multipliers == line.multipliers
