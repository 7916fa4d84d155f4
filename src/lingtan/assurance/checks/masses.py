"""Masses: positive, and together the mass of the device and of its packaging."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack
from lingtan.evidence import Stage

__all__ = ["PACKAGING", "check_masses"]

#: Components that make up the packaging; all others with a mass make up the device.
PACKAGING = "packaging"
_TOLERANCE = 0.05


def check_masses(pack: EvidencePack) -> Iterator[Detected]:
    """`MASS_NEGATIVE`, `AMOUNT_NOT_POSITIVE`, `MASS_BALANCE` (5 %), `END_OF_LIFE_MASS` (what is discarded ≠ what was made)."""
    for line in pack.lines:
        if line.mass_kg < 0 or not math.isfinite(line.mass_kg):
            yield Detected(code="MASS_NEGATIVE", place=line.id, expected="≥ 0 kg", found=f"{shown(line.mass_kg)} kg", effect_mg=line.mg)
        if line.amount <= 0 or not math.isfinite(line.amount):
            yield Detected(
                code="AMOUNT_NOT_POSITIVE", place=line.id, expected="> 0", found=f"{shown(line.amount)} {line.unit}", effect_mg=line.mg
            )
    made = [line for line in pack.lines if line.stage is Stage.MATERIALS]
    device = math.fsum(line.mass_kg for line in made if not line.component.startswith(PACKAGING))
    packaging = math.fsum(line.mass_kg for line in made if line.component.startswith(PACKAGING))
    for place, stated, summed in (
        ("device", pack.study.device_mass_kg, device),
        ("packaging", pack.study.packaging_mass_kg, packaging),
    ):
        if pack.study.is_works:
            continue  # a building has no mass of its own and no box
        if stated <= 0:
            yield Detected(code="MASS_NEGATIVE", place=f"study.{place}_mass", expected="> 0 kg", found=f"{shown(stated)} kg")
        elif abs(summed - stated) > _TOLERANCE * stated:
            mg = sum(line.mg for line in made)
            effect = round(mg * (stated - summed) / (device + packaging)) if device + packaging > 0 else 0
            yield Detected(code="MASS_BALANCE", place=place, expected=f"{shown(stated)} kg", found=f"{shown(summed)} kg", effect_mg=effect)
    discarded = math.fsum(line.mass_kg for line in pack.lines if line.stage is Stage.END_OF_LIFE)
    whole = pack.study.device_mass_kg + pack.study.packaging_mass_kg
    if discarded and whole > 0 and abs(discarded - whole) > _TOLERANCE * whole:
        yield Detected(code="END_OF_LIFE_MASS", place="stages.end_of_life", expected=f"{shown(whole)} kg", found=f"{shown(discarded)} kg")
