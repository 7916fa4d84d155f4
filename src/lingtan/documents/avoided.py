"""The PDF of an account of avoided emissions: its own document, with no footprint in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.documents.figures import grouped, kilograms, number, per_cent
from lingtan.documents.frame import frame
from lingtan.documents.labels import Labels, document_language
from lingtan.documents.reader import Reader
from lingtan.documents.report.blocks import Block, Column, deviation, fields, prose, table
from lingtan.documents.report.wording import signed, stage
from lingtan.documents.typesetting import typeset
from lingtan.evidence import canonical_bytes
from lingtan.naming import shown_place

__all__ = ["avoided_view", "render_avoided"]


def render_avoided(account: Mapping[str, Any], lang: str) -> bytes:
    """PDF/A-3b of an account of avoided emissions in `zh` or `en`, with its RFC 8785 bytes as `avoided.json`; its clock is `issuedOn`.

    Raises InputError `DOCUMENT_FIELD`, `DOCUMENT_LANGUAGE`, `GLYPH_MISSING`.
    """
    return typeset("avoided.typ", avoided_view(account, lang), created=Reader(account).instant("issuedOn"))


def avoided_view(account: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the template shows."""
    labels, record = Labels(document_language(lang)), Reader(account)
    common = frame(
        labels,
        "AVOIDED",
        number=record.text("number"),
        synthetic=record.flag("synthetic"),
        attached=("avoided.json", canonical_bytes(account)),
    )
    return common | {
        "key_figures": _key_figures(labels, record),
        "warning": labels.term("AVOIDED_WARNING"),
        "identity": [
            labels.field("NUMBER", record.text("number")),
            labels.field("ISSUED", record.text("issuedOn")),
            labels.field("METHOD_VERSION", record.text("methodVersion")),
        ],
        "blocks": [
            _verdict(labels, record),
            _products(labels, record),
            _statements(labels, record),
            _figures(labels, record),
            _stages(labels, record),
            prose(labels, [labels.term(f"AVOIDED_RULE_{name}") for name in _RULES], title="AVOIDED_RULES"),
            prose(labels, [labels.term("AVOIDED_CLAUSES")]),
        ],
    }


_RULES = ("OWN_PAGE", "NEUTRALITY", "SCOPES", "ATTRIBUTION", "REFERENCE")


def _key_figures(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    kg = labels.term("UNIT_KG_CO2E")
    return [
        {"label": labels.term("AVOIDED_CLAIMED"), "value": kilograms(record.integer("claimedMg")), "unit": kg, "weight": 11},
        {"label": labels.term("AVOIDED_KEY"), "value": signed(record.integer("differenceMg")), "unit": kg, "weight": 13},
        {
            "label": labels.term("AVOIDED_RANGE"),
            "value": " – ".join(kilograms(record.integer(f"p{p}Mg"), places=1).replace("-", "\u2212") for p in (5, 95)),
            "unit": kg,
            "weight": 14,
        },
        {"label": labels.term("AVOIDED_SHARE_KEY"), "value": per_cent(record.real("attribution.share")), "unit": "", "weight": 8},
    ]


def _verdict(labels: Labels, record: Reader) -> Block:
    code = "AVOIDED_SUPPORTED" if record.flag("supported") else "AVOIDED_NOT_SUPPORTED"
    return prose(labels, [labels.term(code)])


def _products(labels: Labels, record: Reader) -> Block:
    """Both products by name; their footprints stand in their own studies."""

    def who(path: str) -> str:
        return " · ".join(record.text(f"{path}.{name}") for name in ("manufacturer", "model", "configuration"))

    function = record.at("function")
    place = shown_place(function.text("placeOfUse"), labels.language)
    return fields(
        labels,
        [
            labels.field("AVOIDED_PRODUCT", who("product"), span=3),
            labels.field("AVOIDED_REFERENCE", who("reference"), span=3),
            labels.field("AVOIDED_WHY", record.text("reference.why"), span=3),
            labels.field("AVOIDED_MARKET", record.text("reference.market"), span=3),
            labels.field("FUNCTIONAL_UNIT", function.text(labels.language.value), span=4),
            labels.field("SERVICE", labels.term("YEARS_AT", years=number(function.real("serviceYears")), place=place)),
            labels.field("AVOIDED_PRODUCT_STUDY", record.text("product.studyDigest"), span=6, small=True),
            labels.field("AVOIDED_REFERENCE_STUDY", record.text("reference.studyDigest"), span=6, small=True),
        ],
        title="AVOIDED_PRODUCTS",
    )


def _statements(labels: Labels, record: Reader) -> Block:
    scenario, attribution = record.at("scenario"), record.at("attribution")
    return fields(
        labels,
        [
            labels.field("AVOIDED_SCENARIO", scenario.text("description"), span=6),
            labels.field("PERIOD", f"{scenario.text('periodStart')} – {scenario.text('periodEnd')}", span=3),
            labels.field("AVOIDED_UNITS", grouped(scenario.integer("units")), span=3),
            labels.field("AVOIDED_CLAIMED_BY", attribution.text("claimedBy"), span=3),
            labels.field("AVOIDED_SHARE", per_cent(attribution.real("share")), span=3),
            labels.field("AVOIDED_BASIS", attribution.text("basis"), span=6),
        ],
        title="AVOIDED_STATEMENTS",
    )


def _figures(labels: Labels, record: Reader) -> Block:
    def mass(code: str, name: str) -> dict[str, Any]:
        return labels.field(code, f"{grouped(record.integer(name))} mg".replace("-", "\u2212"))

    return fields(
        labels,
        [
            mass("AVOIDED_DIFFERENCE", "differenceMg"),
            mass("AVOIDED_CLAIMED", "claimedMg"),
            mass("AVOIDED_CLAIMED_TOTAL", "claimedTotalMg"),
            mass("REPORT_P5", "p5Mg"),
            mass("REPORT_P50", "p50Mg"),
            mass("REPORT_P95", "p95Mg"),
            mass("SD", "sdMg"),
            mass("REPORT_ERROR_MEAN", "standardErrorMg"),
            labels.field("DRAWS", f"{grouped(record.integer('draws'))} / {record.integer('seed')}"),
            labels.field("AVOIDED_PROBABILITY", per_cent(record.real("probabilityLower")), span=6),
        ],
        title="AVOIDED_FIGURES",
    )


def _stages(labels: Labels, record: Reader) -> Block:
    stages = record.records("stages")
    widest = max((abs(one.integer("mg")) for one in stages), default=0)
    columns = (
        Column(code="STAGE", width_mm=40),
        Column(code="AVOIDED_SIDES"),
        Column(code="COLUMN_MG", width_mm=36, is_right=True),
    )
    rows = [
        (stage(labels, one.text("stage")), deviation(one.integer("mg"), widest), grouped(one.integer("mg")).replace("-", "\u2212"))
        for one in stages
    ]
    return table(labels, columns, rows, title="AVOIDED_BY_STAGE")
