"""Jobs as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.jobs import Job, Jobs, JobState
from lingtan.services.work.refused import Refusal, refusals_of, why_failed

__all__ = ["JobView", "JobsView", "job_view", "jobs_view", "view_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job: `items` came out well, `refused` did not, of so many in all; `plan_of` is the site or week, `part` what was asked of it."""

    job: str
    kind: str
    actor: str
    state: str
    done: int
    total: int
    percent: int
    step_percent: int
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    cancelled_by: str
    ended: bool
    items: tuple[str, ...]
    made_count: int
    product: str
    refused: tuple[Refusal, ...]
    refused_count: int
    archives: tuple[str, ...]
    table: str
    plan_of: str
    part: str
    rows: Mapping[str, int]
    error: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsView:
    """An organisation's jobs, the latest first."""

    rows: tuple[JobView, ...]
    total: int
    page: int
    per_page: int


def view_of(job: Job, *, most: int | None = None) -> JobView:
    """A job's view, with so many items and refusals at most."""
    result: dict[str, Any] = dict(job.result) if isinstance(job.result, Mapping) else {}
    done = result.get("issued") or result.get("exported") or [one["product"] for one in result.get("saved", ())] or [result.get("study")]
    refused = refusals_of(result)
    made = tuple(str(one) for one in done if one)
    return JobView(
        job=job.id, kind=job.kind, actor=job.actor, state=job.state.value, done=job.done, total=job.total, ended=job.ended,
        percent=(100 * job.done + job.step_percent) // job.total if job.total else 0, step_percent=job.step_percent,
        asked_at=job.asked_at, started_at=job.started_at, ended_at=job.ended_at, cancelled_by=job.cancelled_by or "",
        items=made[:most], made_count=len(made), product=str(result.get("product", "")), refused=refused[:most],
        refused_count=len(refused), error=why_failed(job), archives=tuple(result.get("archives", ())), table=str(result.get("table", "")),
        rows=dict(result.get("rows", {})), plan_of=str(result.get("site") or result.get("week") or ""), part=str(result.get("part", "")),
    )  # fmt: skip


def job_view(jobs: Jobs, job: str, *, organisation: str, most: int | None = None) -> JobView:
    """One job, with so many items and refusals at most. Raises StoreError `JOB_UNKNOWN`, also for another organisation's."""
    return view_of(jobs.get(job, organisation=organisation), most=most)


def jobs_view(jobs: Jobs, *, organisation: str, page: int = 1, per_page: int = 50, state: str = "") -> JobsView:
    """A page of the organisation's jobs, of one state where it is given."""
    found = jobs.page(organisation, offset=(page - 1) * per_page, limit=per_page, state=JobState(state) if state else None)
    return JobsView(rows=tuple(view_of(job) for job in found.rows), total=found.total, page=page, per_page=per_page)
