"""The parts of a certificate's document: labels with their values."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Field", "KeyFigure", "PaperCredit", "Section"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A label and its value; `small` ones are keys and digests."""

    label: str
    value: str
    small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One of the large figures, with its unit."""

    label: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading in the page's language and in the other one, and the fields under it."""

    heading: str
    beside: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCredit:
    """One cancelled range as the document shows it. [t CO2e]"""

    name: str
    tonnes: str
    fields: tuple[Field, ...]
