"""The findings thread: raise, answer, close or reject, each one recorded event; the room decides."""

from __future__ import annotations

from datetime import datetime

from lingtan.assurance import Engagement, FindingAnswered, FindingClosed, FindingRaised, FindingRejected, Severity
from lingtan.services.assure.engagement import engagement_of, record_event
from lingtan.services.assure.required import required
from lingtan.services.house.workspace import Workspace

__all__ = ["answer", "judge", "raise_finding"]


def raise_finding(
    workspace: Workspace, engagement: str, *, code: str, place: str, severity: Severity, expected: str, found: str, actor: str, at: datetime
) -> Engagement:
    """The certifier objects; findings are numbered F1, F2, … as they are raised."""
    with workspace.store() as store:
        number = len(engagement_of(store, engagement).findings) + 1
    event = FindingRaised(
        at=at, actor=actor, finding=f"F{number}", code=required(code, "code"), place=required(place, "place"), severity=severity,
        expected=required(expected, "expected"), found=required(found, "found"),
    )  # fmt: skip
    return record_event(workspace, engagement, event)


def answer(workspace: Workspace, engagement: str, finding: str, *, text: str, evidence: str, actor: str, at: datetime) -> Engagement:
    """The client answers with words and the digest of a document, or of the pack where the evidence is in it."""
    event = FindingAnswered(at=at, actor=actor, finding=finding, text=required(text, "text"), evidence_digest=evidence)
    return record_event(workspace, engagement, event)


def judge(workspace: Workspace, engagement: str, finding: str, *, accepted: bool, reason: str, actor: str, at: datetime) -> Engagement:
    """The certifier closes a finding, or rejects the answer."""
    event = FindingClosed if accepted else FindingRejected
    return record_event(workspace, engagement, event(at=at, actor=actor, finding=finding, reason=required(reason, "reason")))
