"""Issuing, replacing and revoking the organisation's own certificates, with what the page says afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import InputError
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import publication
from lingtan.services.certificates.replacement import replace
from lingtan.services.certificates.revocation import revoke
from lingtan.services.house.workspace import Workspace

__all__ = ["Deed", "issue_own", "replace_own", "revoke_own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done: the number it was about, and the edition that stands now (the same unless it was replaced)."""

    number: str
    standing: str


def issue_own(workspace: Workspace, number: str, *, market: str, audience: str, actor: str, at: datetime) -> Deed:
    """Issue the certificate. Raises StoreError `CANCELLATION_UNKNOWN` for another's number, or the first reason against it."""
    issue(workspace, number, publication(market, audience), actor=actor, at=at)
    return Deed(number=number, standing=number)


def replace_own(workspace: Workspace, number: str, *, market: str, audience: str, reason: str, actor: str, at: datetime) -> Deed:
    """Issue the next edition. Raises MethodError `CERTIFICATE_UNKNOWN`, `CERTIFICATE_NOT_VALID`; InputError `REASON_MISSING`."""
    document = replace(workspace, number, publication(market, audience), reason=_said(reason), actor=actor, at=at)
    return Deed(number=number, standing=document["credentialSubject"]["number"])


def revoke_own(workspace: Workspace, number: str, *, reason: str, actor: str, at: datetime) -> Deed:
    """Revoke it and publish the list. Raises MethodError `CERTIFICATE_UNKNOWN`, `CERTIFICATE_NOT_VALID`; InputError `REASON_MISSING`."""
    revoke(workspace, number, reason=_said(reason), actor=actor, at=at)
    return Deed(number=number, standing=number)


def _said(reason: str) -> str:
    if not reason.strip():
        raise InputError("REASON_MISSING", place="reason")
    return reason.strip()
