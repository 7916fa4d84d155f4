"""The PDF of a study report: its record in eight parts and three appendices, zh or en; every figure is one of the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.documents.figures import grouped, number, per_cent
from lingtan.documents.frame import frame
from lingtan.documents.labels import Labels, document_language
from lingtan.documents.reader import Reader
from lingtan.documents.report.appendix import factors, lines, remarks
from lingtan.documents.report.blocks import Block, Column, fields, prose, table
from lingtan.documents.report.quality import quality
from lingtan.documents.report.results import results, sensitivity, uncertainty
from lingtan.documents.report.wording import finding, headline, note, sentence, stage
from lingtan.documents.typesetting import typeset
from lingtan.evidence import canonical_bytes
from lingtan.naming import label, shown_place

__all__ = ["render_report", "report_view"]


def render_report(report: Mapping[str, Any], lang: str) -> bytes:
    """PDF/A-3b of a study report in `zh` or `en`, with its RFC 8785 bytes as `report.json`; the clock is `issuedOn`.

    Raises InputError `DOCUMENT_FIELD`, `DOCUMENT_LANGUAGE`, `GLYPH_MISSING`.
    """
    return typeset("report.typ", report_view(report, lang), created=Reader(report).instant("issuedOn"))


def report_view(report: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the template shows: parts of blocks, all text set and every length a fraction."""
    labels, record = Labels(document_language(lang)), Reader(report)
    common = frame(
        labels,
        "REPORT",
        number=record.text("number"),
        synthetic=record.flag("synthetic"),
        attached=("report.json", canonical_bytes(report)),
    )
    named = (
        ("GOAL", _goal(labels, record)),
        ("BOUNDARY", _boundary(labels, record)),
        ("SCENARIOS", _scenarios(labels, record)),
        ("RESULTS", results(labels, record)),
        ("UNCERTAINTY", uncertainty(labels, record)),
        ("SENSITIVITY", sensitivity(labels, record)),
        ("QUALITY", quality(labels, record)),
        ("INTERPRETATION", _interpretation(labels, record)),
        ("REVIEW", _review(labels, record)),
    )
    appended = (("LINES", lines(labels, record)), ("FACTORS", factors(labels, record)), ("REMARKS", remarks(labels, record)))
    parts = [_part(labels, str(at), name, blocks) for at, (name, blocks) in enumerate(named, start=1)]
    return common | {
        "key_figures": _key_figures(labels, record),
        "identity": _identity(labels, record),
        "notice": labels.term("REPORT_CONFIDENTIAL"),
        "contents": labels.heading("REPORT_CONTENTS"),
        "parts": parts + [_part(labels, "ABC"[at], name, blocks) for at, (name, blocks) in enumerate(appended)],
    }


def _part(labels: Labels, mark: str, name: str, blocks: list[Block]) -> dict[str, Any]:
    heading = labels.heading(f"REPORT_PART_{name}")
    return {"mark": mark, "heading": heading, "blocks": blocks}


def _key_figures(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    spread, mean = record.at("uncertainty"), record.integer("meanMg")
    shown, unit = headline(labels, mean, mean_mg=mean)
    low, high = (headline(labels, spread.integer(f"p{p}Mg"), mean_mg=mean)[0] for p in (5, 95))
    return [
        {"label": labels.term("REPORT_MEAN"), "value": shown, "unit": unit, "weight": 12},
        {"label": labels.term("KEY_RANGE"), "value": f"{low} – {high}", "unit": unit, "weight": 17},
        {"label": labels.term("REPORT_CV"), "value": per_cent(spread.real("cv")), "unit": "", "weight": 8},
        {"label": labels.term("REPORT_ESTIMATES"), "value": per_cent(record.real("quality.estimateShare")), "unit": "", "weight": 8},
    ]


def _identity(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    return [
        labels.field("NUMBER", record.text("number")),
        labels.field("ISSUED", record.text("issuedOn")),
        labels.field("REPORT_STATE", labels.choice("REPORT_STATE", record.text("state"))),
        labels.field("MANUFACTURER", record.text("manufacturer")),
        labels.field("MODEL", record.text("model")),
        labels.field("CONFIGURATION", record.text("configuration")),
        labels.field("REPORT_COMMISSIONER", record.text("commissioner") or labels.term("REPORT_COMMISSIONER_NONE")),
        labels.field("STANDARD", " / ".join(str(one) for one in record.items("standards"))),
        labels.field("METHOD_VERSION", record.text("methodVersion")),
    ]


def _goal(labels: Labels, record: Reader) -> list[Block]:
    scope = record.at("scope")
    goal = [labels.term(f"REPORT_GOAL_{name}") for name in ("USE", "AUDIENCE", "METHOD", "NO_COMPARISON")]
    return [
        prose(labels, goal),
        fields(
            labels,
            [
                labels.field("FUNCTIONAL_UNIT", scope.text(f"functionalUnit.{labels.language.value}"), span=4),
                labels.field("REPORT_FLOW", scope.text(f"referenceFlow.{labels.language.value}")),
                labels.field("REPORT_DECLARED_UNIT", labels.term("REPORT_ONE_DEVICE"), span=4),
                labels.field("SERVICE", labels.term("YEARS_AT", years=number(scope.real("serviceYears")), place=_place(labels, scope))),
                labels.field("REPORT_RULES", sentence(labels, scope.text("productRules")), span=6),
            ],
        ),
    ]


def _place(labels: Labels, scope: Reader) -> str:
    return shown_place(scope.text("placeOfUse"), labels.language)


def _boundary(labels: Labels, record: Reader) -> list[Block]:
    scope = record.at("scope")
    years = [str(year) for year in scope.items("factorYears")]
    excluded = [labels.foreign(str(item), f"EXCLUSION_{str(item).upper()}") for item in scope.items("exclusions")]
    made = str(scope.integer("reportYear")) if scope.has("reportYear") else "–"
    return [
        fields(
            labels,
            [
                labels.field("BOUNDARY", scope.text(f"boundaryText.{labels.language.value}"), span=6),
                labels.field("REPORT_STAGES", " / ".join(stage(labels, str(one)) for one in scope.items("boundary")), span=6),
                labels.field("EXCLUSIONS", " / ".join(excluded) or "–", span=6),
                labels.field("REPORT_CUTOFF", sentence(labels, scope.text("cutoff")), span=6),
                labels.field("REPORT_ALLOCATION", sentence(labels, scope.text("allocation")), span=6),
                labels.field("DATA_YEAR", str(scope.integer("dataYear"))),
                labels.field("REPORT_FACTOR_YEARS", " – ".join(years)),
                labels.field("REPORT_MADE_YEAR", made),
            ],
        )
    ]


def _scenarios(labels: Labels, record: Reader) -> list[Block]:
    scope, language = record.at("scope"), labels.language
    return [
        prose(labels, [note(labels, one) for one in record.records("assumptions")]),
        fields(
            labels,
            [
                labels.field("REPORT_END_OF_LIFE", label("DOC_REPORT_METHOD_", scope.text("endOfLife"), language)),
                labels.field("REPORT_ASSEMBLY", shown_place(scope.text("placeOfAssembly"), language)),
                labels.field("REPORT_USE", _place(labels, scope)),
            ],
        ),
        prose(labels, [labels.term("REPORT_ELECTRICITY_RULE")], title="REPORT_ELECTRICITY"),
        prose(labels, [note(labels, one) for one in record.records("electricity")]),
    ]


def _interpretation(labels: Labels, record: Reader) -> list[Block]:
    limits = [labels.foreign(str(code)) for code in record.items("limitations")]
    own = [labels.term(f"REPORT_LIMIT_{name}") for name in ("CLAUSES", "FIRST_ORDER", "INTERVAL")]
    return [
        prose(labels, [finding(labels, one) for one in record.records("findings")]),
        prose(labels, limits + own, title="REPORT_LIMITATIONS"),
    ]


def _review(labels: Labels, record: Reader) -> list[Block]:
    review = record.at("review")
    status = review.text("status")
    said = [labels.field("REPORT_REVIEW_STATUS", labels.choice("REPORT_REVIEW", status), span=6)]
    if status != "none":
        said += [
            labels.field("STATEMENT_NUMBER", review.text("number")),
            labels.field("CERTIFIER", review.text("body")),
            labels.field("LEVEL", labels.choice("LEVEL", review.text("level"))),
            labels.field("VALID_UNTIL", review.text("validUntil")),
        ]
    clauses = (
        (
            labels.term(f"REPORT_TOPIC_{one.text('topic')}"),
            f"ISO 14067:2018 {one.text('clause')}",
            labels.choice("MARK", one.text("standing")),
            str(one.integer("section")),
        )
        for one in record.records("clauses")
    )
    columns = (
        Column(code="REPORT_TOPIC"),
        Column(code="REPORT_CLAUSE", width_mm=52),
        Column(code="REPORT_STANDING", width_mm=22),
        Column(code="REPORT_SECTION", width_mm=22, is_right=True),
    )
    said_of = [labels.term(f"REPORT_SAYS_{name}") for name in ("COMPARISON", "OFFSETS", "AVOIDED", "FORECAST")]
    offsets = labels.field("REPORT_OFFSETS", f"{grouped(record.integer('offsets.subtractedMg'))} mg", span=6)
    digests = [
        labels.field(code, record.text(name), span=6, small=True)
        for code, name in (
            ("STUDY_DIGEST", "studyDigest"),
            ("CONFIGURATION_DIGEST", "configurationDigest"),
            ("FACTORS_DIGEST", "factorsDigest"),
            ("REPORT_PACK_DIGEST", "classPackDigest"),
        )
    ]
    return [
        fields(labels, said),
        prose(labels, said_of, title="REPORT_DISCLAIMERS"),
        fields(labels, [offsets]),
        table(labels, columns, clauses, title="REPORT_CLAUSES"),
        fields(labels, [labels.field("REPORT_PACK", record.text("classPack"), span=6), *digests], title="TRACES"),
    ]
