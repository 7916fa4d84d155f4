"""What can happen in an engagement: append-only events, each with its moment and actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from lingtan.assurance.findings import Severity
from lingtan.assurance.people import Accreditation, Competences, Involvement, Person
from lingtan.assurance.site_statement import SiteStatementBody
from lingtan.assurance.statement import StatementBody
from lingtan.errors import InputError
from lingtan.evidence import JSON, from_plain, to_plain

__all__ = [
    "AssuranceEvent",
    "FindingAnswered",
    "FindingClosed",
    "FindingRaised",
    "FindingRejected",
    "Opened",
    "Returned",
    "ReviewStarted",
    "SiteStatementDrafted",
    "StatementDrafted",
    "StatementSigned",
    "Submitted",
    "SurveillanceDone",
    "Withdrawn",
    "event_from_plain",
    "event_to_plain",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An engagement between a client and a verification body, with the people who may act and the roles already taken."""

    at: datetime
    actor: str
    engagement: str
    client: str
    certifier: str
    scope: str
    beneficiaries: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    involvements: tuple[Involvement, ...] = ()
    accreditation: Accreditation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The client hands in a frozen study and its evidence pack, each by digest."""

    at: datetime
    actor: str
    study_digest: str
    pack_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStarted:
    """The verifier takes the study up."""

    at: datetime
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The verifier hands the study back; findings stay as they are, a corrected study may be submitted."""

    at: datetime
    actor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRaised:
    """The verifier objects."""

    at: datetime
    actor: str
    finding: str
    code: str
    place: str
    severity: Severity
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAnswered:
    """The client answers with evidence, named by its digest."""

    at: datetime
    actor: str
    finding: str
    text: str
    evidence_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingClosed:
    """The verifier accepts the last answer."""

    at: datetime
    actor: str
    finding: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRejected:
    """The verifier does not accept the last answer; the client answers again."""

    at: datetime
    actor: str
    finding: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDrafted:
    """The statement as it would be signed."""

    at: datetime
    actor: str
    body: StatementBody


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatementDrafted:
    """The statement on a site's assessment as it would be signed."""

    at: datetime
    actor: str
    body: SiteStatementBody


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSigned:
    """The signer's decision; `statement_digest` is the digest of the signed credential.

    `competences` is what the certifier's register holds for the signer on that day; None: what was named when the engagement was opened.
    """

    at: datetime
    actor: str
    statement_digest: str
    valid_until: date
    surveillance_every_months: int = 12
    competences: Competences = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveillanceDone:
    """A surveillance that found the statement still holds; its evidence by digest."""

    at: datetime
    actor: str
    evidence_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The verification body takes the statement back."""

    at: datetime
    actor: str
    reason: str


AssuranceEvent: TypeAlias = (
    Opened
    | Submitted
    | ReviewStarted
    | Returned
    | FindingRaised
    | FindingAnswered
    | FindingClosed
    | FindingRejected
    | StatementDrafted
    | SiteStatementDrafted
    | StatementSigned
    | SurveillanceDone
    | Withdrawn
)

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Opened,
        Submitted,
        ReviewStarted,
        Returned,
        FindingRaised,
        FindingAnswered,
        FindingClosed,
        FindingRejected,
        StatementDrafted,
        SiteStatementDrafted,
        StatementSigned,
        SurveillanceDone,
        Withdrawn,
    )
}


def event_to_plain(event: AssuranceEvent) -> dict[str, JSON]:
    """The event as JSON: `{"event": <kind>, "body": {…}}`, the body of a `Fact`."""
    return {"event": type(event).__name__, "body": to_plain(event)}


def event_from_plain(data: Any) -> AssuranceEvent:
    """The event from JSON. Raises InputError `BAD_RECORD` for an unknown kind or a body that does not fit."""
    name = data.get("event") if isinstance(data, dict) else None
    if not isinstance(name, str) or name not in _KINDS or set(data) != {"event", "body"}:
        raise InputError("BAD_RECORD", place="event", kind="AssuranceEvent", detail=f"unknown event {name!r}")
    event: AssuranceEvent = from_plain(_KINDS[name], data["body"], place=name)
    return event
