"""`lingtan assess standards`: which standards there are, and how much of each is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assessment import standard, standard_names
from lingtan.messages import Language

__all__ = ["StandardView", "standards_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardView:
    """A standard: number of its clauses, of those that can be assessed from what is public, and its grades."""

    name: str
    standard: str
    title: Mapping[Language, str]
    clauses: int
    public: int
    grades: tuple[str, ...]
    digest: str


def standards_view() -> tuple[StandardView, ...]:
    """Every built-in standard."""
    found = [standard(name) for name in standard_names()]
    return tuple(
        StandardView(
            name=each.pack.name, standard=each.pack.standard, title=each.pack.title, clauses=len(each.pack.rules),
            public=sum(rule.public for rule in each.pack.rules), grades=tuple(grade.id for grade in each.grades), digest=each.pack.digest,
        )
        for each in found
    )  # fmt: skip
