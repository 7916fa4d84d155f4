"""The ladder: the fastest solver first, the surest last, and no answer leaves it that was not verified."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.errors import KernelError
from lingtan.optimise.clarabel import Clarabel
from lingtan.optimise.elastic import elastic
from lingtan.optimise.highs import Highs
from lingtan.optimise.model import FloatArray, LinearProgram
from lingtan.optimise.piqp import Piqp
from lingtan.optimise.solver import Solver, Status
from lingtan.optimise.verify import Verification, infeasibility_margin, verify

__all__ = ["LADDER", "Solution", "solve"]

LADDER: tuple[Solver, ...] = (Piqp(), Clarabel(), Highs())


@dataclass(frozen=True, kw_only=True)
class Solution:
    """A verified optimum, or (x None) a verified proof that there is no feasible point; `steps` names the solvers asked."""

    lp: LinearProgram
    solver: str
    steps: tuple[str, ...]
    x: FloatArray | None
    y: FloatArray
    verification: Verification | None
    solve_seconds: float
    verify_seconds: float

    @property
    def feasible(self) -> bool:
        """Whether there is a point."""
        return self.x is not None

    def of(self, name: str) -> FloatArray:
        """Values of a block of columns. Raises KernelError `MODEL_BLOCK`, or `MODEL_INFEASIBLE` where there is no point."""
        if self.x is None:
            raise KernelError("MODEL_INFEASIBLE", place=name)
        return self.x[self.lp.column(name).slice]

    def price(self, name: str) -> FloatArray:
        """Prices of a block of rows: change of the least cost per unit of the row's bound."""
        return self.y[self.lp.row(name).slice]


def solve(lp: LinearProgram, ladder: Sequence[Solver] = LADDER, *, ray: Callable[[], FloatArray] | None = None) -> Solution:
    """The first answer of the ladder that verification confirms.

    An infeasible verdict holds when a ray proves it (Farkas): the caller's own way to one (`ray`), tried first; the solver's; or the
    prices of the elastic program, whose breach cannot be brought to zero. PIQP's verdict counts for nothing without `ray`. Raises
    KernelError `SOLVERS_FAILED` where no solver gives a confirmed answer, `MODEL_UNBOUNDED`.
    """
    steps: list[str] = []
    solving = verifying = 0.0
    unbounded = False
    for solver in ladder:
        if not solver.available():
            continue
        started = time.perf_counter()
        answer = solver.solve(lp)
        solved = time.perf_counter()
        steps.append(f"{solver.name}:{answer.status.value}")
        solving += solved - started
        unbounded = unbounded or answer.status is Status.UNBOUNDED
        if answer.status is Status.OPTIMAL and answer.x is not None and answer.y is not None:
            checked = verify(lp, answer.x, answer.y)
            verifying += time.perf_counter() - solved
            if checked.passed:
                return Solution(
                    lp=lp, solver=solver.name, steps=tuple(steps), x=answer.x, y=answer.y, verification=checked,
                    solve_seconds=solving, verify_seconds=verifying,
                )  # fmt: skip
            steps[-1] = f"{solver.name}:unconfirmed"
        if answer.status is Status.INFEASIBLE and (ray is not None or not isinstance(solver, Piqp)):
            proof = ray() if ray is not None else _phase_one(lp, ladder) if answer.y is None else answer.y
            proven = infeasibility_margin(lp, proof) > 0
            if not proven and answer.y is not None:
                proof, proven = answer.y, infeasibility_margin(lp, answer.y) > 0
            verifying += time.perf_counter() - solved
            if proven:
                return Solution(
                    lp=lp, solver=solver.name, steps=tuple(steps), x=None, y=proof, verification=None,
                    solve_seconds=solving, verify_seconds=verifying,
                )  # fmt: skip
            steps[-1] = f"{solver.name}:unconfirmed"
    if unbounded:
        raise KernelError("MODEL_UNBOUNDED", place="solve", steps=", ".join(steps))
    raise KernelError("SOLVERS_FAILED", place="solve", steps=", ".join(steps))


def _phase_one(lp: LinearProgram, ladder: Sequence[Solver]) -> FloatArray:
    """Prices of the program that minimises the breach of all rows: a Farkas ray where that breach is above zero."""
    relaxed = elastic(lp, [block.name for block in lp.rows])
    for solver in ladder:
        answer = solver.solve(relaxed) if solver.available() else None
        if answer is not None and answer.status is Status.OPTIMAL and answer.y is not None:
            return answer.y
    return np.zeros(len(lp.row_lower))
