"""How good the data of a study are: every factor with its source and pedigree, and what is assumed or unverified among them."""

from __future__ import annotations

from collections.abc import Mapping

from lingtan.evidence import JSON, Standing
from lingtan.factors import Factor, Resolved
from lingtan.product.footprint import DeviceFootprint

__all__ = ["assumed_factors", "factor_rows"]

_DOUBTED = (Standing.ASSUMED, Standing.UNVERIFIED, Standing.SYNTHETIC)


def factor_rows(device: DeviceFootprint, direct: Mapping[str, float]) -> list[JSON]:
    """Every factor in use, the weightiest first: value, unit, place, year, class, GWP set, source with locator and licence, pedigree, GSD.

    `direct` [kg CO2e] is what each node itself emits; `directMg` that of all nodes that rest on the factor.
    """
    by_factor: dict[str, list[tuple[str, Resolved]]] = {}
    for node, found in device.inventory.resolved.items():
        by_factor.setdefault(found.factor.id, []).append((node, found))
    rows = [(sum(direct.get(node, 0.0) for node, _ in nodes), nodes[0][1].factor, nodes) for nodes in by_factor.values()]
    rows.sort(key=lambda row: (-abs(row[0]), row[1].id))
    return [_row(device, factor, nodes, round(kg * 1e6)) for kg, factor, nodes in rows]


def _row(device: DeviceFootprint, factor: Factor, nodes: list[tuple[str, Resolved]], direct_mg: int) -> JSON:
    source, pedigree = device.library.sources[factor.source_id], factor.pedigree
    taken = dict.fromkeys((step.kind.value, step.asked, step.used) for _, found in nodes for step in found.steps)
    steps: list[JSON] = [{"kind": kind, "asked": asked, "used": used} for kind, asked, used in taken]
    scores: list[JSON] = [pedigree.reliability, pedigree.completeness, pedigree.temporal, pedigree.geography, pedigree.technology]
    return {
        "factor": factor.id,
        "activity": factor.activity,
        "class": factor.klass.value,
        "value": factor.value,
        "unit": factor.unit.value,
        "place": factor.place,
        "year": factor.year,
        "gwpSet": factor.gwp_set,
        "standing": factor.standing.value,
        "estimated": any(found.is_estimate for _, found in nodes),
        "pedigree": scores,
        "rating": pedigree.data_quality_rating,
        "gsd": max(found.gsd_total for _, found in nodes),
        "steps": steps,
        "source": f"{source.title} ({source.publisher}, {source.year}), {factor.locator}",
        "licence": factor.licence,
        "directMg": direct_mg,
    }


def assumed_factors(device: DeviceFootprint) -> list[str]:
    """The ids of factors whose figure nobody published or nobody checked: assumed, unverified or synthetic."""
    found = {entry.factor.id for entry in device.inventory.resolved.values() if entry.factor.standing in _DOUBTED}
    return sorted(found)
