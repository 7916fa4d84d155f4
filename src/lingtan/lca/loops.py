"""A loop solved for many draws at once: elimination in one fixed row order, element by element over the draws."""

from __future__ import annotations

import numpy as np

from lingtan.errors import KernelError
from lingtan.lca.dense import RESIDUAL_GATE, factorise, name_processes, relative_residual, solve
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["DRAWN_LOOP_LIMIT", "solve_draws"]

#: The largest loop re-solved per draw: k³/3 steps of each draw.
DRAWN_LOOP_LIMIT = 200


def solve_draws(
    matrix: FloatArray, right: FloatArray, nominal: FloatArray, names: tuple[str, ...], first_draw: int, *, leontief: bool
) -> FloatArray:
    """The x of M·x = right for each draw. `matrix` shape (k, k, d) or (k, k, 1), `right` (k, d) or (k, 1); result (k, d).

    Rows are taken in the pivot order of `nominal`, shape (k, k), the system at the means. A draw whose residual exceeds the gate is
    solved alone with its own pivots; one that is singular, or not productive though `leontief`, is refused with its number.
    Raises KernelError `SINGULAR_SYSTEM`, `ILL_CONDITIONED`, `COMPONENT_TOO_LARGE`, `DRAW_NOT_PRODUCTIVE`.
    """
    size, _, depth = matrix.shape
    if depth > 1 and size > DRAWN_LOOP_LIMIT:
        raise KernelError("COMPONENT_TOO_LARGE", processes=name_processes(names), size=size, limit=DRAWN_LOOP_LIMIT)
    draws = max(depth, right.shape[1])
    both = np.empty((size, 2, draws))
    both[:, 0] = right
    both[:, 1] = 1.0
    with np.errstate(all="ignore"):  # a draw without a solution shows in its residual
        x = _eliminate(matrix, both, factorise(nominal, names).order)
        residual = np.abs(both - _product(matrix, x))
        scale = _product(np.abs(matrix), np.abs(x)) + np.abs(both)
        is_good = np.all(relative_residual(residual, scale) <= RESIDUAL_GATE, axis=(0, 1)) & np.all(np.isfinite(x), axis=(0, 1))
    for number in np.nonzero(~is_good)[0]:
        own = np.ascontiguousarray(matrix[:, :, number if depth > 1 else 0])
        x[:, :, number] = solve(factorise(own, names), np.ascontiguousarray(both[:, :, number]))
    if leontief:
        refused = np.nonzero(~np.all(x[:, 1] > 0.0, axis=0))[0]
        if refused.size:
            raise KernelError("DRAW_NOT_PRODUCTIVE", processes=name_processes(names), draw=first_draw + int(refused[0]))
    return np.ascontiguousarray(x[:, 0])


def _eliminate(matrix: FloatArray, right: FloatArray, order: np.ndarray[tuple[int], np.dtype[np.intp]]) -> FloatArray:
    work = matrix[order]
    x = right[order]
    size = len(work)
    for step in range(size):
        factor = work[step + 1 :, step] / work[step, step]
        work[step + 1 :, step + 1 :] -= factor[:, None] * work[None, step, step + 1 :]
        x[step + 1 :] -= factor[:, None] * x[None, step]
    for row in range(size - 1, -1, -1):
        x[row] /= work[row, row]
        x[:row] -= work[:row, row, None] * x[None, row]
    return x


def _product(matrix: FloatArray, right: FloatArray) -> FloatArray:
    total = np.zeros_like(right)
    for column in range(len(matrix)):
        total += matrix[:, column, None] * right[None, column]
    return total
