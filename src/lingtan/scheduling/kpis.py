"""Key figures of a plan, the same for ours, for the rules and for the last plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.scheduling.problem import Problem
from lingtan.scheduling.timing import Timing, late_min

__all__ = ["Kpis", "kpis_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpis:
    """On time in full [1], orders and hours late (unweighted), changeovers and their hours, run and set-up over open time [1], last end."""

    on_time_share: float
    late_count: int
    late_h: float
    weighted_tardiness_min: int
    changeover_h: float
    changeovers_count: int
    utilisation_share: float
    makespan_min: int


def kpis_of(problem: Problem, timing: Timing) -> Kpis:
    """The figures of a plan; an order in lots counts once, by its last lot."""
    late, whole = late_min(problem, timing), problem.lot_of == np.arange(problem.order_count)
    end = int(timing.end_min.max())
    closed = sum(max(0, min(c.end_min, end) - c.start_min) for c in problem.closures)
    busy = int(timing.setup_min.sum()) + sum(int(problem.run_min[timing.line[j], j]) for j in range(problem.order_count))
    return Kpis(
        on_time_share=float((late[whole] == 0).mean()),
        late_count=int((late > 0).sum()),
        late_h=float(late.sum()) / 60,
        weighted_tardiness_min=int((late * problem.weight).sum()),
        changeover_h=float(timing.setup_min.sum()) / 60,
        changeovers_count=int((timing.setup_min > 0).sum()),
        utilisation_share=busy / max(problem.line_count * end - closed, 1),
        makespan_min=end,
    )
