"""Units: what a user writes becomes a canonical amount, or is refused with its cell."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.quantities import Unit, convert

PAIRS = [
    ("g", Unit.KG, "kg"),
    ("MJ", Unit.KWH, "kWh"),
    ("mm2", Unit.CM2, "cm2"),
    ("kWh", Unit.WH, "Wh"),
    ("kg*km", Unit.TKM, "t*km"),
    ("TB", Unit.GB, "GB"),
]


@pytest.mark.parametrize(
    ("value", "text", "to", "want"),
    [
        (45, "g", Unit.KG, 0.045),
        (3.6, "MJ", Unit.KWH, 1.0),  # 1 kWh = 3.6 MJ exactly
        (1, "lb", Unit.KG, 0.45359237),  # international avoirdupois pound, exact
        (1, "in2", Unit.CM2, 6.4516),  # 2.54² cm², exact
        (1, "m²", Unit.CM2, 10_000.0),
        (100, "mm^2", Unit.CM2, 1.0),
        (2, "吨公里", Unit.TKM, 2.0),
        (2, "t·km", Unit.TKM, 2.0),
        (1.5, "tonne.km", Unit.TKM, 1.5),
        (3, "度", Unit.KWH, 3.0),
        (45, "克", Unit.KG, 0.045),
        (57, "Wh", Unit.KWH, 0.057),
        (16, "GiB", Unit.GB, 17.179869184),  # 16 × 2³⁰ bytes
        (12, "片", Unit.PIECE, 12.0),
        (48, "months", Unit.YEAR, 4.0),
        (65, "W", Unit.W, 65.0),
    ],
)
def test_written_units_become_canonical_amounts(value: float, text: str, to: Unit, want: float) -> None:
    assert convert(value, text, to) == pytest.approx(want, rel=1e-12)


@given(value=st.floats(-1e9, 1e9), pair=st.sampled_from(PAIRS))
def test_there_and_back_again_keeps_the_amount(value: float, pair: tuple[str, Unit, str]) -> None:
    text, canonical, name = pair
    once = convert(value, text, canonical)
    per_unit = convert(1.0, text, canonical)
    assert once == pytest.approx(value * per_unit, rel=1e-12, abs=1e-12)
    assert convert(once, name, canonical) == once


@given(unit=st.sampled_from(list(Unit)), value=st.floats(-1e12, 1e12))
def test_a_canonical_unit_is_itself(unit: Unit, value: float) -> None:
    assert convert(value, unit.value, unit) == value


@pytest.mark.parametrize(
    ("text", "to", "code"),
    [
        ("", Unit.KG, "UNIT_UNKNOWN"),  # empty cell
        ("%", Unit.KG, "UNIT_UNKNOWN"),  # a share is no unit
        ("USD", Unit.KG, "UNIT_UNKNOWN"),  # spend is no mass
        ("furlongs per", Unit.M, "UNIT_UNKNOWN"),  # words
        ("9**9**9", Unit.KG, "UNIT_UNKNOWN"),  # an expression pint would compute
        ("kg;import os", Unit.KG, "UNIT_UNKNOWN"),  # code
        ("kg/kg", Unit.KG, "UNIT_UNKNOWN"),  # dimensionless
        ("k" * 200, Unit.KG, "UNIT_UNKNOWN"),  # too long to be a unit
        ("kWh", Unit.KG, "UNIT_NOT_CONVERTIBLE"),  # energy is no mass
        ("m", Unit.M2, "UNIT_NOT_CONVERTIBLE"),  # length is no area
        ("pcs", Unit.KG, "UNIT_NOT_CONVERTIBLE"),  # a count is no mass
        ("kg", Unit.PIECE, "UNIT_NOT_CONVERTIBLE"),  # a mass is no count
        ("Gb", Unit.GB, "UNIT_NOT_CONVERTIBLE"),  # bits, not bytes
        ("GB", Unit.KG, "UNIT_NOT_CONVERTIBLE"),  # bytes weigh nothing
        ("degC", Unit.KG, "UNIT_NOT_CONVERTIBLE"),  # offset unit
    ],
)
def test_a_bad_unit_is_refused_with_its_cell(text: str, to: Unit, code: str) -> None:
    with pytest.raises(InputError) as caught:
        convert(1.0, text, to, place="BOM!D7")
    assert (caught.value.code, caught.value.place) == (code, "BOM!D7")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_an_amount_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="UNIT_VALUE_NOT_FINITE"):
        convert(value, "kg", Unit.KG)


def test_importing_quantities_does_not_import_pint() -> None:
    code = "import sys, lingtan.quantities, lingtan.factors; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
