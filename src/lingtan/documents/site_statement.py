"""The PDF of a statement on a site's assessment: standard, grade and clauses by their result, derived from the signed credential."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lingtan.documents.figures import grouped, number
from lingtan.documents.frame import frame
from lingtan.documents.labels import Labels, document_language
from lingtan.documents.reader import Reader
from lingtan.documents.verified import opinion, proof, qualifications, verifier, work
from lingtan.evidence import canonical_bytes

__all__ = ["site_statement_view"]

_RESULTS = (("met", "CLAUSES_MET"), ("notMet", "CLAUSES_NOT_MET"), ("notAssessable", "CLAUSES_NOT_ASSESSABLE"))


def site_statement_view(vc: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the template shows, as text. The record is attached under the name that `lingtan-verify` looks for in every PDF."""
    labels = Labels(document_language(lang))
    record = Reader(vc)
    body = record.at("credentialSubject")
    clauses = body.at("clauses")
    attached = ("certificate.json", canonical_bytes(vc))
    common = frame(labels, "SITE_STATEMENT", number=body.text("number"), synthetic=body.flag("synthetic"), attached=attached)
    counts = [{"label": labels.term(code), "value": grouped(len(clauses.items(name))), "unit": "", "weight": 8} for name, code in _RESULTS]
    return common | {
        "key_figures": counts,
        "opinion": opinion(labels, body, "SITE_OPINION"),
        "sections": [
            {"heading": labels.heading("SITE_SUBJECT"), "fields": _subject(labels, body)},
            {"heading": labels.heading("VERIFICATION_WORK"), "fields": [_level(labels, body), *work(labels, body)]},
            {"heading": labels.heading("VERIFIER"), "fields": verifier(labels, record, body)},
            {"heading": labels.heading("PROOF"), "fields": proof(labels, record)},
        ],
        "clauses": {
            "heading": labels.heading("SITE_CLAUSES"),
            "items": [
                *(f"{labels.term(code)}: {_named(labels, body, clauses.items(name))}" for name, code in _RESULTS),
                labels.term("CLAUSE_WORDS"),
            ],
        },
        "qualifications": qualifications(labels, body),
    }


def _named(labels: Labels, body: Reader, rules: Sequence[object]) -> str:
    """Clauses in the catalogue's words with their ids; by their ids in a statement that was signed without words."""
    if not body.has("clauseTitles"):
        return ", ".join(map(str, rules)) or "–"
    titles = body.at("clauseTitles")
    return "; ".join(f"{titles.at(str(rule)).text(labels.language.value)} ({rule})" for rule in rules) or "–"


def _level(labels: Labels, body: Reader) -> dict[str, Any]:
    said = f"{labels.choice('LEVEL', body.text('levelOfAssurance'))} / {number(body.real('materialityPercent'))} %"
    return labels.field("LEVEL_AND_MATERIALITY", said, span=6)


def _subject(labels: Labels, body: Reader) -> list[dict[str, Any]]:
    title = body.at("gradeTitle").text(labels.language.value)
    return [
        labels.field("SITE", body.text("site"), span=4),
        labels.field("YEAR", str(body.integer("year"))),
        labels.field("ORGANISATION", body.text("organisation"), span=4),
        labels.field("METHOD_VERSION", body.text("methodVersion")),
        labels.field("SITE_BOUNDARY", body.text("boundary"), span=6),
        labels.field("STANDARD", body.text("standard"), span=2),
        labels.field("GRADE", f"{body.text('grade')}: {title}", span=4),
        labels.field("STANDARD_DIGEST", body.text("standardDigest"), span=6, small=True),
        labels.field("ASSESSMENT_DIGEST", body.text("assessmentDigest"), span=6, small=True),
        labels.field("FACTS_DIGEST", body.text("factsDigest"), span=6, small=True),
    ]
