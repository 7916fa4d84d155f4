"""How good the data are, as a study report states it: marks, what was imputed, supplier figures, assumed and unverified factors."""

from __future__ import annotations

from typing import Any

from lingtan.documents.figures import grouped, per_cent
from lingtan.documents.labels import Labels, key
from lingtan.documents.reader import Reader
from lingtan.documents.report.blocks import Block, Column, bar, fields, prose, table, two
from lingtan.documents.report.wording import significant
from lingtan.evidence import Mark
from lingtan.naming import label, shown_activity, shown_unit

__all__ = ["quality"]


def quality(labels: Labels, record: Reader) -> list[Block]:
    """Rating, shares and marks; then every estimate by name."""
    said = record.at("quality")
    return [
        fields(
            labels,
            [
                labels.field("QUALITY_RATING", f"{said.real('rating'):.2f}"),
                labels.field("PRIMARY_SHARE", per_cent(said.real("primaryShare"))),
                labels.field("REPORT_ESTIMATES", per_cent(said.real("estimateShare"))),
            ],
        ),
        prose(labels, [labels.term("REPORT_RATING_NOTE"), labels.term("REPORT_ESTIMATES_NOTE")]),
        _marks(labels, said),
        _imputed(labels, record),
        _suppliers(labels, record),
        _assumed(labels, said),
    ]


def _marks(labels: Labels, said: Reader) -> Block:
    """How the amounts are known, by weight."""
    marks = sorted(said.records("marks"), key=lambda one: (-one.integer("mg"), one.text("mark")))
    widest = max((one.integer("mg") for one in marks), default=0)
    columns = (
        Column(code="MARK", width_mm=44),
        Column(code="REPORT_WEIGHT"),
        Column(code="COLUMN_MG", width_mm=34, is_right=True),
    )
    rows = [
        (
            labels.choice("MARK", one.text("mark")),
            bar(one.integer("mg"), widest, estimated=Mark(one.text("mark")).is_estimate),
            grouped(one.integer("mg")),
        )
        for one in marks
    ]
    return table(labels, columns, rows, title="REPORT_MARKS")


def _imputed(labels: Labels, record: Reader) -> Block:
    columns = (
        Column(code="ASSUMPTION", width_mm=46),
        Column(code="VALUE", width_mm=32),
        Column(code="REPORT_GSD", width_mm=18, is_right=True),
        Column(code="SOURCE"),
    )
    rows = [
        (
            labels.foreign(one.text("attribute"), f"DOC_ASSUMPTION_{key(one.text('attribute'))}"),
            _value(labels, one),
            f"{one.real('gsd'):.2f}",
            two(labels.choice("MARK", one.text("standing")), one.text("source")),
        )
        for one in record.records("imputed")
    ]
    if not rows:
        return prose(labels, [], title="REPORT_IMPUTED")
    return table(labels, columns, rows, title="REPORT_IMPUTED")


def _value(labels: Labels, one: Reader) -> str:
    value: Any = one.get("value")
    if isinstance(value, str):
        return label("CHOICE_", value, labels.language)
    if one.text("attribute").endswith("_year"):
        return f"{value:.0f}"
    return f"{significant(float(value), digits=4)} {shown_unit(one.text('unit'), labels.language)}".strip()


def _suppliers(labels: Labels, record: Reader) -> Block:
    suppliers = record.records("suppliers")
    if not suppliers:
        return prose(labels, [labels.term("REPORT_NO_SUPPLIERS")], title="REPORT_SUPPLIERS")
    columns = (
        Column(code="REPORT_PART"),
        Column(code="REPORT_SUPPLIER", width_mm=44),
        Column(code="REPORT_VERDICT", width_mm=42),
        Column(code="REPORT_SUPPLIER_KG", width_mm=24, is_right=True),
        Column(code="REPORT_GENERIC_KG", width_mm=24, is_right=True),
    )
    rows = [
        (
            one.text("part"),
            two(one.text("supplier"), one.text("market_instrument")),
            two(
                labels.choice("REPORT_VERDICT", one.text("verdict")),
                labels.choice("REPORT_VERIFICATION", one.text("verification")),
            ),
            significant(one.real("supplier_kg")),
            significant(one.real("generic_kg")),
        )
        for one in suppliers
    ]
    return table(labels, columns, rows, title="REPORT_SUPPLIERS")


def _assumed(labels: Labels, said: Reader) -> Block:
    """Factors that nobody published or checked, the weightiest first, with what they themselves emit; the rest stands in appendix B."""
    doubted = {str(one) for one in said.items("assumed")}
    columns = (
        Column(code="REPORT_FACTOR"),
        Column(code="REPORT_PLACE_YEAR", width_mm=28),
        Column(code="REPORT_STANDING", width_mm=28),
        Column(code="REPORT_DIRECT", width_mm=34, is_right=True),
    )
    rows = [
        (
            shown_activity(one.text("activity"), labels.language),
            f"{one.text('place')} {one.integer('year')}",
            labels.choice("MARK", one.text("standing")),
            grouped(one.integer("directMg")),
        )
        for one in said.records("factors")
        if one.text("factor") in doubted
    ]
    if not rows:
        return prose(labels, [labels.term("REPORT_NO_ASSUMED")], title="REPORT_ASSUMED")
    return table(labels, columns, rows, title="REPORT_ASSUMED")
