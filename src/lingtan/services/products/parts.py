"""Stages and components of several products side by side, with what of each rests on estimates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lingtan.product import ScoredLine
from lingtan.services.products.computing import Computed

__all__ = ["PartRow", "component_rows", "stage_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A stage or component of every product, in the order of the products, and the part of it that rests on estimates. [kg CO2e]."""

    name: str
    kg: tuple[float, ...]
    estimated_kg: tuple[float, ...]


def stage_rows(found: Sequence[Computed]) -> tuple[PartRow, ...]:
    """Every stage, in the order of life."""
    names = dict.fromkeys(stage.value for one in found for stage in one.outline.stages_mg)
    return _rows(found, tuple(names), lambda scored: scored.line.stage.value)


def component_rows(found: Sequence[Computed]) -> tuple[PartRow, ...]:
    """Every component that one of the products has."""
    names = dict.fromkeys(name for one in found for name in one.outline.components_mg)
    return _rows(found, tuple(names), lambda scored: scored.line.component)


def _rows(found: Sequence[Computed], names: tuple[str, ...], part: Callable[[ScoredLine], str]) -> tuple[PartRow, ...]:
    def kg(one: Computed, name: str, *, estimates_only: bool) -> float:
        return sum(s.mg for s in one.outline.lines if part(s) == name and (s.estimated or not estimates_only)) / 1e6

    return tuple(
        PartRow(
            name=name,
            kg=tuple(kg(one, name, estimates_only=False) for one in found),
            estimated_kg=tuple(kg(one, name, estimates_only=True) for one in found),
        )
        for name in names
    )
