"""A reason why something is refused: a code, the place it concerns, and the values of its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Reason", "Reasons", "RefusalError"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One refusal. `place` names the file or member, `values` fill the sentence of `texts.TEXTS[code]`."""

    code: str
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


Reasons: TypeAlias = Iterator[Reason]


class RefusalError(Exception):
    """Nothing further can be checked, for this one reason."""

    def __init__(self, code: str, place: str = "", **values: object) -> None:
        super().__init__(code)
        self.reason = Reason(code, place, values)
