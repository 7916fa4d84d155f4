"""Transport: kilograms shipped × kilometres × mode, packaging included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lingtan.errors import InputError
from lingtan.evidence import Mark
from lingtan.product.attributes import FreightShare, Mode
from lingtan.product.components import Flow
from lingtan.product.pack import Freight, Lane
from lingtan.product.quantity import Amount
from lingtan.quantities import Unit, ancestors
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["FREIGHT_ACTIVITY", "find_lane", "freight_flows"]

#: mode of the long leg → activity of the factor library
FREIGHT_ACTIVITY = {
    Mode.AIR: "freight_air_long_haul",
    Mode.SEA: "freight_sea_container",
    Mode.RAIL: "freight_rail",
    Mode.ROAD: "freight_road_hgv",
}
_KM_FIELD = {Mode.AIR: "air_km", Mode.SEA: "sea_km", Mode.RAIL: "rail_km", Mode.ROAD: "road_km"}


def find_lane(freight: Freight, assembly: str, use: str) -> Lane:
    """The lane between two place codes: their own, else those of their ancestors, the nearest first.

    Raises InputError `LANE_UNKNOWN` when not even the global lane is in the pack.
    """
    regions = [freight.regions.get(code, code) for code in ancestors(use)]
    for origin in ancestors(assembly):
        for region in regions:
            for lane in freight.lanes:
                if lane.origin == origin and lane.region == region:
                    return lane
    raise InputError("LANE_UNKNOWN", place=f"{assembly} → {use}", origin=assembly, region=use)


def freight_flows(freight: Freight, *, stated: tuple[FreightShare, ...], assembly: str, use: str, shipped: Amount) -> Iterator[Flow]:
    """Flows of the transport stage: parts to the assembler (across the sea too), the long leg by mode, road at both ends.

    `shipped` is device and packaging. [kg] Distances carry one SKU parameter; the air share of a default split another.
    A mode that the lane does not offer (no distance) is refused where it was stated and dropped, the rest rescaled, where it is a default.
    """
    lane = find_lane(freight, assembly, use)
    distance = Parameter(key="sku/freight/distance", shape=Shape.LOGNORMAL, spread=freight.distance_gsd, scope=Scope.SKU)
    tonnes = shipped.scaled(0.001).times(
        Amount(
            value=1.0, mark=Mark.MODELLED, multipliers=(distance.key,), origin=f"lane {lane.origin} → {lane.region}", parameters=(distance,)
        )
    )
    if freight.inbound_km > 0:
        yield Flow(suffix="inbound", activity="freight_road_hgv", amount=tonnes.scaled(freight.inbound_km), unit=Unit.TKM, place=assembly)
    for mode, leg_km in _parts_legs(freight, assembly):
        amount = tonnes.scaled(leg_km)
        yield Flow(suffix=f"parts.{mode.value}", activity=FREIGHT_ACTIVITY[mode], amount=amount, unit=Unit.TKM, place=freight.parts_origin)
    if freight.first_road_km > 0:
        yield Flow(
            suffix="first_road", activity="freight_road_hgv", amount=tonnes.scaled(freight.first_road_km), unit=Unit.TKM, place=assembly
        )
    for mode, share in _shares(freight, stated, lane).items():
        km: float = getattr(lane, _KM_FIELD[mode])
        amount = tonnes.scaled(share * km)
        if mode is Mode.AIR and not stated and freight.share_spread > 0 and share < 1.0:
            split = Parameter(key="sku/freight/air_share", shape=Shape.UNIFORM, spread=freight.share_spread, scope=Scope.SKU)
            amount = amount.times(
                Amount(value=1.0, mark=Mark.ASSUMED, multipliers=(split.key,), origin=freight.source, parameters=(split,))
            )
        if amount.value > 0:
            yield Flow(suffix=f"long.{mode.value}", activity=FREIGHT_ACTIVITY[mode], amount=amount, unit=Unit.TKM, place=assembly)
    if freight.last_road_km > 0:
        yield Flow(suffix="last_road", activity="freight_road_hgv", amount=tonnes.scaled(freight.last_road_km), unit=Unit.TKM, place=use)


def _parts_legs(freight: Freight, assembly: str) -> Iterator[tuple[Mode, float]]:
    """Kilometres that parts travel by mode, already times the mode's share [km], to an assembler on another continent.

    None where only the global lane leads there, for then the distance is not known.
    """
    if not freight.parts_origin:
        return
    lane = find_lane(freight, freight.parts_origin, assembly)
    if lane.region in (lane.origin, "GLO"):
        return
    for mode, share in _offered(freight.parts_shares, lane).items():
        yield mode, share * getattr(lane, _KM_FIELD[mode])


def _shares(freight: Freight, stated: tuple[FreightShare, ...], lane: Lane) -> dict[Mode, float]:
    if stated:
        for leg in stated:
            if leg.share > 0 and getattr(lane, _KM_FIELD[leg.mode]) <= 0:
                raise InputError("LANE_MODE", place=f"{lane.origin} → {lane.region}", mode=leg.mode.value)
        return {leg.mode: leg.share for leg in stated if leg.share > 0}
    return _offered(lane.shares or freight.shares, lane)


def _offered(shares: Mapping[str, float], lane: Lane) -> dict[Mode, float]:
    """The shares of the modes that the lane offers, rescaled to 1."""
    split = {Mode(name): share for name, share in sorted(shares.items())}
    offered = {mode: share for mode, share in split.items() if share > 0 and getattr(lane, _KM_FIELD[mode]) > 0}
    total = sum(offered.values())
    return {mode: share / total for mode, share in offered.items()} if total > 0 else {}
