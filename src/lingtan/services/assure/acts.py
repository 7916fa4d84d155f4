"""The steps of an engagement, each one recorded event; the room decides."""

from __future__ import annotations

from datetime import datetime

from lingtan.assurance import (
    Engagement,
    Returned,
    ReviewStarted,
    Submitted,
    SurveillanceDone,
    Withdrawn,
)
from lingtan.services.assure.engagement import record_event
from lingtan.services.assure.packs import pack_on_record
from lingtan.services.assure.required import required
from lingtan.services.house.workspace import Workspace

__all__ = ["return_study", "start_review", "submit", "surveil", "withdraw"]


def submit(workspace: Workspace, engagement: str, pack: str, *, actor: str, at: datetime) -> Engagement:
    """The client hands in a pack on record and the study it is on. Raises AssuranceError `PACK_UNKNOWN` for one that is not its own."""
    with workspace.store() as store:
        study = pack_on_record(store, pack, client=workspace.profile.organisation).study.study_digest
    return record_event(workspace, engagement, Submitted(at=at, actor=actor, study_digest=study, pack_digest=pack))


def start_review(workspace: Workspace, engagement: str, *, actor: str, at: datetime) -> Engagement:
    """The certifier takes the study up."""
    return record_event(workspace, engagement, ReviewStarted(at=at, actor=actor))


def return_study(workspace: Workspace, engagement: str, *, reason: str, actor: str, at: datetime) -> Engagement:
    """The certifier hands the study back."""
    return record_event(workspace, engagement, Returned(at=at, actor=actor, reason=required(reason, "reason")))


def surveil(workspace: Workspace, engagement: str, *, evidence: str, actor: str, at: datetime) -> Engagement:
    """The certifier found that the statement still holds; its evidence by digest."""
    return record_event(workspace, engagement, SurveillanceDone(at=at, actor=actor, evidence_digest=evidence))


def withdraw(workspace: Workspace, engagement: str, *, reason: str, actor: str, at: datetime) -> Engagement:
    """The certifier takes the statement back."""
    return record_event(workspace, engagement, Withdrawn(at=at, actor=actor, reason=required(reason, "reason")))
