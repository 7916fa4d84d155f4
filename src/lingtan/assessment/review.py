"""From self-assessment to certificate: the on-site review by the workflow of `assurance`, and a body's certificate as evidence.

The self-assessment is handed in by its digest, as a study is; objections, answers and their closing are the same events. Lingtan issues no
certificate of a standard (METHODS 20): the body's own paper is attached with its number, day and digest, and holds only for the record that
was reviewed. Who drafted the standard, built the model or sold the credits can't be the assessor (METHODS 24).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lingtan.assessment.verdict import Assessment
from lingtan.assurance import AssuranceEvent, Finding, check_competence, check_independence, event_from_plain, fold, open_findings
from lingtan.errors import AssuranceError, InputError
from lingtan.evidence import from_plain

__all__ = ["BodyCertificate", "Review", "ReviewState", "review", "review_file"]


class ReviewState(StrEnum):
    """Where a review stands: not handed in, the record moved since, objections open, none open, certified, or the certificate ran out."""

    NOT_SUBMITTED = "not_submitted"
    MOVED = "moved"
    FINDINGS = "findings"
    CLEAR = "clear"
    CERTIFIED = "certified"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyCertificate:
    """A body's own certificate as evidence: number, the body, who assessed, days as ISO dates, and the digest of the paper."""

    number: str
    body: str
    assessor: str
    issued_on: str
    valid_until: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review on a day: state, all findings, and the certificate where it holds for this record."""

    state: ReviewState
    engagement: str
    client: str
    certifier: str
    assessment_digest: str
    reviewed_digest: str
    findings: tuple[Finding, ...]
    open_count: int
    certificate: BodyCertificate | None


def review_file(data: Any, *, place: str) -> tuple[tuple[AssuranceEvent, ...], BodyCertificate | None]:
    """Events and, where there is one, the certificate. Raises InputError `BAD_RECORD` and `REVIEW_DATE`."""
    if not isinstance(data, Mapping) or not isinstance(data.get("events"), list):
        raise InputError("BAD_RECORD", place=place, kind="review", detail="events must be a list")
    given = data.get("certificate")
    certificate = None if given is None else from_plain(BodyCertificate, given, place=f"{place}: certificate")
    if certificate is not None:
        for day in (certificate.issued_on, certificate.valid_until):
            _day(day, place)
    return tuple(event_from_plain(event) for event in data["events"]), certificate


def review(assessment: Assessment, events: Sequence[AssuranceEvent], certificate: BodyCertificate | None, *, on: date) -> Review:
    """The review of a record on a day.

    Raises AssuranceError as the workflow does for an act out of turn or by the wrong party; `REVIEW_CERTIFICATE` for a certificate of
    another body, by somebody the engagement does not know, of before the last act, or where objections are open; and as
    `check_competence` and `check_independence` for an assessor who is not qualified or took part.
    """
    held = fold(events)
    unsettled = open_findings(held.findings)
    digest = assessment.digest
    if not held.study_digest:
        state = ReviewState.NOT_SUBMITTED
    elif held.study_digest != digest:  # the digest of its facts stands in the record
        state = ReviewState.MOVED
    elif unsettled:
        state = ReviewState.FINDINGS
    else:
        state = ReviewState.CLEAR
    if certificate is not None:
        assessor = held.people.get(certificate.assessor)
        issued = _day(certificate.issued_on, certificate.number)
        known = assessor is not None and assessor.organisation == held.certifier and certificate.body == held.certifier
        if not known or assessor is None or unsettled or issued < held.last_at.date() or not certificate.digest:
            raise AssuranceError("REVIEW_CERTIFICATE", place=certificate.number, body=certificate.body, open=len(unsettled))
        check_competence(assessor, scope=held.scope, on=issued)
        check_independence(assessor, client=held.client, beneficiaries=held.beneficiaries, involvements=held.involvements, on=issued)
        if state is ReviewState.CLEAR:
            state = ReviewState.CERTIFIED if on <= _day(certificate.valid_until, certificate.number) else ReviewState.EXPIRED
    return Review(
        state=state, engagement=held.id, client=held.client, certifier=held.certifier, assessment_digest=digest,
        reviewed_digest=held.study_digest, findings=tuple(held.findings.values()), open_count=len(unsettled), certificate=certificate,
    )  # fmt: skip


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise InputError("REVIEW_DATE", place=place, value=text) from exc
