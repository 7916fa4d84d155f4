"""Rows of the park's tables, with the words of the catalogue's measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assessment import RollTotal
from lingtan.assessment.rollout import Function, RollState
from lingtan.messages import Language

__all__ = ["EventRow", "LeftOut", "RollRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRow:
    """A measure over its lines, with its words. Only what is verified counts. [kWh]"""

    words: Mapping[Language, str]
    total: RollTotal


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """How far one thing has come. [kW], [kWh]"""

    subject: str
    words: Mapping[Language, str]
    place: str
    state: RollState
    at: str
    function: Function | None
    kw: float
    kwh: float
    document: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A measure that does not apply to the site, and why."""

    words: Mapping[Language, str]
    why: str
