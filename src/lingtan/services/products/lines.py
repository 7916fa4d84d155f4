"""The lines behind a product's figure, each activity × factor × allocation, and the largest of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from lingtan.product import ScoredLine
from lingtan.services.products.computing import Computed

__all__ = ["LineRow", "hot_spots", "line_rows"]

_HOT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """`amount` [`unit`] × `factor_kg` [kg CO2e/unit] × `allocation` [-] = `kg`; `estimated` counts the factor and what is upstream too."""

    product: str
    line: str
    stage: str
    component: str
    activity: str
    place: str
    amount: float
    unit: str
    factor_kg: float
    allocation: float
    kg: float
    share: float
    mark: str
    estimated: bool
    origin: str
    factor: str
    factor_place: str
    factor_year: int | None
    source: str

    @property
    def address(self) -> str:
        """The line's key as it stands in an address."""
        return quote(self.line)


def line_rows(product: str, computed: Computed) -> tuple[LineRow, ...]:
    """Every line in the order of the inventory."""
    return tuple(_row(product, computed, scored) for scored in computed.outline.lines)


def hot_spots(rows: tuple[LineRow, ...]) -> tuple[LineRow, ...]:
    """The lines that weigh most, whichever their sign."""
    return tuple(sorted(rows, key=lambda row: (-abs(row.kg), row.line))[:_HOT])


def _row(product: str, computed: Computed, scored: ScoredLine) -> LineRow:
    line, found = scored.line, computed.inventory.resolved.get(scored.line.node)
    source = computed.inventory.library.sources[found.factor.source_id] if found else None
    return LineRow(
        product=product,
        line=line.key,
        stage=line.stage.value,
        component=line.component,
        activity=line.activity,
        place=line.place,
        amount=line.amount,
        unit=line.unit.value,
        factor_kg=scored.intensity_kg,
        allocation=line.allocation,
        kg=scored.mg / 1e6,
        share=scored.mg / computed.outline.mean_mg,
        mark=line.mark.value,
        estimated=scored.estimated,
        origin=line.origin,
        factor=found.factor.id if found else line.node,
        factor_place=found.factor.place if found else line.place,
        factor_year=found.factor.year if found else None,
        source=f"{source.title} ({source.publisher}, {source.year})" if source else line.origin,
    )
