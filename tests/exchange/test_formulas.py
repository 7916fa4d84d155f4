"""Formulas are arithmetic and nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.files.exchange.formulas import Names, evaluate


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3", 7.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-(1 − 3) × 2", 4.0),  # the typographic signs of a word processor
        ("=5%*200", 10.0),
        ("Max(1; 2)".replace(";", ","), 2.0),
        ("ln(exp(1.5)) + sqrt(4) + pi", 3.5 + math.pi),
        ("a * B", 6.0),
        ("twice", 4.0),
        ("outer", 8.0),
    ],
)
def test_arithmetic_on_numbers_and_names(formula, value):
    around = Names(numbers={"outer": 8.0, "a": 99.0})
    names = Names(numbers={"a": 2.0, "b": 3.0}, formulas={"twice": "2 * A"}, around=around)
    assert evaluate(formula, names, place="x") == pytest.approx(value)


@pytest.mark.parametrize(
    "formula",
    [
        "", "a b", "a.b", "a[0]", "[1]", "lambda: 1", "'text'", "True", "1 if 1 else 2", "a = 1", "f(1)", "max(*a)", "max(a, key=1)",
        "__import__('os').system('true')", "9 ** 9 ** 9 ** 9", "1/0", "ln(0)", "sqrt(-1)", "(-8) ^ 0.5", "1e999",
        "(" * 400, "1+" * 600 + "1",
    ],
)  # fmt: skip
def test_anything_else_is_refused_at_its_place(formula):
    with pytest.raises(InputError) as refused:
        evaluate(formula, Names(numbers={"a": 1.0, "b": 2.0}), place="Sheet!C4")
    assert (refused.value.code, refused.value.place) == ("EXCHANGE_FORMULA", "Sheet!C4")


def test_names_that_need_each_other_are_refused_naming_the_circle():
    names = Names(formulas={"a": "b + 1", "b": "c", "c": "a"}, places={"c": "Sheet!C9"})
    with pytest.raises(InputError) as refused:
        evaluate("a", names, place="Sheet!A1")
    assert (refused.value.code, refused.value.params["names"]) == ("EXCHANGE_FORMULA_LOOP", "a → b → c → a")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_out_is_read_with_the_same_bits(value):
    assert evaluate(repr(value), Names(), place="x") == value
