"""What a device already avoids by design: the same device without its recycled content, low-temperature solder and fibre packaging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.factors import FactorLibrary
from lingtan.product.attributes import PackagingDesign, Solder
from lingtan.product.breakdown import mean_mg
from lingtan.product.inventory import build_inventory
from lingtan.product.pack import ClassPack
from lingtan.product.spec import DeviceSpec
from lingtan.product.variants import Variant, apply_variant

__all__ = ["Reduction", "Reductions", "reductions"]

#: Each measure with the attribute as it was before anybody reduced anything. The order is fixed: with interactions, it decides the split.
_BEFORE: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("REDUCTION_RECYCLED", {"recycled": ()}),
    ("REDUCTION_SOLDER", {"solder": Solder.SAC305}),
    ("REDUCTION_PACKAGING", {"packaging": PackagingDesign.EPE}),
)


#: Measures that a device which does not use them could; recycled content is no switch: material and custody must be chosen.
_POSSIBLE: Mapping[str, Mapping[str, Any]] = {
    "REDUCTION_SOLDER": {"solder": Solder.SNBI},
    "REDUCTION_PACKAGING": {"packaging": PackagingDesign.FIBRE},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """One measure and what it changes. [mg CO2e]; negative where it lowers the footprint.

    `possible_mg` is what it would change in a device that does not use it; None where that is not a switch.
    """

    code: str
    change_mg: int
    is_used: bool
    possible_mg: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reductions:
    """`gross_mg` + Σ changes = `footprint_mg`, exactly. Contractual green power is no part of a location-based figure (METHODS 2, 13)."""

    gross_mg: int
    steps: tuple[Reduction, ...]
    footprint_mg: int


def reductions(spec: DeviceSpec, pack: ClassPack, library: FactorLibrary) -> Reductions:
    """The road from the device without its measures to the device as it is, one measure after the other."""
    used = {code: _uses(spec, before) for code, before in _BEFORE}
    without: dict[str, Any] = {}
    for code, before in _BEFORE:
        without |= before if used[code] else {}
    gross = reached = _mean(spec, without, pack, library)
    steps = []
    for code, before in _BEFORE:
        change, possible = 0, None
        if used[code]:
            without = {name: value for name, value in without.items() if name not in before}
            change = _mean(spec, without, pack, library) - reached
            reached += change
        elif code in _POSSIBLE:
            possible = _mean(spec, _POSSIBLE[code], pack, library) - _mean(spec, {}, pack, library)
        steps.append(Reduction(code=code, change_mg=change, is_used=used[code], possible_mg=possible))
    return Reductions(gross_mg=gross, steps=tuple(steps), footprint_mg=reached)


def _uses(spec: DeviceSpec, before: Mapping[str, Any]) -> bool:
    return any(getattr(spec.attributes, name) not in (None, value) for name, value in before.items())


def _mean(spec: DeviceSpec, changes: Mapping[str, Any], pack: ClassPack, library: FactorLibrary) -> int:
    variant = Variant(configuration=spec.attributes.configuration, set_attributes=changes)
    return mean_mg(build_inventory(apply_variant(spec, variant) if changes else spec, pack, library))
