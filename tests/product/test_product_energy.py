"""Energy by mode and version, by generation against a target, and under a grid path that is never the figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import Stage
from lingtan.factors import FactorLibrary
from lingtan.product import (
    Attributes,
    DeviceSpec,
    EnergyTest,
    Generation,
    build_inventory,
    grid_paths,
    load_class_pack,
    outline,
    progress,
    published_targets,
    under_path,
)
from lingtan.product.energy.generations import Reading
from lingtan.product.energy.modes import mode_weights, tec_from_modes

EIGHT = EnergyTest.ENERGY_STAR_8
WATTS = {"off": 0.5, "sleep": 1.0, "long_idle": 3.0, "short_idle": 6.0}


# --- modes


def test_the_tec_of_a_notebook_is_worked_by_hand() -> None:
    """ENERGY STAR 5.2: 8.76 × (0.60 × 0.5 + 0.10 × 1.2 + 0.30 × 8.0) = 24.7032 kWh/a."""
    tec = tec_from_modes(EnergyTest.ENERGY_STAR_5, "laptop", {"off": 0.5, "sleep": 1.2, "idle": 8.0})
    assert tec.kwh == pytest.approx(24.7032)


@pytest.mark.parametrize("test", [test for test in EnergyTest if test is not EnergyTest.GB_28380_2025])
@pytest.mark.parametrize("device_class", ["laptop", "desktop"])
def test_the_weights_of_a_version_fill_the_year_and_say_where_they_are_from(test: EnergyTest, device_class: str) -> None:
    weights = mode_weights(test, device_class)
    assert sum(weights.shares.values()) == pytest.approx(1.0)
    assert weights.source


@pytest.mark.parametrize(
    ("test", "device_class", "watts", "code"),
    [
        (EnergyTest.ENERGY_STAR_8, "laptop", {"off": 0.5, "sleep": 1.0, "idle": 6.0}, "ENERGY_MODES_OTHER"),  # version 5's idle
        (EnergyTest.GB_28380_2012, "laptop", WATTS, "ENERGY_MODES_OTHER"),  # version 8's idles
        (EnergyTest.GB_28380_2025, "laptop", WATTS, "ENERGY_WEIGHTS_UNKNOWN"),  # the text is not public
        (EnergyTest.ENERGY_STAR_8, "phone", WATTS, "ENERGY_TEST_CLASS"),  # not a computer of the test
        (EnergyTest.ENERGY_STAR_8, "laptop", {**WATTS, "off": -1.0}, "ATTRIBUTE_RANGE"),  # a battery is no power station
    ],
)
def test_versions_are_not_interchangeable(test: EnergyTest, device_class: str, watts: dict[str, float], code: str) -> None:
    with pytest.raises(InputError) as caught:
        tec_from_modes(test, device_class, watts)
    assert caught.value.code == code


@given(more=st.sampled_from(sorted(WATTS)), extra=st.floats(0.01, 50.0))
def test_a_watt_more_in_any_mode_is_more_energy(more: str, extra: float) -> None:
    raised = tec_from_modes(EIGHT, "laptop", {**WATTS, more: WATTS[more] + extra}).kwh - tec_from_modes(EIGHT, "laptop", WATTS).kwh
    assert raised == pytest.approx(8.76 * extra * mode_weights(EIGHT, "laptop").shares[more])


def test_a_device_by_modes_is_the_device_of_that_tec(library: FactorLibrary, laptop_facts: dict[str, Any]) -> None:
    kwh = tec_from_modes(EIGHT, "laptop", WATTS).kwh
    stated = {**laptop_facts, "tec_kwh": kwh}
    by_modes = {**laptop_facts, "tec_kwh": None, "energy_test": EIGHT, "mode_power_w": WATTS}
    pack = load_class_pack("laptop")
    one, other = (build_inventory(DeviceSpec(attributes=Attributes(**facts)), pack, library) for facts in (stated, by_modes))
    assert outline(one).mean_mg == outline(other).mean_mg
    assert "ASSUMED_ENERGY_TEST" in {note.code for note in other.assumptions}
    for facts, code in ((by_modes | {"tec_kwh": 20.0}, "TEC_TWICE"), (by_modes | {"energy_test": None}, "ENERGY_TEST_MISSING")):
        with pytest.raises(InputError, match=code):
            Attributes(**facts)


# --- generations


def _line(*kwh: float, test: EnergyTest = EIGHT) -> tuple[Generation, ...]:
    return tuple(
        Generation(name=f"G{index}", year=2018 + 3 * index, device_class="desktop", tec_kwh=value, energy_test=test)
        for index, value in enumerate(kwh)
    )


def test_progress_against_a_published_target_by_both_readings_of_efficiency() -> None:
    """100 → 70 kWh in six of eleven years, 50 % more efficient: half the energy, or one and a half times the work (66.7 kWh)."""
    found = progress(_line(100.0, 85.0, 70.0), published_targets()["lenovo_fy2030_desktop"])
    less, more = found.readings
    assert found.saved_share == pytest.approx(0.30)
    assert (less.reading, less.is_on_path, more.is_on_path) == (Reading.LESS_ENERGY, True, True)
    assert less.limit_kwh == pytest.approx(50.0)
    assert less.path_kwh == pytest.approx(100 - 50 * 6 / 11)
    assert more.limit_kwh == pytest.approx(100 / 1.5)
    assert not progress(_line(100.0, 95.0), published_targets()["lenovo_fy2030_desktop"]).readings[0].is_on_path


def test_generations_of_two_versions_or_classes_are_not_compared() -> None:
    target = published_targets()["lenovo_fy2030_desktop"]
    mixed = (*_line(100.0), *_line(90.0, 80.0, test=EnergyTest.ENERGY_STAR_5)[1:])
    with pytest.raises(InputError, match="ENERGY_TESTS_DIFFER"):
        progress(mixed, target)
    other = (*_line(100.0), replace(_line(90.0, 80.0)[1], device_class="laptop"))
    with pytest.raises(InputError, match="ENERGY_CLASSES_DIFFER"):
        progress(other, target)
    with pytest.raises(InputError, match="GENERATIONS_FEW"):
        progress(_line(100.0), target)


def test_targets_name_their_source() -> None:
    assert all(target.source and 0 < target.improvement < 1 for target in published_targets().values())


# --- grid paths


def test_a_grid_path_moves_only_the_electricity_of_use_and_never_the_figure(library: FactorLibrary, laptop: DeviceSpec) -> None:
    """Four years at −3 %: mean of 1, 0.97, 0.9409 and 0.912673 is 0.95589325."""
    inventory = build_inventory(laptop, load_class_pack("laptop"), library)
    found = outline(inventory)
    told = under_path(found.lines, mean_mg=found.mean_mg, service_years=4.0, name="minus_3_percent")
    assert told.difference_mg == pytest.approx(found.stages_mg[Stage.USE] * (0.95589325 - 1.0), abs=1)
    assert told.mean_mg == found.mean_mg + told.difference_mg
    assert outline(inventory).mean_mg == found.mean_mg
    with pytest.raises(InputError, match="GRID_PATH_UNKNOWN"):
        under_path(found.lines, mean_mg=found.mean_mg, service_years=4.0, name="fusion")


@given(years=st.floats(0.1, 60.0), name=st.sampled_from(sorted(grid_paths())))
def test_a_path_never_leaves_its_floor_nor_rises_above_today(years: float, name: str) -> None:
    path = grid_paths()[name]
    assert path.floor <= path.multiplier(years) <= 1.0 + 1e-12
    assert path.multiplier(years + 5.0) <= path.multiplier(years) + 1e-12
