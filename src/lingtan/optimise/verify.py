"""Independent verification: is the point feasible, do the prices prove a bound, and do both meet? No solver is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.optimise.model import FloatArray, LinearProgram

__all__ = ["Verification", "infeasibility_margin", "verify"]

#: Tolerances on what `Verification` holds. [-]
PRIMAL, DUAL, GAP = 1e-7, 1e-7, 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Largest breach of a row or bound and of a reduced cost, in the program's units; and the gap relative to the objective.

    `primal_share` and `dual_share` are relative to the largest number of the point and of the costs.
    """

    objective: float
    bound: float
    primal: float
    dual: float
    primal_share: float
    dual_share: float
    gap_share: float

    @property
    def passed(self) -> bool:
        """Whether all three lie within the tolerances."""
        return self.primal_share <= PRIMAL and self.dual_share <= DUAL and self.gap_share <= GAP


def verify(lp: LinearProgram, x: FloatArray, y: FloatArray) -> Verification:
    """What x and y prove of a program.

    With d = c − A'y, weak duality gives c'x ≥ Σ y⁺ row_lower − Σ y⁻ row_upper + Σ d⁺ lower − Σ d⁻ upper for every feasible x; a
    multiplier on a bound that is infinite proves nothing and counts as dual breach.
    """
    activity = lp.matrix @ x
    breaches = (lp.row_lower - activity, activity - lp.row_upper, lp.lower - x, x - lp.upper)
    primal = max(0.0, *(float(part.max(initial=-np.inf)) for part in breaches))
    bound, dual = _bound(lp, lp.cost, y)
    objective = float(lp.cost @ x)
    size, price = float(np.abs(x).max(initial=0.0)), float(np.abs(lp.cost).max(initial=0.0))
    return Verification(
        objective=objective, bound=bound, primal=primal, dual=dual, primal_share=primal / (1 + size), dual_share=dual / (1 + price),
        gap_share=abs(objective - bound) / (1 + abs(objective)),
    )  # fmt: skip


def infeasibility_margin(lp: LinearProgram, ray: FloatArray) -> float:
    """By how much a ray proves that no point is feasible (Farkas): > 0 is proof. In the ray's own units.

    Zero where the proof is not well above the breach that rounding leaves in the ray.
    """
    scale = float(np.abs(ray).max(initial=0.0))
    if not np.isfinite(scale) or scale == 0:
        return 0.0
    bound, dual = _bound(lp, np.zeros_like(lp.cost), ray / scale)
    return bound * scale if bound > 1e3 * dual and bound > 1e-9 else 0.0


def _bound(lp: LinearProgram, cost: FloatArray, y: FloatArray) -> tuple[float, float]:
    """The bound that prices prove, and the largest multiplier that leans on an infinite bound."""
    reduced = cost - lp.matrix.T @ y
    bound = dual = 0.0
    for price, low, high in ((y, lp.row_lower, lp.row_upper), (reduced, lp.lower, lp.upper)):
        for multiplier, edge in ((np.maximum(price, 0.0), low), (np.minimum(price, 0.0), high)):
            finite = np.isfinite(edge)
            bound += float(multiplier[finite] @ edge[finite])
            dual = max(dual, float(np.abs(multiplier[~finite]).max(initial=0.0)))
    return bound, dual
