"""Joint draws against the certified scores of each drawn system, and their invariances."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lingtan.lca.sampling as sampling
from lingtan.errors import InputError, KernelError
from lingtan.lca import (
    Activity,
    Demand,
    Exchange,
    ProcessGraph,
    certified_scores,
    monte_carlo,
    monte_carlo_by_group,
    parameters_met_twice,
    variance_shares,
)
from lingtan.quantities import CLIMATE, Indicator
from lingtan.uncertainty import Parameter, Scope, Shape, draw, multiplier_variance, summarise

FAST = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def lines_of(graph, n=4, uncertain=True):
    keys = list(graph.activities)
    return [
        Demand(line=f"l{i}", activity=keys[(11 * i + 3) % len(keys)], amount=1.0 + i, multipliers=(f"m{i}",) if uncertain else ())
        for i in range(n)
    ]


def drawn_system(graph, demands, parameters, seed, number):
    """The same system with every multiplier of one draw written into its amounts."""
    m = {p.key: float(draw(p, seed=seed, draws=1, start=number)[0]) for p in parameters}
    activities = {
        key: dataclasses.replace(
            a,
            exchanges=tuple(Exchange(activity=e.activity, amount=e.amount * math.prod(m[k] for k in e.multipliers)) for e in a.exchanges),
            flows={i: v * math.prod(m[k] for k in a.flow_multipliers) for i, v in a.flows.items()},
        )
        for key, a in graph.activities.items()
    }
    scores = certified_scores(ProcessGraph(activities=activities))
    return sum(d.amount * math.prod(m[k] for k in d.multipliers) * scores.climate(d.activity) for d in demands)


@pytest.mark.parametrize("acyclic", [True, False])
def test_each_draw_is_the_certified_score_of_the_drawn_system(random_system, lognormal, acyclic):
    graph = random_system(30, 5, acyclic=acyclic, uncertain=True)
    demands = lines_of(graph)
    parameters = lognormal(graph, demands)
    samples = monte_carlo(graph, demands, parameters, seed=9, draws=40)
    for number in range(0, 40, 3):
        assert samples[number] == pytest.approx(drawn_system(graph, demands, parameters, 9, number), rel=1e-11)


def test_uncertain_loops_and_losses_are_solved_again_for_each_draw(loop, lognormal):
    def blur(activity: Activity) -> Activity:
        exchanges = tuple(dataclasses.replace(e, multipliers=(f"{activity.key}>{e.activity}",)) for e in activity.exchanges)
        return dataclasses.replace(activity, exchanges=exchanges)

    graph = ProcessGraph(activities={key: blur(a) for key, a in loop.activities.items()})
    demands = [Demand(line="m", activity="machine", amount=1.0)]
    parameters = lognormal(graph, gsd=1.5)
    samples = monte_carlo(graph, demands, parameters, seed=2, draws=60)
    for number in range(60):
        assert samples[number] == pytest.approx(drawn_system(graph, demands, parameters, 2, number), rel=1e-12)


@given(seed=st.integers(0, 10_000))
@FAST
def test_mean_of_an_acyclic_inventory_is_within_four_standard_errors_of_the_certified_score(random_system, lognormal, seed):
    graph = random_system(25, seed, acyclic=True, uncertain=True)
    demands = lines_of(graph)
    assert parameters_met_twice(graph, demands) == ()
    summary = summarise(monte_carlo(graph, demands, lognormal(graph, demands), seed=seed, draws=2000))
    scores = certified_scores(graph)
    expected = sum(d.amount * scores.climate(d.activity) for d in demands)
    assert abs(summary.mean - expected) <= 4.5 * summary.standard_error_mean


def test_product_of_two_lognormals_has_the_closed_form_mean_and_variance(graph_of, activity):
    steel = dataclasses.replace(activity("steel", fossil=2.0), flow_multipliers=("factor",))
    graph = graph_of(steel)
    parameters = [Parameter(key=k, shape=Shape.LOGNORMAL, spread=g, scope=Scope.COMMON) for k, g in (("factor", 1.4), ("mass", 1.2))]
    demands = [Demand(line="l", activity="steel", amount=3.0, multipliers=("mass",))]
    s = summarise(monte_carlo(graph, demands, parameters, seed=1, draws=200_000))
    variance = 36.0 * ((1 + multiplier_variance(parameters[0])) * (1 + multiplier_variance(parameters[1])) - 1)
    assert s.mean == pytest.approx(6.0, abs=4 * s.standard_error_mean)
    assert s.sd == pytest.approx(math.sqrt(variance), rel=0.02)
    sigma = math.hypot(math.log(1.4), math.log(1.2))
    assert s.p95 == pytest.approx(6.0 * math.exp(1.6448536 * sigma - sigma**2 / 2), abs=4 * s.standard_error_p95)


def test_draws_do_not_depend_on_the_chunk(monkeypatch, random_system, lognormal):
    graph = random_system(40, 3, uncertain=True)
    demands = lines_of(graph)
    parameters = lognormal(graph, demands)
    whole = monte_carlo(graph, demands, parameters, seed=4, draws=1000)
    monkeypatch.setattr(sampling, "_CHUNK", 37)
    np.testing.assert_array_equal(monte_carlo(graph, demands, parameters, seed=4, draws=1000), whole)
    np.testing.assert_array_equal(monte_carlo(graph, demands, parameters, seed=4, draws=100), whole[:100])


def test_draws_do_not_depend_on_neighbours(random_system, lognormal, chain):
    graph = random_system(40, 3, uncertain=True)
    demands = lines_of(graph)
    parameters = lognormal(graph, demands)
    alone = monte_carlo(graph, demands[:1], parameters, seed=4, draws=500)
    groups = {d.line: d.line for d in demands}
    beside = monte_carlo_by_group(graph, demands, parameters, seed=4, draws=500, groups=groups)
    np.testing.assert_array_equal(beside.by_group["l0"], alone)
    bigger = ProcessGraph(activities=dict(chain.activities) | dict(reversed(graph.activities.items())))
    extra = [*reversed(parameters), Parameter(key="unused", shape=Shape.UNIFORM, spread=0.5, scope=Scope.SKU)]
    np.testing.assert_allclose(monte_carlo(bigger, demands[:1], extra, seed=4, draws=500), alone, rtol=1e-13)
    assert (monte_carlo(graph, demands[:1], parameters, seed=5, draws=500) != alone).all()


def test_groups_sum_to_the_total_and_leave_it_unchanged(random_system, lognormal):
    graph = random_system(30, 8, uncertain=True)
    demands = lines_of(graph, 9)
    parameters = lognormal(graph, demands)
    groups = {f"l{i}": ("materials", "use", "transport")[i % 3] for i in range(9)}
    found = monte_carlo_by_group(graph, demands, parameters, seed=1, draws=300, groups=groups)
    np.testing.assert_array_equal(found.total, monte_carlo(graph, demands, parameters, seed=1, draws=300))
    np.testing.assert_allclose(sum(found.by_group.values()), found.total, rtol=1e-12)
    assert list(found.by_group) == ["materials", "use", "transport"]


def test_doubling_the_demand_doubles_every_draw(random_system, lognormal):
    graph = random_system(30, 8, uncertain=True)
    demands = lines_of(graph)
    parameters = lognormal(graph, demands)
    twice = [dataclasses.replace(d, amount=2 * d.amount) for d in demands]
    once = monte_carlo(graph, demands, parameters, seed=1, draws=200)
    np.testing.assert_array_equal(monte_carlo(graph, twice, parameters, seed=1, draws=200), 2 * once)


def test_a_certain_device_has_no_spread(chain):
    samples = monte_carlo(chain, [Demand(line="d", activity="device", amount=1.0)], [], seed=1, draws=10)
    assert set(samples.tolist()) == {samples[0]}
    assert samples[0] == pytest.approx(certified_scores(chain).climate("device"), rel=1e-14)


def test_other_indicators_can_be_drawn(chain):
    water = monte_carlo(chain, [Demand(line="d", activity="device", amount=1.0)], [], seed=1, draws=2, indicators=(Indicator.WATER,))
    assert water[0] == pytest.approx(certified_scores(chain).of("device")[Indicator.WATER])
    assert Indicator.WATER not in CLIMATE


def scoped_device(graph_of, activity):
    board = dataclasses.replace(activity("board", fossil=60.0), flow_multipliers=("factor",))
    power = dataclasses.replace(activity("power", fossil=0.6), flow_multipliers=("grid",))
    demands = [
        Demand(line="board", activity="board", amount=1.0, multipliers=("mass",)),
        Demand(line="use", activity="power", amount=120.0, multipliers=("kwh",)),
    ]
    spreads = {"factor": (1.3, Scope.COMMON), "grid": (1.1, Scope.COMMON), "mass": (1.2, Scope.SKU), "kwh": (1.25, Scope.UNIT)}
    parameters = {k: Parameter(key=k, shape=Shape.LOGNORMAL, spread=g, scope=s) for k, (g, s) in spreads.items()}
    return graph_of(board, power), demands, parameters


def test_variance_shares_are_those_of_the_closed_form(graph_of, activity):
    graph, demands, parameters = scoped_device(graph_of, activity)
    v = {key: multiplier_variance(p) for key, p in parameters.items()}
    common = 60**2 * v["factor"] + 72**2 * v["grid"]
    sku = 60**2 * (1 + v["factor"]) * v["mass"]
    unit = 72**2 * (1 + v["grid"]) * v["kwh"]
    shares = variance_shares(graph, demands, parameters, seed=1, draws=100_000)
    assert shares.common + shares.sku + shares.unit == pytest.approx(1.0, abs=1e-12)
    assert shares.variance == pytest.approx(common + sku + unit, rel=0.03)
    assert shares.common == pytest.approx(common / (common + sku + unit), abs=0.01)
    assert shares.unit == pytest.approx(unit / (common + sku + unit), abs=0.01)
    sure = variance_shares(graph, [dataclasses.replace(d, activity="power", amount=0.0) for d in demands], parameters, seed=1, draws=10)
    assert (sure.common, sure.sku, sure.unit, sure.variance) == (1.0, 0.0, 0.0, 0.0)


def test_parameters_met_twice_on_a_path_or_in_a_loop_are_named(graph_of, activity):
    def uses(supplier, *keys):
        return (Exchange(activity=supplier, amount=0.1, multipliers=keys),)

    graph = graph_of(
        dataclasses.replace(activity("device"), exchanges=uses("metal", "yield", "fine")),
        dataclasses.replace(activity("metal"), exchanges=uses("ore", "yield")),
        dataclasses.replace(activity("ore", fossil=1.0), flow_multipliers=("factor",)),
        dataclasses.replace(activity("power", fossil=1.0), exchanges=uses("power", "loss")),
    )
    assert parameters_met_twice(graph, [Demand(line="l", activity="device", amount=1.0)]) == ("yield",)
    assert parameters_met_twice(graph, [Demand(line="l", activity="ore", amount=1.0, multipliers=("factor",))]) == ("factor",)
    assert parameters_met_twice(graph, [Demand(line="l", activity="ore", amount=1.0, multipliers=("a", "a"))]) == ("a",)
    assert parameters_met_twice(graph, [Demand(line="l", activity="power", amount=1.0)]) == ("loss",)
    assert parameters_met_twice(graph, [Demand(line="l", activity="ore", amount=1.0, multipliers=("mass",))]) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"parameters": []}, "PARAMETER_UNKNOWN"),  # a multiplier nobody defined
        ({"demands": [Demand(line="l", activity="nowhere", amount=1.0)]}, "ACTIVITY_UNKNOWN"),
        ({"demands": [Demand(line="l", activity="machine", amount=float("nan"))]}, "AMOUNT_NOT_FINITE"),
        ({"demands": [Demand(line="l", activity="machine", amount=1.0)] * 2}, "LINE_TWICE"),
        ({"draws": 1}, "DRAWS_RANGE"),  # no spread from one draw
        ({"draws": 0}, "DRAWS_RANGE"),
        ({"groups": {}}, "GROUP_MISSING"),
    ],
)
def test_bad_requests_are_refused(loop, change, code):
    parameters = [Parameter(key="m", shape=Shape.NORMAL, spread=0.1, scope=Scope.SKU)]
    arguments = {
        "demands": [Demand(line="l", activity="machine", amount=1.0, multipliers=("m",))],
        "parameters": parameters,
        "draws": 5,
        "groups": {"l": "all"},
    }
    with pytest.raises((KernelError, InputError)) as refused:
        monte_carlo_by_group(loop, seed=1, **(arguments | change))
    assert refused.value.code == code


def test_two_parameters_of_one_key_are_refused(loop):
    both = [Parameter(key="m", shape=Shape.NORMAL, spread=s, scope=Scope.SKU) for s in (0.1, 0.2)]
    with pytest.raises(KernelError) as refused:
        monte_carlo(loop, [], both, seed=1, draws=5)
    assert refused.value.code == "PARAMETER_CONFLICT"


@pytest.mark.parametrize("keys", [("a", "b"), ("a", "a")])
def test_a_draw_in_which_a_loop_eats_more_than_it_makes_is_refused_with_its_number(graph_of, activity, keys):
    first, second = keys
    members = {first, second}
    wild = {
        k: dataclasses.replace(activity(k, fossil=1.0), exchanges=(Exchange(activity=second, amount=0.7, multipliers=("m",)),))
        for k in members
    }
    wild[second] = dataclasses.replace(wild[second], exchanges=(Exchange(activity=first, amount=0.7, multipliers=("m",)),))
    parameter = Parameter(key="m", shape=Shape.LOGNORMAL, spread=1.2, scope=Scope.COMMON)
    with pytest.raises(KernelError) as refused:
        monte_carlo(ProcessGraph(activities=wild), [Demand(line="l", activity=first, amount=1.0)], [parameter], seed=1, draws=500)
    assert refused.value.code == "DRAW_NOT_PRODUCTIVE"
    number = refused.value.params["draw"]
    assert isinstance(number, int)
    assert float(draw(parameter, seed=1, draws=1, start=number)[0]) * 0.7 >= 1.0
    assert float(draw(parameter, seed=1, draws=number).max()) * 0.7 < 1.0


def test_a_large_uncertain_loop_is_refused_rather_than_slow(random_system, lognormal):
    graph = random_system(2, 1)
    n = 201
    ring = {
        f"r{i}": dataclasses.replace(
            graph.activities["p0000"], key=f"r{i}", exchanges=(Exchange(activity=f"r{(i + 1) % n}", amount=0.5, multipliers=("m",)),)
        )
        for i in range(n)
    }
    ring_graph = ProcessGraph(activities=ring)
    with pytest.raises(KernelError) as refused:
        monte_carlo(ring_graph, [Demand(line="l", activity="r0", amount=1.0)], lognormal(ring_graph), seed=1, draws=5)
    assert refused.value.code == "COMPONENT_TOO_LARGE"
