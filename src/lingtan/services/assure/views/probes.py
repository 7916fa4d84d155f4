"""The events that are put to the room to learn what it would allow: true in form, empty of content, never recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from lingtan.assurance import (
    AssuranceEvent,
    Competences,
    Engagement,
    FindingRaised,
    LevelOfAssurance,
    Returned,
    ReviewStarted,
    SampleSize,
    Severity,
    StatementBody,
    StatementDrafted,
    StatementSigned,
    Submitted,
    SurveillanceDone,
    Withdrawn,
)
from lingtan.evidence import Stage

__all__ = ["ANY_DIGEST", "Step", "probes"]

#: A digest in form, of nothing.
ANY_DIGEST = "sha256:" + "0" * 64


class Step(StrEnum):
    """A move of the workflow; `open` comes before the room's own."""

    OPEN = "open"
    SUBMIT = "submit"
    START = "start"
    RETURN = "return"
    RAISE = "raise"
    ANSWER = "answer"
    JUDGE = "judge"
    DRAFT = "draft"
    SIGN = "sign"
    SURVEIL = "surveil"
    WITHDRAW = "withdraw"


def probes(state: Engagement, *, actor: str, at: datetime, competences: Competences = None) -> dict[Step, AssuranceEvent]:
    """Every step that does not concern one finding, as this actor would take it at this moment."""
    return {
        Step.SUBMIT: Submitted(at=at, actor=actor, study_digest=ANY_DIGEST, pack_digest=ANY_DIGEST),
        Step.START: ReviewStarted(at=at, actor=actor),
        Step.RETURN: Returned(at=at, actor=actor, reason=""),
        Step.RAISE: FindingRaised(at=at, actor=actor, finding="", code="", place="", severity=Severity.MINOR, expected="", found=""),
        Step.DRAFT: StatementDrafted(at=at, actor=actor, body=_any_body(state)),
        Step.SIGN: StatementSigned(
            at=at, actor=actor, statement_digest=ANY_DIGEST, valid_until=at.date() + timedelta(days=1), competences=competences
        ),
        Step.SURVEIL: SurveillanceDone(at=at, actor=actor, evidence_digest=ANY_DIGEST),
        Step.WITHDRAW: Withdrawn(at=at, actor=actor, reason=""),
    }


def _any_body(state: Engagement) -> StatementBody:
    """A statement on the engagement's study that says as little as one may."""
    stages = dict.fromkeys(Stage, 1)
    return StatementBody(
        number="-", subject="", configuration="", configuration_digest="", study_digest=state.study_digest, method_version="",
        mean_mg=sum(stages.values()), stages_mg=stages, service_years=1.0, place_of_use="", gwp_set="",
        level_of_assurance=LevelOfAssurance.LIMITED, materiality_percent=5.0, criteria=("-",), sites=(),
        sample=SampleSize(population=1, drawn=1), accreditation=state.accreditation,
    )  # fmt: skip
