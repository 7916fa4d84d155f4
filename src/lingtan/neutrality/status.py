"""Replacing and revoking certificates: a new entry of the status list, never a changed document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lingtan.attest import CertificateState, CertificateStatus
from lingtan.errors import MethodError

__all__ = ["issue_certificate", "replace_certificate", "revoke_certificate"]


def issue_certificate(entries: Sequence[CertificateStatus], *, number: str, version: int, on: date) -> tuple[CertificateStatus, ...]:
    """The list with a new valid certificate. Raises MethodError `CERTIFICATE_NUMBER_TAKEN`."""
    if any(entry.number == number for entry in entries):
        raise MethodError("CERTIFICATE_NUMBER_TAKEN", place=number)
    return (*entries, CertificateStatus(number=number, version=version, status=CertificateState.VALID, since=on))


def replace_certificate(entries: Sequence[CertificateStatus], *, number: str, by: str, on: date) -> tuple[CertificateStatus, ...]:
    """The list in which `number` is replaced by `by`, which is issued with the next version.

    Raises MethodError `CERTIFICATE_UNKNOWN`, `CERTIFICATE_NOT_VALID` (already replaced or revoked), `CERTIFICATE_NUMBER_TAKEN`,
    `STATUS_BACKDATED`.
    """
    old = _valid(entries, number, on)
    changed = replace(old, status=CertificateState.REPLACED, since=on, by=by)
    return issue_certificate(tuple(changed if entry is old else entry for entry in entries), number=by, version=old.version + 1, on=on)


def revoke_certificate(entries: Sequence[CertificateStatus], *, number: str, reason: str, on: date) -> tuple[CertificateStatus, ...]:
    """The list in which `number` is revoked for a reason.

    Raises MethodError `CERTIFICATE_UNKNOWN`, `CERTIFICATE_NOT_VALID`, `STATUS_BACKDATED`; AttestError `STATUS_INCOMPLETE` without a reason.
    """
    old = _valid(entries, number, on)
    changed = replace(old, status=CertificateState.REVOKED, since=on, reason=reason)
    return tuple(changed if entry is old else entry for entry in entries)


def _valid(entries: Sequence[CertificateStatus], number: str, on: date) -> CertificateStatus:
    entry = next((entry for entry in entries if entry.number == number), None)
    if entry is None:
        raise MethodError("CERTIFICATE_UNKNOWN", place=number)
    if entry.status is not CertificateState.VALID:
        raise MethodError("CERTIFICATE_NOT_VALID", place=number, status=entry.status.value)
    if on < entry.since:
        raise MethodError("STATUS_BACKDATED", place=number, since=entry.since.isoformat(), on=on.isoformat())
    return entry
