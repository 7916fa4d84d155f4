"""Where a fact comes from, and how far its source was seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError

__all__ = ["Source", "Standing"]


class Standing(StrEnum):
    """How far a fact's source was seen. Everything but `source` and `computed` is shown as unverified."""

    SOURCE = "source"
    EXCERPT = "excerpt"
    COMPUTED = "computed"
    ASSUMED = "assumed"
    UNVERIFIED = "unverified"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A citable source. `licence` is an SPDX id, or `citation` for a single literature fact, or `proprietary`."""

    id: str
    title: str
    publisher: str
    year: int
    locator: str
    licence: str
    standing: Standing

    def __post_init__(self) -> None:
        for name in ("id", "title", "publisher", "locator", "licence"):
            if not getattr(self, name).strip():
                raise InputError("SOURCE_INCOMPLETE", place=f"source {self.id or '?'}", field=name)
