"""The appendices of a study report: every line as activity × factor × allocation, every factor with its source, every remark."""

from __future__ import annotations

from lingtan.documents.figures import grouped, number
from lingtan.documents.labels import Labels
from lingtan.documents.reader import Reader
from lingtan.documents.report.blocks import Block, Column, prose, table, two
from lingtan.documents.report.wording import component, note, significant, stage
from lingtan.naming import label, shown_activity, shown_unit

__all__ = ["factors", "lines", "remarks"]


def lines(labels: Labels, record: Reader) -> list[Block]:
    """Every line; their milligrams sum to the mean exactly."""
    columns = (
        Column(code="REPORT_LINE"),
        Column(code="REPORT_AMOUNT", width_mm=28, is_right=True),
        Column(code="REPORT_INTENSITY", width_mm=26, is_right=True),
        Column(code="REPORT_SHARE_OF_LINE", width_mm=15, is_right=True),
        Column(code="COLUMN_MG", width_mm=24, is_right=True),
        Column(code="MARK", width_mm=17),
    )
    rows = [
        (
            two(
                f"{shown_activity(one.text('activity'), labels.language)} · {one.text('place')}",
                f"{stage(labels, one.text('stage'))} · {component(labels, one.text('component'))} · {one.text('line')} · "
                f"{one.text('factor')} · {one.text('origin')}",
            ),
            two(significant(one.real("amount")), shown_unit(one.text("unit"), labels.language)),
            two(significant(one.real("intensityKg")), f"kg CO₂e/{shown_unit(one.text('unit'), labels.language)}"),
            number(one.real("allocation")),
            grouped(one.integer("mg")),
            labels.choice("MARK", one.text("mark")),
        )
        for one in record.records("lines")
    ]
    total = [labels.term("TOTAL"), "", "", "", grouped(record.integer("meanMg")), ""]
    return [prose(labels, [labels.term("REPORT_LINES_NOTE")]), table(labels, columns, rows, total=total)]


def factors(labels: Labels, record: Reader) -> list[Block]:
    """Every factor in use: value, place, year, class, GWP set, pedigree, spread, source and licence."""
    columns = (
        Column(code="REPORT_FACTOR"),
        Column(code="REPORT_FACTOR_VALUE", width_mm=33, is_right=True),
        Column(code="REPORT_PLACE_YEAR", width_mm=17),
        Column(code="REPORT_PEDIGREE", width_mm=22),
        Column(code="REPORT_GSD", width_mm=13, is_right=True),
        Column(code="REPORT_DIRECT", width_mm=23, is_right=True),
    )
    language = labels.language
    rows = []
    for one in record.records("quality.factors"):
        unit, scores = shown_unit(one.text("unit"), language), "/".join(str(score) for score in one.items("pedigree"))
        said = (one.text("source"), one.text("licence"), *(_step(labels, step) for step in one.records("steps")))
        rows.append(
            (
                two(
                    f"{shown_activity(one.text('activity'), language)} ({label('DATA_CLASS_', one.text('class'), language)})",
                    " · ".join(said),
                ),
                two(significant(one.real("value")), f"kg CO₂e/{unit} · {label('DATA_GWP_', one.text('gwpSet'), language)}"),
                two(one.text("place"), str(one.integer("year"))),
                two(f"{scores} → {one.real('rating'):.1f}", labels.choice("MARK", one.text("standing"))),
                f"{one.real('gsd'):.2f}",
                grouped(one.integer("directMg")),
            )
        )
    return [prose(labels, [labels.term("REPORT_FACTORS_NOTE")]), table(labels, columns, rows)]


def _step(labels: Labels, step: Reader) -> str:
    """Why another factor than the one asked for stands here."""
    return f"{label('DATA_STEP_', step.text('kind'), labels.language)}: {step.text('asked')} → {step.text('used')}"


def remarks(labels: Labels, record: Reader) -> list[Block]:
    """Every place where another year's, place's or supplier's value stands in."""
    return [prose(labels, [note(labels, one) for one in record.records("warnings")])]
