"""Findings and their thread: raised, answered with evidence, closed or rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lingtan.evidence import digest_record

__all__ = ["Answer", "Finding", "FindingStatus", "Severity", "findings_digest", "open_findings"]


class Severity(StrEnum):
    """How grave a finding is: a major one must be closed before signing, a minor one may become a qualification."""

    MAJOR = "major"
    MINOR = "minor"


class FindingStatus(StrEnum):
    """Where a finding's thread stands."""

    RAISED = "raised"
    ANSWERED = "answered"
    REJECTED = "rejected"  # the answer did not convince; the client answers again
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the client replied, the digest of the evidence it added, and what the verifier made of it."""

    actor: str
    text: str
    evidence_digest: str
    verdict: FindingStatus | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One objection with its thread. `code` and `place` say what and where; `expected` and `found` are figures as text."""

    id: str
    code: str
    place: str
    severity: Severity
    expected: str
    found: str
    raised_by: str
    status: FindingStatus = FindingStatus.RAISED
    answers: tuple[Answer, ...] = ()


def open_findings(findings: Mapping[str, Finding]) -> tuple[Finding, ...]:
    """Findings that are not closed, in the order they were raised."""
    return tuple(finding for finding in findings.values() if finding.status is not FindingStatus.CLOSED)


def findings_digest(findings: Sequence[Finding]) -> str:
    """Digest of all findings with their threads, in the order given."""
    return digest_record(tuple(findings))
