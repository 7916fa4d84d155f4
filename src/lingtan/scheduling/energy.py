"""What a line draws in each state, what a kilowatt-hour costs and emits by the hour, and what a plan of states adds up to.

All whole numbers, W · min · (1/1000 of the currency per kWh) and W · min · (g/kWh): two ways of adding them agree to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.problem import Integers, Problem

__all__ = ["EnergyTotals", "LineEnergy", "LineState", "Span", "Supply", "assumed_lines", "assumed_supply", "totals_of"]

_W_MIN_PER_KWH = 60_000
_HOURS_OF_A_DAY = 24


class LineState(StrEnum):
    """What a line does at a minute. A line that waits within an order (a break) is idle."""

    OFF = "off"
    WARM_UP = "warm_up"
    IDLE = "idle"
    SETUP = "setup"
    RUN = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEnergy:
    """Draw of one line. [W], whole; warm-up and the shortest pause worth the switches. [min], ≥ 1. `run_w` is by family, shape (F,).

    Raises InputError `SCHEDULE_RANGE` with the field.
    """

    run_w: tuple[int, ...]
    idle_w: int
    setup_w: int
    warm_up_w: int
    off_w: int = 0
    warm_up_min: int = 45
    least_off_min: int = 30

    def __post_init__(self) -> None:
        for name in ("idle_w", "setup_w", "warm_up_w", "off_w", "warm_up_min", "least_off_min"):
            value, least = getattr(self, name), int(name.endswith("_min"))
            if not least <= value <= 100_000_000:
                raise InputError("SCHEDULE_RANGE", place=name, got=value, least=least, greatest=100_000_000)
        if min(self.run_w) < 0:
            raise InputError("SCHEDULE_RANGE", place="run_w", got=min(self.run_w), least=0, greatest=100_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Price and location-based intensity by the hour from the plan's origin; a profile repeats. [minor unit × 10 per kWh], [g/kWh].

    `price_milli_per_kwh` is in thousandths of the currency. `is_assumed` where nobody metered or cited the profile.
    """

    price_milli_per_kwh: tuple[int, ...]
    carbon_g_per_kwh: tuple[int, ...]
    is_assumed: bool = True

    def __post_init__(self) -> None:
        for name in ("price_milli_per_kwh", "carbon_g_per_kwh"):
            values: tuple[int, ...] = getattr(self, name)
            if not values or min(values) < 0 or max(values) > 1_000_000:
                raise InputError("SCHEDULE_RANGE", place=name, got=min(values, default=0), least=0, greatest=1_000_000)

    def by_minute(self, minutes: int, *, carbon_price_per_t: int | None = 0) -> Integers:
        """What a kWh counts in each minute, shape (minutes,): price plus carbon at an internal price; carbon alone for None."""
        carbon = _minutes(self.carbon_g_per_kwh, minutes)
        if carbon_price_per_t is None:
            return carbon
        # A price of 1 per tonne is 10⁻⁶ per gram and 10⁻³ thousandths per gram; both sides are multiplied by 1000 to stay whole.
        return 1000 * _minutes(self.price_milli_per_kwh, minutes) + carbon_price_per_t * carbon


def _minutes(hourly: tuple[int, ...], minutes: int) -> Integers:
    repeated = np.repeat(np.array(hourly, np.int64), 60)
    return np.resize(repeated, minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A line's state over [start_min, end_min); `order` where it is set up or runs for one."""

    line: int
    state: LineState
    start_min: int
    end_min: int
    order: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyTotals:
    """Sums over all spans: energy [kWh], cost in the currency, location-based carbon [kg], and minutes by state."""

    energy_kwh: float
    cost: float
    carbon_kg: float
    minutes_by_state: dict[str, int] = field(default_factory=dict)


def totals_of(problem: Problem, lines: Sequence[LineEnergy], supply: Supply, spans: Sequence[Span]) -> EnergyTotals:
    """What the spans use, cost and emit."""
    last = max((span.end_min for span in spans), default=0)
    price = np.concatenate([[0], np.cumsum(_minutes(supply.price_milli_per_kwh, max(last, 1)))])
    carbon = np.concatenate([[0], np.cumsum(_minutes(supply.carbon_g_per_kwh, max(last, 1)))])
    used = cost = emitted = 0
    minutes = dict.fromkeys((state.value for state in LineState), 0)
    for span in spans:
        watts = power_of(problem, lines[span.line], span)
        used += watts * (span.end_min - span.start_min)
        cost += watts * int(price[span.end_min] - price[span.start_min])
        emitted += watts * int(carbon[span.end_min] - carbon[span.start_min])
        minutes[span.state.value] += span.end_min - span.start_min
    return EnergyTotals(
        energy_kwh=used / _W_MIN_PER_KWH,
        cost=cost / (1000 * _W_MIN_PER_KWH),
        carbon_kg=emitted / (1000 * _W_MIN_PER_KWH),
        minutes_by_state=minutes,
    )


def power_of(problem: Problem, line: LineEnergy, span: Span) -> int:
    """Draw in a span. [W]."""
    if span.state is LineState.RUN:
        return line.run_w[int(problem.family[span.order])]
    return {
        LineState.OFF: line.off_w,
        LineState.IDLE: line.idle_w,
        LineState.SETUP: line.setup_w,
        LineState.WARM_UP: line.warm_up_w,
    }[span.state]


def assumed_lines(problem: Problem) -> tuple[LineEnergy, ...]:
    """Draws nobody metered: an SMT line with a reflow oven, idle 22 kW, set-up 28, run 60, warm-up 45 min at 55 kW. Assumed."""
    one = LineEnergy(run_w=(60_000,) * len(problem.families), idle_w=22_000, setup_w=28_000, warm_up_w=55_000)
    return (one,) * problem.line_count


def assumed_supply() -> Supply:
    """A day of time-of-use prices (CNY/kWh: valley 0.32, flat 0.65, peak 1.05) and of grid intensity, low at noon. Assumed."""
    price = [320] * 8 + [650] * 2 + [1050] * 2 + [650] * 2 + [1050] * 1 + [650] * 3 + [1050] * 4 + [650] * 2
    carbon = [640, 640, 640, 635, 630, 620, 600, 570, 530, 480, 440, 410, 400, 410, 440, 490, 550, 610, 650, 660, 660, 655, 650, 645]
    return Supply(price_milli_per_kwh=tuple(price[:_HOURS_OF_A_DAY]), carbon_g_per_kwh=tuple(carbon), is_assumed=True)
