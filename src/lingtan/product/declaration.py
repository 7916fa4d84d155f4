"""The declaration: the public sheet of one device, derived from its study (docs/certificate.md section 6)."""

from __future__ import annotations

from datetime import date

from lingtan.evidence import JSON
from lingtan.product.attributes import Attributes
from lingtan.product.footprint import DeviceFootprint
from lingtan.product.impute import CHOICES

__all__ = ["declaration"]


def declaration(device: DeviceFootprint, *, number: str, issued_on: date) -> dict[str, JSON]:
    """`declaration.json`: mean, σ, quantiles, stage and component shares of the mean, assumptions with their marks and sources.

    Shares are of the mean and sum to 1 within rounding of binary fractions; figures are integers in mg CO2e, of other indicators (VOC) in
    mg beside them. It holds no supplier figure.
    """
    study, spec = device.study, device.inventory.spec
    mean = study.mean_mg
    shown = sorted(study.components_mg.items(), key=lambda item: (-item[1], item[0]))
    return {
        "number": number,
        "issuedOn": issued_on.isoformat(),
        "manufacturer": spec.attributes.manufacturer,
        "model": spec.attributes.model,
        "configuration": spec.attributes.configuration,
        "functionalUnit": f"{study.functional_unit_zh} / {study.functional_unit_en}",
        "serviceYears": study.service_years,
        "placeOfUse": study.place_of_use,
        "gwpSet": study.gwp_set,
        "methodVersion": study.method_version,
        "standard": ", ".join(study.standards),
        "meanMg": mean,
        "sdMg": study.sd_mg,
        "p5Mg": study.p5_mg,
        "p50Mg": study.p50_mg,
        "p95Mg": study.p95_mg,
        "draws": study.draws,
        "seed": study.seed,
        "stages": [_part(device, "stage", stage.value, mg) for stage, mg in study.stages_mg.items()],
        "components": [_part(device, "component", name, mg) for name, mg in shown],
        "indicatorsMg": {indicator.value: mg for indicator, mg in (*study.indicators_mg.items(), *study.pollutants_mg.items())},
        "assumptions": _assumptions(device),
        "primaryDataShare": study.primary_data_share,
        "dataQualityRating": study.data_quality_rating,
        "limitations": list(study.limitations),
        "synthetic": study.synthetic,
        "studyDigest": study.digest,
    }


def _part(device: DeviceFootprint, kind: str, name: str, mg: int) -> JSON:
    """One stage or component: its share of the mean, and the part of it [mg] that rests on an estimate (hatched wherever it shows)."""
    lines = (scored for scored in device.figures.lines if str(getattr(scored.line, kind)) == name)
    estimated = sum(scored.mg for scored in lines if scored.estimated)
    return {kind: name, "mg": mg, "share": mg / device.study.mean_mg, "estimatedMg": estimated}


def _assumptions(device: DeviceFootprint) -> list[JSON]:
    """Every attribute that the figure rests on: value, unit, mark, source; stated ones first, then what was imputed."""
    attributes = device.inventory.spec.attributes
    rows: list[JSON] = []
    imputed = {entry.attribute: entry for entry in device.study.imputed}
    for name in (*_SHOWN, *CHOICES):
        value = getattr(attributes, name)
        if value is None:
            continue
        rows.append(_stated(attributes, name, value, _UNIT.get(name, "")))
    own = device.inventory.pack.measures
    rows.extend(_stated(attributes, name, value, own[name].unit) for name, value in sorted(attributes.measures.items()))
    for name, said in (("finish", attributes.finish), ("energy_test", attributes.energy_test)):
        if said is not None:
            rows.append(_stated(attributes, name, said, ""))
    for entry in imputed.values():
        rows.append({"code": entry.attribute, "value": entry.value, "unit": entry.unit, "mark": "imputed", "source": entry.source})
    return rows


def _stated(attributes: Attributes, name: str, value: object, unit: str) -> dict[str, JSON]:
    source = attributes.sources.get(name)
    mark = "declared" if source is None or source.standing.value in ("source", "excerpt") else source.standing.value
    shown: JSON = value if isinstance(value, int | float) else str(value)
    return {"code": name, "value": shown, "unit": unit, "mark": mark, "source": source.source if source else ""}


_UNIT = {
    "mass_kg": "kg",
    "screen_size_in": "in",
    "memory_gb": "GB",
    "storage_gb": "GB",
    "battery_wh": "Wh",
    "adapter_w": "W",
    "tec_kwh": "kWh/a",
    "service_years": "a",
    "packaging_mass_kg": "kg",
    "die_mm2": "mm2",
    "node_nm": "nm",
}
_SHOWN = (
    "screen_size_in",
    "mass_kg",
    "die_mm2",
    "node_nm",
    "memory_gb",
    "storage_gb",
    "battery_wh",
    "adapter_w",
    "packaging_mass_kg",
    "tec_kwh",
    "service_years",
    "place_of_assembly",
)
