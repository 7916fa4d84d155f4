"""The contribution tree as a workbook whose sums are formulas."""

from __future__ import annotations

from lingtan.files import CellOut, Formula, SheetOut, workbook_bytes
from lingtan.messages import Language
from lingtan.naming import label, say, shown_activity, shown_place, shown_unit
from lingtan.services.products.opened.tree import StageBranch

__all__ = ["tree_workbook"]

#: Titles of a line's columns by code, with the unit behind them, and their widths. [letters]
_HEAD: tuple[tuple[str, str, int], ...] = (
    ("PRODUCT_STAGE", "", 20), ("PRODUCT_COMPONENT", "", 28), ("PRODUCT_LINE", "", 34), ("PRODUCT_ACTIVITY", "", 34),
    ("PRODUCT_PLACE", "", 20), ("PRODUCT_AMOUNT", "", 12), ("PRODUCT_UNIT", "", 8), ("PRODUCT_FACTOR_KG", "kg CO₂e", 14),
    ("PRODUCT_ALLOCATION", "", 10), ("PRODUCT_KG", "kg CO₂e", 14), ("PRODUCT_SHARE", "", 10), ("PRODUCT_MARK", "", 12),
    ("PRODUCT_ESTIMATED", "", 14), ("PRODUCT_FACTOR", "", 38), ("PRODUCT_FACTOR_YEAR", "", 12), ("PRODUCT_SOURCE_OF", "", 60),
    ("PRODUCT_ORIGIN", "", 60),
)  # fmt: skip


def tree_workbook(tree: tuple[StageBranch, ...], language: Language) -> bytes:
    """The tree as XLSX: a line's figure is `amount × factor × allocation`, sums are formulas, so that an auditor recomputes it there."""
    rows: list[list[CellOut]] = [[_title(code, unit, language) for code, unit, _ in _HEAD]]
    last = 1 + sum(len(branch.lines) for stage in tree for branch in stage.components)
    for line in (line for stage in tree for branch in stage.components for line in branch.lines):
        at = len(rows) + 1
        kg, share = Formula(text=f"=F{at}*H{at}*I{at}"), Formula(text=f"=J{at}/SUM(J$2:J${last})")
        said: list[CellOut] = [_stage_name(line.stage, language), _component_name(line.component, language), line.line]
        said += [shown_activity(line.activity, language), shown_place(line.place, language), line.amount, shown_unit(line.unit, language)]
        said += [line.factor_kg, line.allocation, kg, share, label("DOC_MARK_", line.mark, language)]
        rows.append([*said, line.estimated, line.factor, line.factor_year, line.source, line.origin])
    return workbook_bytes(
        [
            SheetOut(title="Tree", rows=_sums(tree, last, language), widths=(24, 30, 16)),
            SheetOut(title="Lines", rows=rows, widths=tuple(width for _, _, width in _HEAD)),
        ]
    )


def _sums(tree: tuple[StageBranch, ...], last: int, language: Language) -> list[list[CellOut]]:
    sums: list[list[CellOut]] = [[_title(code, unit, language) for code, unit, _ in (*_HEAD[:2], _HEAD[9])]]
    for stage in tree:
        name = _stage_name(stage.stage, language)
        sums.append([name, None, Formula(text=f'=SUMIFS(Lines!J$2:J${last},Lines!A$2:A${last},"{name}")')])
        for part in (_component_name(branch.component, language) for branch in stage.components):
            found = f'Lines!A$2:A${last},"{name}",Lines!B$2:B${last},"{part}"'
            sums.append([None, part, Formula(text=f"=SUMIFS(Lines!J$2:J${last},{found})")])
    sums.append([say("PRODUCT_FLOW_TOTAL", language), None, Formula(text=f"=SUM(Lines!J2:J{last})")])
    return sums


def _title(code: str, unit: str, language: Language) -> str:
    return f"{say(code, language)} [{unit}]" if unit else say(code, language)


def _stage_name(stage: str, language: Language) -> str:
    return label("STAGE_", stage, language)


def _component_name(component: str, language: Language) -> str:
    return label("COMPONENT_", component, language)
