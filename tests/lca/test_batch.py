"""Batches: shared draws stay, independent ones average out, and the closed form says the same."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from lingtan.errors import InputError, KernelError
from lingtan.lca import (
    BatchMethod,
    Demand,
    ProcessGraph,
    batch_quantile,
    batch_samples,
    lognormal_quantile,
    monte_carlo,
    split_batch,
)
from lingtan.uncertainty import Parameter, Scope, Shape, exact_sd, multiplier_variance, quantile, summarise


@pytest.fixture
def device(graph_of, activity):
    board = dataclasses.replace(activity("board", fossil=60.0), flow_multipliers=("factor",))
    power = dataclasses.replace(activity("power", fossil=0.6), flow_multipliers=("grid",))
    demands = (
        Demand(line="board", activity="board", amount=1.0, multipliers=("mass",)),
        Demand(line="use", activity="power", amount=120.0, multipliers=("kwh",)),
        Demand(line="repair", activity="board", amount=0.1, multipliers=("mass", "kwh", "repairs")),
    )
    spreads = {
        "factor": (1.3, Scope.COMMON),
        "grid": (1.1, Scope.COMMON),
        "mass": (1.2, Scope.SKU),
        "kwh": (1.4, Scope.UNIT),
        "repairs": (2.0, Scope.UNIT),
    }
    parameters = [Parameter(key=k, shape=Shape.LOGNORMAL, spread=g, scope=s) for k, (g, s) in spreads.items()]
    return graph_of(board, power), demands, parameters


def test_a_batch_of_one_is_the_device(device):
    graph, demands, parameters = device
    batch = batch_samples(graph, demands, parameters, seed=1, draws=3000, devices=1)
    np.testing.assert_allclose(batch.mean_device, monte_carlo(graph, demands, parameters, seed=1, draws=3000), rtol=1e-13)
    assert batch.sd == pytest.approx(exact_sd(batch.mean_device), rel=0.05)


def test_exact_method_is_the_mean_of_the_devices_drawn_one_by_one(device):
    graph, demands, parameters = device
    batch = batch_samples(graph, demands, parameters, seed=3, draws=400, devices=7)
    assert batch.method is BatchMethod.EXACT
    one_by_one = sum(monte_carlo(graph, demands, parameters, seed=3, draws=400, unit=unit) for unit in range(7)) / 7
    np.testing.assert_allclose(batch.mean_device, one_by_one, rtol=1e-13)


@pytest.mark.parametrize("devices", [1, 4, 40])
def test_closed_form_sd_is_the_sampled_one(device, devices):
    graph, demands, parameters = device
    batch = batch_samples(graph, demands, parameters, seed=2, draws=20_000, devices=devices)
    assert batch.sd == pytest.approx(exact_sd(batch.mean_device), rel=0.03)
    v = {p.key: multiplier_variance(p) for p in parameters}
    own_use = 72.0**2 * (1 + v["grid"]) * v["kwh"]
    own_repair = 6.0**2 * (1 + v["factor"]) * (1 + v["mass"]) * ((1 + v["kwh"]) * (1 + v["repairs"]) - 1)
    both = 2 * 72.0 * 6.0 * v["kwh"]  # the lines share the unit parameter kwh
    assert batch.unit_sd == pytest.approx(math.sqrt(own_use + own_repair + both), rel=0.01)


def test_central_limit_agrees_with_drawing_every_device(device):
    graph, demands, parameters = device
    arguments = {"seed": 2, "draws": 4000, "devices": 300}
    exact = summarise(batch_samples(graph, demands, parameters, **arguments, method=BatchMethod.EXACT).mean_device)
    limit = summarise(batch_samples(graph, demands, parameters, **arguments, method=BatchMethod.CENTRAL_LIMIT).mean_device)
    for name in ("p5", "p50", "p95"):
        assert getattr(limit, name) == pytest.approx(getattr(exact, name), abs=2 * exact.standard_error_p95)
    assert limit.sd == pytest.approx(exact.sd, rel=0.02)


def test_large_batches_take_the_central_limit_by_themselves(device):
    graph, demands, parameters = device
    batch = batch_samples(graph, demands, parameters, seed=2, draws=2000, devices=1_000_000)
    assert batch.method is BatchMethod.CENTRAL_LIMIT
    assert batch.sd == pytest.approx(batch.shared_sd, rel=1e-4)


def test_quantile_moves_toward_the_mean_with_the_batch_and_never_above_the_bound(device):
    graph, demands, parameters = device
    found = [batch_quantile(graph, demands, parameters, seed=1, draws=4000, devices=n, p=0.95) for n in (1, 10, 100)]
    assert found[0].simulated == found[0].bound
    assert found[0].simulated > found[1].simulated > found[2].simulated > found[2].mean
    for q in found:
        assert q.closed_form == pytest.approx(q.simulated, rel=0.02)  # a sum of lognormals, read as one lognormal


@pytest.mark.parametrize("p", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("unit_share", [0.0, 0.3, 1.0])
def test_a_thousand_devices_by_unit_share_equal_the_closed_form_within_monte_carlo_error(unit_share, p):
    found = split_batch(100.0, 0.25, unit_share=unit_share, devices=1000, p=p, seed=20260701, draws=2000)
    assert abs(found.simulated - found.closed_form) <= 4 * found.standard_error
    assert found.sd == pytest.approx(25.0 * math.sqrt(1 - unit_share + unit_share / 1000), rel=1e-12)


def test_a_wholly_common_device_keeps_its_quantile_in_any_batch():
    one, many = (split_batch(100.0, 0.25, unit_share=0.0, devices=n, p=0.95, seed=1, draws=2000) for n in (1, 1000))
    assert one.simulated == many.simulated == many.bound


def test_quantile_falls_with_the_unit_share():
    found = [split_batch(100.0, 0.25, unit_share=s, devices=200, p=0.95, seed=1, draws=2000).simulated for s in (0.0, 0.3, 0.7, 1.0)]
    assert found == sorted(found, reverse=True)


def test_lognormal_quantile_equals_scipy():
    from scipy import stats

    sigma = math.sqrt(math.log(1 + 0.2**2))
    expected = stats.lognorm(s=sigma, scale=254 * math.exp(-(sigma**2) / 2)).ppf(0.95)
    assert lognormal_quantile(254.0, 0.2 * 254.0, 0.95) == pytest.approx(expected, rel=1e-13)
    assert lognormal_quantile(254.0, 0.0, 0.95) == 254.0
    assert lognormal_quantile(-3.0, 1.0, 0.5) == -3.0


def test_certain_split_has_no_spread():
    found = split_batch(100.0, 0.0, unit_share=0.3, devices=10, p=0.95, seed=1, draws=100)
    assert (found.simulated, found.closed_form, found.sd) == (100.0, 100.0, 0.0)


def test_unit_scope_in_the_shared_graph_is_refused(device):
    graph, demands, parameters = device
    own = [dataclasses.replace(p, scope=Scope.UNIT) if p.key == "grid" else p for p in parameters]
    with pytest.raises(KernelError) as refused:
        batch_samples(graph, demands, own, seed=1, draws=10, devices=5)
    assert (refused.value.code, refused.value.place) == ("UNIT_SCOPE_IN_GRAPH", "power")


def test_a_squared_unit_multiplier_is_refused(device):
    graph, _, parameters = device
    squared = [Demand(line="use", activity="power", amount=1.0, multipliers=("kwh", "kwh"))]
    with pytest.raises(KernelError) as refused:
        batch_samples(graph, squared, parameters, seed=1, draws=10, devices=5)
    assert refused.value.code == "PARAMETER_TWICE"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"devices": 0}, "BATCH_SIZE"),  # nothing to average
        ({"unit_share": 1.2}, "SHARE_RANGE"),
        ({"unit_share": float("nan")}, "SHARE_RANGE"),
        ({"mean": 0.0}, "SHARE_RANGE"),  # no lognormal of mean 0
        ({"cv": -0.1}, "SHARE_RANGE"),
        ({"p": 1.0}, "QUANTILE_RANGE"),  # a lognormal has no largest value
        ({"p": 95.0}, "QUANTILE_RANGE"),  # per cent for a fraction
        ({"draws": 1}, "DRAWS_RANGE"),
    ],
)
def test_bad_batches_are_refused(change, code):
    arguments = {"mean": 100.0, "cv": 0.2, "unit_share": 0.3, "devices": 10, "p": 0.95, "seed": 1, "draws": 50} | change
    with pytest.raises((KernelError, InputError)) as refused:
        split_batch(arguments.pop("mean"), arguments.pop("cv"), **arguments)
    assert refused.value.code == code


def test_an_empty_inventory_has_a_footprint_of_nothing():
    batch = batch_samples(ProcessGraph(activities={}), [], [], seed=1, draws=10, devices=3)
    assert quantile(batch.mean_device, 0.95) == 0.0
