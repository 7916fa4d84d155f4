"""What of a self-assessment may be verified for a grade: a grade that is reached on measured facts, never on a forecast (METHODS 11)."""

from __future__ import annotations

from collections.abc import Mapping

from lingtan.assessment.derived import Ratio
from lingtan.assessment.facts import FactsFile
from lingtan.assessment.standard import Standard
from lingtan.assessment.verdict import Assessment, GradeResult
from lingtan.assessment.vocabulary import Quality
from lingtan.errors import AssuranceError
from lingtan.messages import Language
from lingtan.rules import Result

__all__ = ["check_certifiable", "clause_titles", "clauses_by_result", "quantities_of"]


def quantities_of(standard: Standard, grade: str, forms: Mapping[str, Ratio]) -> frozenset[str]:
    """Names of the quantities that the clauses of a grade are judged by, derived facts taken apart. Raises `ASSESS_GRADE_UNKNOWN`."""
    asked: set[str] = set()
    for rule in map(standard.rule, standard.grade(grade).rules):
        for condition in (*rule.when, *rule.require):
            asked |= {name for name in (condition.fact, condition.than) if name is not None}
    return frozenset(need for name in asked for need in (forms[name].needs if name in forms else (name,)))


def check_certifiable(
    standard: Standard, assessment: Assessment, file: FactsFile, forms: Mapping[str, Ratio], *, grade: str
) -> GradeResult:
    """The grade that may be verified.

    Raises AssuranceError `SITE_FORECAST` where a quantity that the grade rests on is planned, `SITE_NOT_MEASURED` where one is estimated,
    `SITE_GRADE_NOT_REACHED` with the clauses that are not met; InputError `ASSESS_GRADE_UNKNOWN`.
    """
    needed = quantities_of(standard, grade, forms)
    rows = {row.name: row.quality for row in file.quantity if row.name in needed}
    for quality, code in ((Quality.PLANNED, "SITE_FORECAST"), (Quality.ESTIMATED, "SITE_NOT_MEASURED")):
        if names := sorted(name for name, known in rows.items() if known is quality):
            raise AssuranceError(code, place=assessment.site, grade=grade, names=", ".join(names))
    found = next(result for result in assessment.grades if result.id == grade)
    if found.result is not Result.MET:
        raise AssuranceError("SITE_GRADE_NOT_REACHED", place=assessment.site, grade=grade, lacking=", ".join(found.lacking) or "-")
    return found


def clauses_by_result(assessment: Assessment) -> Mapping[Result, tuple[str, ...]]:
    """Ids of the clauses by their result, in the order of the standard."""
    said = [clause.verdict for clause in assessment.clauses]
    return {result: tuple(one.rule for one in said if one.result is result) for result in Result}


def clause_titles(assessment: Assessment) -> Mapping[str, Mapping[Language, str]]:
    """What each clause asks for as the catalogue words it, by its id; none is the standard's own text."""
    return {clause.verdict.rule: clause.indicator for clause in assessment.clauses}
