"""A stated constant of the factor packs: a convention such as the fab yield, with its source."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lingtan.errors import FactorError
from lingtan.evidence import Standing

__all__ = ["Constant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A convention that a model multiplies by, kept apart from the factors so that it can be seen and changed. `value` in `unit`."""

    id: str
    value: float
    unit: str
    source_id: str
    locator: str
    standing: Standing
    note: str

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise FactorError("FACTOR_FIELD", place=self.id, field="value", want="a finite number", value=self.value)
        for name in ("id", "unit", "source_id", "locator"):
            if not getattr(self, name).strip():
                raise FactorError("FACTOR_INCOMPLETE", place=self.id or "?", field=name)
