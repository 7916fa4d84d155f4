"""`lingtan footprint --forecast PLAN.json`: what a device would be once a plan is built. Never verified, never frozen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.factors import FactorLibrary
from lingtan.factory.workshop import forecast_intensity
from lingtan.files import read_json
from lingtan.product import DeviceSpec, load_class_pack
from lingtan.product.workshop.forecast import ForecastStudy, forecast_study

__all__ = ["forecast_of", "forecast_view"]


def forecast_of(spec: DeviceSpec, library: FactorLibrary, *, plan: Path) -> ForecastStudy:
    """The forecast of a device with measured intensities under the plan of a JSON file (`lingtan factory plan SITE.toml --json`).

    Raises InputError `FORECAST_WITHOUT_INTENSITY` without a measured figure to start from, `FORECAST_PLAN`, `FORECAST_MEASURES`.
    """
    said = read_json(plan)
    if not spec.workshops:
        raise InputError("FORECAST_WITHOUT_INTENSITY", place=spec.subject, digest="-")
    view: dict[str, Any] = said if isinstance(said, dict) else {}
    expected = tuple(forecast_intensity(use.intensity, view, place=plan.name) for use in spec.workshops)
    return forecast_study(spec, load_class_pack(spec.attributes.device_class), library, expected)


def forecast_view(found: ForecastStudy) -> dict[str, Any]:
    """The forecast as it is printed; `nature` says what it is."""
    return {
        "nature": found.nature,
        "model": found.subject,
        "configuration": found.configuration,
        "plan": {"site": found.plan_site, "digest": found.plan_digest},
        "measured_kg": found.measured_mg / 1e6,
        "expected_kg": found.expected_mg / 1e6,
        "difference_kg": found.difference_mg / 1e6,
        "stages": {stage.value: mg / 1e6 for stage, mg in found.stages_mg.items()},
        "steps": [
            {"workshop": s.workshop, "process": s.process.value, "measured_kwh": s.measured_kwh, "expected_kwh": s.expected_kwh}
            for s in found.steps
        ],
        "synthetic": found.synthetic,
    }
