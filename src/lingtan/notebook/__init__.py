"""Lingtan in a notebook: devices, systems and plans as typed values, the same figures as on the command line. See docs/python.md.

import lingtan.notebook as lt

device = lt.load_device("laptop.toml")
lt.footprint(device).footprint.mean_mg
"""

from lingtan.notebook.devices import compare, draw_device, footprint, load_device, portfolio
from lingtan.notebook.schedules import OrderPlan, plan_orders
from lingtan.notebook.systems import device_system, draw, read_foreground, read_system, scores, write_system

__all__ = [
    "OrderPlan",
    "compare",
    "device_system",
    "draw",
    "draw_device",
    "footprint",
    "load_device",
    "plan_orders",
    "portfolio",
    "read_foreground",
    "read_system",
    "scores",
    "write_system",
]
