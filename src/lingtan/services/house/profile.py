"""A party as it appears on what it signs."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The party as it appears on what it signs; `synthetic` marks a made-up party on every document."""

    organisation: str
    identifier: str
    db: str
    synthetic: bool = False
