"""Products by the thousand over shared draws: against plain arithmetic, alone as in the batch, and their summaries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError, KernelError
from lingtan.lca import (
    Activity,
    Demand,
    DrawTable,
    Portfolio,
    ProcessGraph,
    draw_parameters,
    draw_scores,
    idents_of,
    join_blocks,
    monte_carlo,
    portfolio_at_value,
    portfolio_draws,
    prepare_background,
    score_portfolio,
    summarise_draws,
    system_from_graph,
)
from lingtan.quantities import Indicator, Unit
from lingtan.uncertainty import Parameter, Scope, Shape, summarise

FAST = settings(max_examples=15, deadline=None)


def table(rows: int, draws: int, seed: int, start: int = 0) -> DrawTable:
    values = np.random.default_rng(seed).lognormal(0.0, 0.2, (-(-draws // 16), rows, 16))
    return DrawTable(values=values, start=start, draws=draws)


def made(products: int, seed: int, *, own: bool = False, rows: int = 30, parameters: int = 20) -> Portfolio:
    r = np.random.default_rng(seed)
    pointer = np.concatenate([[0], np.cumsum(r.integers(0, 9, products))])
    lines = int(pointer[-1])
    return Portfolio(
        pointer=pointer,
        activity=r.integers(0, rows, lines).astype(np.int32),
        amount=r.normal(1.0, 1.0, lines),
        parameter=r.integers(-1, parameters, lines).astype(np.int32),
        own_sigma=r.uniform(0.0, 0.4, lines) if own else None,
        ident=r.integers(0, 2**63, lines).astype(np.uint64) if own else None,
    )


def test_a_product_is_the_sum_of_its_lines_in_their_order():
    portfolio, scores, multipliers = made(50, 1), table(30, 100, 2), table(20, 100, 3)
    drawn = portfolio_draws(portfolio, scores, multipliers)
    for p in range(50):
        total = np.zeros(100)
        for k in range(portfolio.pointer[p], portfolio.pointer[p + 1]):
            m = multipliers.of(portfolio.parameter[k]) if portfolio.parameter[k] >= 0 else 1.0
            total = total + portfolio.amount[k] * (m * scores.of(portfolio.activity[k]))
        np.testing.assert_array_equal(drawn[p], total)


def test_at_value_a_product_is_its_amounts_times_scores():
    portfolio, scores = made(50, 1), np.random.default_rng(4).random(30)
    expected = [
        portfolio.amount[a:b] @ scores[portfolio.activity[a:b]] for a, b in zip(portfolio.pointer[:-1], portfolio.pointer[1:], strict=True)
    ]
    np.testing.assert_allclose(portfolio_at_value(portfolio, scores), expected, rtol=1e-12, atol=1e-14)


@given(st.integers(0, 1000), st.booleans(), st.integers(1, 40), st.integers(1, 3))
@FAST
def test_a_product_alone_has_the_bits_of_the_batch(seed, own, block, workers):
    portfolio, scores, multipliers = made(40, seed, own=own), table(30, 50, seed + 1), table(20, 50, seed + 2)
    whole = join_blocks(score_portfolio(portfolio, scores, multipliers, seed=seed))
    split = join_blocks(score_portfolio(portfolio, scores, multipliers, seed=seed, block=block, workers=workers))
    for name in ("mean", "sd", "p2_5", "p5", "p50", "p95", "p97_5", "standard_error_mean", "standard_error_p95"):
        np.testing.assert_array_equal(getattr(split, name), getattr(whole, name))
    alone = summarise_draws(portfolio_draws(portfolio.part(7, 8), scores, multipliers, seed=seed))
    assert (alone.p95[0], alone.mean[0]) == (whole.p95[7], whole.mean[7])


@given(st.permutations(range(30)), st.integers(0, 1000), st.booleans())
@FAST
def test_the_order_of_products_leaves_every_bit(order, seed, own):
    portfolio, scores, multipliers = made(30, seed, own=own), table(30, 33, 1), table(20, 33, 2)
    lines = np.concatenate([np.arange(portfolio.pointer[p], portfolio.pointer[p + 1]) for p in order]).astype(np.intp)
    sizes = [portfolio.pointer[p + 1] - portfolio.pointer[p] for p in order]
    moved = Portfolio(
        pointer=np.concatenate([[0], np.cumsum(sizes)]),
        activity=portfolio.activity[lines],
        amount=portfolio.amount[lines],
        parameter=portfolio.parameter[lines],
        own_sigma=None if portfolio.own_sigma is None else portfolio.own_sigma[lines],
        ident=None if portfolio.ident is None else portfolio.ident[lines],
    )
    drawn = portfolio_draws(portfolio, scores, multipliers, seed=seed)
    np.testing.assert_array_equal(portfolio_draws(moved, scores, multipliers, seed=seed), drawn[list(order)])


@given(st.integers(0, 1000))
@FAST
def test_the_order_of_lines_moves_the_last_bits_only(seed):
    portfolio, scores = made(20, seed, parameters=0), table(30, 20, 1)
    lines = np.concatenate([np.arange(portfolio.pointer[p], portfolio.pointer[p + 1])[::-1] for p in range(20)]).astype(np.intp)
    moved = Portfolio(
        pointer=portfolio.pointer, activity=portfolio.activity[lines], amount=portfolio.amount[lines], parameter=portfolio.parameter[lines]
    )
    np.testing.assert_allclose(portfolio_draws(moved, scores), portfolio_draws(portfolio, scores), rtol=1e-12, atol=1e-13)


def test_summaries_are_those_of_uncertainty():
    samples = np.random.default_rng(1).normal(5.0, 2.0, (6, 997))
    samples[1] = -0.0
    found = summarise_draws(samples.copy())
    for row in range(6):
        expected = summarise(samples[row])
        for name in ("p2_5", "p5", "p50", "p95", "p97_5", "standard_error_p95"):
            assert getattr(found, name)[row] == getattr(expected, name), name
        assert found.mean[row] == pytest.approx(expected.mean, rel=1e-14)
        assert found.sd[row] == pytest.approx(expected.sd, rel=1e-13)
        assert found.standard_error_mean[row] == pytest.approx(expected.standard_error_mean, rel=1e-13)
    assert found.cv[0] == pytest.approx(summarise(samples[0]).cv, rel=1e-12)
    assert found.cv[1] == np.inf


def test_a_device_in_a_portfolio_has_the_draws_of_the_device_alone(chain):
    keys = list(chain.activities)
    parameters = [
        Parameter(key="mass", shape=Shape.LOGNORMAL, spread=1.2, scope=Scope.COMMON),
        Parameter(key="energy", shape=Shape.TRIANGULAR, spread=0.5, scope=Scope.COMMON),
    ]
    demands = [
        Demand(line="a", activity="device", amount=1.0, multipliers=("mass",)),
        Demand(line="b", activity="electricity", amount=30.0, multipliers=("energy",)),
        Demand(line="c", activity="paper", amount=0.4),
    ]
    portfolio = Portfolio(
        pointer=np.array([0, 3]),
        activity=np.array([keys.index(d.activity) for d in demands], dtype=np.int32),
        amount=np.array([d.amount for d in demands]),
        parameter=np.array([0, 1, -1], dtype=np.int32),
    )
    scores = draw_scores(prepare_background(system_from_graph(chain)), seed=11, draws=200)
    drawn = portfolio_draws(portfolio, scores, draw_parameters(parameters, seed=11, draws=200))
    np.testing.assert_allclose(drawn[0], monte_carlo(chain, demands, parameters, seed=11, draws=200), rtol=1e-9)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("shape", list(Shape))
def test_named_multipliers_are_those_of_uncertainty_to_the_last_bit(shape, workers):
    from lingtan.uncertainty import draw

    spreads = {Shape.LOGNORMAL: 1.3, Shape.NORMAL: 0.2, Shape.UNIFORM: 0.4, Shape.TRIANGULAR: 0.9}
    parameters = [Parameter(key=f"{shape}/{i}·部件", shape=shape, spread=spreads[shape], scope=Scope.SKU) for i in range(40)]
    found = draw_parameters([*parameters, (parameters[0], parameters[1])], seed=77, draws=530, start=48, workers=workers)
    for row, parameter in enumerate(parameters):
        np.testing.assert_array_equal(found.of(row), draw(parameter, seed=77, draws=530, start=48))
    both = draw(parameters[0], seed=77, draws=530, start=48) * draw(parameters[1], seed=77, draws=530, start=48)
    np.testing.assert_array_equal(found.of(40), both)


def test_own_multipliers_are_independent_and_of_mean_one():
    lines = 400
    portfolio = Portfolio(
        pointer=np.arange(lines + 1),
        activity=np.zeros(lines, dtype=np.int32),
        amount=np.ones(lines),
        parameter=np.full(lines, -1, dtype=np.int32),
        own_sigma=np.full(lines, 0.3),
        ident=idents_of(f"sku{i}/panel" for i in range(lines)),
    )
    ones = DrawTable(values=np.ones((20, 1, 16)), start=0, draws=320)
    drawn = portfolio_draws(portfolio, ones, seed=2)
    assert drawn.mean() == pytest.approx(1.0, abs=4 * 0.31 / np.sqrt(drawn.size))
    assert abs(np.corrcoef(drawn[0], drawn[1])[0, 1]) < 4 / np.sqrt(320)
    assert np.log(drawn).std() == pytest.approx(0.3, rel=0.02)


def test_what_points_nowhere_is_refused():
    scores, multipliers = table(30, 20, 1), table(20, 20, 2)
    portfolio = made(10, 1)
    with pytest.raises(KernelError) as refused:
        portfolio_draws(portfolio, table(5, 20, 1), multipliers)
    assert refused.value.code == "ACTIVITY_NUMBER"
    with pytest.raises(KernelError) as refused:
        portfolio_draws(portfolio, scores)
    assert refused.value.code == "PARAMETER_NUMBER"
    with pytest.raises(KernelError) as refused:
        portfolio_draws(portfolio, scores, table(20, 40, 2))
    assert refused.value.code == "SAMPLES_NOT_PAIRED"
    with pytest.raises(InputError) as few:
        list(score_portfolio(portfolio, table(30, 1, 1), table(20, 1, 2)))
    assert few.value.code == "SAMPLES_TOO_FEW"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pointer": np.array([0, 2, 1, 3])}, "POINTER_ORDER"),  # backwards
        ({"pointer": np.array([0, 2])}, "POINTER_ORDER"),  # a line of nobody
        ({"amount": np.array([1.0, np.nan, 1.0])}, "AMOUNT_NOT_FINITE"),
        ({"amount": np.ones(2)}, "ARRAYS_UNEQUAL"),
        ({"own_sigma": np.ones(3)}, "ARRAYS_UNEQUAL"),  # without idents
        ({"own_sigma": np.full(3, -1.0), "ident": idents_of("abc")}, "LAW_FIELDS"),
    ],
)
def test_defects_of_a_portfolio_are_refused_where_it_is_built(change, code):
    column = {
        "pointer": np.array([0, 1, 3]),
        "activity": np.zeros(3, dtype=np.int32),
        "amount": np.ones(3),
        "parameter": np.full(3, -1, dtype=np.int32),
    }
    with pytest.raises(KernelError) as refused:
        Portfolio(**(column | change))
    assert refused.value.code == code


def test_scores_of_one_activity_meet_all_products_alike():
    graph = ProcessGraph(activities={"a": Activity(key="a", unit=Unit.KG, place="GLO", flows={Indicator.FOSSIL: 2.0})})
    scores = draw_scores(system_from_graph(graph), seed=1, draws=5)
    assert scores.of(0).tolist() == [2.0] * 5
