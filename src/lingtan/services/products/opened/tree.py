"""The contribution tree: stage → component → line."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.products.lines import LineRow

__all__ = ["Branch", "StageBranch", "contribution_tree"]


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
