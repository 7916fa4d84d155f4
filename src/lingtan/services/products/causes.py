"""Why products differ from the first of them: cause by cause, and in what they were described differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lingtan.product.changes import Difference, difference
from lingtan.services.products.computing import Computed

__all__ = ["AttributeLine", "CauseLine", "attributes_of", "causes_of"]

#: Causes shown of a product: the largest, in a table that a person reads.
_MOST = 40
#: What a product is called is no difference of its own; splits and chains are told by the lines they make.
_NAMES = ("manufacturer", "model", "configuration")
_NESTED = ("{", "[")


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """Part of a product's difference from the first. [kg CO2e]; before is the first's."""

    label: str
    cause: str
    stage: str
    component: str
    kg: float
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeLine:
    """An attribute in which a product differs from the first, as both state it."""

    label: str
    attribute: str
    before: str
    after: str


def causes_of(labels: Sequence[str], found: Sequence[Computed]) -> tuple[CauseLine, ...]:
    """The largest causes of each product's difference from the first."""
    return tuple(
        CauseLine(
            label=label, cause=row.cause, stage=row.stage, component=row.component, kg=row.mg / 1e6, before=row.before, after=row.after
        )
        for label, one in zip(labels[1:], found[1:], strict=True)
        for row in _told(found[0], one).rows[:_MOST]
    )


def attributes_of(labels: Sequence[str], found: Sequence[Computed]) -> tuple[AttributeLine, ...]:
    """In what each product was described differently from the first."""
    return tuple(
        AttributeLine(label=label, attribute=change.attribute, before=change.before, after=change.after)
        for label, one in zip(labels[1:], found[1:], strict=True)
        for change in _told(found[0], one).attributes
        if change.attribute not in _NAMES and not f"{change.before}{change.after}".startswith(_NESTED)
    )


def _told(first: Computed, second: Computed) -> Difference:
    return difference(first.inventory, first.outline, second.inventory, second.outline)
