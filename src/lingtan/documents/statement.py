"""The PDF of a verification statement: derived from the certifier's signed credential, which it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.documents.figures import grouped, kilograms, number
from lingtan.documents.frame import frame
from lingtan.documents.labels import Labels, document_language
from lingtan.documents.reader import Reader
from lingtan.documents.shares import share_table, untold
from lingtan.documents.typesetting import typeset
from lingtan.evidence import canonical_bytes

__all__ = ["render_statement", "statement_view"]


def render_statement(vc: Mapping[str, Any], lang: str) -> bytes:
    """PDF/A-3b of a verification statement credential (docs/certificate.md §2) in `zh` or `en`, with its bytes as `statement.json`.

    The clock is `proof.created` (`validFrom` while unsigned). Raises InputError `DOCUMENT_FIELD`, `DOCUMENT_LANGUAGE`, `GLYPH_MISSING`.
    """
    record = Reader(vc)
    created = record.instant("proof.created" if record.has("proof") else "validFrom")
    return typeset("statement.typ", statement_view(vc, lang), created=created)


def statement_view(vc: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the template shows, as text."""
    labels = Labels(document_language(lang))
    record = Reader(vc)
    body = record.at("credentialSubject")
    common = frame(
        labels,
        "STATEMENT",
        number=body.text("number"),
        synthetic=body.flag("synthetic"),
        attached=("statement.json", canonical_bytes(vc)),
    )
    level = labels.choice("LEVEL", body.text("levelOfAssurance"))
    stages = body.at("stagesMg")
    return common | {
        "key_figures": [
            {
                "label": labels.term("KEY_FOOTPRINT"),
                "value": kilograms(body.integer("meanMg")),
                "unit": labels.term("UNIT_KG_CO2E"),
                "weight": 12,
            },
            {"label": labels.term("KEY_LEVEL"), "value": level, "unit": "", "weight": 12},
            {"label": labels.term("KEY_MATERIALITY"), "value": number(body.real("materialityPercent")), "unit": "%", "weight": 6},
        ],
        "opinion": {
            "heading": labels.heading("OPINION"),
            "main": labels.term(f"OPINION_{body.text('levelOfAssurance').upper()}"),
            "note": labels.term("OPINION_NOTE"),
        },
        "sections": [
            {"heading": labels.heading("STATEMENT_SUBJECT"), "fields": _subject(labels, body)},
            {"heading": labels.heading("VERIFICATION_WORK"), "fields": _work(labels, body)},
            {"heading": labels.heading("VERIFIER"), "fields": _verifier(labels, record, body)},
            {"heading": labels.heading("PROOF"), "fields": _proof(labels, record)},
        ],
        "qualifications": {
            "heading": labels.heading("QUALIFICATIONS"),
            "items": [str(item) for item in body.items("qualifications")] or [labels.term("NO_QUALIFICATIONS")],
        },
        "stages_legend": labels.term("LEGEND_UNTOLD"),
        "stages": share_table(
            labels,
            "STAGE",
            untold(labels, stages),
            whole_mg=body.integer("meanMg"),
            total=True,
        ),
    }


def _subject(labels: Labels, body: Reader) -> list[dict[str, Any]]:
    return [
        labels.field("MODEL", body.text("subject")),
        labels.field("CONFIGURATION", body.text("configuration")),
        labels.field("SERVICE", labels.term("YEARS_AT", years=number(body.real("serviceYears")), place=body.text("placeOfUse"))),
        labels.field("METHOD_VERSION", body.text("methodVersion")),
        labels.field("GWP_SET", labels.gwp(body.text("gwpSet")), span=4),
        labels.field("STUDY_DIGEST", body.text("studyDigest"), span=6, small=True),
        labels.field("CONFIGURATION_DIGEST", body.text("configurationDigest"), span=6, small=True),
    ]


def _work(labels: Labels, body: Reader) -> list[dict[str, Any]]:
    sample, findings = body.at("sample"), body.at("findings")
    drawn = labels.term("SAMPLE_OF", drawn=grouped(sample.integer("drawn")), population=grouped(sample.integer("population")))
    closed = labels.term("FINDINGS_OF", raised=grouped(findings.integer("raised")), closed=grouped(findings.integer("closed")))
    return [
        labels.field("CRITERIA", " / ".join(str(item) for item in body.items("criteria")), span=6),
        labels.field("SITES", " / ".join(str(item) for item in body.items("sites")) or "–", span=6),
        labels.field("SAMPLE", drawn),
        labels.field("FINDINGS", closed, span=4),
        labels.field("FINDINGS_DIGEST", findings.text("digest"), span=6, small=True),
    ]


def _verifier(labels: Labels, record: Reader, body: Reader) -> list[dict[str, Any]]:
    fields = [
        labels.field("CERTIFIER", record.text("issuer.name"), span=4),
        labels.field("STATEMENT_NUMBER", body.text("number")),
        labels.field("SIGNER", body.text("signer.name")),
        labels.field("COMPETENCE_UNTIL", body.text("signer.competenceValidUntil")),
        labels.field("SIGNED_ON", record.text("validFrom")),
        labels.field("VALID_UNTIL", record.text("validUntil")),
    ]
    if not body.has("accreditation"):
        return [*fields, labels.field("ACCREDITATION", labels.term("NOT_ACCREDITED"), span=4)]
    accreditation = body.at("accreditation")
    return [
        *fields,
        labels.field("ACCREDITATION", f"{accreditation.text('body')} / {accreditation.text('number')}", span=4),
        labels.field("ACCREDITATION_UNTIL", accreditation.text("validUntil")),
        labels.field("ACCREDITATION_SCOPE", accreditation.text("scope"), span=4),
    ]


def _proof(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    fields = [labels.field("RECORD_ID", record.text("id"), span=4, small=True)]
    if not record.has("proof"):
        return [*fields, labels.field("SIGNED_WITH", labels.term("UNSIGNED"))]
    proof = record.at("proof")
    return [
        *fields,
        labels.field("SIGNED_WITH", f"{proof.text('cryptosuite')} / {proof.text('created')}", small=True),
        labels.field("ISSUER_KEY", record.text("issuer.id"), span=6, small=True),
        labels.field("PROOF_KEY", proof.text("verificationMethod"), span=6, small=True),
        labels.field("PROOF_VALUE", proof.text("proofValue"), span=6, small=True),
    ]
