"""Rows of verdicts and grades."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lingtan.assessment import ClauseVerdict, GradeResult, Ratio
from lingtan.evidence import Standing
from lingtan.messages import Language, Message
from lingtan.rules import Result
from lingtan.services.assessment.views.words import fact_words

__all__ = ["ClauseRow", "GradeRow", "clause_row", "grade_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """One clause: verdict with its sentence, facts it waits for, evidence, where it was read and how far. [points] None: not known."""

    rule: str
    clause: str
    words: Mapping[Language, str]
    result: Result
    message: Message
    needs: Mapping[Language, str]
    evidence: str
    source: str
    standing: Standing
    points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """A grade: whether it is reached, the clauses that it lacks, and what is asked for where it is not public. [points]"""

    grade: str
    words: Mapping[Language, str]
    result: Result
    lacking: str
    asks_for: str
    least_points: float | None


def clause_row(clause: ClauseVerdict, forms: Mapping[str, Ratio], known: Collection[str]) -> ClauseRow:
    """The row of a verdict; a derived fact that is missing is told by those of its quantities that are not `known`."""
    said = clause.verdict
    missing = [name for name in said.params.get("missing", "").split(", ") if said.result is Result.NOT_ASSESSABLE]
    apart = [[need for need in forms[name].needs if need not in known] if name in forms else [name] for name in missing]
    return ClauseRow(
        rule=said.rule, clause=said.clause, words=clause.indicator, result=said.result, message=said.message,
        needs=fact_words(dict.fromkeys(name for part in apart for name in part)),
        evidence=", ".join(one.removeprefix("sha256:")[:12] for one in said.evidence), source=clause.source, standing=said.standing,
        points=clause.points,
    )  # fmt: skip


def grade_row(one: GradeResult) -> GradeRow:
    """The row of a grade."""
    return GradeRow(
        grade=one.id, words=one.title, result=one.result, lacking=", ".join(one.lacking), asks_for=one.asks_for,
        least_points=one.least_points,
    )  # fmt: skip
