"""Summaries against numpy, exact arithmetic and the normal theory of order statistics."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.uncertainty import exact_mean, exact_sd, quantile, quantile_standard_error, standard_normals, summarise

samples = st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=2, max_size=80)


@given(samples, st.sampled_from([0.0, 0.025, 0.05, 0.5, 0.95, 0.975, 1.0]))
def test_quantiles_are_numpys_linear_definition(values: list[float], p: float):
    assert quantile(values, p) == pytest.approx(float(np.quantile(values, p)), rel=1e-12, abs=1e-9)


@given(samples)
def test_mean_is_the_exact_mean_and_order_does_not_matter(values: list[float]):
    exact = sum((Fraction(v) for v in values), Fraction(0)) / len(values)
    assert exact_mean(values) == pytest.approx(float(exact), rel=1e-15, abs=1e-300)
    assert summarise(values) == summarise(values[::-1])


@given(samples)
def test_quantiles_are_ordered_and_inside_the_sample(values: list[float]):
    s = summarise(values)
    ordered = [min(values), s.p2_5, s.p5, s.p50, s.p95, s.p97_5, max(values)]
    assert all(a <= b + 1e-9 * (1 + abs(b)) for a, b in pairwise(ordered))


def test_worked_quantile_of_five_numbers():
    # Hyndman & Fan 1996, type 7: h = (5 − 1)·0.95 = 3.8, hence 40 + 0.8·(50 − 40).
    assert quantile([50, 10, 40, 20, 30], 0.95) == pytest.approx(48.0, rel=1e-15)
    assert quantile([50, 10, 40, 20, 30], "0.5") == 30.0


def test_sd_is_the_sample_standard_deviation():
    x = standard_normals("sd", seed=1, draws=5000)
    assert exact_sd(x) == pytest.approx(float(np.std(x, ddof=1)), rel=1e-13)


def test_standard_errors_describe_the_scatter_of_repeated_runs():
    runs = [summarise(standard_normals("runs", seed=seed, draws=2000)) for seed in range(200)]
    assert np.std([r.mean for r in runs]) == pytest.approx(np.mean([r.standard_error_mean for r in runs]), rel=0.2)
    assert np.std([r.p95 for r in runs]) == pytest.approx(np.mean([r.standard_error_p95 for r in runs]), rel=0.2)
    # √(p(1 − p)/n)/φ(z): Kendall & Stuart, The Advanced Theory of Statistics, 10.10.
    theory = math.sqrt(0.95 * 0.05 / 2000) / (math.exp(-(1.6448536**2) / 2) / math.sqrt(2 * math.pi))
    assert np.mean([r.standard_error_p95 for r in runs]) == pytest.approx(theory, rel=0.1)
    assert quantile_standard_error(standard_normals("runs", seed=0, draws=2000), 0.95) == runs[0].standard_error_p95


def test_negative_zero_never_reaches_a_summary():
    assert math.copysign(1.0, summarise([-0.0, 0.0, -0.0]).p50) == 1.0


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: summarise([1.0]), "SAMPLES_TOO_FEW"),  # no spread from one draw
        (lambda: summarise([]), "SAMPLES_TOO_FEW"),
        (lambda: summarise([1.0, float("nan")]), "SAMPLES_NOT_FINITE"),
        (lambda: summarise([1.0, float("inf")]), "SAMPLES_NOT_FINITE"),
        (lambda: quantile([1.0, 2.0], 95), "QUANTILE_RANGE"),  # per cent for a fraction
        (lambda: quantile([1.0, 2.0], -0.1), "QUANTILE_RANGE"),
        (lambda: quantile([1.0, 2.0], float("nan")), "QUANTILE_RANGE"),
        (lambda: quantile([1.0, 2.0], "P95"), "QUANTILE_RANGE"),  # a name, not a number
    ],
)
def test_bad_samples_are_refused(call, code):
    with pytest.raises(InputError) as refused:
        call()
    assert refused.value.code == code
