"""Freight: distances that the earth allows, modes that fit their factors, and the whole box on every leg."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack, FreightMode, Point
from lingtan.evidence import Stage

__all__ = ["check_freight", "great_circle_km"]

_EARTH_KM = 6371.0088  # mean radius, IUGG
#: Plausible kg CO2e per t·km, well-to-wheel, generous on both sides: orders of magnitude, assumed, not cited.
_INTENSITY = {FreightMode.AIR: (0.3, 3.0), FreightMode.SEA: (0.002, 0.08), FreightMode.RAIL: (0.003, 0.12), FreightMode.ROAD: (0.03, 0.6)}
#: How much longer than the great circle a route may be.
_DETOUR = {FreightMode.AIR: 1.6, FreightMode.SEA: 3.5, FreightMode.RAIL: 2.5, FreightMode.ROAD: 2.5}
_LONGEST_ROAD_KM = 6000.0
_SLACK_KM = 25.0  # a depot is not a city centre


def great_circle_km(a: Point, b: Point) -> float:
    """Great-circle distance by the haversine formula on the mean sphere. [km]."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def check_freight(pack: EvidencePack) -> Iterator[Detected]:
    """`FREIGHT_DISTANCE`, `FREIGHT_MODE`, `FREIGHT_MASS`, `FREIGHT_LINE`, `FREIGHT_CHAIN` (a leg does not begin where the last ended)."""
    lines = {line.id: line for line in pack.lines}
    factors = {factor.id: factor for factor in pack.factors}
    whole = pack.study.device_mass_kg + pack.study.packaging_mass_kg
    for leg in pack.freight:
        line = lines.get(leg.line)
        direct = great_circle_km(leg.origin, leg.destination)
        longest = _DETOUR[leg.mode] * direct + 4 * _SLACK_KM
        if not direct - _SLACK_KM <= leg.distance_km <= longest or (leg.mode is FreightMode.ROAD and leg.distance_km > _LONGEST_ROAD_KM):
            effect = round(line.mg * (direct / leg.distance_km - 1)) if line and leg.distance_km > 0 else 0
            expected = f"{shown(round(direct))} … {shown(round(longest))} km"
            yield Detected(
                code="FREIGHT_DISTANCE",
                place=leg.line,
                expected=expected,
                found=f"{shown(leg.distance_km)} km by {leg.mode.value}",
                effect_mg=effect,
            )
        if leg.mass_kg < whole * 0.999:
            effect = round(line.mg * (whole / leg.mass_kg - 1)) if line and leg.mass_kg > 0 else 0
            yield Detected(
                code="FREIGHT_MASS", place=leg.line, expected=f"≥ {shown(whole)} kg", found=f"{shown(leg.mass_kg)} kg", effect_mg=effect
            )
        if line is None or line.stage is not Stage.TRANSPORT:
            yield Detected(code="FREIGHT_LINE", place=leg.line, expected="a line of the transport stage", found="none")
            continue
        tonne_km = leg.mass_kg / 1000 * leg.distance_km
        if abs(line.amount - tonne_km) > 1e-6 * max(tonne_km, 1e-12):
            yield Detected(
                code="FREIGHT_LINE",
                place=leg.line,
                expected=f"{shown(tonne_km)} t·km",
                found=f"{shown(line.amount)} {line.unit}",
                effect_mg=line.mg,
            )
        low, high = _INTENSITY[leg.mode]
        factor = factors.get(line.factor)
        if factor is not None and not low <= factor.value <= high:
            expected = f"{leg.mode.value}: {low} … {high} kg/t·km"
            yield Detected(
                code="FREIGHT_MODE", place=leg.line, expected=expected, found=f"{factor.id}: {shown(factor.value)}", effect_mg=line.mg
            )
    for before, after in zip(pack.freight, pack.freight[1:], strict=False):
        if great_circle_km(before.destination, after.origin) > 4 * _SLACK_KM:
            yield Detected(code="FREIGHT_CHAIN", place=after.line, expected=before.destination.name, found=after.origin.name)
