"""A lever: something that can be done or bought, what it costs, and what it does to facts. It passes between rooms and belongs to none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lingtan.errors import InputError
from lingtan.rules.conditions import FactValue

__all__ = ["Lever"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Up to `limit` units at `yuan_per_unit` a year each (negative where it saves money), plus `fixed_yuan` a year once it is taken.

    `changes` adds to quantities per unit, each in its own unit; `states` sets facts and `documents` fills evidence slots once it is taken.
    `whole` is taken to the limit or not at all; of those that share a text in `excludes` only one may be taken. `standing` says how far the
    numbers were seen. Raises InputError `LEVER_LIMIT` for a limit or a number that is not finite and positive.
    """

    name: str
    unit: str
    limit: float
    yuan_per_unit: float
    standing: str
    source: str
    fixed_yuan: float = 0.0
    whole: bool = False
    changes: Mapping[str, float] = field(default_factory=dict)
    states: Mapping[str, FactValue] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        numbers = (self.limit, self.yuan_per_unit, self.fixed_yuan, *self.changes.values())
        if not all(abs(value) < 1e15 for value in numbers) or self.limit <= 0:
            raise InputError("LEVER_LIMIT", place=self.name, name=self.name)
