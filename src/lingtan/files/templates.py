"""Templates: workbooks to fill in, with two-language headers, a unit row, drop-downs, a filled synthetic example and instructions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from lingtan.files.atomic import write_atomic
from lingtan.files.columns import Column, Kind, Schema
from lingtan.files.energy.columns import ENERGY_BILLS, GREEN_CERTIFICATES, MES_COUNTS, METERS, READINGS
from lingtan.files.factor_columns import FACTORS, SOURCES
from lingtan.files.neutrality_columns import CREDITS, ORDERS
from lingtan.files.product_columns import BOM, DEVICE, EXAMPLE_DEVICE
from lingtan.files.schedule.columns import SCHEDULE_TABLES
from lingtan.files.sheets import CellOut, SheetOut
from lingtan.files.workbooks import workbook_bytes

__all__ = ["TEMPLATE_SHEETS", "TemplateKind", "template_bytes", "write_template"]


class TemplateKind(StrEnum):
    """The files a template exists for, as the command line names them."""

    BOM = "bom"
    ORDERS = "orders"
    CREDITS = "credits"
    FACTORS = "factors"
    SCHEDULE = "schedule"
    METERS = "meters"
    READINGS = "readings"
    BILLS = "bills"
    GREEN = "green"
    MES = "mes"


#: The tables in each kind of file, one sheet each.
TEMPLATE_SHEETS: Mapping[TemplateKind, tuple[Schema, ...]] = {
    TemplateKind.BOM: (DEVICE, BOM),
    TemplateKind.ORDERS: (ORDERS,),
    TemplateKind.CREDITS: (CREDITS,),
    TemplateKind.FACTORS: (FACTORS, SOURCES),
    TemplateKind.SCHEDULE: SCHEDULE_TABLES,
    TemplateKind.METERS: (METERS,),
    TemplateKind.READINGS: (READINGS,),
    TemplateKind.BILLS: (ENERGY_BILLS,),
    TemplateKind.GREEN: (GREEN_CERTIFICATES,),
    TemplateKind.MES: (MES_COUNTS,),
}


_KIND_EN = {
    Kind.TEXT: "text",
    Kind.ID: "text, exact",
    Kind.NUMBER: "number",
    Kind.INTEGER: "whole number",
    Kind.SHARE: "share: write 30%",
    Kind.DATE: "date: 2026-03-01",
    Kind.DATETIME: "date and time: 2026-03-01 14:30",
    Kind.YES_NO: "yes or no",
    Kind.CHOICE: "one of the list",
    Kind.PLACE: "country or province",
}
_KIND_ZH = {
    Kind.TEXT: "文本",
    Kind.ID: "文本（须精确）",
    Kind.NUMBER: "数字",
    Kind.INTEGER: "整数",
    Kind.SHARE: "比例：请写 30%",
    Kind.DATE: "日期：2026-03-01",
    Kind.DATETIME: "日期与时间：2026-03-01 14:30",
    Kind.YES_NO: "是或否",
    Kind.CHOICE: "从列表中选择",
    Kind.PLACE: "国家或省份",
}
_LONGEST_LIST = 255  # Excel's limit for the text of a drop-down
_RULES_EN = (
    "Fill in the first sheet(s); the header may be English or Chinese. Columns with * are needed.",
    "The second row states the units; change a unit there (g for kg) and the amounts are converted.",
    "No formulas, merged cells or blank rows; decimals with a point; dates as 2026-03-01.",
    "The example sheets are synthetic: invented to show the form, not data of any product.",
)
_RULES_ZH = (
    "请填写最前面的工作表；表头可用中文或英文；带 * 的列必填。",
    "第二行为单位；可在该行更改单位（如把 kg 改为 g），系统自动换算。",
    "请勿使用公式、合并单元格或空行；小数用点；日期写作 2026-03-01。",
    "示例工作表为虚构数据，仅说明格式，不代表任何产品。",
)


def write_template(path: Path, kind: TemplateKind) -> None:
    """Write the template of a kind as XLSX, atomically; the same bytes every time."""
    write_atomic(path, template_bytes(kind))


def template_bytes(kind: TemplateKind) -> bytes:
    """The template's bytes."""
    schemas = TEMPLATE_SHEETS[kind]
    blanks = [_blank(schema) for schema in schemas]
    examples = [_example(schema) for schema in schemas]
    return workbook_bytes([*blanks, *examples, _instructions(schemas)])


def header_text(column: Column) -> str:
    """`质量 / Mass *`: both labels, with a star where every row needs a value."""
    return column.header + (" *" if column.filled else "")


def unit_text(column: Column) -> str:
    """What stands in the unit row."""
    return str(column.unit) if column.unit else "—"


def _head(schema: Schema) -> list[list[CellOut]]:
    return [[header_text(c) for c in schema.columns], [unit_text(c) for c in schema.columns]]


def _blank(schema: Schema) -> SheetOut:
    lists = {index: found for index, column in enumerate(schema.columns) if (found := _list(column))}
    return SheetOut(title=schema.sheet, rows=_head(schema), header_rows=2, widths=_widths(schema), lists=lists)


def _list(column: Column) -> str:
    words = [choice.value for choice in column.choices] or (["yes", "no"] if column.kind is Kind.YES_NO else [])
    text = ",".join(words)
    return f'"{text}"' if words and len(text) <= _LONGEST_LIST else ""


def _widths(schema: Schema) -> list[int]:
    return [max(12, min(34, len(header_text(column)) + 4)) for column in schema.columns]


def _example(schema: Schema) -> SheetOut:
    data: Sequence[Sequence[CellOut]] = EXAMPLE_DEVICE if schema is DEVICE else [[column.example for column in schema.columns]]
    return SheetOut(title=f"{schema.sheet} 示例 synthetic", rows=[*_head(schema), *data], header_rows=2, widths=_widths(schema))


def _instructions(schemas: Sequence[Schema]) -> SheetOut:
    rows: list[list[CellOut]] = [["说明", "Instructions"]]
    rows.extend([zh, en] for zh, en in zip(_RULES_ZH, _RULES_EN, strict=True))
    for schema in schemas:
        rows.append([None, None])
        rows.append(
            [f"{schema.zh}（{schema.sheet}）：最多 {schema.most_rows} 行", f"{schema.en} ({schema.sheet}): at most {schema.most_rows} rows"]
        )
        for column in schema.columns:
            needed_zh, needed_en = ("必填", "needed") if column.filled else ("选填", "optional")
            allowed = "; ".join(f"{c.value} {c.zh} / {c.en}" for c in column.choices)
            zh = "；".join(filter(None, [_KIND_ZH[column.kind], needed_zh, column.note_zh, allowed]))
            en = "; ".join(filter(None, [_KIND_EN[column.kind], needed_en, column.note_en, allowed]))
            rows.append([f"{column.zh}（{column.name}）：{zh}", f"{column.en} ({column.name}): {en}"])
    return SheetOut(title="说明 Instructions", rows=rows, header_rows=1, widths=(70, 90), wrap=True)
