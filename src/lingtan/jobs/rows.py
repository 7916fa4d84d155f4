"""The engine's rows as jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lingtan.database import moment
from lingtan.errors import LingtanError
from lingtan.jobs.job import Job, JobError, JobState

if TYPE_CHECKING:
    from dbos import WorkflowStatus

__all__ = ["STATUSES", "job_of"]

#: The engine's words for each state.
STATUSES: Mapping[JobState, tuple[str, ...]] = {
    JobState.QUEUED: ("ENQUEUED", "DELAYED"),
    JobState.RUNNING: ("PENDING",),
    JobState.DONE: ("SUCCESS",),
    JobState.FAILED: ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"),
    JobState.CANCELLED: ("CANCELLED",),
}
_STATES = {status: state for state, statuses in STATUSES.items() for status in statuses}


def job_of(row: WorkflowStatus) -> Job:
    """A row as a job."""
    said: dict[str, Any] = row.attributes or {}
    state = _STATES[row.status]
    started = said.get("started_at")
    step, percent = said.get("within", (-1, 0))
    return Job(
        id=row.workflow_id.partition(":")[2],
        kind=said["kind"],
        organisation=said["organisation"],
        actor=said["actor"],
        # A job that waits for its turn after a restart is under way all the same.
        state=JobState.RUNNING if state is JobState.QUEUED and started else state,
        done=said["done"],
        total=said["total"],
        asked_at=moment(said["asked_at"]),
        # The engine tells an end in whole seconds, so a beginning is told no finer.
        started_at=moment(started).replace(microsecond=0) if started else None,
        ended_at=datetime.fromtimestamp(row.completed_at // 1000, UTC) if row.completed_at else None,
        step_percent=percent if step == said["done"] < said["total"] else 0,
        cancelled_by=said.get("cancelled_by"),
        result=row.output,
        error=_error(row) if state is JobState.FAILED else None,
    )


def _error(row: WorkflowStatus) -> JobError:
    error = row.error if isinstance(row.error, LingtanError) else LingtanError("JOB_GAVE_UP")
    return JobError(code=error.code, place=error.place, params=error.params)
