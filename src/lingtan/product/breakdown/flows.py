"""The flows of a Sankey chart: activity → component → stage → device, in milligrams, and what is taken off beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lingtan.product.breakdown.outline import ScoredLine

__all__ = ["TOTAL", "Flow", "Flows", "Node", "flows"]

#: The last node, where all stages meet.
TOTAL = "total"
_OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node: `kind` is activity, component, stage or total; `name` is unique within its kind (an activity's holds its component)."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        """Unique over all kinds."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What flows from one node to another. [mg CO2e] `estimated_mg` is the part that rests on an estimate; `lines` name what it holds."""

    source: Node
    target: Node
    mg: int
    estimated_mg: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """Flows that add, and flows that take off (end-of-life credits, carbon taken up by fibre), never one against the other.

    Into the total flow `added_mg`, out of it `removed_mg` ≤ 0; their sum is the footprint exactly.
    """

    added: tuple[Flow, ...]
    removed: tuple[Flow, ...]

    @property
    def added_mg(self) -> int:
        """What flows into the total. [mg CO2e]."""
        return sum(flow.mg for flow in self.added if flow.target.kind == TOTAL)

    @property
    def removed_mg(self) -> int:
        """What is taken off. [mg CO2e], ≤ 0."""
        return sum(flow.mg for flow in self.removed if flow.target.kind == TOTAL)


def flows(lines: Iterable[ScoredLine], *, least_share: float = 0.0) -> Flows:
    """The flows of the lines. A component's activities below `least_share` of all that is added [-] flow together as `other`.

    Positive and negative lines are kept apart before anything is summed, so no credit hides an emission.
    """
    scored = tuple(lines)
    positive = [entry for entry in scored if entry.mg > 0]
    negative = [entry for entry in scored if entry.mg < 0]
    least = least_share * sum(entry.mg for entry in positive)
    return Flows(added=_flows(positive, least), removed=_flows(negative, least))


def _flows(lines: list[ScoredLine], least_mg: float) -> tuple[Flow, ...]:
    sizes: dict[tuple[str, str], int] = {}
    for scored in lines:
        key = (scored.line.activity, scored.line.component)
        sizes[key] = sizes.get(key, 0) + abs(scored.mg)
    found: dict[tuple[Node, Node], list[ScoredLine]] = {}
    for scored in lines:
        line = scored.line
        shown = line.activity if sizes[line.activity, line.component] >= least_mg else _OTHER
        path = (
            Node(kind="activity", name=f"{line.component}/{shown}"),
            Node(kind="component", name=line.component),
            Node(kind="stage", name=line.stage.value),
            Node(kind=TOTAL, name=TOTAL),
        )
        for source, target in pairwise(path):
            found.setdefault((source, target), []).append(scored)
    return tuple(_flow(source, target, held) for (source, target), held in _in_order(found))


def _flow(source: Node, target: Node, held: list[ScoredLine]) -> Flow:
    return Flow(
        source=source,
        target=target,
        mg=sum(scored.mg for scored in held),
        estimated_mg=sum(scored.mg for scored in held if scored.estimated),
        lines=tuple(scored.line.key for scored in held),
    )


_ORDER = ("activity", "component", "stage")


def _in_order(found: Mapping[tuple[Node, Node], list[ScoredLine]]) -> list[tuple[tuple[Node, Node], list[ScoredLine]]]:
    """Left to right, the largest first."""
    return sorted(found.items(), key=lambda item: (_ORDER.index(item[0][0].kind), -abs(sum(s.mg for s in item[1])), item[0][0].key))
