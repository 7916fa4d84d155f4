"""PIQP (BSD-2-Clause): a sparse proximal interior point, the fastest found on hourly programs. Its "infeasible" is never believed."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lingtan.optimise.model import LinearProgram
from lingtan.optimise.presolve import Presolved, presolved
from lingtan.optimise.solver import Answer, Status

__all__ = ["Piqp"]

_Mask = NDArray[np.bool_]
#: Costs go in as hundreds of yuan: on years whose cap binds that takes 32 iterations where thousands take 55.
_COST_SCALE = 10.0


class Piqp:
    """PIQP behind the protocol. In kilowatts it calls feasible programs infeasible (facts/factory.md section 2): give it MW.

    With `keep` the last set-up stays: a program of the same shape (a sweep of caps, prices or yields) then changes numbers only, which
    spares the ordering and symbolic factorisation. One such solver serves one thread.
    """

    name = "PIQP"

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep
        self._kept: _SetUp | None = None

    def available(self) -> bool:
        """Whether it is installed."""
        return importlib.util.find_spec("piqp") is not None

    def solve(self, lp: LinearProgram) -> Answer:
        """Its answer; rows with equal bounds go in as equations."""
        import piqp

        held = _set_up(lp, self._kept, keep=self._keep)
        self._kept = held if self._keep else None
        status = held.solver.solve()
        result = held.solver.result
        if status != piqp.Status.PIQP_SOLVED:
            said = Status.INFEASIBLE if status == piqp.Status.PIQP_PRIMAL_INFEASIBLE else Status.FAILED
            return Answer(solver=self.name, status=said)
        y = np.zeros(len(held.equal))
        y[held.equal] = -np.asarray(result.y) / _COST_SCALE
        y[held.bounded] = (np.asarray(result.z_l) - np.asarray(result.z_u)) / _COST_SCALE
        x, prices = held.left.point(np.asarray(result.x)), held.left.prices(lp, y)
        return Answer(solver=self.name, status=Status.OPTIMAL, x=x, y=prices)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SetUp:
    """A solver that holds the program's shape: what presolve left, which of its rows are equations, which bounded.

    `shape` is all that must not change.

    It is empty where nothing is to be kept: the copies of a year's indices are memory at the peak.
    """

    solver: Any
    left: Presolved
    equal: _Mask
    bounded: _Mask
    shape: tuple[NDArray[Any], ...]


def _set_up(lp: LinearProgram, kept: _SetUp | None, *, keep: bool) -> _SetUp:
    """The solver with the program in it, updated where its shape is that of the kept one."""
    import piqp

    left = presolved(lp)
    row_lower, row_upper = lp.row_lower[left.rows], lp.row_upper[left.rows]
    cost, lower, upper = (part[left.columns] for part in (lp.cost, lp.lower, lp.upper))
    equal = row_lower == row_upper
    bounded = ~equal & (np.isfinite(row_lower) | np.isfinite(row_upper))
    rows = sparse.csr_array(lp.matrix[:, left.columns])[left.rows]
    a, g = (sparse.csc_matrix(rows[part]) for part in (equal, bounded))
    del rows
    numbers = (row_lower[equal], g, row_lower[bounded], row_upper[bounded], lower, upper)
    shape = (left.rows, left.columns, equal, *(np.isfinite(bound) for bound in numbers[2:]), a.indptr, a.indices, g.indptr, g.indices)
    if kept is not None and all(np.array_equal(was, now) for was, now in zip(kept.shape, shape, strict=True)):
        kept.solver.update(None, _COST_SCALE * cost, a, *numbers)
        return kept
    solver = piqp.SparseSolver()
    settings = solver.settings
    settings.eps_abs = settings.eps_rel = 1e-8
    # The gap is relative to terms that outgrow the cost where a cap binds: 3e-8 was seen to leave 2.7e-7 of the cost.
    settings.eps_duality_gap_abs = settings.eps_duality_gap_rel = 3e-9
    settings.max_iter = 100
    # With PIQP's own floors of 1e-10 and 1e-13 the gap of degenerate years (loads by shift) stalls near 1e-6.
    settings.reg_lower_limit, settings.reg_finetune_lower_limit = 1e-13, 1e-14
    solver.setup(sparse.csc_matrix((len(cost), len(cost))), _COST_SCALE * cost, a, *numbers)
    return _SetUp(solver=solver, left=left, equal=equal, bounded=bounded, shape=shape if keep else ())
