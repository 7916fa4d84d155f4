"""`lingtan statement …`: the steps of an engagement, each one recorded event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lingtan.assurance import (
    Engagement,
    Opened,
    StatementDrafted,
    VerificationWork,
    draft_statement,
)
from lingtan.evidence import from_plain
from lingtan.files import read_toml
from lingtan.services.assure.engagement import engagement_of, record_event
from lingtan.services.footprint.studies import find_study
from lingtan.services.house.workspace import Workspace

__all__ = ["draft", "open_engagement"]


def open_engagement(workspace: Workspace, path: Path, *, actor: str, at: datetime) -> Engagement:
    """Open an engagement described in a TOML file: client, certifier, scope, people, involvements, accreditation."""
    event = from_plain(Opened, {**read_toml(path), "at": at.isoformat(), "actor": actor}, place=str(path))
    return record_event(workspace, event.engagement, event)


def draft(workspace: Workspace, engagement: str, work: VerificationWork, *, actor: str, at: datetime) -> Engagement:
    """Draft the statement on the submitted study: every figure is taken from the recomputed study, none is typed.

    Accreditation and whether anything is synthetic are the engagement's and the study's, whatever `work` says.
    """
    with workspace.store() as store:
        state = engagement_of(store, engagement, organisation=workspace.profile.organisation)
        device = find_study(store, state.study_digest, organisation=state.client).require()
    synthetic = workspace.profile.synthetic or device.study.synthetic
    own = replace(work, accreditation=state.accreditation, synthetic=synthetic)
    body = draft_statement(device.footprint, own, configuration=device.inventory.spec.attributes.configuration)
    return record_event(workspace, engagement, StatementDrafted(at=at, actor=actor, body=body))
