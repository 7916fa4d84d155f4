"""A figure opened: its value, the rule that made it, and the parts it was made of, down to a source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lingtan.messages import Message

__all__ = ["Explanation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One node of the walk back. `rule` says how `parts` make `value` [`unit`]; a leaf carries its `source` instead of parts."""

    figure: str
    value: int | float
    unit: str
    rule: Message
    parts: tuple[Explanation, ...] = ()
    source: str = ""
    mark: str = ""

    def leaves(self) -> Iterator[Explanation]:
        """The nodes without parts, left to right."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def find(self, figure: str) -> Explanation | None:
        """The first node of this name, depth first."""
        if self.figure == figure:
            return self
        return next((found for part in self.parts if (found := part.find(figure)) is not None), None)
