"""Contributions sum to the total whichever way they are cut."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca import Demand, certified_scaling, certified_scores, contributions, terms
from lingtan.quantities import CLIMATE

FAST = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def demand_of(graph, *amounts):
    keys = list(graph.activities)
    return [Demand(line=f"l{i}", activity=keys[(7 * i) % len(keys)], amount=amount) for i, amount in enumerate(amounts)]


@given(seed=st.integers(0, 10_000), amounts=st.lists(st.floats(0.01, 100), min_size=1, max_size=5))
@FAST
def test_contributions_sum_to_the_total_by_activity_place_and_indicator(random_system, seed, amounts):
    graph = random_system(40, seed)
    demands = demand_of(graph, *amounts)
    found = contributions(graph, demands)
    scores = certified_scores(graph)
    total = math.fsum(d.amount * scores.climate(d.activity) for d in demands)
    size = math.fsum(abs(row.kg) for row in found.rows) or 1.0
    assert abs(found.total - total) <= 1e-12 * size
    for parts in (found.by_activity(), found.by_place(), found.by_indicator()):
        assert abs(math.fsum(parts.values()) - total) <= 1e-12 * size


@given(seed=st.integers(0, 10_000), amount=st.floats(0.01, 100))
@FAST
def test_doubling_the_demand_doubles_every_run(random_system, seed, amount):
    graph = random_system(25, seed)
    once, twice = (certified_scaling(graph, demand_of(graph, a)) for a in (amount, 2 * amount))
    assert twice == {key: 2 * runs for key, runs in once.items()}


def test_place_and_activity_of_a_worked_chain(chain):
    # One device: 2 parts and 0.35 board; the parts need 1.6 metal = 0.64 runs.
    runs = certified_scaling(chain, [Demand(line="d", activity="device", amount=1.0)])
    assert runs["metal"] == pytest.approx(0.64)
    assert runs["electricity"] == pytest.approx(2 * 3 + 0.35 * 12 + 0.64 * 14)
    found = contributions(chain, [Demand(line="d", activity="device", amount=1.0)])
    assert found.by_place()["AU"] == pytest.approx(0.64 * 1.7)
    assert found.by_indicator()["biogenic_uptake"] == pytest.approx(-1.4 * 0.02 * 0.35)
    assert next(iter(found.by_activity())) == "electricity"


@given(seed=st.integers(0, 10_000))
@FAST
def test_terms_of_every_activity_sum_to_its_score(random_system, seed):
    graph = random_system(25, seed)
    scores = certified_scores(graph)
    for key in graph.activities:
        found = terms(graph, scores, key)
        size = math.fsum(abs(t.kg) for t in found) + max(abs(scores.of(key)[i]) for i in CLIMATE)
        assert abs(math.fsum(t.kg for t in found) - scores.climate(key)) <= 1e-12 * size


@pytest.mark.parametrize(
    ("demands", "code"),
    [
        ([Demand(line="l", activity="nowhere", amount=1.0)], "ACTIVITY_UNKNOWN"),
        ([Demand(line="l", activity="ore", amount=float("inf"))], "AMOUNT_NOT_FINITE"),
        ([Demand(line="l", activity="ore", amount=1.0)] * 2, "LINE_TWICE"),
    ],
)
def test_bad_demands_are_refused(chain, demands, code):
    with pytest.raises(KernelError) as refused:
        contributions(chain, demands)
    assert refused.value.code == code


def test_terms_of_an_unknown_activity_are_refused(chain):
    with pytest.raises(KernelError) as refused:
        terms(chain, certified_scores(chain), "nowhere")
    assert refused.value.code == "ACTIVITY_UNKNOWN"
