"""Quantities: canonical units, the indicator axis, gases and GWP sets, places."""

from lingtan.quantities.apportion import apportion
from lingtan.quantities.gases import Gas, GwpSet, gwp100
from lingtan.quantities.indicators import CLIMATE, Indicator
from lingtan.quantities.places import Place, PlaceKind, all_places, ancestors, find_place
from lingtan.quantities.units import Unit, convert

__all__ = [
    "CLIMATE",
    "Gas",
    "GwpSet",
    "Indicator",
    "Place",
    "PlaceKind",
    "Unit",
    "all_places",
    "ancestors",
    "apportion",
    "convert",
    "find_place",
    "gwp100",
]
