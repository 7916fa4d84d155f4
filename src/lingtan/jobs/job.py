"""A job as a page shows it: who started it, how far it is, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lingtan.errors import Param
from lingtan.evidence import JSON

__all__ = ["Job", "JobError", "JobPage", "JobState"]


class JobState(StrEnum):
    """Where a job stands. A job whose server died is `running` until the next start takes it up."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobError:
    """Why a job failed: a code of the catalogue with place and parameters, so that each reader gets it in their own language."""

    code: str
    place: str | None = None
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job. `done` counts finished steps of `total`, which is 0 until it is planned; `step_percent` is how far the next one told it is.

    A page of jobs comes without `result`.
    """

    id: str
    kind: str
    organisation: str
    actor: str
    state: JobState
    done: int
    total: int
    asked_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    step_percent: int = 0
    cancelled_by: str | None = None
    result: JSON = None
    error: JobError | None = None

    @property
    def ended(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """Some of an organisation's jobs, the latest first, and how many there are in all."""

    rows: tuple[Job, ...]
    total: int
