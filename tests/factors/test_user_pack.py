"""A user's pack: read cell by cell, refused cell by cell, and seen before the built-in factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from lingtan.errors import LingtanError
from lingtan.evidence import Source, Standing
from lingtan.factors import FactorClass, FactorLibrary, FactorQuery, StepKind, load_library, parse_pack, parse_sources, total_climate
from lingtan.factors.parse import parse_constants
from lingtan.quantities import Indicator

GOOD: dict[str, str | int | float | None] = {
    "activity": "aluminium_recycled",
    "class": "cradle_to_gate",
    "value": 0.62,
    "unit": "kg",
    "gwp_set": "AR6",
    "place": "中国",
    "year": 2024,
    "source": "supplier-epd",
    "locator": "page 12",
    "licence": "proprietary",
    "standing": "source",
    "pedigree": "1-1-1-1-1",
    "gsd": 1.1,
}

SOURCE: dict[str, str | int | float | None] = {
    "id": "supplier-epd",
    "title": "EPD of remelted billet",
    "publisher": "A supplier",
    "year": 2024,
    "locator": "EPD 123",
    "licence": "proprietary",
    "standing": "source",
}


@dataclass(frozen=True)
class Row:
    values: Mapping[str, str | int | float | None]
    number: int = 2

    def value(self, column: str) -> str | int | float | None:
        return self.values.get(column)

    def cell(self, column: str) -> str:
        return f"Factors!{column}{self.number}"


def _library(*rows: Mapping[str, str | int | float | None]) -> FactorLibrary:
    factors = parse_pack([Row({**GOOD, **row}, n) for n, row in enumerate(rows, start=2)], pack="ours.xlsx")
    return load_library().with_pack(factors, parse_sources([Row(SOURCE)]))


def test_a_user_factor_at_the_place_is_used() -> None:
    found = _library({}).resolve(FactorQuery(activity="aluminium_recycled", place="CN-TJ", year=2024))
    assert (found.factor.value, found.factor.pack, found.factor.place) == (0.62, "ours.xlsx", "CN")


def test_a_user_factor_takes_precedence_over_the_built_in_one_and_says_so() -> None:
    library = _library({"activity": "electricity", "class": "electricity_life_cycle", "unit": "kWh", "value": 0.6, "year": 2024})
    found = library.life_cycle_electricity("CN", 2024).resolved
    assert found.factor.value == 0.6
    assert [(s.kind, s.basis) for s in found.steps] == [(StepKind.OVERRIDE, "ours.xlsx")]
    assert "electricity:electricity_life_cycle:CN:2024" in found.steps[0].asked


def test_the_built_in_library_is_not_changed_by_a_pack() -> None:
    before = load_library().digest
    assert _library({}).digest != before
    assert load_library().digest == before
    assert load_library().resolve(FactorQuery(activity="aluminium_recycled", place="CN", year=2024)).factor.place == "GLO"


@pytest.mark.parametrize(
    ("cells", "want"),
    [
        ({"unit": "t", "value": 620}, 0.62),  # per tonne
        ({"value": 620, "value_unit": "g"}, 0.62),  # in grams
        ({"unit": "g", "value": 0.62, "value_unit": "g"}, 0.62),  # grams per gram
    ],
)
def test_a_foreign_unit_becomes_the_canonical_one(cells: dict[str, str | float], want: float) -> None:
    assert parse_pack([Row({**GOOD, **cells})])[0].value == pytest.approx(want, rel=1e-12)


def test_inputs_and_flows_are_converted_with_the_unit() -> None:
    row = {
        **GOOD,
        "unit": "t",
        "value": 2000,
        "fossil": 1500,
        "land_use": 500,
        "water": 3000,
        "inputs": "electricity=400; water_deionised = 50",
    }
    factor = parse_pack([Row(row)])[0]
    assert factor.flows == {Indicator.FOSSIL: 1.5, Indicator.LAND_USE: 0.5, Indicator.WATER: 3.0}
    assert factor.inputs == {"electricity": 0.4, "water_deionised": 0.05}


def test_a_new_activity_with_inputs_is_followed() -> None:
    library = _library({"activity": "my_bracket", "value": 1.0, "inputs": "aluminium_primary=1.2; injection_moulding=0.1"})
    want = 1.0 + 1.2 * 15.1 + 0.1 * (0.1 + 1.5 * 0.5777)
    assert total_climate(library, "my_bracket", "CN", 2024) == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"source": None}, "FACTOR_INCOMPLETE", "source"),  # no source
        ({"year": ""}, "FACTOR_INCOMPLETE", "year"),  # no year
        ({"place": None}, "FACTOR_INCOMPLETE", "place"),  # no place
        ({"unit": " "}, "FACTOR_INCOMPLETE", "unit"),  # no unit
        ({"class": None}, "FACTOR_INCOMPLETE", "class"),  # no class
        ({"licence": None}, "FACTOR_INCOMPLETE", "licence"),  # no licence
        ({"value": None}, "FACTOR_INCOMPLETE", "value"),  # no value
        ({"gwp_set": None}, "FACTOR_INCOMPLETE", "gwp_set"),  # no GWP set
        ({"locator": None}, "FACTOR_INCOMPLETE", "locator"),  # no page or cell
        ({"class": "electricity"}, "FACTOR_FIELD", "class"),  # no such class
        ({"gwp_set": "AR7"}, "FACTOR_FIELD", "gwp_set"),  # no such report
        ({"standing": "sure"}, "FACTOR_FIELD", "standing"),  # no such standing
        ({"value": "n/a"}, "FACTOR_FIELD", "value"),  # text for a number
        ({"value": float("nan")}, "FACTOR_FIELD", "value"),  # not a number
        ({"value": -1.0}, "FACTOR_SIGN", "value"),  # a credit
        ({"fossil": 0.3}, "FACTOR_FLOWS_SUM", "value"),  # parts do not make the whole
        ({"biogenic_uptake": 0.3, "fossil": 0.32}, "FACTOR_SIGN", "biogenic_uptake"),  # uptake must be negative
        ({"gsd": 0.9}, "FACTOR_FIELD", "gsd"),  # below 1
        ({"gsd": "±10 %"}, "FACTOR_FIELD", "gsd"),  # a percentage
        ({"year": 24}, "FACTOR_FIELD", "year"),  # two digits
        ({"year": 2024.5}, "FACTOR_FIELD", "year"),  # half a year
        ({"place": "Atlantis"}, "PLACE_UNKNOWN", "place"),  # no such place
        ({"unit": "%"}, "UNIT_UNKNOWN", "unit"),  # no unit
        ({"pedigree": "1-1-1"}, "FACTOR_FIELD", "pedigree"),  # too few scores
        ({"pedigree": "1-1-1-1-6"}, "PEDIGREE_SCORE", "pedigree"),  # out of range
        ({"inputs": "electricity"}, "FACTOR_FIELD", "inputs"),  # no amount
        ({"inputs": "electricity=-1"}, "FACTOR_FIELD", "inputs"),  # negative amount
        ({"value_unit": "kWh"}, "UNIT_NOT_CONVERTIBLE", "value_unit"),  # energy is no emission
    ],
)
def test_a_bad_cell_is_refused_by_name(cells: dict[str, str | float | None], code: str, column: str) -> None:
    with pytest.raises(LingtanError) as caught:
        parse_pack([Row({**GOOD, **cells}, 14)])
    assert (caught.value.code, caught.value.place) == (code, f"Factors!{column}14")


def test_two_rows_for_the_same_question_are_refused() -> None:
    with pytest.raises(LingtanError, match="FACTOR_DUPLICATE"):
        _library({}, {"value": 0.7})
    with pytest.raises(LingtanError, match="FACTOR_DUPLICATE"):
        _library({"id": "a"}, {"id": "b"})


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"source": "nowhere"}, "SOURCE_UNKNOWN"),  # source not in the sheet
        ({"unit": "m2"}, "FACTOR_UNIT_MISMATCH"),  # aluminium is measured in kg
        ({"inputs": "elektricity=1"}, "FACTOR_INPUT_UNKNOWN"),  # slip of the pen
    ],
)
def test_a_pack_that_does_not_fit_the_library_is_refused(cells: dict[str, str], code: str) -> None:
    with pytest.raises(LingtanError, match=code):
        _library(cells)


def test_inputs_in_a_circle_are_refused() -> None:
    library = _library({"activity": "a", "inputs": "b=1"}, {"activity": "b", "inputs": "a=1"})
    with pytest.raises(LingtanError, match="a > b > a"):
        total_climate(library, "a", "CN", 2024)


def test_a_direct_factor_of_the_user_does_not_become_a_products_electricity() -> None:
    library = _library({"activity": "electricity", "class": "electricity_direct", "unit": "kWh", "value": 0.1, "place": "US"})
    found = library.life_cycle_electricity("US", 2024).resolved
    assert found.factor.klass is FactorClass.ELECTRICITY_LIFE_CYCLE
    assert found.factor.value != 0.1


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"title": None}, "title"), ({"publisher": ""}, "publisher"), ({"licence": None}, "licence"), ({"id": None}, "id")],  # each is needed
)
def test_a_source_without_its_particulars_is_refused(cells: dict[str, str | None], column: str) -> None:
    with pytest.raises(LingtanError) as caught:
        parse_sources([Row({**SOURCE, **cells})])
    assert (caught.value.code, caught.value.place) == ("FACTOR_INCOMPLETE", f"Factors!{column}2")


def test_a_constant_needs_a_known_source_and_a_number() -> None:
    row = {"id": "k", "value": "x", "unit": "1", "source": "s", "locator": "p"}
    with pytest.raises(LingtanError, match="FACTOR_FIELD"):
        parse_constants([Row(row)])
    with pytest.raises(LingtanError, match="SOURCE_UNKNOWN"):
        FactorLibrary((), (), parse_constants([Row({**row, "value": 1})]))


def test_a_row_read_twice_gives_the_same_factor() -> None:
    assert parse_pack([Row(GOOD)]) == parse_pack([Row(GOOD)])
    assert parse_sources([Row(SOURCE)])[0] == Source(
        id="supplier-epd",
        title="EPD of remelted billet",
        publisher="A supplier",
        year=2024,
        locator="EPD 123",
        licence="proprietary",
        standing=Standing.SOURCE,
    )
