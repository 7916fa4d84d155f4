"""`lingtan assess SITE --standard NAME`: what a standard says of a site, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.assessment import Assessment, assess
from lingtan.evidence import Source
from lingtan.services.assessment.case import open_case

__all__ = ["AssessmentView", "assessment_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """A self-assessment with its digest, the sources of the standard, and the factors it was worked with. [kg CO2/kWh]"""

    assessment: Assessment
    digest: str
    sources: tuple[Source, ...]
    location_kg_per_kwh: float
    market_kg_per_kwh: float
    factor_year: int


def assessment_view(site: Path, standard: str, *, facts: Path | None = None, own: Path | None = None) -> AssessmentView:
    """Verdicts and grades of a site. Raises InputError as its files do."""
    case = open_case(site, standard, facts=facts, own=own)
    made = assess(case.standard, case.facts, case.forms)
    carbon = case.site.carbon
    return AssessmentView(
        assessment=made, digest=made.digest, sources=case.standard.pack.sources, location_kg_per_kwh=carbon.location_kg_per_kwh,
        market_kg_per_kwh=carbon.market_kg_per_kwh, factor_year=carbon.factor_year,
    )  # fmt: skip
