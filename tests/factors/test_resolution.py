"""Resolution: the nearest factor, with every step stated and its uncertainty added."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import FactorError, InputError, MethodError
from lingtan.evidence import Mark, Pedigree, Standing
from lingtan.factors import (
    DirectElectricity,
    FactorClass,
    FactorQuery,
    LifeCycleElectricity,
    StepKind,
    closure,
    combine_gsd,
    load_library,
    require_product_class,
    total_climate,
)
from lingtan.messages import render
from lingtan.quantities import all_places

LIFE_CYCLE, DIRECT = FactorClass.ELECTRICITY_LIFE_CYCLE, FactorClass.ELECTRICITY_DIRECT


def _query(activity: str, place: str, year: int, klass: FactorClass | None = None) -> FactorQuery:
    return FactorQuery(activity=activity, place=place, year=year, klass=klass)


def test_use_in_beijing_scales_the_national_life_cycle_factor_and_says_so() -> None:
    found = load_library().life_cycle_electricity("CN-BJ", 2023)
    assert found.intensity_kg_per_kwh == pytest.approx(0.6205 * 0.5554 / 0.5306, rel=1e-12)
    assert [step.kind for step in found.resolved.steps] == [StepKind.SCALED]
    assert found.resolved.is_estimate
    assert found.resolved.mark is Mark.MODELLED
    assert found.resolved.factor.standing is Standing.COMPUTED
    assert "0.6205" in found.resolved.steps[0].basis


def test_a_later_life_cycle_year_is_scaled_with_the_latest_common_direct_year() -> None:
    found = load_library().life_cycle_electricity("CN-AH", 2024)
    assert found.intensity_kg_per_kwh == pytest.approx(0.5777 * 0.6553 / 0.5306, rel=1e-12)


def test_tibet_without_a_provincial_factor_takes_its_grid() -> None:
    found = load_library().life_cycle_electricity("CN-XZ", 2023)
    assert [(s.kind, s.used) for s in found.resolved.steps] == [(StepKind.SCALED, "CN"), (StepKind.PLACE, "CN-SOUTHWEST")]
    assert found.intensity_kg_per_kwh == pytest.approx(0.6205 * 0.2472 / 0.5306, rel=1e-12)
    direct = load_library().direct_electricity("CN-XZ", 2023)
    assert [(s.kind, s.asked, s.used) for s in direct.resolved.steps] == [(StepKind.PLACE, "CN-XZ", "CN-SOUTHWEST")]
    assert direct.resolved.gsd_total > 1.4


def test_the_nation_itself_is_no_estimate() -> None:
    found = load_library().life_cycle_electricity("CN", 2023).resolved
    assert (found.steps, found.is_estimate) == ((), False)


@pytest.mark.parametrize(
    ("asked", "used", "extra"),
    [
        (2023, 2023, 1.0),  # as asked
        (2025, 2023, 1.0),  # the latest not after; under three years adds nothing
        (2027, 2023, 1.03),  # under six years
        (2035, 2023, 1.19),  # under fifteen
        (2019, 2021, 1.0),  # nothing before: the nearest later
        (2022, 2022, 1.0),  # an earlier year has its own
    ],
)
def test_a_year_falls_back_to_the_latest_not_after_then_to_the_nearest(asked: int, used: int, extra: float) -> None:
    found = load_library().resolve(_query("electricity", "CN", asked, DIRECT))
    assert found.factor.year == used
    steps = [s for s in found.steps if s.kind is StepKind.YEAR]
    assert [s.extra_gsd for s in steps] == ([] if asked == used else [extra])


def test_a_country_without_a_row_takes_the_world_and_widens() -> None:
    found = load_library().life_cycle_electricity("CF", 2023).resolved  # no value in the source
    assert [(s.kind, s.used) for s in found.steps] == [(StepKind.PLACE, "GLO")]
    assert found.gsd_total == pytest.approx(combine_gsd(found.factor.gsd_total, 1.9))


def test_a_world_figure_serves_any_place_without_more_spread_than_its_own() -> None:
    found = load_library().resolve(_query("aluminium_primary", "CN-TJ", 2022))
    assert [s.kind for s in found.steps] == [StepKind.GENERIC]
    assert found.gsd_total == pytest.approx(found.factor.gsd_total)


def test_flash_of_another_year_takes_the_generation_of_that_year() -> None:
    library = load_library()
    assert library.resolve(_query("nand_flash", "GLO", 2018)).factor.value == 0.15
    assert library.resolve(_query("nand_flash", "GLO", 2023)).factor.value == 0.078


def test_a_direct_factor_is_refused_for_a_product() -> None:
    library = load_library()
    with pytest.raises(MethodError, match="WRONG_FACTOR_CLASS"):
        library.resolve(_query("electricity_fossil", "CN", 2023, LIFE_CYCLE))
    direct = library.resolve(_query("electricity", "CN", 2023, DIRECT))
    with pytest.raises(MethodError, match="WRONG_FACTOR_CLASS"):
        require_product_class(direct.factor)
    with pytest.raises(MethodError, match="WRONG_FACTOR_CLASS"):
        LifeCycleElectricity(resolved=direct)
    with pytest.raises(MethodError, match="WRONG_FACTOR_CLASS"):
        total_climate(library, "electricity_residual_mix", "CN", 2023)


def test_a_life_cycle_factor_is_refused_for_an_inventory() -> None:
    with pytest.raises(MethodError, match="WRONG_FACTOR_CLASS"):
        DirectElectricity(resolved=load_library().resolve(_query("electricity", "CN", 2023, LIFE_CYCLE)))


def test_electricity_without_a_class_must_say_which() -> None:
    with pytest.raises(FactorError, match="FACTOR_CLASS_NEEDED"):
        load_library().resolve(_query("electricity", "CN", 2023))


@pytest.mark.parametrize(
    ("activity", "place", "error", "word"),
    [
        ("aluminum_primary", "CN", FactorError, "aluminium_primary"),  # spelling: the nearest activity is named
        ("unobtainium", "CN", FactorError, "FACTOR_NOT_FOUND"),  # no such thing
        ("electricity_fossil", "US", FactorError, "nearest=CN"),  # known elsewhere only
        ("gold_primary", "Beijing", InputError, "PLACE_UNKNOWN"),  # a name where a code is wanted
    ],
)
def test_what_cannot_be_resolved_names_the_nearest(activity: str, place: str, error: type[Exception], word: str) -> None:
    with pytest.raises(error, match=word):
        load_library().resolve(_query(activity, place, 2023))


def test_an_unknown_activity_or_constant_is_refused() -> None:
    with pytest.raises(FactorError, match="FACTOR_NOT_FOUND"):
        load_library().class_of("aluminum_primary")
    with pytest.raises(FactorError, match="CONSTANT_UNKNOWN"):
        load_library().constant("dram_yield")


@given(
    place=st.sampled_from(sorted(all_places())), year=st.integers(2000, 2040), activity=st.sampled_from(sorted(load_library().activities))
)
def test_every_product_activity_resolves_everywhere_with_stated_steps(place: str, year: int, activity: str) -> None:
    library = load_library()
    klass = library.class_of(activity)
    if klass is DIRECT or activity in ("electricity_ember_series", "electricity_wind", "electricity_pv", "electricity_biomass"):
        return
    found = library.resolve(_query(activity, place, year, klass))
    factor = found.factor
    assert (factor.place == place) == (not any(s.kind in (StepKind.PLACE, StepKind.GENERIC) for s in found.steps))
    assert (factor.year == year) == (not any(s.kind is StepKind.YEAR for s in found.steps))
    expected = (
        math.log(factor.gsd) ** 2 + math.log(factor.pedigree.additional_gsd) ** 2 + sum(math.log(s.extra_gsd) ** 2 for s in found.steps)
    )
    assert math.log(found.gsd_total) ** 2 == pytest.approx(expected, abs=1e-12)


@given(gsds=st.lists(st.floats(1.0, 5.0), max_size=6))
def test_uncertainties_add_in_quadrature_and_never_shrink(gsds: list[float]) -> None:
    total = combine_gsd(*gsds)
    assert total >= max(gsds, default=1.0) * (1 - 1e-12)
    assert math.log(total) ** 2 == pytest.approx(sum(math.log(g) ** 2 for g in gsds), abs=1e-9)


def test_the_inputs_of_an_input_are_followed_at_the_place() -> None:
    found = closure(load_library(), "dram_ddr4", "KR", 2023)
    assert list(found)[-1] == "dram_ddr4"
    assert list(found).index("electricity") < list(found).index("dram_die")
    assert found["electricity"].factor.place == "KR"
    grid, die, package = (found[n].factor for n in ("electricity", "dram_die", "ic_package"))
    by_hand = 0.45 * (die.value + 1.9 * grid.value) + 0.5 * (package.value + 0.16 * grid.value)
    assert total_climate(load_library(), "dram_ddr4", "KR", 2023) == pytest.approx(by_hand, rel=1e-12)


def test_the_pedigree_matrix_gives_the_published_quadrature() -> None:
    # Ciroth et al. 2016: scores 2-2-1-2-1 add 1.54, 1.03 and 1.04
    pedigree = Pedigree(reliability=2, completeness=2, temporal=1, geography=2, technology=1)
    want = math.exp(math.sqrt(math.log(1.54) ** 2 + math.log(1.03) ** 2 + math.log(1.04) ** 2))
    assert pedigree.additional_gsd == pytest.approx(want)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_step_has_its_sentence(language: str) -> None:
    library = load_library()
    found = [library.life_cycle_electricity("CN-XZ", 2030).resolved, library.resolve(_query("tin_primary", "CN", 2023))]
    for step in (s for r in found for s in r.steps):
        sentence = render(step.message, language)
        assert step.used in sentence
        assert "FACTOR_STEP" not in sentence
