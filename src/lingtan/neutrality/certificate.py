"""The certificate (碳信用核销声明) from typed records: every member is rendered from a record, none is typed.

The format is docs/certificate.md, section 1. The signature is made elsewhere; `identities.require_identities` stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lingtan.attest import SERIAL_SCHEME, Party, SerialTree, certificate_document
from lingtan.errors import InputError, MethodError
from lingtan.evidence import Footprint, Stage, StatementOfFootprint, digest_json
from lingtan.neutrality.allocation import Allocation, Remainder, grams_per_serial
from lingtan.neutrality.orders import Entity
from lingtan.neutrality.policy import Requirement
from lingtan.neutrality.retirements import CreditLine, check_lines
from lingtan.neutrality.serials import GRAMS_PER_TONNE
from lingtan.rules import add_months

__all__ = [
    "CertificateClaim",
    "CertificateRecord",
    "FootprintBasis",
    "ProductDescription",
    "certificate_subject",
    "covered_period",
    "unsigned_certificate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDescription:
    """What the devices are, as the study names them."""

    manufacturer: str
    model: str
    configuration: str
    functional_unit: str
    exclusions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FootprintBasis:
    """What the footprint rests on: factor library, committed rows, standard, and the year of its data."""

    factors_digest: str
    commitments_root: str
    standard: str
    data_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateClaim:
    """The cleared wording and its scope. `gate` names the pack that cleared it (`name@version`)."""

    standard: str
    market: str
    audience: str
    period_start: date
    period_end: date
    text_zh: str
    text_en: str
    gate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRecord:
    """Everything a certificate says, as records."""

    number: str
    version: int
    replaces: str | None
    synthetic: bool
    holder: Entity
    payer: Entity | None
    order: str
    product: ProductDescription
    serials: SerialTree
    footprint: Footprint
    basis: FootprintBasis
    requirement: Requirement
    lines: tuple[CreditLine, ...]
    allocation: Allocation
    carried_from: tuple[Remainder, ...] = ()
    claim: CertificateClaim
    verify_address: str

    def __post_init__(self) -> None:
        if self.version < 1 or (self.version == 1) != (self.replaces is None):
            raise InputError("CERTIFICATE_VERSION", place=self.number, version=self.version)
        count = len(self.serials.openings)
        if not count == self.requirement.count == self.allocation.count:
            raise InputError(
                "CERTIFICATE_COUNT", place=self.number, serials=count, required=self.requirement.count, allocated=self.allocation.count
            )
        if self.serials.manufacturer != self.product.manufacturer:
            raise InputError(
                "CERTIFICATE_MANUFACTURER", place=self.number, serials=self.serials.manufacturer, product=self.product.manufacturer
            )
        grams = grams_per_serial(self.requirement.required_g, (opening.serial for opening in self.serials.openings))
        for opening in self.serials.openings:
            if grams[opening.serial] != opening.grams:
                raise MethodError("CERTIFICATE_GRAMS", place=opening.serial, grams=opening.grams, wanted=grams[opening.serial])
        if sum(line.pick.tonnes for line in self.lines) * GRAMS_PER_TONNE != self.allocation.retired_g:
            raise MethodError("CERTIFICATE_RETIRED", place=self.number, retired_g=self.allocation.retired_g)
        if sum(one.grams for one in self.carried_from) != self.allocation.carried_in_g:
            raise MethodError(
                "CERT_CARRIED_FROM", place=self.number, got=sum(r.grams for r in self.carried_from), want=self.allocation.carried_in_g
            )
        check_lines(self.lines)


def covered_period(start: date, years: float) -> tuple[date, date]:
    """First and last day covered from `start` for these years, to the month. Raises InputError `COVERED_YEARS`."""
    months = round(years * 12)
    if months < 1:
        raise InputError("COVERED_YEARS", place="period", years=years)
    return start, add_months(start, months) - timedelta(days=1)


def certificate_subject(record: CertificateRecord) -> dict[str, Any]:
    """The `credentialSubject`, without `statement`, which comes from the embedded statement itself."""
    f, r, a = record.footprint, record.requirement, record.allocation
    return {
        "number": record.number,
        "version": record.version,
        "replaces": record.replaces,
        "methodVersion": f.method_version,
        "synthetic": record.synthetic,
        "holder": _entity(record.holder),
        "payer": None if record.payer is None else _entity(record.payer),
        "order": record.order,
        "product": {
            "manufacturer": record.product.manufacturer,
            "model": record.product.model,
            "configuration": record.product.configuration,
            "configurationDigest": f.configuration_digest,
            "functionalUnit": record.product.functional_unit,
            "serviceYears": f.service_years,
            "placeOfUse": f.place_of_use,
            "boundary": [stage.value for stage in Stage],
            "exclusions": list(record.product.exclusions),
        },
        "devices": {"count": a.count, "serialsRoot": record.serials.root, "scheme": SERIAL_SCHEME},
        "footprint": {
            "studyDigest": f.study_digest,
            "factorsDigest": record.basis.factors_digest,
            "commitmentsRoot": record.basis.commitments_root,
            "standard": record.basis.standard,
            "gwpSet": f.gwp_set,
            "dataYear": record.basis.data_year,
            "meanMg": f.mean_mg,
            "sdMg": f.sd_mg,
            "p5Mg": f.quantiles.p5_mg,
            "p50Mg": f.quantiles.p50_mg,
            "p95Mg": f.quantiles.p95_mg,
            "draws": f.quantiles.draws,
            "seed": f.quantiles.seed,
            "stagesMg": {stage.value: f.stages_mg[stage] for stage in Stage},
            "primaryDataShare": f.primary_data_share,
        },
        "policy": {
            "basis": r.policy.basis.value,
            "quantile": r.policy.quantile,
            "batchMg": r.batch_mg,
            "meanBatchMg": r.mean_batch_mg,
            "requiredG": r.required_g,
            "bufferG": r.buffer_g,
            "unitVarianceShare": r.unit_variance_share,
        },
        "credits": [_line(line) for line in record.lines],
        "allocation": {
            "totalG": a.total_g,
            "retiredG": a.retired_g,
            "carriedInG": a.carried_in_g,
            "carriedFrom": [{"number": one.certificate, "grams": one.grams} for one in record.carried_from],
            "remainderG": a.remainder_g,
            "remainderRule": "same-beneficiary",
            "baseG": a.base_g,
            "extraCount": a.extra_count,
        },
        "claim": {
            "type": "offset",
            "standard": record.claim.standard,
            "market": record.claim.market,
            "audience": record.claim.audience,
            "periodStart": record.claim.period_start.isoformat(),
            "periodEnd": record.claim.period_end.isoformat(),
            "text": {"zh": record.claim.text_zh, "en": record.claim.text_en},
            "gate": record.claim.gate,
        },
        "verify": {"address": record.verify_address},
    }


def unsigned_certificate(
    record: CertificateRecord,
    *,
    id: str,
    issuer: Party,
    valid_from: datetime,
    statement: StatementOfFootprint,
    statement_document: Mapping[str, Any],
) -> dict[str, Any]:
    """The whole certificate without its proof; `id` is a `urn:uuid:…` made by the client, `validUntil` the end of the covered period.

    Raises MethodError `STATEMENT_NOT_EMBEDDED` when the document is not the one the statement's record names.
    """
    if digest_json(statement_document) != statement.statement_digest:
        raise MethodError("STATEMENT_NOT_EMBEDDED", place=statement.number)
    until = datetime.combine(record.claim.period_end, time(23, 59, 59), tzinfo=UTC)
    return certificate_document(
        id=id,
        issuer=issuer,
        valid_from=valid_from,
        valid_until=until,
        subject=certificate_subject(record),
        statement=statement_document,
    )


def _entity(entity: Entity) -> dict[str, str]:
    return {"name": entity.name, "identifier": entity.identifier}


def _line(line: CreditLine) -> dict[str, Any]:
    block, serials, said = line.pick.block, line.pick.serials, line.confirmation
    return {
        "programme": block.registry.value,
        "registry": block.registry_name,
        "projectId": block.project_id,
        "projectName": block.project_name,
        "projectType": block.project_type.value,
        "hostCountry": block.host_country,
        "methodology": block.methodology,
        "vintageYear": block.vintage_year,
        "serialPrefix": serials.prefix,
        "serialFirst": serials.first,
        "serialLast": serials.last,
        "tonnes": serials.count,
        "retiredOn": said.retired_on.isoformat(),
        "reason": said.reason,
        "beneficiary": said.beneficiary,
        "registryReference": said.registry_reference,
        "registryUrl": said.registry_url,
        "evidenceDigest": said.evidence_digest,
        "labels": list(block.labels),
        "correspondingAdjustment": block.corresponding_adjustment.value,
    }
