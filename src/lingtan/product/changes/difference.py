"""Why one device carries more than another: line by line, each difference under the first cause that explains it.

A line of both devices changes by a₁h₁ − a₀h₀ = (a₁ − a₀)·(h₀ + h₁)/2 + (h₁ − h₀)·(a₀ + a₁)/2 (a amount, h score of one unit): the
symmetric split of Bennet 1920 (J. Roy. Stat. Soc. 83:455), which leaves no residual. The first part is a matter of quantity; the second
has the cause that is found first: another material or service, another place, another factor, or a supply chain that changed behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from lingtan.evidence import Stage, to_plain
from lingtan.lca import milligrams
from lingtan.product.breakdown import Outline, ScoredLine
from lingtan.product.inventory import Inventory

__all__ = ["AttributeChange", "Cause", "CauseRow", "Difference", "difference"]


class Cause(StrEnum):
    """What explains a difference of two devices."""

    ADDED = "added"  # a line that only the second has
    REMOVED = "removed"  # a line that only the first has
    QUANTITY = "quantity"  # more or less of the same
    ACTIVITY = "activity"  # another material or service in its place
    PLACE = "place"  # the same at another place
    FACTOR = "factor"  # another factor answers: another year, version or supplier's figure
    SUPPLY = "supply"  # the factor is the same, what it takes from others changed


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    """One line's difference under one cause. [mg CO2e]; `before` and `after` say what changed, empty where there is nothing."""

    cause: Cause
    line: str
    stage: Stage
    component: str
    mg: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeChange:
    """An attribute in which the two devices differ, as both state it."""

    attribute: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Second less first. [mg CO2e]. The rows sum to `mg`, as do the mappings; all are exact."""

    mg: int
    rows: tuple[CauseRow, ...]
    by_cause: Mapping[Cause, int]
    by_component: Mapping[str, int]
    attributes: tuple[AttributeChange, ...]


def difference(first: Inventory, first_outline: Outline, second: Inventory, second_outline: Outline) -> Difference:
    """Every difference of two devices by line and cause, the largest first. Pure."""
    old, new = ({scored.line.key: scored for scored in outline.lines} for outline in (first_outline, second_outline))
    rows = [row for key in dict.fromkeys([*old, *new]) for row in _rows(old.get(key), new.get(key), first, second) if row.mg]
    by_cause = {cause: sum(row.mg for row in rows if row.cause is cause) for cause in Cause}
    components = dict.fromkeys(row.component for row in rows)
    return Difference(
        mg=second_outline.mean_mg - first_outline.mean_mg,
        rows=tuple(sorted(rows, key=lambda row: (-abs(row.mg), row.line, row.cause))),
        by_cause={cause: mg for cause, mg in by_cause.items() if mg},
        by_component={name: sum(row.mg for row in rows if row.component == name) for name in components},
        attributes=tuple(_attributes(first, second)),
    )


def _rows(old: ScoredLine | None, new: ScoredLine | None, first: Inventory, second: Inventory) -> Iterator[CauseRow]:
    if old is None or new is None:
        found = old or new
        if found is not None:
            cause, sign = (Cause.ADDED, 1) if old is None else (Cause.REMOVED, -1)
            named = found.line.activity
            yield _row(found, cause, sign * found.mg, *(("", named) if old is None else (named, "")))
        return
    change = new.mg - old.mg
    moved = new.line.allocated - old.line.allocated
    quantity = milligrams(moved * (old.intensity_kg + new.intensity_kg) / 2.0) if moved else 0
    if old.intensity_kg == new.intensity_kg:
        quantity = change  # what rounding to milligrams leaves is of the quantity
    yield _row(new, Cause.QUANTITY, quantity, f"{old.line.allocated:.6g} {old.line.unit}", f"{new.line.allocated:.6g} {new.line.unit}")
    cause, before, after = _behind(old, new, first, second)
    yield _row(new, cause, change - quantity, before, after)


def _behind(old: ScoredLine, new: ScoredLine, first: Inventory, second: Inventory) -> tuple[Cause, str, str]:
    """Why one unit of a line carries another amount."""
    if old.line.activity != new.line.activity:
        return Cause.ACTIVITY, old.line.activity, new.line.activity
    if old.line.place != new.line.place:
        return Cause.PLACE, old.line.place, new.line.place
    factors = [inventory.resolved.get(scored.line.node) for inventory, scored in ((first, old), (second, new))]
    before, after = (found.factor.id if found else scored.line.node for found, scored in zip(factors, (old, new), strict=True))
    same = before == after and (factors[0] and factors[0].factor) == (factors[1] and factors[1].factor)
    return (Cause.SUPPLY if same else Cause.FACTOR), before, after


def _row(scored: ScoredLine, cause: Cause, mg: int, before: str, after: str) -> CauseRow:
    line = scored.line
    return CauseRow(cause=cause, line=line.key, stage=line.stage, component=line.component, mg=mg, before=before, after=after)


def _attributes(first: Inventory, second: Inventory) -> Iterator[AttributeChange]:
    old, new = first.spec.attributes, second.spec.attributes
    for name in (field.name for field in fields(old) if field.name not in ("sources", "configuration")):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield AttributeChange(attribute=name, before=_said(before), after=_said(after))


def _said(value: Any) -> str:
    plain = to_plain(value)
    return "" if plain is None else str(plain)
