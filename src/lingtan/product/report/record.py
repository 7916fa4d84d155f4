"""The study report as a record: everything that ISO 14067 and GB/T 24067 ask a study to state, with every line behind the figure.

The clauses named are from memory and marked `unverified`; the record says so, and no verdict rests on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lingtan.evidence import JSON, Stage, to_plain
from lingtan.lca import contributions
from lingtan.product.breakdown import ScoredLine, demands_of
from lingtan.product.energy.grid_path import grid_paths, under_path
from lingtan.product.footprint import DeviceFootprint
from lingtan.product.report.data_quality import assumed_factors, factor_rows
from lingtan.product.report.findings import findings
from lingtan.product.report.hot_spots import hot_spots
from lingtan.product.study import StudyNote
from lingtan.quantities import CLIMATE, Indicator

__all__ = ["CriticalReview", "study_report"]

#: Carbon in carbon dioxide. [kg C / kg CO2]: 12.011 / 44.009, IUPAC 2021 standard atomic weights.
CARBON_IN_CO2 = 12.011 / 44.009

_HOT_LINES = 12
_DRIVERS = 15

#: Where the report answers what the standard asks: topic, clause of ISO 14067:2018 as remembered, section of the report.
_CLAUSES: tuple[tuple[str, str, int], ...] = (
    ("GOAL", "6.3.1", 1),
    ("FUNCTIONAL_UNIT", "6.3.2, 6.3.3", 1),
    ("BOUNDARY", "6.3.4", 2),
    ("CUTOFF", "6.3.4.3", 2),
    ("DATA_QUALITY", "6.3.5", 7),
    ("TIME", "6.3.6", 2),
    ("USE", "6.3.7", 3),
    ("END_OF_LIFE", "6.3.8", 3),
    ("ALLOCATION", "6.4.6", 2),
    ("ELECTRICITY", "6.4.9.4", 3),
    ("BIOGENIC", "6.4.9.2, 6.4.9.5", 4),
    ("AIRCRAFT", "6.4.9.7", 4),
    ("GWP", "6.5.1", 4),
    ("INTERPRETATION", "6.6", 8),
    ("SENSITIVITY", "6.6", 6),
    ("REPORT", "7.2, 7.3", 9),
    ("REVIEW", "8", 9),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalReview:
    """A signed verification statement (ISO 14064-3) over the study. It is no critical review (ISO/TS 14071), and is not called one."""

    number: str
    body: str
    level: str
    valid_until: str
    is_withdrawn: bool


def study_report(
    device: DeviceFootprint, *, number: str, issued_on: date, commissioner: str, is_frozen: bool, review: CriticalReview | None = None
) -> dict[str, JSON]:
    """`report.json`: the study at length. Members ending in `Mg` are integers [mg CO2e]; shares and CV [-].

    `commissioner` is empty where nobody is stated; a maker is not who studied its device.
    Lines sum to `meanMg` exactly, as do stages, components, and the climate indicators. It holds supplier figures: confidential. Pure.
    """
    study, inventory, figures = device.study, device.inventory, device.figures
    spec, pack = inventory.spec, inventory.pack
    return {
        "number": number,
        "issuedOn": issued_on.isoformat(),
        "commissioner": commissioner,
        "state": "frozen" if is_frozen else "live",
        "synthetic": study.synthetic,
        "manufacturer": spec.attributes.manufacturer,
        "model": study.subject,
        "configuration": study.configuration,
        "standards": list(study.standards),
        "methodVersion": study.method_version,
        "studyDigest": study.digest,
        "configurationDigest": study.configuration_digest,
        "factorsDigest": study.factors_digest,
        "classPack": study.class_pack,
        "classPackDigest": study.class_pack_digest,
        "scope": {
            "functionalUnit": {"en": study.functional_unit_en, "zh": study.functional_unit_zh},
            "referenceFlow": {"en": f"1 × {pack.title_en}", "zh": f"1 × {pack.title_zh}"},
            "serviceYears": study.service_years,
            "placeOfUse": study.place_of_use,
            "placeOfAssembly": study.place_of_assembly,
            "productRules": pack.product_rules,
            "boundary": [stage.value for stage in study.boundary],
            "boundaryText": {"en": pack.boundary_en, "zh": pack.boundary_zh},
            "exclusions": list(study.exclusions),
            "cutoff": study.cutoff,
            "allocation": study.allocation,
            "endOfLife": study.end_of_life,
            "dataYear": study.data_year,
            "factorYears": list(study.factor_years),
            "reportYear": spec.attributes.report_year,
        },
        "electricity": _notes(study.electricity),
        "gwp": {
            "set": study.gwp_set,
            "bySet": [{"set": label.value, "mg": round(kg * 1e6)} for label, kg in figures.gwp_kg.items()],
            "boundMg": round(study.gwp_bound_kg * 1e6),
        },
        **_result(device),
        "findings": [{"code": one.code, "params": dict(one.params)} for one in findings(device)],
        "limitations": list(study.limitations),
        "offsets": {"included": study.offsets_included, "subtractedMg": 0},
        "review": _review(review),
        "clauses": [{"topic": topic, "clause": clause, "standing": "unverified", "section": part} for topic, clause, part in _CLAUSES],
        "lines": [_line(device, scored) for scored in figures.lines],
    }


def _result(device: DeviceFootprint) -> dict[str, JSON]:
    study, figures, inventory = device.study, device.figures, device.inventory
    summary, spots = figures.summary, hot_spots(inventory, figures.lines, figures.drivers)
    direct = contributions(inventory.graph, demands_of(inventory)).by_activity()
    return {
        "meanMg": study.mean_mg,
        "uncertainty": {
            "sdMg": study.sd_mg,
            "cv": study.sd_mg / study.mean_mg,
            "p2_5Mg": round(summary.p2_5 * 1e6),
            "p5Mg": study.p5_mg,
            "p50Mg": study.p50_mg,
            "p95Mg": study.p95_mg,
            "p97_5Mg": round(summary.p97_5 * 1e6),
            "standardErrorMeanMg": round(summary.standard_error_mean * 1e6),
            "standardErrorP95Mg": round(summary.standard_error_p95 * 1e6),
            "draws": study.draws,
            "seed": study.seed,
            "commonShare": study.variance_share_common,
            "skuShare": study.variance_share_sku,
            "unitShare": study.variance_share_unit,
        },
        "stages": [_part(figures.lines, "stage", stage.value, mg) for stage, mg in study.stages_mg.items()],
        "components": [
            _part(figures.lines, "component", name, mg)
            for name, mg in sorted(study.components_mg.items(), key=lambda item: (-item[1], item[0]))
        ],
        "indicators": [_indicator(figures.lines, indicator) for indicator in Indicator if _counts(figures.lines, indicator)],
        "biogenicCarbonMg": round(-study.indicators_mg[Indicator.BIOGENIC_UPTAKE] * CARBON_IN_CO2),
        "hotSpots": [_hot(scored, study.mean_mg) for scored in sorted(figures.lines, key=lambda s: (-abs(s.mg), s.line.key))[:_HOT_LINES]],
        "drivers": [
            {"key": spot.key, "scope": spot.scope.value, "share": spot.share, "tenthMg": spot.tenth_mg, "sdIfKnownMg": spot.sd_if_known_mg}
            for spot in sorted((*spots.data, *spots.assumptions), key=lambda spot: (-spot.share, spot.key))[:_DRIVERS]
        ],
        "sensitivities": [
            {"code": one.code, "value": one.value, "meanMg": one.mean_mg, "differenceMg": one.difference_mg} for one in study.sensitivities
        ],
        "gridPaths": [_grid_path(device, name) for name in sorted(grid_paths())],
        "quality": {
            "rating": study.data_quality_rating,
            "primaryShare": study.primary_data_share,
            "estimateShare": study.estimate_share,
            "marks": [{"mark": mark.value, "mg": mg} for mark, mg in figures.marks_mg.items()],
            "factors": factor_rows(device, direct),
            "assumed": list(assumed_factors(device)),
        },
        "imputed": [to_plain(entry) for entry in study.imputed],
        "assumptions": _notes(study.assumptions),
        "warnings": _notes(study.warnings),
        "suppliers": [to_plain(entry) for entry in study.suppliers],
    }


def _grid_path(device: DeviceFootprint, name: str) -> JSON:
    """The figure were the grid to change over the years of use: disclosed beside it, never in its place (METHODS 2)."""
    study = device.study
    found = under_path(device.figures.lines, mean_mg=study.mean_mg, service_years=study.service_years, name=name)
    said = {"en": found.path.en, "zh": found.path.zh, "standing": found.path.standing.value, "source": found.path.source}
    return {"name": name, **said, "meanMg": found.mean_mg, "differenceMg": found.difference_mg}


def _part(lines: Iterable[ScoredLine], kind: str, name: str, mg: int) -> JSON:
    estimated = sum(scored.mg for scored in lines if str(getattr(scored.line, kind)) == name and scored.estimated)
    return {"name": name, "mg": mg, "estimatedMg": estimated}


def _counts(lines: Iterable[ScoredLine], indicator: Indicator) -> bool:
    """The climate indicators are always stated, zero included; a co-pollutant where any line carries it."""
    return indicator in CLIMATE or any(scored.mg_by_indicator.get(indicator, 0) for scored in lines)


def _indicator(lines: Iterable[ScoredLine], indicator: Indicator) -> JSON:
    """An indicator by stage [mg CO2e; mg, or cm3 for water], and its sum."""
    stages = dict.fromkeys(Stage, 0)
    for scored in lines:
        stages[scored.line.stage] += scored.mg_by_indicator.get(indicator, 0)
    by_stage: dict[str, JSON] = {stage.value: amount for stage, amount in stages.items()}
    return {"indicator": indicator.value, "climate": indicator in CLIMATE, "totalMg": sum(stages.values()), "stagesMg": by_stage}


def _hot(scored: ScoredLine, mean: int) -> JSON:
    line = scored.line
    tags = {"line": line.key, "activity": line.activity, "place": line.place, "stage": line.stage.value, "component": line.component}
    return {**tags, "mg": scored.mg, "share": scored.mg / mean, "estimated": scored.estimated}


def _line(device: DeviceFootprint, scored: ScoredLine) -> JSON:
    """Amount × intensity × allocation = mg, with the factor, the mark and where the amount came from."""
    line, found = scored.line, device.inventory.resolved.get(scored.line.node)
    return {
        "line": line.key,
        "stage": line.stage.value,
        "component": line.component,
        "part": line.part,
        "activity": line.activity,
        "place": line.place,
        "amount": line.amount,
        "unit": line.unit.value,
        "intensityKg": scored.intensity_kg,
        "allocation": line.allocation,
        "mg": scored.mg,
        "mark": line.mark.value,
        "estimated": scored.estimated,
        "factor": found.factor.id if found else line.node,
        "origin": line.origin,
    }


def _notes(notes: Iterable[StudyNote]) -> list[JSON]:
    return [{"code": note.code, "params": dict(note.params), "place": note.place} for note in notes]


def _review(review: CriticalReview | None) -> Mapping[str, JSON]:
    if review is None:
        return {"status": "none"}
    said = {"number": review.number, "body": review.body, "level": review.level, "validUntil": review.valid_until}
    return {"status": "withdrawn" if review.is_withdrawn else "statement", **said}
