"""A footprint as it is printed: figures, stages, what is given off beside them, and every line."""

from __future__ import annotations

from lingtan.evidence import JSON, to_plain
from lingtan.product import DeviceFootprint, ScoredLine, under_path
from lingtan.quantities import Indicator

__all__ = ["footprint_view"]


def footprint_view(device: DeviceFootprint, *, grid_path: str | None = None) -> dict[str, JSON]:
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
        "pollutants": {indicator.value: mg / 1e6 for indicator, mg in device.figures.pollutants_mg.items()},
        "stage_names": {stage.value: to_plain(name) for stage, name in device.inventory.pack.stage_names.items()},
        "per": _per(device),
        "grid_path": _under(device, grid_path),
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


def _under(device: DeviceFootprint, name: str | None) -> dict[str, JSON] | None:
    """The figure under a grid path, marked as the scenario that it is. Raises InputError `GRID_PATH_UNKNOWN`."""
    if name is None:
        return None
    mean_mg, years = device.footprint.mean_mg, device.footprint.service_years
    found = under_path(device.figures.lines, mean_mg=mean_mg, service_years=years, name=name)
    path, figures = found.path, {"mean_kg": found.mean_mg / 1e6, "difference_kg": found.difference_mg / 1e6}
    return {"name": name, "title": {"en": path.en, "zh": path.zh}, "source": path.source, "standing": path.standing.value, **figures}


def _per(device: DeviceFootprint) -> dict[str, JSON] | None:
    """The mean per unit of the number that the class is also measured by (m2 of floor), None where it has none."""
    pack, numbers = device.inventory.pack, device.inventory.numbers
    if not pack.per:
        return None
    amount, years, unit = numbers[pack.per].value, device.footprint.service_years, pack.measures[pack.per].unit
    kg = device.footprint.mean_mg / 1e6 / amount
    return {"measure": pack.per, "amount": amount, "unit": unit, "kg": kg, "kg_per_year": kg / years}


def _contribution(device: DeviceFootprint, scored: ScoredLine) -> dict[str, JSON]:
    line, found = scored.line, device.inventory.resolved.get(scored.line.node)
    view: dict[str, JSON] = {"stage": line.stage.value, "component": line.component, "line": line.key, "activity": line.activity}
    view |= {"place": line.place, "amount": line.amount, "unit": line.unit.value, "allocation": line.allocation}
    view |= {"intensity_kg_per_unit": scored.intensity_kg, "kg": scored.mg / 1e6, "share": scored.mg / device.footprint.mean_mg}
    view |= {"mark": line.mark.value, "estimated": scored.estimated, "origin": line.origin}
    view |= {"voc_g": scored.other_by_indicator.get(Indicator.VOC, 0) / 1e3}
    return view | {"factor": found.factor.id if found else line.node}
