"""A background resampled draw by draw: against bw2calc, the certified scores and the kernel's own Monte Carlo; order, split, units."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca import (
    Demand,
    UncertainSystem,
    certified_scores,
    draw_scores,
    fixed_entries,
    idents_of,
    lognormal_entries,
    mixed,
    monte_carlo,
    nominal_scores,
    prepare_background,
    system_from_graph,
)
from lingtan.quantities import CLIMATE, Indicator
from lingtan.uncertainty import Parameter, Scope, Shape

FAST = settings(max_examples=12, deadline=None)


def system_of(inputs, *, flows=None, sigma=0.1, production=None, order=None, unit=None) -> UncertainSystem:
    """`inputs` {(consumer, supplier): amount}; each input and flow lognormal. `unit[name]`: how many new product units make an old one."""
    names = sorted({name for pair in inputs for name in pair} | set(flows or {}))
    names = [names[i] for i in order] if order is not None else names
    place = {name: i for i, name in enumerate(names)}
    made = production or {}
    per = unit or {}
    rows = [(name, name, made.get(name, 1.0) * per.get(name, 1.0)) for name in names]
    rows += [(supplier, consumer, -amount * per.get(supplier, 1.0)) for (consumer, supplier), amount in inputs.items()]
    if order is not None:
        random.Random(len(rows)).shuffle(rows)
    ident = mixed(idents_of(column for _, column, _ in rows), idents_of(row for row, _, _ in rows))
    sigmas = np.array([0.0 if row == column else sigma for row, column, _ in rows])
    emitted = [(name, (flows or {}).get(name, 1.0)) for name in names]
    return UncertainSystem(
        keys=tuple(names),
        inputs=lognormal_entries([amount for _, _, amount in rows], sigmas, ident),
        row=np.array([place[row] for row, _, _ in rows], dtype=np.int32),
        column=np.array([place[column] for _, column, _ in rows], dtype=np.int32),
        flows=lognormal_entries([amount for _, amount in emitted], sigma, idents_of(f"flow/{name}" for name, _ in emitted)),
        flow_column=np.array([place[name] for name, _ in emitted], dtype=np.int32),
        flow_weight=np.ones(len(emitted)),
    )


def random_inputs(count: int, seed: int) -> dict[tuple[str, str], float]:
    r = random.Random(seed)
    names = [f"n{i:03d}" for i in range(count)]
    return {(j, i): r.random() * 0.3 / 3 for j in names for i in r.sample(names, 3) if i != j}


def by_name(system: UncertainSystem, scores) -> dict[str, np.ndarray]:
    return {key: scores.of(row) for row, key in enumerate(system.keys)}


@pytest.mark.parametrize("name", ["chain", "loop", "substitution"])
def test_scores_at_value_are_the_certified_ones(name, request):
    graph = request.getfixturevalue(name)
    found = nominal_scores(system_from_graph(graph))
    certified = certified_scores(graph)
    np.testing.assert_allclose(found, [certified.climate(key) for key in graph.activities], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scores_at_value_equal_bw2calc(random_system, brightway, seed):
    graph = random_system(200, seed)
    found = nominal_scores(system_from_graph(graph))
    for row in range(0, 200, 37):
        theirs = brightway(graph, {list(graph.activities)[row]: 1.0})
        assert found[row] == pytest.approx(sum(theirs[i] for i in CLIMATE), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("acyclic", [False, True])
def test_named_parameters_meet_the_draws_of_the_kernels_own_monte_carlo(random_system, lognormal, acyclic):
    graph = random_system(60, 4, acyclic=acyclic, uncertain=True)
    parameters = lognormal(graph)
    system = system_from_graph(graph, parameters)
    drawn = draw_scores(system, seed=5, draws=50)
    for row in range(0, 60, 11):
        line = Demand(line="l", activity=system.keys[row], amount=1.0)
        own = monte_carlo(graph, [line], parameters, seed=5, draws=50)
        np.testing.assert_allclose(drawn.of(row), own, rtol=1e-8, atol=1e-9)


@given(st.integers(0, 10_000), st.integers(1, 3), st.sampled_from([16, 32, 48]))
@FAST
def test_workers_and_splits_leave_every_bit(seed, workers, split):
    ready = prepare_background(system_of(random_inputs(30, seed)))
    whole = draw_scores(ready, seed=seed, draws=61)
    again = draw_scores(ready, seed=seed, draws=61 - split, start=split, workers=workers)
    for row in range(30):
        np.testing.assert_array_equal(again.of(row), whole.of(row)[split:])


@given(st.permutations(range(25)), st.integers(0, 10_000))
@FAST
def test_the_order_of_activities_and_exchanges_leaves_every_bit(order, seed):
    inputs = random_inputs(25, seed)
    first, second = system_of(inputs), system_of(inputs, order=order)
    one, other = by_name(first, draw_scores(first, seed=1, draws=16)), by_name(second, draw_scores(second, seed=1, draws=16))
    for key, drawn in one.items():
        np.testing.assert_array_equal(drawn, other[key])


@pytest.mark.parametrize(("factor", "tolerance"), [(2.0**40, 0.0), (2.0**-30, 0.0), (3.6e6, 1e-12), (1.0 / 0.45359237, 1e-12)])
def test_the_unit_of_a_product_changes_its_score_and_nothing_else(factor, tolerance):
    inputs = random_inputs(40, 3)
    unit = {f"n{i:03d}": factor for i in range(0, 40, 3)}
    first, second = system_of(inputs), system_of(inputs, unit=unit)
    one, other = by_name(first, draw_scores(first, seed=1, draws=16)), by_name(second, draw_scores(second, seed=1, draws=16))
    for key, drawn in one.items():
        np.testing.assert_allclose(other[key] * unit.get(key, 1.0), drawn, rtol=tolerance, atol=0.0)


def residuals(system: UncertainSystem, draws: int, seed: int) -> float:
    """The largest residual of any row and draw, relative to the sum of absolute terms, from arrays drawn anew by another function."""
    from lingtan.lca import draw_entries

    values, flows = draw_entries(system.inputs, seed=seed, draws=draws), draw_entries(system.flows, seed=seed, draws=draws)
    scores, worst = draw_scores(system, seed=seed, draws=draws), 0.0
    for d in range(draws):
        a = np.zeros((len(system.keys), len(system.keys)))
        np.add.at(a, (system.row, system.column), [values.of(k)[d] for k in range(len(system.inputs))])
        c = np.bincount(system.flow_column, [flows.of(k)[d] for k in range(len(system.flows))], len(system.keys))
        h = np.array([scores.of(row)[d] for row in range(len(system.keys))])
        worst = max(worst, float(np.max(np.abs(c - a.T @ h) / (np.abs(c) + np.abs(a.T) @ np.abs(h)))))
    return worst


def ring(count: int, gain: float) -> dict[tuple[str, str], float]:
    return {(f"r{i:05d}", f"r{(i + 1) % count:05d}"): gain for i in range(count)}


@pytest.mark.parametrize(
    ("inputs", "sigma"),
    [
        (ring(40, 0.97), 0.01),  # a long loop that loses 3 % a step
        (ring(300, 0.999), 1e-4),  # larger than the dense elimination, slow to converge
        ({("a", "b"): 1e9, ("b", "a"): 4e-10, ("b", "c"): 1e-12, ("c", "a"): 1e-3}, 0.2),  # 21 orders of magnitude
        ({("a", "b"): 0.5, ("b", "a"): 0.5, ("c", "a"): -0.7, ("a", "c"): 0.9, ("c", "c"): 0.1}, 0.05),  # substitution and a self-loop
        ({("a", "b"): 3.0, ("b", "a"): -2.0}, 0.2),  # substitution that sweeps do not converge on: |gain| = 6
    ],
)
def test_adversarial_systems_come_through_the_gate(inputs, sigma):
    assert residuals(system_of(inputs, sigma=sigma), 8, 2) <= 1e-9


def test_what_sweeps_cannot_solve_is_factorised_and_counted():
    system = system_of({("a", "b"): 3.0, ("b", "a"): -2.0}, sigma=0.01)
    assert draw_scores(system, seed=1, draws=16).refined == 4  # four groups of four draws
    assert nominal_scores(system)[0] == pytest.approx((1.0 + 3.0) / 7.0, rel=1e-12)


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({("a", "b"): 1.0, ("b", "a"): 1.0}, "SINGULAR_SYSTEM"),
        ({("a", "b"): 1.0, ("b", "a"): 1.0 - 1e-14}, "SINGULAR_SYSTEM"),
        ({("a", "b"): 2.0, ("b", "a"): 1.0}, "LOOP_NOT_PRODUCTIVE"),
        ({("a", "a"): 1.0}, "SINGULAR_SYSTEM"),
        ({("a", "a"): 1.5}, "LOOP_NOT_PRODUCTIVE"),
        (ring(300, 1.01), "LOOP_NOT_PRODUCTIVE"),  # through the sparse factors
    ],
)
def test_systems_without_a_trustworthy_solution_are_refused_by_name(inputs, code):
    with pytest.raises(KernelError) as refused:
        prepare_background(system_of(inputs))
    assert refused.value.code == code
    assert str(refused.value.params["processes"]).startswith(min(name for pair in inputs for name in pair))


@pytest.mark.parametrize("flow", [1.0, -1.0, 0.0])
def test_a_draw_that_is_not_productive_is_refused_with_its_number(flow):
    system = system_of({("a", "b"): 0.9, ("b", "a"): 0.9}, flows={"a": flow, "b": flow}, sigma=0.3)
    with pytest.raises(KernelError) as refused:
        draw_scores(system, seed=1, draws=64)
    assert refused.value.code == "DRAW_NOT_PRODUCTIVE"
    gain = draw_scores_gain(system)
    assert gain[int(refused.value.params["draw"])] >= 1.0


def draw_scores_gain(system: UncertainSystem) -> np.ndarray:
    from lingtan.lca import draw_entries

    drawn = draw_entries(system.inputs, seed=1, draws=64)
    loop = [k for k in range(len(system.inputs)) if system.row[k] != system.column[k]]
    return np.prod([drawn.of(k) for k in loop], axis=0)


def test_uptake_in_a_loop_is_shown_to_be_productive_otherwise(graph_of, activity):
    flows = {Indicator.BIOGENIC_UPTAKE: -5.0}
    graph = graph_of(activity("a", {"b": 0.5}, fossil=1.0), activity("b", {"a": 0.5}, flows=flows), activity("c", {"a": 1.0}))
    system = system_from_graph(graph)
    scores = draw_scores(system, seed=1, draws=2)
    assert scores.refined == 0
    assert scores.of(2)[0] == pytest.approx(certified_scores(graph).climate("c"), rel=1e-8)


def test_a_draw_alone_that_nobody_asked_for_refuses_nothing():
    system = system_of({("a", "b"): 0.9, ("b", "a"): 0.9}, sigma=0.3)
    bad = int(np.argmax(draw_scores_gain(system) >= 1.0))
    if bad % 16:
        assert np.isfinite(draw_scores(system, seed=1, draws=bad).values).all()


def test_waste_treatment_with_negative_production_is_a_system_like_any_other(graph_of, activity):
    graph = graph_of(activity("device", {"treatment": -2.0}, fossil=1.0), activity("treatment", {}, fossil=0.3, production=-1.0))
    assert nominal_scores(system_from_graph(graph))[0] == pytest.approx(1.6, rel=1e-15)


def test_defects_of_arrays_are_refused_where_they_are_built(graph_of, activity):
    good = system_of({("a", "b"): 0.5})
    column = {name: getattr(good, name) for name in ("keys", "inputs", "row", "column", "flows", "flow_column", "flow_weight")}
    for change, code in (
        ({"keys": ("a", "a")}, "KEY_TWICE"),
        ({"row": good.row[:-1]}, "ARRAYS_UNEQUAL"),
        ({"row": good.row + 2}, "ACTIVITY_NUMBER"),
        ({"flow_weight": good.flow_weight[:-1]}, "ARRAYS_UNEQUAL"),
        ({"flow_weight": good.flow_weight * np.nan}, "AMOUNT_NOT_FINITE"),
        ({"inputs": fixed_entries(np.zeros(len(good.inputs)))}, "PRODUCTION_ZERO"),
        ({"flows": fixed_entries(np.ones(2), shared=3)}, "PARAMETER_NUMBER"),
    ):
        with pytest.raises(KernelError) as refused:
            UncertainSystem(**(column | change))
        assert refused.value.code == code, change
    with pytest.raises(KernelError) as refused:
        system_from_graph(graph_of(activity("a", {}, flow_multipliers=("p",))))
    assert refused.value.code == "PARAMETER_UNKNOWN"
    own = Parameter(key="p", shape=Shape.NORMAL, spread=0.1, scope=Scope.UNIT)
    with pytest.raises(KernelError) as refused:
        system_from_graph(graph_of(activity("a", {}, flow_multipliers=("p",))), [own])
    assert refused.value.code == "UNIT_SCOPE_IN_GRAPH"
