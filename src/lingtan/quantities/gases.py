"""Gases and their global warming potentials over 100 years, in the IPCC's fourth to sixth assessment.

The values are a snapshot of the CC0-1.0 package `globalwarmingpotentials` 0.13.2 (`data/gwp100.csv`, compared with the package in the
tests). AR6 gives methane of fossil origin 29.8 and other methane 27.0 (AR6 WGI table 7.15); the package's 27.9 is its mean figure.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lingtan.errors import InputError

__all__ = ["Gas", "GwpSet", "gwp100"]


class GwpSet(StrEnum):
    """The assessment report whose 100-year potentials a CO2e figure uses."""

    AR4 = "AR4"
    AR5 = "AR5"
    AR6 = "AR6"


class Gas(StrEnum):
    """The greenhouse gases of an electronics chain; other species of the snapshot are reached by their name."""

    CO2 = "CO2"
    CH4 = "CH4"
    N2O = "N2O"
    SF6 = "SF6"
    NF3 = "NF3"
    CF4 = "CF4"
    C2F6 = "C2F6"
    C3F8 = "C3F8"
    C_C4F8 = "cC4F8"
    HFC23 = "HFC23"
    HFC32 = "HFC32"
    HFC125 = "HFC125"
    HFC134A = "HFC134a"
    HFC227EA = "HFC227ea"


def gwp100(gas: Gas | str, gwp_set: GwpSet) -> float:
    """The gas's 100-year global warming potential, in kg CO2e per kg.

    Carbon dioxide is the reference: 1 in every set. Raises InputError `GAS_UNKNOWN`, or `GWP_NOT_IN_SET` where that report has no value.
    """
    if gas == Gas.CO2:
        return 1.0
    row = _table().get(str(gas))
    if row is None:
        raise InputError("GAS_UNKNOWN", place=str(gas), gas=str(gas))
    value = row.get(gwp_set)
    if value is None:
        raise InputError("GWP_NOT_IN_SET", place=str(gas), gas=str(gas), gwp_set=gwp_set.value)
    return value


@cache
def _table() -> Mapping[str, Mapping[GwpSet, float]]:
    """The snapshot by species."""
    text = files("lingtan.quantities").joinpath("data", "gwp100.csv").read_text("utf-8")
    return {row["species"]: {s: float(row[s.value]) for s in GwpSet if row[s.value]} for row in csv.DictReader(text.splitlines())}
