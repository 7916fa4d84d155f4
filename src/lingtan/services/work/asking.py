"""Asking for long work, and stopping it."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from lingtan.errors import AccessError
from lingtan.evidence import to_plain
from lingtan.jobs import Jobs
from lingtan.ledger import uuid7
from lingtan.services.outlook.request import OutlookRequest
from lingtan.services.work.arguments import ExportRequest, ImportRequest, IssueRequest, StudyRequest
from lingtan.services.work.factory_request import FactoryRequest
from lingtan.services.work.portfolio_request import PortfolioRequest
from lingtan.services.work.schedule_request import ScheduleRequest
from lingtan.services.work.showing import JobView, view_of
from lingtan.services.work.simulation_request import SimulationRequest

__all__ = ["Asked", "ask", "cancel", "new_job_id"]

Asked = (
    IssueRequest | ExportRequest | ImportRequest | PortfolioRequest | StudyRequest | FactoryRequest | OutlookRequest
    | ScheduleRequest | SimulationRequest
)  # fmt: skip
_KINDS: dict[type, str] = {
    IssueRequest: "certificates_issue",
    ExportRequest: "certificates_export",
    ImportRequest: "products_import",
    PortfolioRequest: "portfolio_run",
    StudyRequest: "study_compute",
    FactoryRequest: "factory_plan",
    OutlookRequest: "factory_outlook",
    ScheduleRequest: "schedule_plan",
    SimulationRequest: "schedule_simulate",
}


def new_job_id(at: datetime) -> str:
    """An id for a form that is about to be shown: sent twice, it is one job."""
    return uuid7(at, secrets.token_bytes(10))


def ask(jobs: Jobs, request: Asked, *, organisation: str, actor: str, at: datetime, id: str | None = None) -> JobView:
    """Start the work under the form's id, or under a new one. Raises ConflictError `ID_CONFLICT` when the id came with something else."""
    arguments = json.loads(json.dumps(to_plain(request)))  # a word of a closed list would not equal its own text, read again
    name = jobs.start(_KINDS[type(request)], id=id or new_job_id(at), organisation=organisation, actor=actor, at=at, arguments=arguments)
    return view_of(jobs.get(name, organisation=organisation))


def cancel(jobs: Jobs, job: str, *, organisation: str, actor: str, is_admin: bool = False) -> JobView:
    """Stop one's own job, or as an admin anybody's, after the running step.

    Raises StoreError `JOB_UNKNOWN`, AccessError `JOB_NOT_YOURS`.
    """
    asked_by = jobs.get(job, organisation=organisation).actor
    if actor != asked_by and not is_admin:
        raise AccessError("JOB_NOT_YOURS", place=job, actor=asked_by)
    return view_of(jobs.cancel(job, organisation=organisation, actor=actor))
