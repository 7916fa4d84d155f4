"""The Sankey of a product: material or activity → component → stage → device; what takes off stands beside it, never against it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from lingtan.product.breakdown import Flow, flows
from lingtan.services.products.computing import Computed

__all__ = ["FlowRow", "FlowsView", "flows_view"]

#: A component's activities below this share of all flow together.
_LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One flow between two nodes (`kind:name`). [mg CO2e and kg CO2e]; `lines` names the lines that it holds."""

    source: str
    source_kind: str
    source_name: str
    target: str
    target_kind: str
    target_name: str
    mg: int
    kg: float
    estimated_kg: float
    lines: tuple[str, ...]

    @property
    def address(self) -> str:
        """The key of its first line as it stands in an address."""
        return quote(self.lines[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowsView:
    """`added` flows sum to `added_kg` at the last node, `removed` to `removed_kg` ≤ 0; together they are the footprint."""

    added: tuple[FlowRow, ...]
    removed: tuple[FlowRow, ...]
    added_kg: float
    removed_kg: float


def flows_view(computed: Computed, *, least_share: float = _LEAST_SHARE) -> FlowsView:
    """The flows; small activities of a component together as `other`."""
    found = flows(computed.outline.lines, least_share=least_share)
    kg = {"added_kg": found.added_mg / 1e6, "removed_kg": found.removed_mg / 1e6}
    return FlowsView(added=_rows(found.added), removed=_rows(found.removed), **kg)


def _rows(found: tuple[Flow, ...]) -> tuple[FlowRow, ...]:
    return tuple(
        FlowRow(
            source=flow.source.key,
            source_kind=flow.source.kind,
            source_name=flow.source.name.rpartition("/")[2],
            target=flow.target.key,
            target_kind=flow.target.kind,
            target_name=flow.target.name,
            mg=flow.mg,
            kg=flow.mg / 1e6,
            estimated_kg=flow.estimated_mg / 1e6,
            lines=flow.lines,
        )
        for flow in found
    )
