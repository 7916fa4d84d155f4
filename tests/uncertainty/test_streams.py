"""Keyed draws: recomputable alone, of mean 1, of the stated distribution, independent of one another."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lingtan.errors import InputError
from lingtan.uncertainty import Parameter, Scope, Shape, draw, multiplier_variance, standard_normals, summarise, uniforms, unit_draws

MASK = 2**64 - 1

ALL_SHAPES = [
    Parameter(key="shape/lognormal", shape=Shape.LOGNORMAL, spread=1.4, scope=Scope.COMMON),
    Parameter(key="shape/wide", shape=Shape.LOGNORMAL, spread=2.5, scope=Scope.COMMON),
    Parameter(key="shape/normal", shape=Shape.NORMAL, spread=0.2, scope=Scope.SKU),
    Parameter(key="shape/uniform", shape=Shape.UNIFORM, spread=0.5, scope=Scope.SKU),
    Parameter(key="shape/triangular", shape=Shape.TRIANGULAR, spread=0.9, scope=Scope.UNIT),
]


def philox4x64_10(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x64-10 as published (Salmon, Moraes, Dror & Shaw 2011, SC'11, section 4.3)."""
    c, k = list(counter), list(key)
    for _ in range(10):
        high0, low0 = divmod(0xD2E7470EE14C6C93 * c[0], 2**64)
        high1, low1 = divmod(0xCA5A826395121157 * c[2], 2**64)
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0]
        k = [(k[0] + 0x9E3779B97F4A7C15) & MASK, (k[1] + 0xBB67AE8584CAA73B) & MASK]
    return c


def test_reference_philox_meets_the_published_known_answers():
    # Random123, tests/kat_vectors, philox4x64 10.
    assert philox4x64_10([0] * 4, [0] * 2) == [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B]
    assert philox4x64_10([MASK] * 4, [MASK] * 2) == [0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0]


@pytest.mark.parametrize("start", [0, 1, 3, 4, 4095, 1_000_003])
def test_uniforms_are_those_of_the_written_definition(start: int):
    key, seed = "factor/电力/CN", 20260701
    text = key.encode()
    digest = hashlib.sha256(b"lingtan.draws.v1|%d|%d|%s|shared" % (seed, len(text), text)).digest()
    philox_key = [int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:16], "little")]
    expected = []
    for number in range(start, start + 9):
        word = philox4x64_10([number // 4 + 1, 0, 0, 0], philox_key)[number % 4]
        expected.append(((word >> 12) + 0.5) / 2**52)
    assert uniforms(key, seed=seed, draws=9, start=start).tolist() == expected


def test_the_stream_of_method_version_one_never_changes():
    # Recorded bytes: a certificate issued under lingtan.draws.v1 recomputes from these for ever.
    parameter = Parameter(key="recorded", shape=Shape.LOGNORMAL, spread=1.3, scope=Scope.COMMON)
    assert hashlib.sha256(draw(parameter, seed=7, draws=5000).tobytes()).hexdigest() == RECORDED_SHARED
    own = Parameter(key="recorded", shape=Shape.TRIANGULAR, spread=0.3, scope=Scope.UNIT)
    assert hashlib.sha256(unit_draws(own, seed=7, draws=5000, unit=12).tobytes()).hexdigest() == RECORDED_UNIT


RECORDED_SHARED = "f092f4efe299957a4219a4226d4f032a94621b9d1bd31f46e8732b39ec3423dc"
RECORDED_UNIT = "69486b8a6eaec1b98e8c4ef0279f52379ac9bb936df91e5241131add90dddf5f"


@given(
    seed=st.integers(min_value=0, max_value=2**63),
    start=st.integers(min_value=0, max_value=50_000),
    length=st.integers(min_value=1, max_value=300),
    shape=st.sampled_from(ALL_SHAPES),
)
def test_a_draw_depends_on_its_number_alone(seed: int, start: int, length: int, shape: Parameter):
    whole = draw(shape, seed=seed, draws=start % 400 + length)
    part = draw(shape, seed=seed, draws=length, start=start % 400)
    np.testing.assert_array_equal(whole[start % 400 :], part)
    single = draw(shape, seed=seed, draws=1, start=start + length - 1)
    np.testing.assert_array_equal(draw(shape, seed=seed, draws=length, start=start)[-1:], single)


def test_long_runs_are_their_pieces():
    parameter = ALL_SHAPES[0]
    whole = draw(parameter, seed=3, draws=30_000)
    pieces = [draw(parameter, seed=3, draws=min(7_001, 30_000 - s), start=s) for s in range(0, 30_000, 7_001)]
    np.testing.assert_array_equal(whole, np.concatenate(pieces))


@pytest.mark.parametrize("parameter", ALL_SHAPES, ids=lambda p: p.key)
def test_multipliers_have_mean_one_and_the_stated_variance(parameter: Parameter):
    x = draw(parameter, seed=11, draws=200_000)
    summary = summarise(x)
    assert abs(summary.mean - 1.0) < 4 * summary.standard_error_mean
    deviation = (x - 1.0) ** 2
    error = deviation.std() / math.sqrt(len(x))
    assert abs(deviation.mean() - multiplier_variance(parameter)) < 4 * error


@pytest.mark.parametrize(
    ("parameter", "distribution"),
    [
        (ALL_SHAPES[0], stats.lognorm(s=math.log(1.4), scale=math.exp(-(math.log(1.4) ** 2) / 2))),
        (ALL_SHAPES[2], stats.norm(loc=1.0, scale=0.2)),
        (ALL_SHAPES[3], stats.uniform(loc=0.5, scale=1.0)),
        (ALL_SHAPES[4], stats.triang(c=0.5, loc=0.1, scale=1.8)),
    ],
    ids=["lognormal", "normal", "uniform", "triangular"],
)
def test_multipliers_follow_scipys_distribution(parameter: Parameter, distribution):
    assert stats.kstest(draw(parameter, seed=5, draws=20_000), distribution.cdf).pvalue > 1e-3
    assert distribution.var() == pytest.approx(multiplier_variance(parameter), rel=1e-12)


def test_streams_of_other_keys_seeds_and_units_are_unrelated():
    unit_scope = Parameter(key="a", shape=Shape.NORMAL, spread=0.1, scope=Scope.UNIT)
    streams = [
        standard_normals("a", seed=1, draws=20_000),
        standard_normals("b", seed=1, draws=20_000),
        standard_normals("a", seed=2, draws=20_000),
        *(unit_draws(unit_scope, seed=1, draws=20_000, unit=unit) for unit in (0, 1, 2)),
    ]
    correlation = np.corrcoef(streams) - np.eye(len(streams))
    assert np.abs(correlation).max() < 4 / math.sqrt(20_000)


def test_shared_parameters_are_the_same_for_every_device_and_unit_zero_is_the_single_device():
    shared = ALL_SHAPES[0]
    np.testing.assert_array_equal(unit_draws(shared, seed=1, draws=50, unit=9), draw(shared, seed=1, draws=50))
    own = ALL_SHAPES[4]
    np.testing.assert_array_equal(unit_draws(own, seed=1, draws=50, unit=0), draw(own, seed=1, draws=50))
    assert not np.array_equal(unit_draws(own, seed=1, draws=50, unit=1), draw(own, seed=1, draws=50))


def test_a_corrected_spread_keeps_the_quantile_of_each_draw():
    narrow, wide = (Parameter(key="same", shape=Shape.LOGNORMAL, spread=s, scope=Scope.SKU) for s in (1.1, 1.6))
    order = np.argsort(draw(narrow, seed=1, draws=500))
    np.testing.assert_array_equal(order, np.argsort(draw(wide, seed=1, draws=500)))


def test_no_spread_is_exactly_one():
    certain = Parameter(key="sure", shape=Shape.LOGNORMAL, spread=1.0, scope=Scope.SKU)
    assert set(draw(certain, seed=1, draws=100).tolist()) == {1.0}


def test_draws_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        draw(ALL_SHAPES[0], seed=1, draws=10)[0] = 2.0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"draws": 0, "unit": 0}, "DRAWS_RANGE"),  # nothing to draw
        ({"draws": -5, "unit": 0}, "DRAWS_RANGE"),
        ({"draws": 5, "unit": 0, "start": -1}, "DRAWS_RANGE"),  # before the first draw
        ({"draws": 5, "unit": 0, "start": 2**53}, "DRAWS_RANGE"),  # beyond the last numbered draw
        ({"draws": 5, "unit": -1}, "UNIT_NUMBER"),  # devices count from 0
    ],
)
def test_impossible_draws_are_refused(arguments, code):
    with pytest.raises(InputError) as refused:
        unit_draws(ALL_SHAPES[4], seed=1, **arguments)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("shape", "spread"),
    [
        (Shape.LOGNORMAL, 0.9),  # a GSD below 1
        (Shape.LOGNORMAL, float("nan")),
        (Shape.NORMAL, 0.5),  # would often be negative
        (Shape.UNIFORM, -0.1),
        (Shape.TRIANGULAR, 1.5),  # would reach below 0
    ],
)
def test_impossible_spreads_are_refused(shape, spread):
    with pytest.raises(InputError) as refused:
        Parameter(key="k", shape=shape, spread=spread, scope=Scope.SKU)
    assert refused.value.code == "SPREAD_RANGE"
