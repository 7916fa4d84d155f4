"""What a standard says of a site: a verdict for each clause with its evidence, the grades that are reached, and one digest over it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assessment.derived import Ratio
from lingtan.assessment.facts import FactsFile
from lingtan.assessment.standard import Grade, Standard
from lingtan.evidence import digest_record
from lingtan.messages import Language
from lingtan.rules import Result, Verdict, evaluate

__all__ = ["Assessment", "ClauseVerdict", "GradeResult", "assess", "grade_result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseVerdict:
    """One clause: the verdict with its sentence, the indicator's words, where it was read, and its points (None: not known). [points]"""

    verdict: Verdict
    indicator: Mapping[Language, str]
    source: str
    verified: bool
    points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeResult:
    """One grade: whether it is reached, the clauses that are not met yet, and what is asked for where it is not public."""

    id: str
    family: str
    title: Mapping[Language, str]
    result: Result
    lacking: tuple[str, ...]
    least_points: float | None
    asks_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A self-assessment of one site and year by one standard. `points` is None where the standard's points are not known. [points]"""

    standard: str
    pack_digest: str
    site: str
    year: int
    organisation: str
    actor: str
    recorded_at: str
    synthetic: bool
    clauses: tuple[ClauseVerdict, ...]
    grades: tuple[GradeResult, ...]
    reached: Mapping[str, str]
    points: float | None
    facts_digest: str

    @property
    def digest(self) -> str:
        """Digest of the record: what an on-site finding and a certificate refer to."""
        return digest_record(self)


def assess(standard: Standard, file: FactsFile, forms: Mapping[str, Ratio]) -> Assessment:
    """Every clause's verdict and every grade's. Raises InputError `FACT_TYPE` for a statement of the wrong kind."""
    verdicts = evaluate(standard.pack, file.facts(forms), evidence=file.evidence)
    sources = {source.id: source for source in standard.pack.sources}
    clauses = tuple(
        ClauseVerdict(
            verdict=verdict, indicator=rule.indicator, source=f"{sources[rule.source_id].title}: {sources[rule.source_id].locator}",
            verified=rule.verified, points=standard.points.get(rule.id),
        )
        for rule, verdict in zip(standard.pack.rules, verdicts, strict=True)
    )  # fmt: skip
    results = {verdict.rule: verdict.result for verdict in verdicts}
    grades = tuple(grade_result(standard, grade, results) for grade in standard.grades)
    return Assessment(
        standard=standard.pack.reference, pack_digest=standard.pack.digest, site=file.site, year=file.year, organisation=file.organisation,
        actor=file.actor, recorded_at=file.recorded_at, synthetic=file.synthetic, clauses=clauses, grades=grades,
        reached={grade.family: grade.id for grade in grades if grade.result is Result.MET}, points=_points(standard, results),
        facts_digest=digest_record(file),
    )  # fmt: skip


def _points(standard: Standard, results: Mapping[str, Result]) -> float | None:
    return sum(points for name, points in standard.points.items() if results[name] is Result.MET) if standard.points else None


def grade_result(standard: Standard, grade: Grade, results: Mapping[str, Result]) -> GradeResult:
    """A grade from the results of the clauses: reached, not reached, or not assessable with the clauses that stand in the way."""
    lacking = tuple(name for name in grade.rules if results[name] is not Result.MET)
    points = _points(standard, results)
    if not grade.public or (grade.least_points is not None and points is None):
        result = Result.NOT_ASSESSABLE
    elif any(results[name] is Result.NOT_MET for name in grade.rules):
        result = Result.NOT_MET
    elif lacking:
        result = Result.NOT_ASSESSABLE
    elif grade.least_points is not None and points is not None and points < grade.least_points:
        open_points = sum(p for name, p in standard.points.items() if results[name] is Result.NOT_ASSESSABLE)
        result = Result.NOT_ASSESSABLE if points + open_points >= grade.least_points else Result.NOT_MET
    else:
        result = Result.MET
    return GradeResult(
        id=grade.id, family=grade.family, title=grade.title, result=result, lacking=lacking, least_points=grade.least_points,
        asks_for=grade.asks_for,
    )  # fmt: skip
