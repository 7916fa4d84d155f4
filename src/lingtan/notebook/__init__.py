"""Lingtan in a notebook: devices and systems as typed values, the same figures as on the command line. See docs/python.md.

import lingtan.notebook as lt

device = lt.load_device("laptop.toml")
lt.footprint(device).footprint.mean_mg
"""

from lingtan.notebook.devices import compare, draw_device, footprint, load_device, portfolio
from lingtan.notebook.systems import device_system, draw, read_foreground, read_system, scores, write_system

__all__ = [
    "compare",
    "device_system",
    "draw",
    "draw_device",
    "footprint",
    "load_device",
    "portfolio",
    "read_foreground",
    "read_system",
    "scores",
    "write_system",
]
