"""The interpretation of a study: sentences of the catalogue with the study's own figures, in a fixed order; nobody words them by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.errors import Param
from lingtan.product.footprint import DeviceFootprint

__all__ = ["Finding", "findings"]

_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A code with its parameters; names ending in `_mg` are integers in mg CO2e, in `_share` shares [-]."""

    code: str
    params: Mapping[str, Param]


def findings(device: DeviceFootprint) -> tuple[Finding, ...]:
    """What the figures say: largest stage, heaviest components, estimates, spread, largest cause, widest scenario, mixed GWP sets."""
    study, figures = device.study, device.figures
    stage, stage_mg = max(study.stages_mg.items(), key=lambda item: (item[1], item[0].value))
    heavy = sorted(study.components_mg.items(), key=lambda item: (-item[1], item[0]))[:_NAMED]
    heavy_mg = sum(mg for _, mg in heavy)
    said = [
        Finding(code="REPORT_FINDS_STAGE", params={"stage": stage.value, "part_mg": stage_mg, "part_share": stage_mg / study.mean_mg}),
        Finding(
            code="REPORT_FINDS_COMPONENTS",
            params={
                "components": ", ".join(name for name, _ in heavy),
                "part_mg": heavy_mg,
                "part_share": heavy_mg / study.mean_mg,
            },
        ),
        Finding(
            code="REPORT_FINDS_ESTIMATES",
            params={"estimate_share": study.estimate_share, "primary_share": study.primary_data_share},
        ),
        Finding(
            code="REPORT_FINDS_SPREAD",
            params={"low_mg": study.p5_mg, "high_mg": study.p95_mg, "cv_share": study.sd_mg / study.mean_mg},
        ),
    ]
    if figures.drivers and figures.drivers[0].share > 0:
        first = figures.drivers[0]
        params: dict[str, Param] = {"parameter": first.key, "part_share": first.share, "tenth_mg": round(first.slope * 1e5)}
        said.append(Finding(code="REPORT_FINDS_DRIVER", params=params))
    if study.sensitivities:
        widest = max(study.sensitivities, key=lambda one: (abs(one.difference_mg), one.code))
        params = {"scenario": widest.code, "value": widest.value, "difference_mg": widest.difference_mg}
        said.append(Finding(code="REPORT_FINDS_SCENARIO", params=params))
    bound = round(study.gwp_bound_kg * 1e6)
    said.append(Finding(code="REPORT_FINDS_GWP", params={"bound_mg": bound, "bound_share": bound / study.mean_mg}))
    return tuple(said)
