"""HiGHS (MIT) as scipy carries it: always there, exact to the vertex, slow on hourly programs of a whole year."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from lingtan.optimise.model import LinearProgram
from lingtan.optimise.solver import Answer, Status

__all__ = ["Highs"]


class Highs:
    """HiGHS behind the protocol: interior point with crossover, then dual simplex where that gives up."""

    name = "HiGHS"

    def available(self) -> bool:
        """It comes with scipy."""
        return True

    def solve(self, lp: LinearProgram) -> Answer:
        """Its answer; an INFEASIBLE one comes without a ray, which scipy does not hand on."""
        from scipy import optimize

        equal = lp.row_lower == lp.row_upper
        above, below = ~equal & np.isfinite(lp.row_upper), ~equal & np.isfinite(lp.row_lower)
        rows = lp.matrix.tocsr()
        a_ub = sparse.csc_array(sparse.vstack([rows[above], -rows[below]]))
        b_ub = np.concatenate([lp.row_upper[above], -lp.row_lower[below]])
        bounds = np.column_stack([lp.lower, lp.upper])
        # scipy-stubs knows dense matrices only; linprog takes sparse ones.
        linprog: Any = optimize.linprog
        status = Status.FAILED
        for method in ("highs-ipm", "highs-ds"):
            found = linprog(
                lp.cost, A_ub=a_ub, b_ub=b_ub, A_eq=rows[equal], b_eq=lp.row_upper[equal], bounds=bounds, method=method,
                options={"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
            )  # fmt: skip
            status = {0: Status.OPTIMAL, 2: Status.INFEASIBLE, 3: Status.UNBOUNDED}.get(found.status, Status.FAILED)
            if status is Status.OPTIMAL:
                y = np.zeros(len(equal))
                y[equal] = found.eqlin.marginals
                y[above] += found.ineqlin.marginals[: int(above.sum())]
                y[below] -= found.ineqlin.marginals[int(above.sum()) :]
                return Answer(solver=self.name, status=status, x=np.asarray(found.x), y=y)
        return Answer(solver=self.name, status=status)
