"""Why a figure changed: every milligram has a cause, and the cause is the one that was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.factors import Factor, FactorLibrary
from lingtan.product import Attributes, DeviceSpec, Inventory, build_inventory, load_class_pack, mean_mg, outline
from lingtan.product.changes import Cause, Difference, ReleaseCause, Sold, difference, mix_change, release_effect


def inventory_of(spec: DeviceSpec, library: FactorLibrary) -> Inventory:
    return build_inventory(spec, load_class_pack(spec.attributes.device_class), library)


def between(facts: dict[str, Any], library: FactorLibrary, **changed: Any) -> Difference:
    first, second = (inventory_of(DeviceSpec(attributes=Attributes(**one)), library) for one in (facts, facts | changed))
    return difference(first, outline(first), second, outline(second))


def release(library: FactorLibrary, changed: Callable[[Factor], Factor]) -> FactorLibrary:
    """The next edition of a library, factor by factor."""
    *under, top = (tuple(map(changed, layer)) for layer in library.layers)
    return FactorLibrary(top, library.sources.values(), library.constants.values(), under=under)


def with_values(library: FactorLibrary, **times: float) -> FactorLibrary:
    """The library with every flow of an activity's factors multiplied."""

    def scaled(factor: Factor) -> Factor:
        by = times[factor.activity]
        return replace(factor, value=factor.value * by, flows={i: flow * by for i, flow in factor.flows.items()})

    return release(library, lambda f: scaled(f) if f.activity in times else f)


def test_a_device_does_not_differ_from_itself(laptop_facts: dict[str, Any], library: FactorLibrary) -> None:
    found = between(laptop_facts, library)
    assert (found.mg, found.rows, found.attributes) == (0, (), ())


def test_more_years_are_a_matter_of_quantity_in_use_alone(laptop_facts: dict[str, Any], library: FactorLibrary) -> None:
    found = between(laptop_facts, library, service_years=5.0)
    assert {(row.cause, row.stage.value) for row in found.rows} == {(Cause.QUANTITY, "use")}
    assert [(one.attribute, one.before, one.after) for one in found.attributes] == [("service_years", "4.0", "5.0")]
    # 20 kWh a year at 2024's Chinese life-cycle electricity: the change is that year's electricity, whole.
    grid = library.life_cycle_electricity("CN", 2024).intensity_kg_per_kwh
    assert found.mg == pytest.approx(20.0 * grid * 1e6, rel=1e-9)


def test_another_place_of_use_is_a_matter_of_place_in_use(laptop_facts: dict[str, Any], library: FactorLibrary) -> None:
    found = between(laptop_facts, library, place_of_use="FR")
    use = [row for row in found.rows if row.stage.value == "use"]
    assert {row.cause for row in use} == {Cause.PLACE}
    assert [(row.before, row.after) for row in use] == [("CN", "FR")]
    assert sum(row.mg for row in use) < 0


def test_another_memory_is_quantity_of_memory(laptop_facts: dict[str, Any], library: FactorLibrary) -> None:
    found = between(laptop_facts, library, memory_gb=32.0)
    assert found.rows[0].cause is Cause.QUANTITY
    assert "memory" in found.rows[0].line
    assert found.rows[0].mg == pytest.approx(found.mg, rel=0.05)


@settings(max_examples=25, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "memory_gb": st.sampled_from([8.0, 64.0]),
            "storage_gb": st.sampled_from([256.0, 2048.0]),
            "place_of_use": st.sampled_from(["DE", "FR", "US"]),
            "place_of_assembly": st.sampled_from(["VN", "BR"]),
            "service_years": st.sampled_from([3.0, 6.0]),
            "packaging": st.sampled_from(["fibre"]),
            "solder": st.sampled_from(["snbi"]),
            "screen_size_in": st.sampled_from([13.3, 16.0]),
        },
    )
)
def test_every_milligram_has_a_cause(laptop_facts: dict[str, Any], library: FactorLibrary, changed: dict[str, Any]) -> None:
    found = between(laptop_facts, library, **changed)
    assert sum(row.mg for row in found.rows) == found.mg == sum(found.by_cause.values()) == sum(found.by_component.values())
    assert {one.attribute for one in found.attributes} == {name for name in changed if laptop_facts[name] != changed[name]}


def test_the_way_back_is_the_same_with_the_other_sign(laptop_facts: dict[str, Any], library: FactorLibrary) -> None:
    other = laptop_facts | {"place_of_use": "DE", "memory_gb": 8.0}
    there, back = between(laptop_facts, library, **other), between(other, library, **laptop_facts)
    assert there.mg == -back.mg
    other_way = {Cause.ADDED: Cause.REMOVED, Cause.REMOVED: Cause.ADDED}
    assert {(row.line, row.cause): row.mg for row in there.rows} == {
        (row.line, other_way.get(row.cause, row.cause)): -row.mg for row in back.rows
    }


def test_a_release_that_changes_nothing_has_no_effect(laptop: DeviceSpec, library: FactorLibrary) -> None:
    found = release_effect(inventory_of(laptop, library), inventory_of(laptop, with_values(library, electricity=1.0)))
    assert (found.effects, found.change) == ((), 0.0)


def test_a_release_names_the_factor_that_brought_the_change(laptop: DeviceSpec, library: FactorLibrary) -> None:
    """Electricity a tenth dearer: everything that runs on electricity moves, under electricity's name alone."""
    before, after = inventory_of(laptop, library), inventory_of(laptop, with_values(library, electricity=1.1))
    found = release_effect(before, after)
    assert {(effect.cause, effect.activity) for effect in found.effects} == {(ReleaseCause.VALUE, "electricity")}
    assert found.after_mg - found.before_mg == mean_mg(after) - mean_mg(before) == sum(effect.mg for effect in found.effects)
    assert found.change > 0


def test_two_changed_factors_are_told_apart(laptop: DeviceSpec, library: FactorLibrary) -> None:
    alone = [
        release_effect(inventory_of(laptop, library), inventory_of(laptop, with_values(library, **{name: 1.2})))
        for name in ("electricity", "lcd_panel_a_si")
    ]
    both = release_effect(inventory_of(laptop, library), inventory_of(laptop, with_values(library, electricity=1.2, lcd_panel_a_si=1.2)))
    by_activity = {name: sum(e.mg for e in both.effects if e.activity == name) for name in ("electricity", "lcd_panel_a_si")}
    for name, one in zip(by_activity, alone, strict=True):
        assert by_activity[name] == pytest.approx(one.after_mg - one.before_mg, abs=3)


def test_a_changed_intake_is_the_supplys(laptop: DeviceSpec, library: FactorLibrary) -> None:
    """Every process takes twice the electricity: nothing's own figure moved, electricity is used more."""

    def hungrier(factor: Factor) -> Factor:
        taken = factor.inputs.get("electricity", 0.0)
        return replace(factor, inputs={**factor.inputs, "electricity": 2.0 * taken}) if taken else factor

    found = release_effect(inventory_of(laptop, library), inventory_of(laptop, release(library, hungrier)))
    assert {(effect.cause, effect.activity) for effect in found.effects} == {(ReleaseCause.SUPPLY, "electricity")}
    assert sum(effect.mg for effect in found.effects) == found.after_mg - found.before_mg > 0


SOLD = st.dictionaries(
    st.sampled_from("abcde"), st.builds(Sold, units=st.floats(0, 1e6), mean_kg=st.floats(1.0, 1e4)), min_size=1, max_size=5
)


@given(SOLD, SOLD)
def test_volume_mix_and_footprint_leave_no_residual(before: dict[str, Sold], after: dict[str, Sold]) -> None:
    found = mix_change(before, after)
    assert found.volume_kg + found.mix_kg + found.footprint_kg == found.after_kg - found.before_kg
    for effect in ("volume_kg", "mix_kg", "footprint_kg", "change_kg"):
        whole = found.after_kg - found.before_kg if effect == "change_kg" else getattr(found, effect)
        assert sum(getattr(row, effect) for row in found.products) == whole


def test_twice_the_units_are_volume_alone() -> None:
    found = mix_change({"a": Sold(units=10, mean_kg=100)}, {"a": Sold(units=20, mean_kg=100)})
    assert (found.volume_kg, found.mix_kg, found.footprint_kg) == (1000, 0, 0)


def test_a_product_that_takes_anothers_place_is_mix_alone() -> None:
    found = mix_change({"a": Sold(units=10, mean_kg=100)}, {"b": Sold(units=10, mean_kg=60)})
    assert (found.volume_kg, found.mix_kg, found.footprint_kg) == (0, -400, 0)
    assert [(row.product, row.mix_kg) for row in found.products] == [("a", -1000), ("b", 600)]
