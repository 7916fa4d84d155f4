"""The study record: what ISO 14067 and GB/T 24067 ask a footprint study to state, frozen by digest and method version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lingtan import METHOD_VERSION
from lingtan.errors import Param
from lingtan.evidence import LATER, Stage, digest_record, to_plain
from lingtan.evidence.canonical import JSON
from lingtan.messages import Message
from lingtan.product.figures import Figures
from lingtan.product.impute import Imputed
from lingtan.product.inventory import Inventory
from lingtan.product.supplier import IMPLAUSIBLE_RATIO, SupplierVerdict
from lingtan.product.workshop.use import WorkshopUse
from lingtan.quantities import Indicator

__all__ = ["MONTE_CARLO_LIMIT", "STANDARDS", "SensitivityResult", "Study", "StudyNote", "build_study"]

#: The standards whose study contents the record follows. Their clauses were not read: see METHODS [u].
STANDARDS: tuple[str, ...] = ("ISO 14067:2018", "GB/T 24067-2024")

#: Standard errors by which the mean of the draws may differ from the certified mean before the study says so.
MONTE_CARLO_LIMIT = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityResult:
    """One scenario: its code, the changed value, and the mean it leads to. [mg CO2e]; never the verified figure itself."""

    code: str
    value: str
    mean_mg: int
    difference_mg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyNote:
    """A code of the catalogue with its parameters and place."""

    code: str
    params: Mapping[str, Param]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierNote:
    """One supplier figure beside the generic one it replaced or failed to replace. [kg CO2e per device]; confidential."""

    part: str
    supplier: str
    verdict: str
    verification: str
    supplier_kg: float
    generic_kg: float
    market_instrument: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopNote:
    """A measured intensity in the study: kWh of one piece, its share of standard error, and pieces in one device; confidential."""

    workshop: str
    process: str
    intensity_digest: str
    period: str
    months_count: int
    kwh_per_unit: float
    standard_error_share: float
    pieces_count: float
    saving_digest: str
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A carbon-footprint study of one configuration. Offsets are never part of it. Figures in mg CO2e per functional unit.

    `pollutants_mg` are masses beside the climate figure (VOC), never part of it. [mg]
    `electricity` states class, place and years; `allocation` and `cutoff` the rules used; `data_quality_rating` 1 (best) to 5.
    """

    subject: str
    configuration: str
    configuration_digest: str
    class_pack: str
    class_pack_digest: str
    factors_digest: str
    method_version: str
    standards: tuple[str, ...]
    functional_unit_en: str
    functional_unit_zh: str
    reference_flow: str
    service_years: float
    place_of_use: str
    place_of_assembly: str
    boundary: tuple[Stage, ...]
    exclusions: tuple[str, ...]
    cutoff: str
    allocation: str
    end_of_life: str
    electricity: tuple[StudyNote, ...]
    data_year: int
    factor_years: tuple[int, int]
    gwp_set: str
    gwp_bound_kg: float
    offsets_included: bool
    mean_mg: int
    stages_mg: Mapping[Stage, int]
    components_mg: Mapping[str, int]
    indicators_mg: Mapping[Indicator, int]
    sd_mg: int
    p5_mg: int
    p50_mg: int
    p95_mg: int
    draws: int
    seed: int
    variance_share_common: float
    variance_share_sku: float
    variance_share_unit: float
    primary_data_share: float
    estimate_share: float
    data_quality_rating: float
    imputed: tuple[Imputed, ...]
    assumptions: tuple[StudyNote, ...]
    warnings: tuple[StudyNote, ...]
    suppliers: tuple[SupplierNote, ...]
    sensitivities: tuple[SensitivityResult, ...]
    limitations: tuple[str, ...]
    synthetic: bool
    pollutants_mg: Mapping[Indicator, int] = field(default_factory=dict, metadata=LATER)
    workshops: tuple[WorkshopNote, ...] = field(default=(), metadata=LATER)

    @property
    def digest(self) -> str:
        """Digest of the whole record; a certificate and a statement name it."""
        return digest_record(self)

    @property
    def plain(self) -> JSON:
        """The record as plain JSON (study.json)."""
        return to_plain(self)


def build_study(inventory: Inventory, figures: Figures, sensitivities: tuple[SensitivityResult, ...]) -> Study:
    """The study of these figures. Pure, so that the digest is a function of spec, pack, factors, method version, seed and draws."""
    spec, pack = inventory.spec, inventory.pack
    years = [found.factor.year for found in inventory.resolved.values()]
    micro = 1e6
    return Study(
        subject=spec.subject,
        configuration=spec.attributes.configuration,
        configuration_digest=spec.configuration_digest,
        class_pack=f"{pack.name} {pack.version}",
        class_pack_digest=pack.digest,
        factors_digest=inventory.factors_digest,
        method_version=METHOD_VERSION,
        standards=pack.standards or STANDARDS,
        functional_unit_en=pack.functional_unit_en,
        functional_unit_zh=pack.functional_unit_zh,
        reference_flow=f"1 {pack.name}",
        service_years=inventory.service_years,
        place_of_use=inventory.place_of_use,
        place_of_assembly=inventory.place_of_assembly,
        boundary=tuple(Stage),
        exclusions=pack.exclusions,
        cutoff=pack.cutoff,
        allocation="line allocation 1 unless stated; recycled content and end of life by cut-off",
        end_of_life=inventory.end_of_life.value,
        electricity=_electricity(inventory),
        data_year=inventory.data_year,
        factor_years=(min(years), max(years)),
        gwp_set=figures.gwp_set,
        gwp_bound_kg=figures.gwp_bound_kg,
        offsets_included=False,
        mean_mg=figures.mean_mg,
        stages_mg=figures.stages_mg,
        components_mg=figures.components_mg,
        indicators_mg=figures.indicators_mg,
        sd_mg=round(figures.summary.sd * micro),
        p5_mg=round(figures.summary.p5 * micro),
        p50_mg=round(figures.summary.p50 * micro),
        p95_mg=round(figures.summary.p95 * micro),
        draws=figures.summary.draws,
        seed=figures.seed,
        variance_share_common=figures.shares.common,
        variance_share_sku=figures.shares.sku,
        variance_share_unit=figures.shares.unit,
        primary_data_share=figures.primary_data_share,
        estimate_share=figures.estimate_share,
        data_quality_rating=figures.data_quality_rating,
        imputed=inventory.imputed,
        assumptions=tuple(map(_note, inventory.assumptions)),
        warnings=(*map(_note, inventory.warnings), *_monte_carlo_note(figures), *_supplier_notes(figures)),
        suppliers=tuple(
            SupplierNote(
                part=entry.part,
                supplier=entry.supplier,
                verdict=entry.verdict.value,
                verification=entry.verification.value,
                supplier_kg=entry.supplier_kg,
                generic_kg=entry.generic_kg or 0.0,
                market_instrument=entry.market_instrument or "",
            )
            for entry in figures.replacements
        ),
        sensitivities=sensitivities,
        limitations=pack.limitations,
        synthetic=spec.is_synthetic,
        pollutants_mg=figures.pollutants_mg,
        workshops=tuple(map(_workshop, spec.workshops)),
    )


def _workshop(use: WorkshopUse) -> WorkshopNote:
    said = use.intensity
    return WorkshopNote(
        workshop=said.workshop,
        process=said.process.value,
        intensity_digest=said.digest,
        period=f"{said.period_start} … {said.period_end}",
        months_count=said.months_count,
        kwh_per_unit=said.kwh_per_unit,
        standard_error_share=said.standard_error_share,
        pieces_count=use.pieces_count,
        saving_digest=digest_record(said.saving) if said.saving is not None else "",
        synthetic=said.synthetic,
    )


def _electricity(inventory: Inventory) -> tuple[StudyNote, ...]:
    """Each electricity used: life-cycle class, location-based, which factor, how it was reached."""
    notes = []
    for node, found in inventory.resolved.items():
        if found.factor.activity == "electricity":
            params: dict[str, Param] = {
                "place": found.query.place,
                "factor": found.factor.id,
                "year": found.factor.year,
                "kg_per_kwh": found.factor.value,
                "class": found.factor.klass.value,
                "steps": len(found.steps),
            }
            notes.append(StudyNote(code="ELECTRICITY_USED", params=params, place=node))
    return tuple(notes)


def _monte_carlo_note(figures: Figures) -> tuple[StudyNote, ...]:
    """A note when the joint draws do not agree with the certified mean: a sign of a parameter met twice, or of a heavy tail."""
    if figures.monte_carlo_error <= MONTE_CARLO_LIMIT:
        return ()
    return (StudyNote(code="MONTE_CARLO_OFF", params={"errors": round(figures.monte_carlo_error, 2)}, place=""),)


def _supplier_notes(figures: Figures) -> tuple[StudyNote, ...]:
    """A note for every figure in use that lies far from the generic one: grams taken for kilograms look like this."""
    notes = []
    for entry in figures.replacements:
        ratio = entry.supplier_kg / entry.generic_kg if entry.generic_kg else 1.0
        if entry.verdict is SupplierVerdict.USED and not 1 / IMPLAUSIBLE_RATIO <= ratio <= IMPLAUSIBLE_RATIO:
            params: dict[str, Param] = {"part": entry.part, "supplier": entry.supplier, "ratio": round(ratio, 4)}
            notes.append(StudyNote(code="SUPPLIER_IMPLAUSIBLE", params=params, place=entry.cell))
    return tuple(notes)


def _note(message: Message) -> StudyNote:
    return StudyNote(code=message.code, params=dict(message.params), place=message.place or "")
