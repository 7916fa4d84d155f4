"""The PDF of a verification statement: derived from the certifier's signed credential, which it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.attest import SITE_STATEMENT_TYPE
from lingtan.documents.figures import kilograms, number
from lingtan.documents.frame import frame
from lingtan.documents.labels import Labels, document_language
from lingtan.documents.reader import Reader
from lingtan.documents.shares import share_table, untold
from lingtan.documents.site_statement import site_statement_view
from lingtan.documents.typesetting import typeset
from lingtan.documents.verified import opinion, proof, qualifications, verifier, work
from lingtan.evidence import canonical_bytes

__all__ = ["render_statement", "statement_view"]


def render_statement(vc: Mapping[str, Any], lang: str) -> bytes:
    """PDF/A-3b of a verification statement credential (docs/certificate.md §2, of a site §7) in `zh` or `en`, with its bytes attached.

    The clock is `proof.created` (`validFrom` while unsigned). Raises InputError `DOCUMENT_FIELD`, `DOCUMENT_LANGUAGE`, `GLYPH_MISSING`.
    """
    record = Reader(vc)
    created = record.instant("proof.created" if record.has("proof") else "validFrom")
    if SITE_STATEMENT_TYPE in record.items("type"):
        return typeset("site_statement.typ", site_statement_view(vc, lang), created=created)
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
        "opinion": opinion(labels, body, "OPINION"),
        "sections": [
            {"heading": labels.heading("STATEMENT_SUBJECT"), "fields": _subject(labels, body)},
            {"heading": labels.heading("VERIFICATION_WORK"), "fields": work(labels, body)},
            {"heading": labels.heading("VERIFIER"), "fields": verifier(labels, record, body)},
            {"heading": labels.heading("PROOF"), "fields": proof(labels, record)},
        ],
        "qualifications": qualifications(labels, body),
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
