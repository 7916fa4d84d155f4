"""Certified scores against bw2calc, a published example, and the laws a process system obeys."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca import Activity, Demand, Exchange, ProcessGraph, certified_scaling, certified_scores, fast_scores, to_arrays
from lingtan.quantities import Indicator, Unit

FAST = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def compare_all(graph, brightway, every=1):
    scores = certified_scores(graph)
    fast = fast_scores(graph)
    for key in list(graph.activities)[::every]:
        oracle = brightway(graph, {key: 1.0})
        size = max(abs(value) for value in oracle.values())
        for indicator in Indicator:
            assert scores.of(key)[indicator] == pytest.approx(oracle[indicator], rel=1e-9, abs=1e-12 * size)
            assert fast.of(key)[indicator] == pytest.approx(scores.of(key)[indicator], rel=1e-9, abs=1e-12 * size)


def test_textbook_electricity_and_fuel(graph_of, activity):
    # Heijungs & Suh 2002, The Computational Structure of LCA, ch. 2: 1000 kWh need 100 and 2 runs and emit 120 kg CO2.
    graph = graph_of(
        activity("electricity", {"fuel": 2.0}, fossil=1.0, production=10.0), activity("fuel", {}, fossil=10.0, production=100.0)
    )
    assert 1000 * certified_scores(graph).climate("electricity") == pytest.approx(120.0, rel=1e-15)
    assert certified_scaling(graph, [Demand(line="l", activity="electricity", amount=1000.0)]) == {"electricity": 100.0, "fuel": 2.0}


def test_acyclic_chain_equals_bw2calc(chain, brightway):
    compare_all(chain, brightway)


def test_loops_and_self_loops_equal_bw2calc(loop, brightway):
    compare_all(loop, brightway)


def test_co_products_by_substitution_equal_bw2calc(substitution, brightway):
    compare_all(substitution, brightway)
    assert certified_scores(substitution).climate("recycling") < 0  # the avoided primary metal outweighs the recycler's power


def test_random_system_of_two_hundred_activities_equals_bw2calc(random_system, brightway):
    graph = random_system(200, 1)
    compare_all(graph, brightway, every=17)


def test_a_self_loop_is_a_loss_factor(graph_of, activity):
    graph = graph_of(activity("electricity", {"electricity": 0.05}, fossil=0.57))
    assert certified_scores(graph).climate("electricity") == pytest.approx(0.57 / 0.95, rel=1e-15)


def test_a_chain_of_any_length_is_walked():
    n = 20_000
    activities = {
        f"c{i}": Activity(
            key=f"c{i}",
            unit=Unit.KG,
            place="GLO",
            exchanges=(Exchange(activity=f"c{i + 1}", amount=1.0),) if i + 1 < n else (),
            flows={Indicator.FOSSIL: 1.0},
        )
        for i in range(n)
    }
    assert certified_scores(ProcessGraph(activities=activities)).climate("c0") == float(n)


@given(seed=st.integers(0, 10_000), n=st.integers(1, 40))
@FAST
def test_scores_solve_every_process_balance(random_system, seed, n):
    graph = random_system(n, seed) if n > 3 else random_system(n, seed, acyclic=True)
    scores = certified_scores(graph)
    arrays = to_arrays(graph)
    h = np.array([[scores.of(key)[i] for i in Indicator] for key in arrays.keys])
    np.testing.assert_allclose(arrays.technosphere.T @ h, arrays.biosphere.toarray().T, rtol=1e-9, atol=1e-12)


@given(seed=st.integers(0, 10_000))
@FAST
def test_scores_do_not_depend_on_the_order_of_activities_or_exchanges(random_system, seed):
    graph = random_system(30, seed)
    shuffled = list(graph.activities.values())
    r = random.Random(seed)
    r.shuffle(shuffled)
    again = {}
    for activity in shuffled:
        exchanges = list(activity.exchanges)
        r.shuffle(exchanges)
        again[activity.key] = Activity(
            key=activity.key,
            unit=activity.unit,
            place=activity.place,
            production=activity.production,
            exchanges=tuple(exchanges),
            flows=activity.flows,
        )
    assert certified_scores(ProcessGraph(activities=again)).by_activity == certified_scores(graph).by_activity


@given(seed=st.integers(0, 1000), factor=st.sampled_from([2.0, 4.0, 0.5]))
@FAST
def test_a_run_of_twice_the_size_has_the_same_scores(random_system, seed, factor):
    graph = random_system(15, seed)
    scaled = {
        key: Activity(
            key=key,
            unit=a.unit,
            place=a.place,
            production=a.production * factor,
            exchanges=tuple(Exchange(activity=e.activity, amount=e.amount * factor) for e in a.exchanges),
            flows={i: v * factor for i, v in a.flows.items()},
        )
        for key, a in graph.activities.items()
    }
    assert certified_scores(ProcessGraph(activities=scaled)).by_activity == certified_scores(graph).by_activity


def test_units_far_apart_do_not_make_a_loop_singular(graph_of, activity):
    # Watt-hours against gigawatt machines: amounts of 1e9 beside 1e-9.
    graph = graph_of(activity("a", {"b": 1e9}, fossil=1.0), activity("b", {"a": 4e-10}, fossil=1e-9))
    # h_a = 1 + 1e9·h_b and h_b = 1e-9 + 4e-10·h_a, hence h_a = 2/(1 − 0.4).
    assert certified_scores(graph).climate("a") == pytest.approx(2.0 / 0.6, rel=1e-12)


def test_singular_loop_is_refused_naming_its_processes(graph_of, activity):
    graph = graph_of(
        activity("bystander", {"left": 1.0}, fossil=1.0),
        activity("left", {"right": 2.0}, fossil=1.0),
        activity("right", {"left": 0.5}, fossil=1.0),
        activity("upstream", {}, fossil=1.0),
    )
    with pytest.raises(KernelError) as refused:
        certified_scores(graph)
    assert refused.value.code == "SINGULAR_SYSTEM"
    assert refused.value.params["processes"] == "left, right"
    assert "left, right" in str(refused.value)
    with pytest.raises(KernelError) as also:
        fast_scores(graph)
    assert also.value.params["processes"] == "left, right"


def test_singular_part_of_a_larger_loop_names_only_what_is_undetermined(graph_of, activity):
    # c and d cancel exactly; a and b are solvable and in the same component only through c's one-way need of them.
    graph = graph_of(
        activity("a", {"b": 0.5, "c": 0.1}, fossil=1.0),
        activity("b", {"a": 0.5}, fossil=1.0),
        activity("c", {"d": 1.0}, fossil=1.0),
        activity("d", {"c": 1.0}, fossil=1.0),
    )
    with pytest.raises(KernelError) as refused:
        certified_scores(graph)
    assert refused.value.params["processes"] == "c, d"


@pytest.mark.parametrize(
    ("inputs", "production", "code"),
    [
        ({"a": 1.0}, 1.0, "SINGULAR_SYSTEM"),  # eats all it makes
        ({"a": 0.7}, 0.7, "SINGULAR_SYSTEM"),
        ({"a": 0.7, "b": 1.0}, 0.7, "LOOP_NOT_PRODUCTIVE"),  # eats all it makes, and b's share too
        ({"a": 1.5}, 1.0, "LOOP_NOT_PRODUCTIVE"),  # eats more than it makes: the score would be negative
        ({"b": 1.5}, 1.0, "LOOP_NOT_PRODUCTIVE"),  # through b, which takes 1 of a
        ({"missing": 1.0}, 1.0, "ACTIVITY_UNKNOWN"),
        ({"b": float("nan")}, 1.0, "AMOUNT_NOT_FINITE"),
        ({"b": float("inf")}, 1.0, "AMOUNT_NOT_FINITE"),
        ({}, 0.0, "PRODUCTION_ZERO"),
        ({}, float("nan"), "AMOUNT_NOT_FINITE"),
    ],
)
def test_systems_without_a_trustworthy_solution_are_refused(graph_of, activity, inputs, production, code):
    graph = graph_of(activity("a", inputs, fossil=1.0, production=production), activity("b", {"a": 1.0}, fossil=1.0))
    with pytest.raises(KernelError) as refused:
        certified_scores(graph)
    assert refused.value.code == code
    assert "a" in f"{refused.value.place} {refused.value.params}"


@pytest.mark.parametrize("amounts", [(1e200, 1e200), (1e200, -1e200)])
def test_scores_beyond_the_largest_double_are_refused_naming_the_process(graph_of, activity, amounts):
    graph = graph_of(
        activity("a", {"b": amounts[0], "c": amounts[1]}),
        activity("b", {"d": 1e200}),
        activity("c", {"d": 1e200}),
        activity("d", fossil=1.0),
    )
    with pytest.raises(KernelError) as refused:
        certified_scores(graph)
    assert (refused.value.code, refused.value.place) == ("AMOUNT_NOT_FINITE", "a")


def test_nearly_singular_loop_is_refused(graph_of, activity):
    graph = graph_of(activity("a", {"b": 1.0}, fossil=1.0), activity("b", {"a": 1.0 - 1e-13}, fossil=1.0))
    with pytest.raises(KernelError) as refused:
        certified_scores(graph)
    assert refused.value.code in ("SINGULAR_SYSTEM", "ILL_CONDITIONED")


def test_key_and_flow_defects_are_refused(activity):
    with pytest.raises(KernelError) as refused:
        certified_scores(ProcessGraph(activities={"x": activity("y")}))
    assert refused.value.code == "KEY_MISMATCH"
    with pytest.raises(KernelError) as refused:
        certified_scores(ProcessGraph(activities={"x": activity("x", fossil=float("nan"))}))
    assert refused.value.code == "AMOUNT_NOT_FINITE"


def test_waste_treatment_with_negative_production_equals_bw2calc(graph_of, activity, brightway):
    # The database convention: a treatment "produces" −1 kg of waste, and who makes waste has a negative exchange with it.
    graph = graph_of(activity("device", {"treatment": -2.0}, fossil=1.0), activity("treatment", {}, fossil=0.3, production=-1.0))
    assert certified_scores(graph).climate("device") == pytest.approx(1.6, rel=1e-15)
    compare_all(graph, brightway)


def test_loop_of_two_hundred_solved_together(brightway):
    r = random.Random(4)
    keys = [f"x{i:03d}" for i in range(200)]
    graph = ProcessGraph(
        activities={
            key: Activity(
                key=key,
                unit=Unit.KG,
                place="GLO",
                exchanges=tuple(Exchange(activity=other, amount=r.random() * 0.15) for other in (keys[(i + 1) % 200], *r.sample(keys, 4))),
                flows={Indicator.FOSSIL: r.random()},
            )
            for i, key in enumerate(keys)
        }
    )
    compare_all(graph, brightway, every=41)
