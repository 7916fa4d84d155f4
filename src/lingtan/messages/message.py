"""A message before it has a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lingtan.errors import Param

__all__ = ["Message"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A code of the catalogue, the parameters of its sentence and the place it concerns."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    place: str | None = None
