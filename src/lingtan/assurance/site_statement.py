"""The body of a verification statement on a site's assessment (docs/certificate.md §7), before it is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lingtan.assurance.verification_work import VerificationWork, require
from lingtan.evidence import JSON

__all__ = ["SiteStatementBody", "site_subject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatementBody(VerificationWork):
    """What a statement says of a site, year and boundary: standard by name and digest, grade, and clauses by their result.

    Clauses are named by the ids of the standard's rules, with the catalogue's words by language in `clause_titles` (none in statements
    drafted before December 2026); those that are not assessable stay named. The materiality is a part of the year's carbon.

    Raises AssuranceError `STATEMENT_FIELD` as `VerificationWork`, for an empty name, a clause with two results, no clause that is met, or
    words that are not those of the clauses.
    """

    site: str
    organisation: str
    year: int
    boundary: str
    standard: str
    standard_digest: str
    grade: str
    grade_title: Mapping[str, str]
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    not_assessable: tuple[str, ...]
    clause_titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    assessment_digest: str
    facts_digest: str
    method_version: str

    def __post_init__(self) -> None:
        VerificationWork.__post_init__(self)
        for name in ("site", "organisation", "boundary", "standard", "grade"):
            require(bool(getattr(self, name).strip()), name, getattr(self, name))
        clauses = (*self.met, *self.not_met, *self.not_assessable)
        require(bool(self.met) and len(set(clauses)) == len(clauses), "clauses", ", ".join(clauses))
        require(not self.clause_titles or set(self.clause_titles) == set(clauses), "clauseTitles", ", ".join(self.clause_titles))

    @property
    def study_digest(self) -> str:
        """The digest under which the record was handed in."""
        return self.assessment_digest


def site_subject(body: SiteStatementBody) -> dict[str, JSON]:
    """The members of the `credentialSubject` that say what was verified and how; who verified it is added at signing."""
    titles: JSON = {rule: {"en": title["en"], "zh": title["zh"]} for rule, title in body.clause_titles.items()}
    return {
        "number": body.number,
        "site": body.site,
        "organisation": body.organisation,
        "year": body.year,
        "boundary": body.boundary,
        "standard": body.standard,
        "standardDigest": body.standard_digest,
        "grade": body.grade,
        "gradeTitle": {"en": body.grade_title["en"], "zh": body.grade_title["zh"]},
        "clauses": {"met": list(body.met), "notMet": list(body.not_met), "notAssessable": list(body.not_assessable)},
        **({"clauseTitles": titles} if titles else {}),
        "assessmentDigest": body.assessment_digest,
        "factsDigest": body.facts_digest,
        "methodVersion": body.method_version,
        **body.signed(),
    }
