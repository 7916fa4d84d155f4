"""How often and how badly a simulated plant is disturbed."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from lingtan.errors import InputError

__all__ = ["Disturbances"]

_MOST = {"late_share": 1.0, "run_deviation_share": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbances:
    """Rates of what is drawn. All are assumptions: nobody measured them, a plant puts its own.

    `breakdowns_per_line_week`: a line is down for between `breakdown_least_h` and `breakdown_most_h`; what runs on it waits. [1/week, h]
    `rush_per_week`: orders nobody knew of, due within `rush_due_h` of the least time that they take, of the greatest weight. [1/week, h]
    `late_share`: of orders whose material comes up to `late_most_h` after it was promised, which is known when it was promised. [1, h]
    `run_deviation_share`: standard deviation of the logarithm of the time an order takes over the planned one, whose mean is 1. [1]

    Raises InputError `SIMULATION_RANGE` with the field.
    """

    breakdowns_per_line_week: float = 0.5
    breakdown_least_h: float = 1.0
    breakdown_most_h: float = 8.0
    rush_per_week: float = 5.0
    rush_due_h: float = 24.0
    late_share: float = 0.1
    late_most_h: float = 24.0
    run_deviation_share: float = 0.1

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            greatest = _MOST.get(name, 1_000.0)
            if not 0 <= value <= greatest:
                raise InputError("SIMULATION_RANGE", place=name, got=value, least=0, greatest=greatest)
        if self.breakdown_least_h > self.breakdown_most_h:
            greatest = self.breakdown_most_h
            raise InputError("SIMULATION_RANGE", place="breakdown_least_h", got=self.breakdown_least_h, least=0, greatest=greatest)
