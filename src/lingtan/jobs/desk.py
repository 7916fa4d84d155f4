"""Jobs: long work that survives a restart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lingtan import METHOD_VERSION
from lingtan.database import stamp
from lingtan.errors import ConflictError, StoreError
from lingtan.evidence import JSON
from lingtan.jobs.job import Job, JobPage, JobState
from lingtan.jobs.kind import JobKind
from lingtan.jobs.place import jobs_url
from lingtan.jobs.rows import STATUSES, job_of
from lingtan.jobs.runner import run_task
from lingtan.ledger import check_id, first_difference

if TYPE_CHECKING:
    from lingtan.jobs.engine import Engine

__all__ = ["Jobs"]

_WORKERS = 2


def _name(organisation: str, identifier: str) -> str:
    """A job's name in the engine: no organisation can name another's."""
    return f"{_prefix(organisation)}{identifier}"


def _prefix(organisation: str) -> str:
    return f"{hashlib.sha256(organisation.encode()).hexdigest()[:24]}:"


class Jobs:
    """Starts, shows and cancels jobs. Every reading is of one organisation. One is launched at a time in a process.

    `version` is of the program: what one version began, another does not finish.
    """

    def __init__(self, url: str, *, version: str = METHOD_VERSION, workers: int = _WORKERS) -> None:
        self._url = url
        self._version = version
        self._workers = workers
        self._kinds: dict[str, JobKind] = {}
        self._engine: Engine | None = None

    def register(self, *kinds: JobKind) -> None:
        """Make kinds of job known; before `launch`, as that takes up what a former process left."""
        self._kinds |= {kind.name: kind for kind in kinds}

    def launch(self) -> None:
        """Begin to work, first on what was left. Not on an event loop's thread. Raises StoreError `STORE_URL`, `STORE_UNREACHABLE`."""
        from lingtan.jobs.engine import Engine

        def work(name: str, record: Mapping[str, Any]) -> JSON:
            return run_task(self._launched(), self._kinds, name, record, version=self._version, now=lambda: stamp(datetime.now(UTC)))

        self._engine = Engine(jobs_url(self._url), work, workers=self._workers)

    def close(self, *, seconds: float = 60.0) -> bool:
        """Let running steps end, for so long at most; the rest of each job is for the next start. Whether all steps ended."""
        engine, self._engine = self._engine, None
        return engine is None or engine.close(seconds)

    def start(self, kind: str, *, id: str, organisation: str, actor: str, at: datetime, arguments: JSON) -> str:
        """Ask for a job under a client-made id (UUIDv7); a repeat is the same job.

        Raises StoreError `JOB_KIND` for an unknown kind, ConflictError `ID_CONFLICT` when the id came before with something else.
        """
        if kind not in self._kinds:
            raise StoreError("JOB_KIND", place=id, kind=kind)
        asked: dict[str, JSON] = {
            "id": check_id(id, place="job.id"),
            "kind": kind,
            "organisation": organisation,
            "actor": actor,
            "arguments": arguments,
        }
        engine, name = self._launched(), _name(organisation, id)
        shown: dict[str, JSON] = {"kind": kind, "organisation": organisation, "actor": actor, "asked_at": stamp(at), "done": 0, "total": 0}
        engine.enqueue(name, {**asked, "at": stamp(at), "version": self._version}, shown)
        recorded = engine.find(name)
        first = dict(recorded.input["args"][1]) if recorded is not None and recorded.input is not None else {}
        differing = first_difference({key: first.get(key) for key in asked}, asked)
        if differing is not None:
            raise ConflictError("ID_CONFLICT", place=f"job {id}", field=differing)
        return id

    def get(self, id: str, *, organisation: str) -> Job:
        """The job with its result. Raises StoreError `JOB_UNKNOWN`, also for another organisation's."""
        row = self._launched().find(_name(organisation, id))
        if row is None:
            raise StoreError("JOB_UNKNOWN", place=id)
        return job_of(row)

    def page(self, organisation: str, *, offset: int = 0, limit: int = 50, state: JobState | None = None) -> JobPage:
        """The organisation's jobs from the latest, without their results."""
        engine, prefix = self._launched(), _prefix(organisation)
        states = STATUSES[state] if state is not None else None
        rows = engine.rows(prefix, states, offset=offset, limit=limit)
        failed = engine.outcomes([row.workflow_id for row in rows if row.status == "ERROR"])
        total = len(engine.rows(prefix, states, offset=0, limit=None)) if offset or len(rows) == limit else len(rows)
        return JobPage(rows=tuple(job_of(failed.get(row.workflow_id, row)) for row in rows), total=total)

    def cancel(self, id: str, *, organisation: str, actor: str) -> Job:
        """Run no further step of the job; what its steps did stays. A job that ended stays as it is. Raises StoreError `JOB_UNKNOWN`."""
        if not self.get(id, organisation=organisation).ended:
            engine, name = self._launched(), _name(organisation, id)
            engine.cancel(name)
            if self.get(id, organisation=organisation).state is JobState.CANCELLED:
                engine.mark(name, cancelled_by=actor)
        return self.get(id, organisation=organisation)

    def _launched(self) -> Engine:
        if self._engine is None:
            raise StoreError("JOBS_CLOSED")
        return self._engine
