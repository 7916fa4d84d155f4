"""PIQP (BSD-2-Clause): a sparse proximal interior point, the fastest found on hourly programs. Its "infeasible" is never believed."""

from __future__ import annotations

import importlib.util

import numpy as np
from scipy import sparse

from lingtan.optimise.model import LinearProgram
from lingtan.optimise.solver import Answer, Status

__all__ = ["Piqp"]


class Piqp:
    """PIQP behind the protocol. In kilowatts it calls feasible programs infeasible (facts/factory.md section 2): give it MW."""

    name = "PIQP"

    def available(self) -> bool:
        """Whether it is installed."""
        return importlib.util.find_spec("piqp") is not None

    def solve(self, lp: LinearProgram) -> Answer:
        """Its answer; rows with equal bounds go in as equations."""
        import piqp

        equal = lp.row_lower == lp.row_upper
        rows = lp.matrix.tocsr()
        bounded = ~equal & (np.isfinite(lp.row_lower) | np.isfinite(lp.row_upper))
        a, g = (sparse.csc_matrix(rows[part]) for part in (equal, bounded))
        count = len(lp.cost)
        solver = piqp.SparseSolver()
        settings = solver.settings
        settings.eps_abs = settings.eps_rel = 1e-8
        settings.eps_duality_gap_abs = settings.eps_duality_gap_rel = 3e-8
        settings.max_iter = 100
        # With PIQP's own floors of 1e-10 and 1e-13 the gap of degenerate years (loads by shift) stalls near 1e-6.
        settings.reg_lower_limit, settings.reg_finetune_lower_limit = 1e-13, 1e-14
        solver.setup(
            sparse.csc_matrix((count, count)),
            lp.cost,
            a,
            lp.row_lower[equal],
            g,
            lp.row_lower[bounded],
            lp.row_upper[bounded],
            lp.lower,
            lp.upper,
        )
        status = solver.solve()
        result = solver.result
        if status != piqp.Status.PIQP_SOLVED:
            said = Status.INFEASIBLE if status == piqp.Status.PIQP_PRIMAL_INFEASIBLE else Status.FAILED
            return Answer(solver=self.name, status=said)
        y = np.zeros(len(lp.row_lower))
        y[equal] = -np.asarray(result.y)
        y[bounded] = np.asarray(result.z_l) - np.asarray(result.z_u)
        return Answer(solver=self.name, status=Status.OPTIMAL, x=np.array(result.x), y=y)
