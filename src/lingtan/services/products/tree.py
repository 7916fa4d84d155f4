"""The contribution tree: stage → component → line, for the screen and as a workbook whose sums are formulas."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.files import CellOut, Formula, SheetOut, workbook_bytes
from lingtan.services.products.lines import LineRow

__all__ = ["Branch", "StageBranch", "contribution_tree", "tree_workbook"]

_HEAD = (
    *("stage", "component", "line", "activity", "place", "amount", "unit", "kg CO2e/unit", "allocation", "kg CO2e", "share", "mark"),
    *("estimated", "factor", "factor year", "source", "origin"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A component within a stage. [kg CO2e]."""

    component: str
    kg: float
    share: float
    estimated: bool
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBranch:
    """A stage with its components, the largest first. [kg CO2e]."""

    stage: str
    kg: float
    share: float
    components: tuple[Branch, ...]


def contribution_tree(rows: tuple[LineRow, ...]) -> tuple[StageBranch, ...]:
    """The rows by stage and component; every level sums to the one above."""
    stages: dict[str, dict[str, list[LineRow]]] = {}
    for row in rows:
        stages.setdefault(row.stage, {}).setdefault(row.component, []).append(row)
    return tuple(_stage(stage, found) for stage, found in stages.items())


def _stage(stage: str, found: dict[str, list[LineRow]]) -> StageBranch:
    branches = sorted((_branch(name, held) for name, held in found.items()), key=lambda branch: (-abs(branch.kg), branch.component))
    return StageBranch(stage=stage, kg=sum(b.kg for b in branches), share=sum(b.share for b in branches), components=tuple(branches))


def _branch(component: str, held: list[LineRow]) -> Branch:
    lines = tuple(sorted(held, key=lambda row: (-abs(row.kg), row.line)))
    kg, share = sum(row.kg for row in lines), sum(row.share for row in lines)
    return Branch(component=component, kg=kg, share=share, estimated=any(row.estimated for row in lines), lines=lines)


def tree_workbook(tree: tuple[StageBranch, ...]) -> bytes:
    """The tree as XLSX: a line's figure is `amount × factor × allocation`, sums are formulas, so that an auditor recomputes it there."""
    rows: list[list[CellOut]] = [list(_HEAD)]
    last = 1 + sum(len(branch.lines) for stage in tree for branch in stage.components)
    for line in (line for stage in tree for branch in stage.components for line in branch.lines):
        at = len(rows) + 1
        kg, share = Formula(text=f"=F{at}*H{at}*I{at}"), Formula(text=f"=J{at}/SUM(J$2:J${last})")
        said: list[CellOut] = [line.stage, line.component, line.line, line.activity, line.place, line.amount, line.unit, line.factor_kg]
        rows.append([*said, line.allocation, kg, share, line.mark, line.estimated, line.factor, line.factor_year, line.source, line.origin])
    sums: list[list[CellOut]] = [["stage", "component", "kg CO2e"]]
    for stage in tree:
        sums.append([stage.stage, None, Formula(text=f'=SUMIFS(Lines!J$2:J${last},Lines!A$2:A${last},"{stage.stage}")')])
        both = (f'Lines!A$2:A${last},"{stage.stage}",Lines!B$2:B${last},"{branch.component}"' for branch in stage.components)
        names = (branch.component for branch in stage.components)
        sums.extend([None, name, Formula(text=f"=SUMIFS(Lines!J$2:J${last},{found})")] for name, found in zip(names, both, strict=True))
    sums.append(["total", None, Formula(text=f"=SUM(Lines!J2:J{last})")])
    return workbook_bytes([SheetOut(title="Tree", rows=sums, widths=(18, 24, 14)), SheetOut(title="Lines", rows=rows, widths=(14, 18, 40))])
