"""Entries of the signed status list (docs/certificate.md, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lingtan.errors import AttestError

__all__ = ["CertificateState", "CertificateStatus", "StatementState", "StatementStatus"]


class CertificateState(StrEnum):
    """What has become of a certificate."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class StatementState(StrEnum):
    """What has become of a verification statement."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateStatus:
    """One certificate's state; `by` is the number that replaces it, `reason` why it was revoked."""

    number: str
    version: int
    status: CertificateState
    since: date
    by: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.status is CertificateState.REPLACED) != (self.by is not None):
            raise AttestError("STATUS_INCOMPLETE", place=self.number, field="by")
        if self.status is CertificateState.REVOKED and not self.reason:
            raise AttestError("STATUS_INCOMPLETE", place=self.number, field="reason")

    def to_json(self) -> dict[str, Any]:
        """The entry as it stands in `status.json`."""
        return {
            "number": self.number,
            "version": self.version,
            "status": self.status.value,
            "since": self.since.isoformat(),
            "by": self.by,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementStatus:
    """One verification statement's state."""

    number: str
    status: StatementState
    since: date

    def to_json(self) -> dict[str, Any]:
        """The entry as it stands in `status.json`."""
        return {"number": self.number, "status": self.status.value, "since": self.since.isoformat()}
