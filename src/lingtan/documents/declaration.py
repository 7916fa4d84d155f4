"""The PDF of a footprint declaration: headline mean with its uncertainty, shares of the mean, assumptions with their marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.documents.figures import grouped, kilograms, number, per_cent
from lingtan.documents.frame import frame
from lingtan.documents.labels import Labels, document_language, key
from lingtan.documents.reader import Reader
from lingtan.documents.shares import Part, share_table
from lingtan.documents.spread import spread_line
from lingtan.documents.typesetting import typeset
from lingtan.evidence import Mark, canonical_bytes
from lingtan.naming import label, shown_place, shown_unit
from lingtan.quantities import CLIMATE

__all__ = ["declaration_view", "render_declaration"]

#: A number written with more signs than these was computed rather than stated.
_DIGITS = 9


def render_declaration(declaration: Mapping[str, Any], lang: str) -> bytes:
    """PDF/A-3b of a declaration (docs/certificate.md §6) in `zh` or `en`, with its RFC 8785 bytes as `declaration.json`.

    The clock is `issuedOn`. A stage or component may say `estimatedMg`, the part of it that rests on estimates: it is hatched. One that
    does not is hatched whole, for what is not known to be known is an estimate. Raises InputError `DOCUMENT_FIELD`,
    `DOCUMENT_LANGUAGE`, `GLYPH_MISSING`.
    """
    return typeset("declaration.typ", declaration_view(declaration, lang), created=Reader(declaration).instant("issuedOn"))


def declaration_view(declaration: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the template shows, as text; bar lengths as numbers."""
    labels = Labels(document_language(lang))
    record = Reader(declaration)
    mean_mg = record.integer("meanMg")
    common = frame(
        labels,
        "DECLARATION",
        number=record.text("number"),
        synthetic=record.flag("synthetic"),
        attached=("declaration.json", canonical_bytes(declaration)),
    )
    components = _parts(labels, record, "components", "component")
    return common | {
        "key_figures": _key_figures(labels, record),
        "identity": _identity(labels, record),
        "spread": _spread(labels, record),
        "stages": {
            "heading": labels.heading("BY_STAGE"),
            "table": share_table(
                labels, "STAGE", _parts(labels, record, "stages", "stage"), whole_mg=mean_mg, total=True, name_width_mm=40
            ),
        },
        "components": {
            "heading": labels.heading("BY_COMPONENT"),
            "table": share_table(labels, "COMPONENT", components, whole_mg=mean_mg, total=False, name_width_mm=40),
        },
        "legend": {"solid": labels.term("LEGEND_KNOWN"), "hatched": labels.term("LEGEND_ESTIMATE")},
        "indicators": {"heading": labels.heading("BY_INDICATOR"), "fields": _indicators(labels, record)},
        "assumptions": _assumptions(labels, record),
        "limitations": {
            "heading": labels.heading("LIMITATIONS"),
            "items": [labels.foreign(str(code)) for code in record.items("limitations")] or ["–"],
        },
        "traces": {
            "heading": labels.heading("TRACES"),
            "fields": [
                labels.field("METHOD_VERSION", record.text("methodVersion")),
                labels.field("DRAWS", f"{grouped(record.integer('draws'))} / {record.integer('seed')}"),
                labels.field("QUALITY_RATING", f"{record.real('dataQualityRating'):.2f}"),
                labels.field("STUDY_DIGEST", record.text("studyDigest"), span=6, small=True),
            ],
        },
    }


def _key_figures(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    kg = labels.term("UNIT_KG_CO2E")
    return [
        {"label": labels.term("KEY_MEAN"), "value": kilograms(record.integer("meanMg"), places=1), "unit": kg, "weight": 12},
        {"label": labels.term("SD"), "value": kilograms(record.integer("sdMg"), places=1), "unit": kg, "weight": 9},
        {
            "label": labels.term("KEY_RANGE"),
            "value": " – ".join(kilograms(record.integer(f"p{p}Mg"), places=1) for p in (5, 95)),
            "unit": kg,
            "weight": 15,
        },
        {"label": labels.term("PRIMARY_SHARE"), "value": per_cent(record.real("primaryDataShare")), "unit": "", "weight": 8},
    ]


def _identity(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    return [
        labels.field("NUMBER", record.text("number")),
        labels.field("ISSUED", record.text("issuedOn")),
        labels.field("STANDARD", record.text("standard")),
        labels.field("MANUFACTURER", record.text("manufacturer")),
        labels.field("MODEL", record.text("model")),
        labels.field("CONFIGURATION", record.text("configuration")),
        labels.field("FUNCTIONAL_UNIT", record.text("functionalUnit"), span=3),
        labels.field("GWP_SET", labels.gwp(record.text("gwpSet")), span=1),
        labels.field("SERVICE", labels.term("YEARS_AT", years=number(record.real("serviceYears")), place=record.text("placeOfUse"))),
    ]


def _spread(labels: Labels, record: Reader) -> dict[str, Any]:
    marks = {name: record.integer(f"{name}Mg") for name in ("p5", "p50", "mean", "p95")}
    return spread_line(labels, marks, sd_mg=record.integer("sdMg"))


def _parts(labels: Labels, record: Reader, member: str, name: str) -> list[Part]:
    parts = []
    for item in record.records(member):
        mg = item.integer("mg")
        estimated = item.integer("estimatedMg") if item.has("estimatedMg") else mg
        label = (
            labels.choice("STAGE", item.text(name))
            if name == "stage"
            else labels.foreign(item.text(name), f"COMPONENT_{key(item.text(name))}")
        )
        parts.append(Part(name=label, mg=mg, estimated_mg=estimated))
    return parts


def _indicators(labels: Labels, record: Reader) -> list[dict[str, Any]]:
    flows = record.at("indicatorsMg")
    climate = {indicator.value for indicator in CLIMATE}
    return [
        {
            "label": labels.choice("INDICATOR", name),
            "value": f"{kilograms(flows.integer(name))} {labels.term('UNIT_KG_CO2E')}"
            if name in climate
            else f"{grouped(flows.integer(name))} mg",
            "span": 2,
            "small": False,
        }
        for name in record.get("indicatorsMg")
    ]


def _assumed(labels: Labels, item: Reader) -> str:
    """The value as read: a choice and a place by name, a computed number to four figures; the record keeps every digit."""
    value, language = item.get("value"), labels.language
    if isinstance(value, str):
        return shown_place(value, language) if item.text("code").startswith("place_") else label("CHOICE_", value, language)
    if isinstance(value, float) and len(repr(value)) > _DIGITS:
        value = float(f"{value:.4g}")
    return f"{number(value)} {shown_unit(item.text('unit'), language)}".strip()


def _assumptions(labels: Labels, record: Reader) -> dict[str, Any]:
    rows = []
    for item in record.records("assumptions"):
        mark = item.text("mark")
        rows.append(
            {
                "name": labels.foreign(item.text("code"), f"DOC_ASSUMPTION_{key(item.text('code'))}"),
                "value": _assumed(labels, item),
                "mark": labels.choice("MARK", mark),
                "estimate": mark not in set(Mark) or Mark(mark).is_estimate,
                "source": item.text("source"),
            }
        )
    return {
        "heading": labels.heading("ASSUMPTIONS"),
        "columns": [labels.term(code) for code in ("ASSUMPTION", "VALUE", "MARK", "SOURCE")],
        "rows": rows,
    }
