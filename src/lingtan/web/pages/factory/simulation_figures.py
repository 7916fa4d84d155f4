"""Figures of simulated weeks: what each way of planning reached in each of them."""

from __future__ import annotations

from collections.abc import Callable

from lingtan.figures import Bars, BarSeries, Figure, Line, Lines
from lingtan.services.weeks.simulated import WayRow
from lingtan.services.weeks.simulations import SimulationView
from lingtan.web.frame.chart import Say

__all__ = ["late_bars", "on_time_lines"]


def on_time_lines(view: SimulationView, say: Say) -> Figure | None:
    """Orders on time of those due in each week, by way of planning; dashed, for all of it is drawn."""
    if view.simulation is None or view.simulation.settings.weeks_count == 1:
        return None
    series = tuple(
        Line(name=way, label=say(f"SIMULATION_BY_{way.upper()}"), values=values, estimated=True)
        for way, values in _by_way(view, lambda row: 100 * row.figures.on_time_share).items()
    )
    title = say("SIMULATION_KPI_ON_TIME_SHARE")
    return Lines(title=title, unit="%", source=say("SIMULATION_SOURCE"), x=_weeks(view, say), series=series)


def late_bars(view: SimulationView, say: Say) -> Figure | None:
    """Hours late of the orders due in each week, by way of planning."""
    if view.simulation is None:
        return None
    series = tuple(
        BarSeries(name=way, label=say(f"SIMULATION_BY_{way.upper()}"), values=values, estimated_values=values)
        for way, values in _by_way(view, lambda row: row.figures.late_h).items()
    )
    return Bars(title=say("SIMULATION_KPI_LATE_H"), unit="h", source=say("SIMULATION_SOURCE"), categories=_weeks(view, say), series=series)


def _by_way(view: SimulationView, figure: Callable[[WayRow], float]) -> dict[str, tuple[float, ...]]:
    rows = view.simulation.weekly if view.simulation else ()
    return {way: tuple(figure(row) for row in rows if row.way == way) for way in dict.fromkeys(row.way for row in rows)}


def _weeks(view: SimulationView, say: Say) -> tuple[str, ...]:
    count = view.simulation.settings.weeks_count if view.simulation else 0
    return tuple(say("SIMULATION_WEEK", number=n + 1) for n in range(count))
