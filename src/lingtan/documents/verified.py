"""What every verification statement shows of the verification itself: the work done, who verified, and the proof."""

from __future__ import annotations

from typing import Any

from lingtan.documents.figures import grouped
from lingtan.documents.labels import Labels
from lingtan.documents.reader import Reader

__all__ = ["opinion", "proof", "qualifications", "verifier", "work"]


def opinion(labels: Labels, body: Reader, family: str) -> dict[str, Any]:
    """The opinion by its level of assurance, in the words of the document's kind, and its note."""
    level = body.text("levelOfAssurance").upper()
    return {"heading": labels.heading("OPINION"), "main": labels.term(f"{family}_{level}"), "note": labels.term(f"{family}_NOTE")}


def qualifications(labels: Labels, body: Reader) -> dict[str, Any]:
    """What the verifier reserves, or that it is nothing."""
    items = [str(item) for item in body.items("qualifications")]
    return {"heading": labels.heading("QUALIFICATIONS"), "items": items or [labels.term("NO_QUALIFICATIONS")]}


def work(labels: Labels, body: Reader) -> list[dict[str, Any]]:
    """Criteria, sites, sample and findings."""
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


def verifier(labels: Labels, record: Reader, body: Reader) -> list[dict[str, Any]]:
    """Body, signer, competence, accreditation and days."""
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


def proof(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    """The key and the signature."""
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
