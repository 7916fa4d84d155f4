"""A component that sweeps do not solve: each draw factorised alone, refined, and refused by name when it has no trustworthy solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lingtan.errors import KernelError
from lingtan.lca.dense import RESIDUAL_GATE, SINGULAR_PIVOT, factorise, name_processes, relative_residual, solve
from lingtan.lca.scale.plan import Plan
from lingtan.uncertainty.elementary import FloatArray

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["solve_alone"]

#: Up to this size the kernel's own elimination is used, which names the processes that cancel.
_DENSE = 200


def solve_alone(
    plan: Plan,
    component: int,
    *,
    values: FloatArray,
    net: FloatArray,
    right: FloatArray,
    h: FloatArray,
    first_draw: int | None,
    wanted: int,
) -> None:
    """Scores of component number `component` for the first `wanted` of four draws, into `h`; the others become 0.

    `first_draw` is the number of the first of them, None for the system at value.
    Raises KernelError `SINGULAR_SYSTEM`, `ILL_CONDITIONED`, and `LOOP_NOT_PRODUCTIVE` or, in a draw, `DRAW_NOT_PRODUCTIVE`.
    """
    a, b = int(plan.start[component]), int(plan.start[component + 1])
    names = plan.names[a:b]
    for lane in range(4):
        if lane >= wanted:
            h[a:b, lane] = 0.0
            continue
        makes_nothing = _makes_nothing(plan, a, b, values[:, lane])
        if makes_nothing.size:
            raise KernelError("SINGULAR_SYSTEM", processes=name_processes([names[i] for i in makes_nothing]))
        matrix, is_leontief = _matrix(plan, a, b, values[:, lane], net[a:b, lane])
        both = np.column_stack([right[a:b, lane], np.ones(b - a)])
        x = solve(factorise(matrix.toarray(), names), both) if b - a <= _DENSE else _by_sparse_lu(matrix, both, names)
        if is_leontief and not (x[:, 1] > 0.0).all():
            if first_draw is None:
                raise KernelError("LOOP_NOT_PRODUCTIVE", processes=name_processes(names))
            raise KernelError("DRAW_NOT_PRODUCTIVE", processes=name_processes(names), draw=first_draw + lane)
        h[a:b, lane] = x[:, 0]


def _makes_nothing(plan: Plan, a: int, b: int, values: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Activities alone in their component that eat all they make."""
    if b - a > 1:
        return np.empty(0, dtype=np.intp)
    own = values[plan.diagonal[a] : plan.outside[a + 1]]
    return np.flatnonzero([abs(own.sum()) <= SINGULAR_PIVOT * np.abs(own).sum()])


def _matrix(plan: Plan, a: int, b: int, values: FloatArray, net: FloatArray) -> tuple[sparse.csc_array, bool]:
    """The component's own system, row j = activity j; whether it has no substitution."""
    from scipy import sparse

    entries = np.concatenate([np.arange(plan.inside[j], plan.diagonal[j]) for j in range(a, b)]).astype(np.intp)
    rows = np.repeat(np.arange(b - a), plan.diagonal[a:b] - plan.inside[a:b])
    eats_itself = [bool((values[plan.diagonal[j] : plan.outside[j + 1]] > 0.0).any()) for j in range(a, b)]
    data = np.concatenate([values[entries], net])
    places = (np.concatenate([rows, np.arange(b - a)]), np.concatenate([plan.row[entries] - a, np.arange(b - a)]))
    matrix = sparse.csc_array(sparse.coo_array((data, places), shape=(b - a, b - a)))
    return matrix, bool((values[entries] <= 0.0).all() and all(eats_itself))


def _by_sparse_lu(matrix: sparse.csc_array, right: FloatArray, names: tuple[str, ...]) -> FloatArray:
    from scipy.sparse.linalg import splu

    try:
        factors = splu(matrix, permc_spec="MMD_AT_PLUS_A")
        first = np.asarray(factors.solve(right), dtype=np.float64)
        correction = np.asarray(factors.solve(right - matrix @ first), dtype=np.float64)
    except RuntimeError as exc:
        raise KernelError("SINGULAR_SYSTEM", processes=name_processes(names)) from exc
    x = first + correction
    size = abs(matrix) @ np.abs(x) + np.abs(right)
    residual = float(np.max(relative_residual(np.abs(right - matrix @ x), size), initial=0.0))
    moved = float(np.max(np.max(np.abs(correction), axis=0) / np.maximum(np.max(np.abs(x), axis=0), np.finfo(np.float64).tiny)))
    worst = max(residual, moved)
    if not worst <= RESIDUAL_GATE:
        raise KernelError("ILL_CONDITIONED", processes=name_processes(names), residual=worst, gate=RESIDUAL_GATE)
    return x
