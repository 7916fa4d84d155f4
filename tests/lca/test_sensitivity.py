"""Where the variance comes from, and which of two devices is lower."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lingtan.errors import KernelError
from lingtan.lca import Demand, Exchange, ProcessGraph, certified_scores, compare, contribution_to_variance, monte_carlo
from lingtan.uncertainty import Parameter, Scope, Shape, draw, exact_sd


def lines_of(graph):
    keys = list(graph.activities)
    return [Demand(line=f"l{i}", activity=keys[-1 - 3 * i], amount=1.0 + i, multipliers=(f"m{i}",)) for i in range(4)]


def scaled(graph, demands, key, factor):
    activities = {
        name: dataclasses.replace(
            a,
            exchanges=tuple(
                Exchange(activity=e.activity, amount=e.amount * (factor if key in e.multipliers else 1.0)) for e in a.exchanges
            ),
            flows={i: v * (factor if key in a.flow_multipliers else 1.0) for i, v in a.flows.items()},
        )
        for name, a in graph.activities.items()
    }
    scores = certified_scores(ProcessGraph(activities=activities))
    return sum(d.amount * (factor if key in d.multipliers else 1.0) * scores.climate(d.activity) for d in demands)


@pytest.mark.parametrize("acyclic", [True, False])
def test_slopes_are_the_derivatives_of_the_score(random_system, lognormal, acyclic):
    graph = random_system(25, 6, acyclic=acyclic, uncertain=True)
    demands = lines_of(graph)
    for row in contribution_to_variance(graph, demands, lognormal(graph, demands))[:20]:
        difference = (scaled(graph, demands, row.key, 1 + 1e-5) - scaled(graph, demands, row.key, 1 - 1e-5)) / 2e-5
        assert row.slope == pytest.approx(difference, rel=1e-6, abs=1e-9)


def test_shares_are_the_squared_correlations_with_the_samples(random_system, lognormal):
    graph = random_system(20, 2, acyclic=True, uncertain=True)
    demands = lines_of(graph)
    parameters = lognormal(graph, demands, gsd=1.1)
    samples = monte_carlo(graph, demands, parameters, seed=1, draws=40_000)
    rows = contribution_to_variance(graph, demands, parameters, variance=exact_sd(samples) ** 2)
    assert sum(row.share for row in rows) == pytest.approx(1.0, abs=0.03)  # narrow spreads, hence hardly any interaction
    by_key = {p.key: p for p in parameters}
    for row in rows[:6]:
        squared = np.corrcoef(draw(by_key[row.key], seed=1, draws=40_000), samples)[0, 1] ** 2
        assert row.share == pytest.approx(squared, abs=0.02)
    assert list(rows) == sorted(rows, key=lambda row: (-row.variance, row.key))


def test_shares_sum_to_one_without_a_given_variance(random_system, lognormal):
    graph = random_system(20, 2, uncertain=True)
    demands = lines_of(graph)
    assert sum(r.share for r in contribution_to_variance(graph, demands, lognormal(graph, demands))) == pytest.approx(1.0, abs=1e-12)
    assert contribution_to_variance(graph, [], []) == ()


def test_shared_background_cancels_in_a_paired_comparison(graph_of, activity):
    graph = graph_of(dataclasses.replace(activity("power", fossil=0.6), flow_multipliers=("grid",)))
    grid = Parameter(key="grid", shape=Shape.LOGNORMAL, spread=1.5, scope=Scope.COMMON)
    a, b = (monte_carlo(graph, [Demand(line="use", activity="power", amount=kwh)], [grid], seed=1, draws=2000) for kwh in (99.0, 100.0))
    paired = compare(a, b)
    assert paired.probability_a_less == 1.0  # 1 % less power is less in every draw
    assert paired.difference.sd == pytest.approx(0.01 * exact_sd(b), rel=1e-9)
    unpaired = compare(a, monte_carlo(graph, [Demand(line="use", activity="power", amount=100.0)], [grid], seed=2, draws=2000))
    assert unpaired.probability_a_less == pytest.approx(0.5, abs=0.05)


def test_a_device_equals_itself_in_every_draw():
    x = np.arange(10.0)
    assert (compare(x, x).probability_equal, compare(x, x).probability_a_less) == (1.0, 0.0)


def test_unpaired_samples_are_refused():
    with pytest.raises(KernelError) as refused:
        compare(np.zeros(5), np.zeros(6))
    assert refused.value.code == "SAMPLES_NOT_PAIRED"
