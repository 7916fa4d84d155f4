"""exp, log and the normal quantile against 50-digit decimal arithmetic and scipy."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from lingtan.errors import InputError
from lingtan.uncertainty import exp, log, normal_quantile

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")


@pytest.fixture(autouse=True)
def fifty_digits():
    getcontext().prec = 50


def ulps(value: float, exact: Decimal) -> float:
    return float(abs(Decimal(value) - exact) / Decimal(float(np.spacing(abs(value)))))


def density(x: Decimal) -> Decimal:
    return (-x * x / 2).exp() / (2 * PI).sqrt()


def normal_cdf(x: Decimal) -> Decimal:
    """Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/15 + …), every term of one sign (Abramowitz & Stegun 26.2.11)."""
    term = total = x
    k = 1
    while abs(term) > Decimal("1e-48"):
        term *= x * x / (2 * k + 1)
        total += term
        k += 1
    return Decimal("0.5") + density(x) * total


def test_exp_is_within_one_ulp_of_fifty_digit_arithmetic():
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.uniform(-708, 709, 1500), rng.uniform(-1, 1, 1500), rng.uniform(-1e-9, 1e-9, 100), [0.0, -708.0, 709.0]])
    assert max(ulps(float(y), Decimal(float(v)).exp()) for v, y in zip(x, exp(x), strict=True)) < 1.0


def test_log_is_within_one_ulp_of_fifty_digit_arithmetic():
    rng = np.random.default_rng(1)
    x = np.concatenate([10.0 ** rng.uniform(-300, 300, 1500), rng.uniform(0.3, 3, 1500), 1 + rng.uniform(-1e-6, 1e-6, 300), [5e-324, 2.0]])
    assert max(ulps(float(y), Decimal(float(v)).ln()) for v, y in zip(x, log(x), strict=True) if y) < 1.0


def test_exp_of_zero_and_log_of_one_are_exact():
    assert float(exp(0.0)) == 1.0
    assert float(log(1.0)) == 0.0


def test_normal_quantile_inverts_the_exact_normal_distribution():
    p = np.concatenate([np.linspace(0.001, 0.999, 201), 10.0 ** np.linspace(-16, -3, 60), 1 - 10.0 ** np.linspace(-15, -3, 40)])
    worst = 0.0
    for probability, z in zip(p.tolist(), normal_quantile(p).tolist(), strict=True):
        error = (normal_cdf(Decimal(z)) - Decimal(probability)) / density(Decimal(z))
        worst = max(worst, float(abs(error)) / max(abs(z), 0.1))
    assert worst < 1e-15


def test_normal_quantile_agrees_with_scipy():
    p = np.random.default_rng(2).uniform(0, 1, 20_000)
    np.testing.assert_allclose(normal_quantile(p), ndtri(p), rtol=2e-15, atol=1e-16)


@given(st.integers(min_value=1, max_value=2**52))
def test_normal_quantile_is_odd_about_one_half(numerator: int):
    p = (numerator - 0.5) * 2.0**-52
    assert float(normal_quantile(p)) == -float(normal_quantile(1.0 - p))


@given(st.floats(min_value=1e-280, max_value=1e280))
def test_exp_undoes_log(x: float):
    assert float(exp(log(x))) == pytest.approx(x, rel=3e-13)  # ln x is up to 650, its ulp 1.1e-13


def test_values_do_not_depend_on_the_array_they_stand_in():
    x = np.random.default_rng(3).uniform(1e-6, 1 - 1e-6, 1001)
    for function in (exp, log, normal_quantile):
        alone = np.array([float(function(v)) for v in x])
        np.testing.assert_array_equal(function(x), alone)
        np.testing.assert_array_equal(function(x[::-3]), alone[::-3])
        np.testing.assert_array_equal(function(x[:999].reshape(27, 37)), alone[:999].reshape(27, 37))


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        (exp, 709.5),  # beyond the largest double
        (exp, -708.5),  # subnormal result
        (exp, float("nan")),
        (log, 0.0),  # minus infinity
        (log, -1.0),
        (log, float("inf")),
        (log, float("nan")),
        (normal_quantile, 0.0),  # minus infinity
        (normal_quantile, 1.0),  # infinity
        (normal_quantile, 1.2),  # not a probability
        (normal_quantile, float("nan")),
    ],
)
def test_outside_its_domain_a_function_refuses(function, argument):
    with pytest.raises(InputError) as refused:
        function([0.5, argument])
    assert refused.value.code == "ELEMENTARY_DOMAIN"
