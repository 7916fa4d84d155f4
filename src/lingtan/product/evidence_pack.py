"""The evidence pack of a study as it stands: every line, factor and claim; the client adds documents, meters and supplier files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lingtan.assurance import EvidencePack, FactorKind, FactorUsed, InventoryLine, StudyClaims, UseAssumption
from lingtan.errors import InputError
from lingtan.evidence import Stage, digest_json, to_plain
from lingtan.product.breakdown import ScoredLine
from lingtan.product.figures import set_name
from lingtan.product.footprint import DeviceFootprint
from lingtan.product.workshop.evidence import energy_shares, meter_months, metered_kwh
from lingtan.quantities import Indicator, Unit

__all__ = ["starting_pack"]


def starting_pack(device: DeviceFootprint, *, name: str, organisation: str, period: tuple[date, date], as_of: date) -> EvidencePack:
    """What a verifier can check without a single document: sums, factors, classes, use, freight modes, quantiles, marks, shares of meters.

    `period` is what the study's data stand for. A line's factor is the activity at its place with everything upstream [kg CO2e/unit], so
    that amount × factor × allocation is the line. Raises InputError `USE_LINE_MISSING` for a device without a use stage.
    """
    lines = tuple(_line(device, scored) for scored in device.figures.lines)
    factors = {scored.line.node: _factor(device, scored) for scored in device.figures.lines}
    return EvidencePack(
        id=name,
        organisation=organisation,
        as_of=as_of,
        synthetic=device.study.synthetic,
        study=_claims(device, period),
        lines=lines,
        factors=tuple(factors[key] for key in sorted(factors)),
        editions=(),
        documents=(),
        meters=meter_months(device.inventory.spec.workshops),
        energy=energy_shares(device.inventory.spec.workshops, subject=device.study.subject),
        attributes=(),
        attribute_uses=(),
        suppliers=(),
        freight=(),
        use=_use(device),
        credits=(),
        references=(),
    )


def _claims(device: DeviceFootprint, period: tuple[date, date]) -> StudyClaims:
    study = device.study
    stated = to_plain(device.inventory.spec.attributes)
    configuration = {name: str(value) for name, value in stated.items() if value is not None} if isinstance(stated, Mapping) else {}
    return StudyClaims(
        subject=study.subject,
        configuration=configuration,
        configuration_digest=digest_json(dict(configuration)),
        study_digest=study.digest,
        method_version=study.method_version,
        standard=", ".join(study.standards),
        gwp_set=study.gwp_set,
        boundary=study.boundary,
        period_start=period[0],
        period_end=period[1],
        service_years=study.service_years,
        place_of_use=study.place_of_use,
        mean_mg=study.mean_mg,
        sd_mg=study.sd_mg,
        p5_mg=study.p5_mg,
        p50_mg=study.p50_mg,
        p95_mg=study.p95_mg,
        draws=study.draws,
        seed=study.seed,
        stages_mg=study.stages_mg,
        published_kg=f"{study.mean_mg / 1e6:.3f}",
        published_label="mean",
        offsets_mg=0,
        primary_data_share=study.primary_data_share,
        device_mass_kg=_number(device, device.inventory.pack.roles.mass) + _also(device),
        packaging_mass_kg=_number(device, device.inventory.pack.roles.packaging),
        electricity_kwh=metered_kwh(device.inventory.spec.workshops),
        end_of_life_method=study.end_of_life,
        materiality_percent=5.0,
    )


def _number(device: DeviceFootprint, name: str) -> float:
    """A number of the device, as stated or as imputed."""
    attributes = device.inventory.spec.attributes
    stated = attributes.measures.get(name, getattr(attributes, name, None))
    if stated is not None:
        return float(stated)
    return next((float(entry.value) for entry in device.study.imputed if entry.attribute == name), 0.0)


def _also(device: DeviceFootprint) -> float:
    """Mass of what travels with the device beside its packaging. [kg]."""
    return sum(device.inventory.numbers[name].value for name in device.inventory.pack.roles.also)


def _line(device: DeviceFootprint, scored: ScoredLine) -> InventoryLine:
    line, found = scored.line, device.inventory.resolved.get(scored.line.node)
    return InventoryLine(
        id=line.key,
        stage=line.stage,
        component=line.component,
        material=line.activity,
        place=line.place,
        amount=line.amount,
        unit=line.unit.value,
        factor=line.node,
        allocation=line.allocation,
        mg=scored.mg,
        mark=line.mark,
        gsd=found.gsd_total if found else 1.0,
        uptake_mg=scored.mg_by_indicator.get(Indicator.BIOGENIC_UPTAKE, 0),
        mass_kg=line.allocated if line.unit is Unit.KG and line.stage is Stage.MATERIALS else 0.0,
    )


def _factor(device: DeviceFootprint, scored: ScoredLine) -> FactorUsed:
    line, found = scored.line, device.inventory.resolved.get(scored.line.node)
    if found is None:
        kind, gwp, place, year, source = FactorKind.CRADLE_TO_GATE, device.study.gwp_set, line.place, device.study.data_year, "supplier"
    else:
        factor = found.factor
        kind, gwp = FactorKind(factor.klass.value), set_name(factor.gwp_set)
        place, year, source = factor.place, factor.year, factor.source_id
    return FactorUsed(
        id=line.node,
        activity=line.activity,
        kind=kind,
        value=scored.intensity_kg,
        unit=line.unit.value,
        gwp_set=gwp,
        place=place,
        year=year,
        source=source,
    )


def _use(device: DeviceFootprint) -> UseAssumption:
    lines = [scored.line for scored in device.figures.lines if scored.line.stage is Stage.USE]
    line = next((line for line in lines if line.activity == "electricity"), lines[0] if lines else None)
    if line is None:
        raise InputError("USE_LINE_MISSING", place=device.study.subject)
    years = device.study.service_years
    return UseAssumption(line=line.key, kwh_per_year=line.amount / years, years=years, place=device.study.place_of_use)
