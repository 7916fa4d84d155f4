"""Canonical units. pint reads what a user writes, at the edge; inside there are only these."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Unit"]


class Unit(StrEnum):
    """The unit an amount is held in after it came through the edge."""

    KG = "kg"
    KWH = "kWh"
    M2 = "m2"
    CM2 = "cm2"
    M3 = "m3"
    M = "m"
    GB = "GB"
    WH = "Wh"
    W = "W"
    TKM = "t*km"
    PIECE = "piece"
    YEAR = "a"
