"""Cells as a file holds them, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from lingtan.messages import Message

__all__ = ["RawCell", "RawRow", "RawSheet", "RawValue"]

RawValue: TypeAlias = "str | int | float | bool | date | datetime | None"


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell's stored value. `formula` and `error` cells are refused whatever they show; `percent` numbers carry that format."""

    value: RawValue = None
    formula: bool = False
    error: bool = False
    percent: bool = False

    @property
    def blank(self) -> bool:
        """Nothing but white space."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


RawRow: TypeAlias = "tuple[RawCell, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One sheet as a stream of numbered rows. `label` stands before the `!` of its addresses."""

    label: str
    rows: Iterable[tuple[int, RawRow]]
    merged: tuple[str, ...] = ()
    warnings: tuple[Message, ...] = ()
