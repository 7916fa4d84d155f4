"""The PDF of a statement of cancellation (碳信用核销声明): derived from the signed JSON, which it carries; nothing is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.documents.figures import grouped, kilograms, number, per_cent
from lingtan.documents.frame import frame
from lingtan.documents.labels import Labels, document_language, key
from lingtan.documents.reader import Reader
from lingtan.documents.shares import share_table, untold
from lingtan.documents.typesetting import typeset
from lingtan.evidence import canonical_bytes

__all__ = ["certificate_view", "render_certificate"]


def render_certificate(vc: Mapping[str, Any], lang: str) -> bytes:
    """PDF/A-3b of a certificate credential (docs/certificate.md §1) in `zh` or `en`, with its RFC 8785 bytes as `certificate.json`.

    The document's clock is `proof.created` (`validFrom` while unsigned), so the same credential gives the same bytes. Raises InputError
    `DOCUMENT_FIELD` for a missing or mistyped member, `DOCUMENT_LANGUAGE`, `GLYPH_MISSING`, `NOT_CANONICAL`.
    """
    record = Reader(vc)
    created = record.instant("proof.created" if record.has("proof") else "validFrom")
    return typeset("certificate.typ", certificate_view(vc, lang), created=created)


def certificate_view(vc: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the template shows: labels and values as text, shares as numbers, the QR drawing and the attached bytes."""
    labels = Labels(document_language(lang))
    record = Reader(vc)
    subject = record.at("credentialSubject")
    common = frame(
        labels,
        "CERTIFICATE",
        number=subject.text("number"),
        synthetic=subject.flag("synthetic"),
        attached=("certificate.json", canonical_bytes(vc)),
        verify=subject.text("verify.address"),
    )
    return common | {
        "identity": _identity(labels, record, subject),
        "key_figures": _key_figures(labels, subject),
        "claim": _claim(labels, subject),
        "sections": {
            "parties": {"heading": labels.heading("PARTIES"), "fields": _parties(labels, record, subject)},
            "product": {"heading": labels.heading("PRODUCT"), "fields": _product(labels, subject)},
            "footprint": {"heading": labels.heading("FOOTPRINT"), "fields": _footprint(labels, subject)},
            "verification": {"heading": labels.heading("VERIFICATION"), "fields": _verification(labels, record, subject)},
            "allocation": {"heading": labels.heading("ALLOCATION"), "fields": _allocation(labels, subject)},
            "proof": {"heading": labels.heading("PROOF"), "fields": _proof(labels, record, subject)},
        },
        "stages_legend": labels.term("LEGEND_UNTOLD"),
        "stages": _stages(labels, subject),
        "credits": {
            "heading": labels.heading("CREDITS"),
            "unit": labels.term("UNIT_TONNE"),
            "lines": [_credit(labels, line) for line in subject.records("credits")],
        },
    }


def _who(record: Reader, path: str) -> str:
    return f"{record.text(f'{path}.name')} / {record.text(f'{path}.identifier')}"


def _identity(labels: Labels, record: Reader, subject: Reader) -> list[dict[str, Any]]:
    return [
        labels.field("NUMBER", subject.text("number")),
        labels.field("VERSION", number(subject.integer("version"))),
        labels.field("REPLACES", number(subject.get("replaces"))),
        labels.field("ISSUED", record.text("validFrom")),
        labels.field("VALID_UNTIL", record.text("validUntil")),
        labels.field("STATUS_ENTRY", record.text("credentialStatus.id")),
    ]


def _key_figures(labels: Labels, subject: Reader) -> list[dict[str, Any]]:
    mean_mg = subject.integer("footprint.meanMg")
    return [
        {
            "label": labels.term("KEY_DEVICES"),
            "value": grouped(subject.integer("devices.count")),
            "unit": labels.term("UNIT_DEVICES"),
            "weight": 8,
        },
        {"label": labels.term("KEY_FOOTPRINT"), "value": kilograms(mean_mg, places=1), "unit": labels.term("UNIT_KG_CO2E"), "weight": 10},
        {
            "label": labels.term("KEY_ALLOCATED"),
            "value": kilograms(1000 * subject.integer("allocation.totalG")),
            "unit": labels.term("UNIT_KG_CO2E"),
            "weight": 14,
        },
        {
            "label": labels.term("KEY_RETIRED"),
            "value": grouped(sum(c.integer("tonnes") for c in subject.records("credits"))),
            "unit": labels.term("UNIT_TONNE"),
            "weight": 8,
        },
    ]


def _claim(labels: Labels, subject: Reader) -> dict[str, Any]:
    claim = subject.at("claim")
    return {
        "heading": labels.heading("CLAIM"),
        "main": claim.text(f"text.{labels.language.value}"),
        "beside": claim.text(f"text.{labels.other.value}"),
        "fields": [
            labels.field("CLAIM_TYPE", labels.choice("CLAIM_TYPE", claim.text("type"))),
            labels.field("CLAIM_STANDARD", claim.text("standard")),
            labels.field("MARKET", f"{claim.text('market')} / {labels.choice('AUDIENCE', claim.text('audience'))}"),
            labels.field("PERIOD", f"{claim.text('periodStart')} – {claim.text('periodEnd')}"),
            labels.field("GATE", claim.text("gate"), span=4),
        ],
    }


def _parties(labels: Labels, record: Reader, subject: Reader) -> list[dict[str, Any]]:
    return [
        labels.field("HOLDER", _who(subject, "holder")),
        labels.field("PAYER", "–" if subject.get("payer") is None else _who(subject, "payer")),
        labels.field("ORDER", subject.text("order")),
        labels.field("ISSUER", record.text("issuer.name")),
        labels.field("ISSUER_KEY", record.text("issuer.id"), span=4, small=True),
    ]


def _product(labels: Labels, subject: Reader) -> list[dict[str, Any]]:
    product, devices = subject.at("product"), subject.at("devices")
    exclusions = [str(item) for item in product.items("exclusions")]
    return [
        labels.field("MANUFACTURER", product.text("manufacturer")),
        labels.field("MODEL", product.text("model")),
        labels.field("CONFIGURATION", product.text("configuration")),
        labels.field("FUNCTIONAL_UNIT", product.text("functionalUnit"), span=4),
        labels.field("SERVICE", labels.term("YEARS_AT", years=number(product.real("serviceYears")), place=product.text("placeOfUse"))),
        labels.field("BOUNDARY", " / ".join(labels.choice("STAGE", str(stage)) for stage in product.items("boundary")), span=4),
        labels.field("EXCLUSIONS", " / ".join(labels.foreign(item, f"EXCLUSION_{key(item)}") for item in exclusions) or "–"),
        labels.field("CONFIGURATION_DIGEST", product.text("configurationDigest"), span=6, small=True),
        labels.field("SERIALS_ROOT", devices.text("serialsRoot"), span=4, small=True),
        labels.field("SERIALS_SCHEME", devices.text("scheme"), small=True),
    ]


def _footprint(labels: Labels, subject: Reader) -> list[dict[str, Any]]:
    footprint = subject.at("footprint")
    kg = labels.term("UNIT_KG_CO2E")
    return [
        labels.field("MEAN", f"{kilograms(footprint.integer('meanMg'))} {kg}"),
        labels.field("SD", f"{kilograms(footprint.integer('sdMg'))} {kg}"),
        labels.field("QUANTILES", " / ".join(kilograms(footprint.integer(name)) for name in ("p5Mg", "p50Mg", "p95Mg")) + f" {kg}"),
        labels.field("STANDARD", footprint.text("standard")),
        labels.field("GWP_SET", labels.gwp(footprint.text("gwpSet")), span=1),
        labels.field("DATA_YEAR", str(footprint.integer("dataYear")), span=1),
        labels.field("DRAWS", f"{grouped(footprint.integer('draws'))} / {footprint.integer('seed')}", span=1),
        labels.field("PRIMARY_SHARE", per_cent(footprint.real("primaryDataShare")), span=1),
        labels.field("STUDY_DIGEST", footprint.text("studyDigest"), span=6, small=True),
        labels.field("FACTORS_DIGEST", footprint.text("factorsDigest"), span=6, small=True),
        labels.field("COMMITMENTS_ROOT", footprint.text("commitmentsRoot"), span=6, small=True),
    ]


def _stages(labels: Labels, subject: Reader) -> dict[str, Any]:
    stages = subject.at("footprint.stagesMg")
    parts = untold(labels, stages)
    return share_table(labels, "STAGE", parts, whole_mg=subject.integer("footprint.meanMg"), total=True)


def _verification(labels: Labels, record: Reader, subject: Reader) -> list[dict[str, Any]]:
    fields = [labels.field("STATEMENT_NUMBER", subject.text("statement.number"))]
    number_of = subject.text("statement.number")
    for statement in record.records("evidence"):
        body = statement.at("credentialSubject")
        if body.text("number") != number_of:
            continue
        level = labels.choice("LEVEL", body.text("levelOfAssurance"))
        fields += [
            labels.field("CERTIFIER", statement.text("issuer.name")),
            labels.field("LEVEL", labels.term("LEVEL_AT", level=level, percent=number(body.real("materialityPercent")))),
            labels.field("CRITERIA", " / ".join(str(item) for item in body.items("criteria")), span=4),
            labels.field("SIGNER", body.text("signer.name")),
            labels.field("STATEMENT_PERIOD", f"{statement.text('validFrom')} – {statement.text('validUntil')}", span=6),
        ]
    return [*fields, labels.field("STATEMENT_DIGEST", subject.text("statement.digest"), span=6, small=True)]


def _allocation(labels: Labels, subject: Reader) -> list[dict[str, Any]]:
    policy, allocation = subject.at("policy"), subject.at("allocation")
    basis = labels.choice("BASIS", policy.text("basis"))
    if policy.has("quantile"):
        basis = f"{basis} P{number(round(100 * policy.real('quantile'), 6))}"
    base, extra = allocation.integer("baseG"), allocation.integer("extraCount")
    plain = subject.integer("devices.count") - extra
    return [
        labels.field("BASIS", basis),
        labels.field("MEAN_BATCH", f"{grouped(policy.integer('meanBatchMg'))} mg"),
        labels.field("BATCH", f"{grouped(policy.integer('batchMg'))} mg"),
        labels.field("REQUIRED", f"{grouped(policy.integer('requiredG'))} g"),
        labels.field("BUFFER", f"{grouped(policy.integer('bufferG'))} g"),
        labels.field("UNIT_VARIANCE", per_cent(policy.real("unitVarianceShare"))),
        labels.field("ALLOCATED", f"{grouped(allocation.integer('totalG'))} g"),
        labels.field(
            "PER_DEVICE",
            labels.term("PER_DEVICE_SPLIT", plain=grouped(plain), base=grouped(base), extra=grouped(extra), more=grouped(base + 1)),
            span=4,
        ),
        labels.field("RETIRED", f"{grouped(allocation.integer('retiredG'))} g"),
        labels.field("CARRIED_IN", _carried(allocation)),
        labels.field("REMAINDER", f"{grouped(allocation.integer('remainderG'))} g"),
        labels.field("REMAINDER_RULE", labels.choice("REMAINDER", allocation.text("remainderRule")), span=6),
    ]


def _carried(allocation: Reader) -> str:
    """Grams carried in, and the certificates they remain from."""
    parts = [f"{grouped(one.integer('grams'))} g ← {one.text('number')}" for one in allocation.records("carriedFrom")]
    return "; ".join(parts) or f"{grouped(allocation.integer('carriedInG'))} g"


def _credit(labels: Labels, line: Reader) -> dict[str, Any]:
    marks = " / ".join(str(item) for item in line.items("labels")) or "–"
    return {
        "name": line.text("projectName"),
        "tonnes": grouped(line.integer("tonnes")),
        "fields": [
            labels.field("PROGRAMME", f"{line.text('programme')} / {line.text('registry')}"),
            labels.field("PROJECT", f"{line.text('projectId')} / {line.text('hostCountry')}"),
            labels.field("PROJECT_TYPE", labels.choice("PROJECT_TYPE", line.text("projectType"))),
            labels.field("METHODOLOGY", line.text("methodology")),
            labels.field("VINTAGE", str(line.integer("vintageYear")), span=1),
            labels.field("RETIRED_ON", line.text("retiredOn"), span=1),
            labels.field("ADJUSTMENT", labels.choice("ADJUSTMENT", str(line.get("correspondingAdjustment")))),
            labels.field("SERIALS", f"{line.text('serialPrefix')}  {line.text('serialFirst')} – {line.text('serialLast')}", span=4),
            labels.field("CREDIT_LABELS", marks),
            labels.field("BENEFICIARY", line.text("beneficiary"), span=4),
            labels.field("REASON", line.text("reason")),
            labels.field("REGISTRY_REFERENCE", f"{line.text('registryReference')} / {line.text('registryUrl')}", span=6),
            labels.field("EVIDENCE_DIGEST", line.text("evidenceDigest"), span=6, small=True),
        ],
    }


def _proof(labels: Labels, record: Reader, subject: Reader) -> list[dict[str, Any]]:
    fields = [
        labels.field("VERIFY_ADDRESS", subject.text("verify.address"), span=4),
        labels.field("METHOD_VERSION", subject.text("methodVersion")),
        labels.field("RECORD_ID", record.text("id"), span=4, small=True),
    ]
    if not record.has("proof"):
        return [*fields, labels.field("SIGNED_WITH", labels.term("UNSIGNED"))]
    proof = record.at("proof")
    return [
        *fields,
        labels.field("SIGNED_WITH", f"{proof.text('cryptosuite')} / {proof.text('created')}", small=True),
        labels.field("PROOF_KEY", proof.text("verificationMethod"), span=6, small=True),
        labels.field("PROOF_VALUE", proof.text("proofValue"), span=6, small=True),
    ]
