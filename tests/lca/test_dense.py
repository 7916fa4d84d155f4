"""The small dense solver against LAPACK, and its gates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca import certified_scores, fast_scores
from lingtan.lca.dense import CERTIFIED_LIMIT, factorise, product, solve
from lingtan.lca.loops import solve_draws


def names(size: int) -> tuple[str, ...]:
    return tuple(f"n{i}" for i in range(size))


@given(size=st.integers(1, 25), seed=st.integers(0, 10_000), spread=st.sampled_from([0.0, 3.0, 8.0]))
@settings(max_examples=60, deadline=None)
def test_solution_equals_lapack_also_for_units_far_apart(size, seed, spread):
    rng = np.random.default_rng(seed)
    units = 10.0 ** rng.uniform(-spread, spread, size)
    matrix = (np.eye(size) * 3.0 - rng.uniform(-1.0, 1.0, (size, size)) / size)[rng.permutation(size)]
    right = rng.normal(size=(size, 3))
    expected = np.linalg.solve(matrix, right)
    found = solve(factorise(matrix * units[None, :], names(size)), right) * units[:, None]
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12 * np.abs(expected).max())


def test_product_is_the_matrix_product():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(6, 6)), rng.normal(size=(6, 2))
    np.testing.assert_allclose(product(a, b), a @ b, rtol=1e-14)


@given(seed=st.integers(0, 10_000), size=st.integers(1, 8), draws=st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_many_draws_are_solved_as_one_by_one(seed, size, draws):
    rng = np.random.default_rng(seed)
    nominal = np.eye(size) - rng.uniform(0, 0.8, (size, size)) / size
    matrix = nominal[:, :, None] * rng.uniform(0.9, 1.1, (1, 1, draws))
    right = rng.uniform(size=(size, draws))
    found = solve_draws(matrix, right, nominal, names(size), 0, leontief=False)
    for draw in range(draws):
        own = solve(factorise(np.ascontiguousarray(matrix[:, :, draw]), names(size)), right[:, draw, None])[:, 0]
        np.testing.assert_allclose(found[:, draw], own, rtol=1e-11, atol=1e-13)


def test_a_draw_that_needs_other_pivots_is_solved_alone():
    # At the means the first pivot is 1; in draw 1 it is 0 and the rows must be exchanged.
    nominal = np.array([[1.0, 0.5], [0.5, -1.0]])
    matrix = np.stack([nominal, np.array([[0.0, 0.5], [0.5, -1.0]])], axis=2)
    found = solve_draws(matrix, np.ones((2, 2)), nominal, names(2), 0, leontief=False)
    np.testing.assert_allclose(found[:, 1], [6.0, 2.0], rtol=1e-14)
    np.testing.assert_allclose(found[:, 0], np.linalg.solve(nominal, np.ones(2)), rtol=1e-14)


def test_a_singular_draw_is_refused_naming_the_processes():
    nominal = np.eye(2)
    matrix = np.stack([nominal, np.array([[1.0, -1.0], [-1.0, 1.0]])], axis=2)
    with pytest.raises(KernelError) as refused:
        solve_draws(matrix, np.ones((2, 2)), nominal, names(2), 0, leontief=False)
    assert (refused.value.code, refused.value.params["processes"]) == ("SINGULAR_SYSTEM", "n0, n1")


def test_an_empty_row_is_singular_and_named():
    with pytest.raises(KernelError) as refused:
        factorise(np.array([[1.0, 1.0, 0.0], [1.0, 2.0, 0.0], [1.0, 3.0, 0.0]]), names(3))
    assert (refused.value.code, refused.value.params["processes"]) == ("SINGULAR_SYSTEM", "n2")


def test_beyond_the_stated_size_the_certified_path_refuses():
    size = CERTIFIED_LIMIT + 1
    with pytest.raises(KernelError) as refused:
        factorise(np.eye(size), names(size))
    assert (refused.value.code, refused.value.params["limit"]) == ("COMPONENT_TOO_LARGE", CERTIFIED_LIMIT)
    assert str(refused.value.params["processes"]).endswith(f"(+{size - 8})")


def test_a_loop_too_large_is_refused_before_its_matrix_is_built(graph_of, activity):
    n = 40_000  # its matrix would take 13 GB
    ring = {f"r{i}": activity(f"r{i}", {f"r{(i + 1) % n}": 0.5}, fossil=1.0) for i in range(n)}
    with pytest.raises(KernelError) as refused:
        certified_scores(graph_of(*ring.values()))
    assert (refused.value.code, refused.value.params["size"]) == ("COMPONENT_TOO_LARGE", n)
    fast = fast_scores(graph_of(*ring.values()))
    assert fast.climate("r7") == pytest.approx(2.0, rel=1e-9)


def test_an_ill_conditioned_loop_does_not_pass_the_gate():
    # A Hilbert matrix of order 12 has condition 1.7e16: no digit is left.
    size = 12
    hilbert = np.array([[1.0 / (i + j + 1) for j in range(size)] for i in range(size)])
    with pytest.raises(KernelError) as refused:
        solve(factorise(hilbert, names(size)), np.ones((size, 1)))
    assert refused.value.code in ("ILL_CONDITIONED", "SINGULAR_SYSTEM")
