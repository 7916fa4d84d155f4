"""The walk back from a figure to its sources, step by step, kept in the process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lingtan.evidence import Explanation
from lingtan.messages import Message
from lingtan.services.footprint.explain import explain_device
from lingtan.services.products.computing import Computed, whole_footprint

__all__ = ["Node", "walk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step of the walk back, flat and with its depth, so that a page lists it. `estimated` marks are hatched."""

    depth: int
    figure: str
    value: float
    unit: str
    rule: Message
    source: str
    mark: str


@lru_cache(maxsize=128)
def walk(computed: Computed, seed: int, draws: int, figure: str) -> tuple[Node, ...]:
    """Every step from the figure down, kept in the process: it follows from device, seed and draws alone."""
    return tuple(_nodes(explain_device(whole_footprint(computed, seed, draws), figure), 0))


def _nodes(found: Explanation, depth: int) -> list[Node]:
    said = {"figure": found.figure, "unit": found.unit, "source": found.source, "mark": found.mark}
    below = [node for part in found.parts for node in _nodes(part, depth + 1)]
    return [Node(depth=depth, value=float(found.value), rule=found.rule, **said), *below]
