"""Quantities: canonical units, the indicator axis, gases and GWP sets, places."""

from lingtan.quantities.indicators import CLIMATE, Indicator
from lingtan.quantities.units import Unit

__all__ = ["CLIMATE", "Indicator", "Unit"]
