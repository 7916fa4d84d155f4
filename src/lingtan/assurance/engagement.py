"""The verification workflow as a fold over its events.

    draft ─submit─▶ submitted ─review─▶ under_review ─draft─▶ statement_drafted ─sign─▶ signed ─▶ withdrawn
      ▲                                  │  ▲   raise · answer · close · reject │
      └────────────── return ────────────┘  └────── any finding raised ─────────┘

Surveillance due and expiry are read off the calendar (`Engagement.standing`), never stored. An event that the state does not allow raises
AssuranceError `ILLEGAL_TRANSITION` naming the state; the events so far stay as they are.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from lingtan.assurance import events as ev
from lingtan.assurance.findings import Answer, Finding, FindingStatus, Severity, findings_digest, open_findings
from lingtan.assurance.people import (
    Accreditation,
    Competences,
    Involvement,
    Person,
    check_accreditation,
    check_competence,
    check_independence,
)
from lingtan.assurance.site_statement import SiteStatementBody, site_subject
from lingtan.assurance.statement import StatementBody, statement_subject
from lingtan.errors import AssuranceError
from lingtan.evidence import JSON, mentions, party_core

__all__ = ["Engagement", "Standing", "State", "advance", "check_signing", "fold", "signed_subject", "with_register"]


class State(StrEnum):
    """Where the engagement stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    STATEMENT_DRAFTED = "statement_drafted"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Whether a signed statement holds on a day."""

    NOT_SIGNED = "not_signed"
    VALID = "valid"
    SURVEILLANCE_DUE = "surveillance_due"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """The state that the events add up to."""

    id: str
    client: str
    certifier: str
    scope: str
    beneficiaries: tuple[str, ...]
    people: Mapping[str, Person]
    involvements: tuple[Involvement, ...]
    accreditation: Accreditation | None
    state: State
    last_at: datetime
    study_digest: str = ""
    pack_digest: str = ""
    findings: Mapping[str, Finding]
    body: StatementBody | SiteStatementBody | None = None
    signed_by: str = ""
    signed_on: date | None = None
    statement_digest: str = ""
    valid_until: date | None = None
    surveillance_every_months: int = 12
    surveilled_on: date | None = None
    withdrawn_on: date | None = None

    def next_surveillance(self) -> date | None:
        """The day on which the next surveillance is due; None before signing."""
        last = self.surveilled_on or self.signed_on
        return None if last is None else _months_later(last, self.surveillance_every_months)

    def standing(self, on: date) -> Standing:
        """How the statement stands on a day: withdrawn from that day on, expired after its last day, due from the due day on."""
        if self.signed_on is None or self.valid_until is None or on < self.signed_on:
            return Standing.NOT_SIGNED
        if self.withdrawn_on is not None and on >= self.withdrawn_on:
            return Standing.WITHDRAWN
        if on > self.valid_until:
            return Standing.EXPIRED
        due = self.next_surveillance()
        return Standing.SURVEILLANCE_DUE if due is not None and on >= due else Standing.VALID


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


#: The states in which each event may happen.
_ALLOWED: dict[type, frozenset[State]] = {
    ev.Submitted: frozenset({State.DRAFT}),
    ev.ReviewStarted: frozenset({State.SUBMITTED}),
    ev.Returned: frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.STATEMENT_DRAFTED}),
    ev.FindingRaised: frozenset({State.UNDER_REVIEW, State.STATEMENT_DRAFTED}),
    ev.FindingAnswered: frozenset({State.DRAFT, State.UNDER_REVIEW}),
    ev.FindingClosed: frozenset({State.UNDER_REVIEW}),
    ev.FindingRejected: frozenset({State.UNDER_REVIEW}),
    ev.StatementDrafted: frozenset({State.UNDER_REVIEW}),
    ev.SiteStatementDrafted: frozenset({State.UNDER_REVIEW}),
    ev.StatementSigned: frozenset({State.STATEMENT_DRAFTED}),
    ev.SurveillanceDone: frozenset({State.SIGNED}),
    ev.Withdrawn: frozenset({State.SIGNED}),
}
_BY_CLIENT = (ev.Submitted, ev.FindingAnswered)


def fold(events: Iterable[ev.AssuranceEvent]) -> Engagement:
    """The engagement after its events, the first of which opens it. Raises AssuranceError as `advance` does."""
    engagement: Engagement | None = None
    for event in events:
        engagement = advance(engagement, event)
    if engagement is None:
        raise AssuranceError("ILLEGAL_TRANSITION", event="nothing", state="nothing")
    return engagement


def advance(engagement: Engagement | None, event: ev.AssuranceEvent) -> Engagement:
    """The engagement after one more event.

    Raises AssuranceError: `ILLEGAL_TRANSITION` (names the state), `EVENT_ORDER`, `WRONG_PARTY`, `FINDING_UNKNOWN`, `FINDING_STATE`,
    `STATEMENT_OTHER_STUDY`, `STATEMENT_VALIDITY`, and whatever `check_signing` raises.
    """
    if event.at.tzinfo is None:
        raise AssuranceError("EVENT_ORDER", place=type(event).__name__, at=event.at.isoformat(), last="a moment with an offset")
    if isinstance(event, ev.Opened):
        if engagement is not None:
            raise AssuranceError("ILLEGAL_TRANSITION", place=engagement.id, event="Opened", state=engagement.state.value)
        return _opened(event)
    if engagement is None:
        raise AssuranceError("ILLEGAL_TRANSITION", event=type(event).__name__, state="nothing")
    if engagement.state not in _ALLOWED[type(event)]:
        raise AssuranceError("ILLEGAL_TRANSITION", place=engagement.id, event=type(event).__name__, state=engagement.state.value)
    if event.at < engagement.last_at:
        raise AssuranceError("EVENT_ORDER", place=engagement.id, at=event.at.isoformat(), last=engagement.last_at.isoformat())
    _check_party(engagement, event)
    return replace(_applied(engagement, event), last_at=event.at)


def _opened(event: ev.Opened) -> Engagement:
    return Engagement(
        id=event.engagement,
        client=event.client,
        certifier=event.certifier,
        scope=event.scope,
        beneficiaries=event.beneficiaries,
        people={person.id: person for person in event.people},
        involvements=event.involvements,
        accreditation=event.accreditation,
        state=State.DRAFT,
        last_at=event.at,
        findings={},
    )


def _check_party(engagement: Engagement, event: ev.AssuranceEvent) -> None:
    person = engagement.people.get(event.actor)
    wanted = engagement.client if isinstance(event, _BY_CLIENT) else engagement.certifier
    if person is None or person.organisation != wanted:
        found = person.organisation if person else "nobody of this engagement"
        raise AssuranceError("WRONG_PARTY", place=event.actor, event=type(event).__name__, expected=wanted, found=found)


def _applied(engagement: Engagement, event: ev.AssuranceEvent) -> Engagement:  # noqa: PLR0911 - one return an event
    match event:
        case ev.Submitted():
            return replace(engagement, state=State.SUBMITTED, study_digest=event.study_digest, pack_digest=event.pack_digest)
        case ev.ReviewStarted():
            return replace(engagement, state=State.UNDER_REVIEW)
        case ev.Returned():
            return replace(engagement, state=State.DRAFT, body=None)
        case ev.FindingRaised():
            return _raised(engagement, event)
        case ev.FindingAnswered():
            return _answered(engagement, event)
        case ev.FindingClosed():
            return _judged(engagement, event, FindingStatus.CLOSED)
        case ev.FindingRejected():
            return _judged(engagement, event, FindingStatus.REJECTED)
        case ev.StatementDrafted() | ev.SiteStatementDrafted():
            return _drafted(engagement, event)
        case ev.StatementSigned():
            return _signed(engagement, event)
        case ev.SurveillanceDone():
            return replace(engagement, surveilled_on=event.at.date())
        case ev.Withdrawn():
            return replace(engagement, state=State.WITHDRAWN, withdrawn_on=event.at.date())
        case ev.Opened():
            raise AssuranceError("ILLEGAL_TRANSITION", place=engagement.id, event="Opened", state=engagement.state.value)


def _raised(engagement: Engagement, event: ev.FindingRaised) -> Engagement:
    if event.finding in engagement.findings:
        raise AssuranceError(
            "FINDING_STATE", place=event.finding, event="FindingRaised", status=engagement.findings[event.finding].status.value
        )
    finding = Finding(
        id=event.finding,
        code=event.code,
        place=event.place,
        severity=event.severity,
        expected=event.expected,
        found=event.found,
        raised_by=event.actor,
    )
    return replace(engagement, state=State.UNDER_REVIEW, body=None, findings={**engagement.findings, finding.id: finding})


def _thread(engagement: Engagement, finding_id: str) -> Finding:
    if finding_id not in engagement.findings:
        raise AssuranceError("FINDING_UNKNOWN", place=finding_id, engagement=engagement.id)
    return engagement.findings[finding_id]


def _answered(engagement: Engagement, event: ev.FindingAnswered) -> Engagement:
    finding = _thread(engagement, event.finding)
    if finding.status not in (FindingStatus.RAISED, FindingStatus.REJECTED) or not event.evidence_digest.startswith("sha256:"):
        raise AssuranceError("FINDING_STATE", place=finding.id, event="FindingAnswered", status=finding.status.value)
    answer = Answer(actor=event.actor, text=event.text, evidence_digest=event.evidence_digest)
    answered = replace(finding, status=FindingStatus.ANSWERED, answers=(*finding.answers, answer))
    return replace(engagement, findings={**engagement.findings, finding.id: answered})


def _judged(engagement: Engagement, event: ev.FindingClosed | ev.FindingRejected, verdict: FindingStatus) -> Engagement:
    finding = _thread(engagement, event.finding)
    if finding.status is not FindingStatus.ANSWERED:
        raise AssuranceError("FINDING_STATE", place=finding.id, event=type(event).__name__, status=finding.status.value)
    last = replace(finding.answers[-1], verdict=verdict, reason=event.reason)
    judged = replace(finding, status=verdict, answers=(*finding.answers[:-1], last))
    return replace(engagement, findings={**engagement.findings, finding.id: judged})


def _drafted(engagement: Engagement, event: ev.StatementDrafted | ev.SiteStatementDrafted) -> Engagement:
    body = event.body
    if body.study_digest != engagement.study_digest:
        raise AssuranceError("STATEMENT_OTHER_STUDY", place=body.number, expected=engagement.study_digest, found=body.study_digest)
    if body.accreditation != engagement.accreditation:
        raise AssuranceError("STATEMENT_FIELD", place="accreditation", value=str(body.accreditation and body.accreditation.number))
    return replace(engagement, state=State.STATEMENT_DRAFTED, body=body)


def _signed(engagement: Engagement, event: ev.StatementSigned) -> Engagement:
    on = event.at.date()
    engagement = with_register(engagement, event.actor, event.competences)
    check_signing(engagement, signer=event.actor, on=on)
    if not (on < event.valid_until <= _months_later(on, 60)) or not 1 <= event.surveillance_every_months <= 24:
        raise AssuranceError(
            "STATEMENT_VALIDITY",
            place=engagement.id,
            signed=on.isoformat(),
            until=event.valid_until.isoformat(),
            months=event.surveillance_every_months,
        )
    return replace(
        engagement,
        state=State.SIGNED,
        signed_by=event.actor,
        signed_on=on,
        statement_digest=event.statement_digest,
        valid_until=event.valid_until,
        surveillance_every_months=event.surveillance_every_months,
    )


def with_register(engagement: Engagement, signer: str, competences: Competences) -> Engagement:
    """The engagement with the signer's competences as the certifier's register holds them; as they were named at the opening for None."""
    person = engagement.people.get(signer)
    if person is None or competences is None:
        return engagement
    return replace(engagement, people={**engagement.people, signer: replace(person, competences=competences)})


def check_signing(engagement: Engagement, *, signer: str, on: date) -> None:
    """Refuse to sign: nothing drafted, open findings, no independence, no competence, no accreditation in force (METHODS 24).

    An open minor finding is allowed when the statement's qualifications name its id. Raises AssuranceError `ILLEGAL_TRANSITION`,
    `FINDINGS_OPEN`, `SELF_VERIFICATION`, `NOT_INDEPENDENT`, `COMPETENCE_SCOPE`, `COMPETENCE_EXPIRED`, `ACCREDITATION_EXPIRED`.
    """
    body = engagement.body
    if body is None:
        raise AssuranceError("ILLEGAL_TRANSITION", place=engagement.id, event="StatementSigned", state=engagement.state.value)
    blocking = [
        finding
        for finding in open_findings(engagement.findings)
        if finding.severity is Severity.MAJOR or not any(mentions(words, finding.id) for words in body.qualifications)
    ]
    if blocking:
        raise AssuranceError("FINDINGS_OPEN", place=blocking[0].id, count=len(blocking), ids=", ".join(f.id for f in blocking))
    if party_core(engagement.certifier) == party_core(engagement.client):
        raise AssuranceError("SELF_VERIFICATION", place=signer, organisation=engagement.certifier)
    person = engagement.people.get(signer)
    if person is None:
        raise AssuranceError(
            "WRONG_PARTY", place=signer, event="StatementSigned", expected=engagement.certifier, found="nobody of this engagement"
        )
    check_independence(
        person, client=engagement.client, beneficiaries=engagement.beneficiaries, involvements=engagement.involvements, on=on
    )
    check_competence(person, scope=engagement.scope, on=on)
    check_accreditation(engagement.accreditation, on=on)


def signed_subject(engagement: Engagement, *, signer: str, on: date) -> dict[str, JSON]:
    """The `credentialSubject` to sign (docs/certificate.md §2), after `check_signing`; the caller signs it with the certifier's own key."""
    check_signing(engagement, signer=signer, on=on)
    person, body = engagement.people[signer], engagement.body
    if body is None:
        raise AssuranceError("ILLEGAL_TRANSITION", place=engagement.id, event="StatementSigned", state=engagement.state.value)
    findings = tuple(engagement.findings.values())
    raised, competence = len(findings), check_competence(person, scope=engagement.scope, on=on)
    minor: list[JSON] = [finding.id for finding in open_findings(engagement.findings)]  # `check_signing` lets no other stay open
    counted: dict[str, JSON] = {"raised": raised, "closed": raised - len(minor), "digest": findings_digest(findings)}
    said = site_subject(body) if isinstance(body, SiteStatementBody) else statement_subject(body)
    synthetic = said.pop("synthetic")
    return {
        **said,
        "findings": counted | ({"openMinor": minor} if minor else {}),
        "signer": {"name": person.name, "competenceValidUntil": competence.valid_until.isoformat()},
        "synthetic": synthetic,
    }
