"""`lingtan assess gaps SITE`: which meter, bill, datum or document is missing for a grade, what it is worth, and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.assessment import Gap, assess, gaps
from lingtan.energy import Calendar
from lingtan.factory.options import estimates_of
from lingtan.files.energy import read_hourly
from lingtan.messages import Language
from lingtan.services.assessment.case import Case, open_case

__all__ = ["GapList", "gap_list", "gap_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapList:
    """The gaps of a site for a grade, the most wanted first. `met` of `clauses` are met now."""

    site: str
    synthetic: bool
    standard: str
    grade: str
    gaps: tuple[Gap, ...]
    met: int
    clauses: int


def gap_list(site: Path, standard: str, grade: str | None = None, *, facts: Path | None = None, own: Path | None = None) -> GapList:
    """The gaps for a grade, the first of the standard if none is named. Raises InputError as its files do, `ASSESS_GRADE_UNKNOWN`."""
    case = open_case(site, standard, facts=facts, own=own)
    made = assess(case.standard, case.facts, case.forms)
    wanted = grade or case.standard.grades[0].id
    found = gaps(case.standard, made, case.facts, case.forms, grade=wanted, estimates=estimates_of(case.site, _measured(case)))
    met = sum(clause.verdict.result.value == "met" for clause in made.clauses)
    return GapList(
        site=made.site, synthetic=made.synthetic, standard=made.standard, grade=wanted, gaps=found, met=met, clauses=len(made.clauses)
    )


def gap_words(gap: Gap, language: Language) -> str:
    """What a gap is about, in the words of the vocabulary or of the clause."""
    if gap.item is not None and gap.indicator is None:
        return gap.item.label[language]
    return gap.asks_for or (gap.indicator[language] if gap.indicator else gap.name)


def _measured(case: Case) -> dict[str, float]:
    """Energy of the sections that stand in files of their own. [kWh]"""
    calendar = Calendar(year=case.site.year, zone=case.site.zone)
    tables = {name: getattr(case.site, name) for name in ("load", "heat")}
    return {
        name: read_hourly(case.path.parent / table.csv, calendar, fill=table.fill).energy_kwh
        for name, table in tables.items()
        if table is not None and table.csv
    }
