"""Places: names in two languages, codes, and the chain a factor may fall back along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.quantities import PlaceKind, all_places, ancestors, find_place

CODES = sorted(all_places())


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("CN-BJ", ("CN-BJ", "CN-NORTH", "CN", "GLO")),
        ("CN-XZ", ("CN-XZ", "CN-SOUTHWEST", "CN", "GLO")),
        ("CN-SD", ("CN-SD", "CN-NORTH", "CN", "GLO")),  # Shandong belongs to the North grid
        ("DE", ("DE", "EU", "RER", "GLO")),
        ("CH", ("CH", "RER", "GLO")),
        ("US", ("US", "NAM", "GLO")),
        ("KR", ("KR", "GLO")),
        ("GLO", ("GLO",)),
    ],
)
def test_ancestors_go_from_the_place_to_the_world(code: str, chain: tuple[str, ...]) -> None:
    assert ancestors(code) == chain


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Beijing", "CN-BJ"),
        ("北京市", "CN-BJ"),
        ("cn-bj", "CN-BJ"),
        ("陕西", "CN-SN"),
        ("山西", "CN-SX"),
        ("chn", "CN"),
        ("中国", "CN"),
        ("USA", "US"),
        ("Worldwide", "GLO"),  # HP and Dell sheets
        ("WW", "GLO"),
        ("EU", "EU"),
        ("North America", "NAM"),
        ("Asia", "ASIA"),
        ("UK", "GB"),
        ("Turkiye", "TR"),  # accents do not matter
        ("  viet   nam ", "VN"),
        ("Cote d'Ivoire", "CI"),  # straight apostrophe
        ("台湾", "TW"),
    ],
)
def test_a_place_is_found_by_code_name_and_alias(text: str, code: str) -> None:
    assert find_place(text).code == code


@given(code=st.sampled_from(CODES))
def test_every_place_is_found_by_its_code_and_both_names(code: str) -> None:
    found = all_places()[code]
    assert find_place(code) == find_place(found.name_en) == find_place(found.name_zh) == found


@given(code=st.sampled_from(CODES))
def test_every_chain_ends_at_the_world_without_repeats(code: str) -> None:
    chain = ancestors(code)
    assert chain[0] == code
    assert chain[-1] == "GLO"
    assert len(set(chain)) == len(chain)


def test_the_world_is_whole() -> None:
    kinds = [p.kind for p in all_places().values()]
    assert kinds.count(PlaceKind.COUNTRY) == 249  # ISO 3166-1 officially assigned codes
    assert kinds.count(PlaceKind.PROVINCE) == 31  # mainland provinces, municipalities and autonomous regions
    assert kinds.count(PlaceKind.GRID) == 7
    assert sum(p.parent == "EU" for p in all_places().values()) == 27


@pytest.mark.parametrize(
    "text",
    [
        "",  # empty cell
        "Bejing",  # slip of the pen: the nearest is named
        "Atlantis",  # no such place
        "CN-ZZ",  # no such province
        "China; US",  # two places
    ],
)
def test_an_unknown_place_is_refused_with_its_cell(text: str) -> None:
    with pytest.raises(InputError) as caught:
        find_place(text, place="Orders!F3")
    assert (caught.value.code, caught.value.place) == ("PLACE_UNKNOWN", "Orders!F3")


def test_the_error_names_the_nearest_place() -> None:
    with pytest.raises(InputError, match="Beijing"):
        find_place("Bejing")


def test_ancestors_want_a_code() -> None:
    with pytest.raises(InputError, match="PLACE_UNKNOWN"):
        ancestors("Beijing")
