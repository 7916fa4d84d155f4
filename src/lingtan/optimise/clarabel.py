"""Clarabel (Apache-2.0): a sparse interior point on the homogeneous embedding; its proofs of infeasibility are checked, then believed."""

from __future__ import annotations

import importlib.util

import numpy as np
from scipy import sparse

from lingtan.optimise.model import FloatArray, LinearProgram
from lingtan.optimise.solver import Answer, Status

__all__ = ["Clarabel"]


class Clarabel:
    """Clarabel behind the protocol: A x + s = b with s = 0 for equations and s ≥ 0 for every finite bound."""

    name = "Clarabel"

    def available(self) -> bool:
        """Whether it is installed."""
        return importlib.util.find_spec("clarabel") is not None

    def solve(self, lp: LinearProgram) -> Answer:
        """Its answer; an INFEASIBLE one comes with the ray."""
        import clarabel

        equal = lp.row_lower == lp.row_upper
        above, below = ~equal & np.isfinite(lp.row_upper), ~equal & np.isfinite(lp.row_lower)
        high, low = np.isfinite(lp.upper), np.isfinite(lp.lower)
        rows, unit = lp.matrix.tocsr(), sparse.eye_array(len(lp.cost), format="csr")
        a = sparse.csc_matrix(sparse.vstack([rows[equal], rows[above], -rows[below], unit[high], -unit[low]]))
        b = np.concatenate([lp.row_upper[equal], lp.row_upper[above], -lp.row_lower[below], lp.upper[high], -lp.lower[low]])
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.tol_feas = settings.tol_gap_abs = settings.tol_gap_rel = 1e-9
        settings.max_iter = 300
        cones = [clarabel.ZeroConeT(int(equal.sum())), clarabel.NonnegativeConeT(len(b) - int(equal.sum()))]
        nothing = sparse.csc_matrix((len(lp.cost), len(lp.cost)))
        solved = clarabel.DefaultSolver(nothing, lp.cost, a, b, cones, settings).solve()
        status = _STATUS.get(str(solved.status).rpartition(".")[2], Status.FAILED)
        if status in (Status.FAILED, Status.UNBOUNDED):
            return Answer(solver=self.name, status=status)
        y = _prices(np.asarray(solved.z), len(equal), equal, above, below)
        x = np.array(solved.x) if status is Status.OPTIMAL else None
        return Answer(solver=self.name, status=status, x=x, y=y)


_STATUS = {
    "Solved": Status.OPTIMAL,
    "AlmostSolved": Status.OPTIMAL,
    "PrimalInfeasible": Status.INFEASIBLE,
    "AlmostPrimalInfeasible": Status.INFEASIBLE,
    "DualInfeasible": Status.UNBOUNDED,
}


def _prices(z: FloatArray, count: int, *parts: FloatArray) -> FloatArray:
    """Row prices from the multipliers of equations, upper and lower bounds; those of column bounds follow from them."""
    y = np.zeros(count)
    start = 0
    for part, sign in zip(parts, (-1.0, -1.0, 1.0), strict=True):
        size = int(np.sum(part))
        y[part] += sign * z[start : start + size]
        start += size
    return y
