"""`lingtan footprint`: one device, from a file or from attributes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lingtan.evidence import JSON, to_plain
from lingtan.factors import FactorLibrary
from lingtan.files import read_bom, read_device
from lingtan.product import DeviceFootprint, DeviceSpec, ScoredLine, assess, load_class_pack, spec_from_mapping

__all__ = ["device_from_attributes", "device_from_bom", "device_from_file", "footprint_of", "footprint_view"]


def device_from_file(path: Path) -> DeviceSpec:
    """The device of a TOML specification or an XLSX workbook. Raises InputError with the cell or key."""
    return read_device(path)


def device_from_attributes(attributes: Mapping[str, Any]) -> DeviceSpec:
    """A device known by a few attributes; what is not given is imputed and flagged."""
    named: dict[str, Any] = {"manufacturer": "unnamed", "model": str(attributes.get("device_class")), "configuration": "attributes only"}
    named |= {"place_of_use": {"value": "GLO", "standing": "assumed", "source": "place of use not stated"}}
    given = {name: value for name, value in attributes.items() if value is not None}
    return spec_from_mapping({"attributes": named | given}, place="--class")


def device_from_bom(path: Path, attributes: Mapping[str, Any]) -> DeviceSpec:
    """A bill of materials alone (CSV or XLSX), of a device known otherwise by a few attributes. Raises InputError with the cell."""
    return replace(device_from_attributes({"configuration": path.stem, **attributes}), bom=read_bom(path))


def footprint_of(spec: DeviceSpec, library: FactorLibrary, *, seed: int, draws: int) -> DeviceFootprint:
    """The footprint with everything behind it."""
    return assess(spec, load_class_pack(spec.attributes.device_class), library, seed=seed, draws=draws)


def footprint_view(device: DeviceFootprint) -> dict[str, JSON]:
    """The result as it is printed: figures in kg CO2e, what was imputed, and every line as activity × intensity × allocation."""
    f = device.footprint
    return {
        "model": f.subject,
        "configuration": device.inventory.spec.attributes.configuration,
        "mean_kg": f.mean_mg / 1e6,
        "sd_kg": f.sd_mg / 1e6,
        "p5_kg": f.quantiles.p5_mg / 1e6,
        "p50_kg": f.quantiles.p50_mg / 1e6,
        "p95_kg": f.quantiles.p95_mg / 1e6,
        "mean_mg": f.mean_mg,
        "stages": {stage.value: mg / 1e6 for stage, mg in f.stages_mg.items()},
        "components": {name: mg / 1e6 for name, mg in device.figures.components_mg.items()},
        "indicators": {indicator.value: mg / 1e6 for indicator, mg in device.figures.indicators_mg.items()},
        "service_years": f.service_years,
        "place_of_use": f.place_of_use,
        "gwp_set": f.gwp_set,
        "method_version": f.method_version,
        "primary_data_share": f.primary_data_share,
        "estimate_share": device.figures.estimate_share,
        "configuration_digest": f.configuration_digest,
        "study_digest": f.study_digest,
        "seed": f.quantiles.seed,
        "draws": f.quantiles.draws,
        "synthetic": device.study.synthetic,
        "imputed": [to_plain(entry) for entry in device.study.imputed],
        "contributions": [_contribution(device, scored) for scored in device.figures.lines],
        "warnings": [to_plain(note) for note in device.study.warnings],
    }


def _contribution(device: DeviceFootprint, scored: ScoredLine) -> dict[str, JSON]:
    line, found = scored.line, device.inventory.resolved.get(scored.line.node)
    view: dict[str, JSON] = {"stage": line.stage.value, "component": line.component, "line": line.key, "activity": line.activity}
    view |= {"place": line.place, "amount": line.amount, "unit": line.unit.value, "allocation": line.allocation}
    view |= {"intensity_kg_per_unit": scored.intensity_kg, "kg": scored.mg / 1e6, "share": scored.mg / device.footprint.mean_mg}
    view |= {"mark": line.mark.value, "estimated": scored.estimated, "origin": line.origin}
    return view | {"factor": found.factor.id if found else line.node}
