"""The excerpt that goes into a bundle answers as the library did; its plain JSON comes back whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError, LingtanError
from lingtan.evidence import Pedigree, Source, Standing
from lingtan.factors import (
    Factor,
    FactorClass,
    FactorLibrary,
    FactorQuery,
    closure,
    excerpt,
    library_from_plain,
    library_to_plain,
    load_library,
)
from lingtan.quantities import Indicator, Unit, all_places

PRODUCTS = sorted(
    a
    for a in load_library().activities
    if load_library().class_of(a) is not FactorClass.ELECTRICITY_DIRECT and a not in {"electricity_ember_series"} and "_wind" not in a
    if a not in {"electricity_pv", "electricity_biomass"}
)
OURS = Source(
    id="meter", title="Meter of our plant", publisher="us", year=2024, locator="sheet 1", licence="proprietary", standing=Standing.SOURCE
)


def _grid(place: str, value: float) -> Factor:
    return Factor(
        id=f"ours/meter*1:{place}",
        activity="electricity",
        klass=FactorClass.ELECTRICITY_LIFE_CYCLE,
        value=value,
        unit=Unit.KWH,
        flows={Indicator.FOSSIL: value},
        inputs={},
        gases="CO2e",
        gwp_set="AR6",
        place=place,
        year=2023,
        technology="own",
        source_id="meter",
        locator="cell B2",
        licence="proprietary",
        standing=Standing.SOURCE,
        pedigree=Pedigree(reliability=1, completeness=1, temporal=1, geography=1, technology=1),
        gsd=1.05,
        pack="ours.xlsx",
    )


#: Ours at Tianjin (no row of its own beneath), and ours for the nation (before the built-in one).
WITH_OURS = load_library().with_pack([_grid("CN-TJ", 0.4), _grid("CN", 0.5)], [OURS])


@settings(max_examples=40, deadline=None)
@given(
    activities=st.lists(st.sampled_from(PRODUCTS), min_size=1, max_size=5),
    place=st.sampled_from(sorted(all_places())),
    year=st.integers(2015, 2030),
    library=st.sampled_from([load_library(), WITH_OURS]),
)
def test_an_excerpt_answers_as_the_whole_library_did(activities: list[str], place: str, year: int, library: FactorLibrary) -> None:
    used = {name: found for activity in activities for name, found in closure(library, activity, place, year).items()}
    small = excerpt(library, used.values())
    back = library_from_plain(json.loads(json.dumps(library_to_plain(small))), place="factors.json")
    assert back.digest == small.digest
    for found in used.values():
        assert back.resolve(found.query) == found


def test_an_excerpt_holds_no_more_than_was_used() -> None:
    used = closure(load_library(), "reflow_sac305", "CN-BJ", 2023)
    ids = set(excerpt(load_library(), used.values()).by_id)
    assert len(ids) == 5  # oven, nitrogen, and the three factors behind Beijing's electricity


def test_a_plants_own_electricity_serves_the_boards_made_there() -> None:
    used = closure(WITH_OURS, "printed_board_layer", "CN-TJ", 2023)
    assert used["electricity"].factor.value == 0.4
    assert set(excerpt(WITH_OURS, used.values()).by_id) == {used["electricity"].factor.id, used["printed_board_layer"].factor.id}


def test_the_whole_library_comes_back_from_its_json() -> None:
    plain: dict[str, Any] = json.loads(json.dumps(library_to_plain(WITH_OURS)))
    back = library_from_plain(plain, place="factors.json")
    assert back.digest == WITH_OURS.digest
    query = FactorQuery(activity="electricity", place="CN", year=2023, klass=FactorClass.ELECTRICITY_LIFE_CYCLE)
    assert back.resolve(query) == WITH_OURS.resolve(query)


@pytest.mark.parametrize(
    "change",
    [
        {"packs": ["built-in"]},  # a layer forgotten
        {"packs": ["built-in", "ours.xlsx", "ours.xlsx"]},  # a layer twice
        {"records": [{"id": "x"}]},  # half a factor
        {"extra": 1},  # a field nobody reads
        {"packs": None},  # no list
    ],
)
def test_a_changed_library_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        library_from_plain({**json.loads(json.dumps(library_to_plain(WITH_OURS))), **change}, place="factors.json")
    assert (caught.value.code, caught.value.place) == ("BAD_RECORD", "factors.json")


def test_a_changed_number_is_refused_or_changes_the_digest() -> None:
    plain: dict[str, Any] = json.loads(json.dumps(library_to_plain(load_library())))
    plain["records"][0]["value"] = plain["records"][0]["value"] * 1.01
    with pytest.raises(LingtanError):  # the parts no longer make the whole
        library_from_plain(plain, place="factors.json")
    plain["records"][0]["flows"] = {"fossil": plain["records"][0]["value"]}
    assert library_from_plain(plain, place="factors.json").digest != load_library().digest
