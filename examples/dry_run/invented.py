"""The invented company, markets, factors and parts of the dry run. SYNTHETIC, except that two electricity values are published ones."""

from __future__ import annotations

from datetime import date

from lingtan.assurance import FactorKind, Point
from lingtan.evidence import Mark

__all__ = ["AS_OF", "COMPANY", "END", "FACTORS", "HEFEI", "MARKETS", "MONTHS", "PARTS", "SHANGHAI", "START"]

COMPANY = "示例科技 Example Computing (synthetic)"
GATE, PROCESS, FREIGHT, EOL = FactorKind.CRADLE_TO_GATE, FactorKind.PROCESS, FactorKind.FREIGHT, FactorKind.END_OF_LIFE
START, END, AS_OF = date(2025, 1, 1), date(2025, 12, 31), date(2026, 4, 30)
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 13))
HEFEI, SHANGHAI = Point(name="Hefei", latitude=31.82, longitude=117.23), Point(name="Shanghai", latitude=31.23, longitude=121.47)
MARKETS = {
    "CN-BJ": (Point(name="Beijing", latitude=39.90, longitude=116.40), "CN"),
    "DE": (Point(name="Frankfurt", latitude=50.11, longitude=8.68), "DE"),
    "US": (Point(name="Chicago", latitude=41.88, longitude=-87.63), "US"),
}
#: activity, kind, value [kg CO2e/unit], unit — synthetic, of the right order.
FACTORS = {
    "board": (GATE, 0.031, "cm2"),
    "ic": (GATE, 2.4, "cm2"),
    "dram": (GATE, 0.42, "GB"),
    "ssd": (GATE, 0.052, "GB"),
    "aluminium": (GATE, 11.2, "kg"),
    "plastic": (GATE, 3.9, "kg"),
    "magnesium": (GATE, 21.5, "kg"),
    "cable": (GATE, 2.8, "m"),
    "adapter": (GATE, 0.055, "W"),
    "keyboard": (GATE, 5.1, "kg"),
    "packaging board": (GATE, 0.95, "kg"),
    "packaging pulp": (GATE, 0.7, "kg"),
    "assembly gas": (PROCESS, 2.1, "m3"),
    "freight road": (FREIGHT, 0.11, "t*km"),
    "freight air": (FREIGHT, 1.05, "t*km"),
    "freight sea": (FREIGHT, 0.013, "t*km"),
    "shredding": (EOL, 0.32, "kg"),
    "landfill": (EOL, 0.06, "kg"),
}
#: component, activity, median amount, unit, mass per unit [kg], mark, GSD of the class
PARTS = (
    ("board", "board", 210.0, "cm2", 0.0006, Mark.MEASURED, 1.5),
    ("ic", "ic", 9.5, "cm2", 0.002, Mark.LITERATURE, 1.6),
    ("dram", "dram", 16.0, "GB", 0.0009, Mark.DECLARED, 1.9),
    ("ssd", "ssd", 512.0, "GB", 0.00002, Mark.DECLARED, 1.9),
    ("enclosure", "aluminium", 0.38, "kg", 1.0, Mark.MEASURED, 1.6),
    ("frame", "magnesium", 0.12, "kg", 1.0, Mark.MEASURED, 1.6),
    ("covers", "plastic", 0.16, "kg", 1.0, Mark.MEASURED, 1.6),
    ("keyboard", "keyboard", 0.11, "kg", 1.0, Mark.IMPUTED, 1.5),
    ("cable", "cable", 1.8, "m", 0.06, Mark.DECLARED, 1.5),
    ("adapter", "adapter", 65.0, "W", 0.0035, Mark.DECLARED, 1.5),
    ("packaging box", "packaging board", 0.46, "kg", 1.0, Mark.MEASURED, 1.6),
    ("packaging tray", "packaging pulp", 0.17, "kg", 1.0, Mark.MEASURED, 1.6),
)
