"""Unit slips: an amount far outside the product class's distribution."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack

__all__ = ["check_amounts"]

#: Ratios that a wrong unit makes, for the hint of what happened.
_SLIPS = {"1000": 1000.0, "100": 100.0, "10": 10.0, "10 000 (cm²/m²)": 1e4, "3.6 (MJ/kWh)": 3.6, "2.2046 (lb/kg)": 2.2046, "1e6": 1e6}
_STEPS = 3.0  # geometric standard deviations


def check_amounts(pack: EvidencePack) -> Iterator[Detected]:
    """`UNIT_SLIP`: ln(amount / median) beyond three ln GSD of the class reference; `UNIT_OF_COMPONENT`: not the reference's unit."""
    bands = {band.component: band for band in pack.references}
    for line in pack.lines:
        band = bands.get(line.component)
        if band is None or line.amount <= 0 or not math.isfinite(line.amount):
            continue
        if band.unit != line.unit:
            yield Detected(code="UNIT_OF_COMPONENT", place=line.id, expected=band.unit, found=line.unit, effect_mg=line.mg)
            continue
        ratio = line.amount / band.median
        if abs(math.log(ratio)) > _STEPS * math.log(band.gsd):
            size = max(ratio, 1 / ratio)
            hint = min(_SLIPS, key=lambda name: abs(math.log(size / _SLIPS[name])))
            expected = f"{shown(band.median)} {band.unit} (×/÷ {shown(band.gsd**_STEPS)})"
            found = f"{shown(line.amount)} {line.unit}: factor {shown(size)}, near {hint}"
            yield Detected(code="UNIT_SLIP", place=line.id, expected=expected, found=found, effect_mg=round(line.mg / ratio) - line.mg)
