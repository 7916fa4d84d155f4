"""A small dense system solved in one fixed order: Gaussian elimination with partial pivoting, one rounded operation at a time.

No BLAS and no LAPACK: numpy only multiplies, divides and subtracts element by element, so the bits are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.errors import KernelError
from lingtan.uncertainty.elementary import FloatArray

__all__ = [
    "CERTIFIED_LIMIT",
    "RESIDUAL_GATE",
    "SINGULAR_PIVOT",
    "Factors",
    "factorise",
    "name_processes",
    "product",
    "relative_residual",
    "solve",
]

#: The largest loop the certified path solves: its k³/3 steps take 2-3 s there. Larger ones need `lca.arrays` (uncertified).
CERTIFIED_LIMIT = 1200

#: A solution is accepted when its residual and its last correction are below this, relative. [-]
RESIDUAL_GATE = 1e-9

#: A pivot of the equilibrated system below this is taken for 0. [-]
SINGULAR_PIVOT = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """P·R·M·C = L·U with powers of two R and C. `lower_upper` shape (k, k), `order` the rows' order, `names` of the processes."""

    matrix: FloatArray
    lower_upper: FloatArray
    order: npt.NDArray[np.intp]
    row_scale: FloatArray
    column_scale: FloatArray
    names: tuple[str, ...]


def factorise(matrix: FloatArray, names: Sequence[str]) -> Factors:
    """The factors of `matrix`, shape (k, k). Raises KernelError `SINGULAR_SYSTEM`, `COMPONENT_TOO_LARGE`, naming the processes."""
    size = len(matrix)
    if size > CERTIFIED_LIMIT:
        raise KernelError("COMPONENT_TOO_LARGE", processes=name_processes(names), size=size, limit=CERTIFIED_LIMIT)
    row_scale, column_scale = _equilibrate(matrix)
    work = matrix * row_scale[:, None] * column_scale[None, :]
    order = np.arange(size)
    for step in range(size):
        pivot = step + int(np.argmax(np.abs(work[step:, step])))
        if abs(work[pivot, step]) <= SINGULAR_PIVOT:
            raise KernelError("SINGULAR_SYSTEM", processes=name_processes(_idle_loop(work, step, names)))
        if pivot != step:
            work[[step, pivot]] = work[[pivot, step]]
            order[[step, pivot]] = order[[pivot, step]]
        work[step + 1 :, step] /= work[step, step]
        work[step + 1 :, step + 1 :] -= work[step + 1 :, step, None] * work[None, step, step + 1 :]
    return Factors(matrix=matrix.copy(), lower_upper=work, order=order, row_scale=row_scale, column_scale=column_scale, names=tuple(names))


def solve(factors: Factors, right: FloatArray) -> FloatArray:
    """The x of M·x = right, shape (k, m), refined once.

    Raises KernelError `ILL_CONDITIONED` when the residual (`relative_residual`) or the refinement, relative to the largest
    |x| of its column, exceeds `RESIDUAL_GATE`.
    """
    first = _substitute(factors, right)
    correction = _substitute(factors, right - product(factors.matrix, first))
    x = first + correction
    size = np.max(np.abs(x / factors.column_scale[:, None]), axis=0)
    moved = np.max(np.abs(correction / factors.column_scale[:, None]), axis=0)
    residual = np.abs(right - product(factors.matrix, x))
    scale = product(np.abs(factors.matrix), np.abs(x)) + np.abs(right)
    worst = max(float(np.max(_ratio(moved, size), initial=0.0)), float(np.max(relative_residual(residual, scale), initial=0.0)))
    if not worst <= RESIDUAL_GATE:
        raise KernelError("ILL_CONDITIONED", processes=name_processes(factors.names), residual=worst, gate=RESIDUAL_GATE)
    return x


def product(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """The product matrix·right, shape (k, m), columns added from the first to the last."""
    total = np.zeros((len(matrix), right.shape[1]))
    for column in range(matrix.shape[1]):
        total += matrix[:, column, None] * right[None, column]
    return total


def relative_residual(residual: FloatArray, scale: FloatArray) -> FloatArray:
    """|residual| relative to |M|·|x| + |right|, row by row along the first axis. [-].

    A row whose scale is below a millionth of its column's largest counts with that millionth: there a rounding error of the large
    rows is all there is to see.
    """
    return _ratio(residual, np.maximum(scale, 1e-6 * np.max(scale, axis=0, keepdims=True)))


def name_processes(names: Sequence[str]) -> str:
    """Process names for a message: the first eight in order, and how many more."""
    shown = ", ".join(sorted(names)[:8])
    return shown if len(names) <= 8 else f"{shown}, … (+{len(names) - 8})"


def _equilibrate(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Powers of two for rows and columns that bring each one's largest entry near 1; exact, hence without any rounding."""
    rows = np.ones(len(matrix))
    columns = np.ones(len(matrix))
    for _ in range(2):
        columns *= _inverse_power(np.max(np.abs(matrix * rows[:, None] * columns[None, :]), axis=0))
        rows *= _inverse_power(np.max(np.abs(matrix * rows[:, None] * columns[None, :]), axis=1))
    return rows, columns


def _inverse_power(size: FloatArray) -> FloatArray:
    _, exponent = np.frexp(size)
    return np.where(size > 0.0, np.ldexp(1.0, -exponent), 1.0)


def _substitute(factors: Factors, right: FloatArray) -> FloatArray:
    work = factors.lower_upper
    x = (right * factors.row_scale[:, None])[factors.order]
    size = len(work)
    for row in range(size):
        x[row + 1 :] -= work[row + 1 :, row, None] * x[None, row]
    for row in range(size - 1, -1, -1):
        x[row] /= work[row, row]
        x[:row] -= work[:row, row, None] * x[None, row]
    return np.asarray(x * factors.column_scale[:, None], dtype=np.float64)


def _idle_loop(work: FloatArray, step: int, names: Sequence[str]) -> list[str]:
    """The processes of a combination whose net effect is nothing: the null vector found at the zero pivot of column `step`."""
    x = np.zeros(step + 1)
    x[step] = 1.0
    right = -work[:step, step].copy()
    for row in range(step - 1, -1, -1):
        x[row] = right[row] / work[row, row]
        right[:row] -= work[:row, row] * x[row]
    size = np.abs(x)
    return [name for name, part in zip(names, size > 1e-9 * np.max(size), strict=False) if part]


def _ratio(over: FloatArray, under: FloatArray) -> FloatArray:
    """The quotient over / under, 0 where `over` is 0."""
    return np.where(over == 0.0, 0.0, over / np.where(under == 0.0, 1.0, under))
