"""What a program says without a solver: rows that hold columns at zero, and columns that a cheaper twin makes useless."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lingtan.optimise.model import FloatArray, LinearProgram

__all__ = ["Presolved", "presolved"]

_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presolved:
    """Which rows and columns are left for the solver, shapes (rows,) and (columns,); all other columns are zero in an optimum.

    Without them an interior point has an interior: where the sun is down, feed-in ≤ 0 leaves none, and prices that may grow for ever.
    """

    rows: _Mask
    columns: _Mask

    def point(self, x: FloatArray) -> FloatArray:
        """The whole point of the columns left, shape (columns,)."""
        whole = np.zeros(len(self.columns))
        whole[self.columns] = x
        return whole

    def prices(self, lp: LinearProgram, y: FloatArray) -> FloatArray:
        """Prices of all rows, shape (rows,): a row that was taken out gets the one nearest to zero that its columns can bear."""
        whole = np.zeros(len(self.rows))
        whole[self.rows] = y
        column = _columns_of_entries(lp)
        out = ~self.rows[lp.matrix.indices]
        reduced = lp.cost - lp.matrix.T @ whole
        np.minimum.at(whole, lp.matrix.indices[out], reduced[column[out]] / lp.matrix.data[out])
        return whole


def presolved(lp: LinearProgram) -> Presolved:
    """What is left of a program.

    A row Σ a x ≤ 0 with a > 0 and x ≥ 0 holds its columns at zero. Of two columns with the same entries and bounds [0, ∞) the dearer one
    is zero: its reduced cost is that of the other and more (Andersen and Andersen 1995, forcing constraints and duplicate columns).
    """
    matrix, column = lp.matrix, _columns_of_entries(lp)
    free = np.ones(len(lp.row_upper), dtype=bool)
    free[matrix.indices] = False
    free[matrix.indices[(matrix.data < 0) | (lp.lower[column] != 0)]] = True
    rows = free | (lp.row_upper != 0) | np.isfinite(lp.row_lower)
    columns = np.ones(len(lp.cost), dtype=bool)
    columns[column[~rows[matrix.indices]]] = False
    columns[_dearer(lp, columns & (lp.lower == 0) & (lp.upper == np.inf))] = False
    return Presolved(rows=rows, columns=columns)


def _columns_of_entries(lp: LinearProgram) -> NDArray[np.int32]:
    """The column of each entry of the matrix."""
    return np.repeat(np.arange(len(lp.cost), dtype=np.int32), np.diff(lp.matrix.indptr))


def _dearer(lp: LinearProgram, among: _Mask) -> NDArray[np.int64]:
    """Positions of the columns among these that have a twin which costs no more."""
    # Equal entries give equal sums of row marks; the entries themselves decide.
    mark = lp.matrix.T @ np.modf(np.sqrt(np.arange(2.0, len(lp.row_upper) + 2)))[0]
    at = np.flatnonzero(among)
    at = at[np.lexsort((lp.cost[at], mark[at]))]
    twin = np.flatnonzero(mark[at[1:]] == mark[at[:-1]])
    cheap, dear = at[twin], at[twin + 1]
    apart = abs(sparse.csc_array(lp.matrix[:, cheap] - lp.matrix[:, dear]))
    twins: NDArray[np.int64] = dear[np.asarray(apart.sum(axis=0)).ravel() == 0]
    return twins
