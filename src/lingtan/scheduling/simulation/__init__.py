"""Rolling-horizon simulation (滚动排产仿真): a week's orders over and over, disturbed, planned again each time; beside dispatching rules.

    world = drawn_world(week, Disturbances(), weeks_count=4, seed=1)      what will happen, the same for everybody
    course = roll(world, Policy(interval_min=1440, freeze_min=480))       plan, freeze, execute, be disturbed, plan again
    weekly_kpis(world, course)                                            figures of each week

Everything that happens is drawn, hence synthetic: it compares ways of planning and forecasts nothing.
"""

from lingtan.scheduling.simulation.disturbances import Disturbances
from lingtan.scheduling.simulation.drawing import drawn_world
from lingtan.scheduling.simulation.roll import Course, Policy, roll
from lingtan.scheduling.simulation.weekly import WeekKpis, weekly_kpis
from lingtan.scheduling.simulation.world import World

__all__ = ["Course", "Disturbances", "Policy", "WeekKpis", "World", "drawn_world", "roll", "weekly_kpis"]
