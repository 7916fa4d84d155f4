"""A forecast study: what a device's mean would be once a plan is built. No draws, no digest to verify, and no way into a statement.

It is a type of its own: whatever freezes, verifies or certifies takes a `DeviceFootprint`, and there is none of a specification that holds
a plan's figures (METHODS 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lingtan.errors import InputError
from lingtan.evidence import IntensityForecast, Stage, WorkshopProcess
from lingtan.factors import FactorLibrary
from lingtan.product.breakdown import outline
from lingtan.product.inventory import build_inventory
from lingtan.product.pack import ClassPack
from lingtan.product.spec import DeviceSpec
from lingtan.product.workshop.use import WorkshopForecast

__all__ = ["ForecastStudy", "StepForecast", "forecast_study"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForecast:
    """One step: electricity of a device as measured and as the plan expects it. [kWh/device]."""

    workshop: str
    process: WorkshopProcess
    measured_kwh: float
    expected_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastStudy:
    """The mean as measured now, as the plan expects it, and the difference. [mg CO2e]; `nature` says what it is wherever it goes."""

    subject: str
    configuration: str
    plan_site: str
    plan_digest: str
    measured_mg: int
    expected_mg: int
    difference_mg: int
    stages_mg: Mapping[Stage, int]
    steps: tuple[StepForecast, ...]
    synthetic: bool
    nature: str = "forecast"


def forecast_study(spec: DeviceSpec, pack: ClassPack, library: FactorLibrary, expected: tuple[IntensityForecast, ...]) -> ForecastStudy:
    """The device under a plan. Each forecast takes the place of the measured intensity that it starts from.

    Raises InputError `FORECAST_WITHOUT_INTENSITY` where the device does not hold that intensity, and as `build_inventory`.
    """
    uses = {use.intensity.digest: use for use in spec.workshops}
    forecasts = []
    for one in expected:
        if one.intensity_digest not in uses:
            raise InputError("FORECAST_WITHOUT_INTENSITY", place=one.workshop, digest=one.intensity_digest[:19])
        forecasts.append(WorkshopForecast(forecast=one, pieces_count=uses[one.intensity_digest].pieces_count))
    replaced = {one.intensity_digest for one in expected}
    kept = tuple(use for use in spec.workshops if use.intensity.digest not in replaced)
    now = outline(build_inventory(spec, pack, library))
    then = outline(build_inventory(replace(spec, workshops=kept, forecasts=tuple(forecasts)), pack, library))
    steps = tuple(
        StepForecast(
            workshop=use.forecast.workshop,
            process=use.forecast.process,
            measured_kwh=uses[use.forecast.intensity_digest].kwh_per_device,
            expected_kwh=use.kwh_per_device,
        )
        for use in forecasts
    )
    return ForecastStudy(
        subject=spec.subject,
        configuration=spec.attributes.configuration,
        plan_site=expected[0].plan_site if expected else "",
        plan_digest=expected[0].plan_digest if expected else "",
        measured_mg=now.mean_mg,
        expected_mg=then.mean_mg,
        difference_mg=then.mean_mg - now.mean_mg,
        stages_mg=then.stages_mg,
        steps=steps,
        synthetic=spec.is_synthetic or any(one.synthetic for one in expected),
    )
