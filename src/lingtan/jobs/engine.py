"""The one place that knows DBOS: one durable function on a queue, its steps, its rows. Loaded when jobs are launched (half a second)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from typing import Any, TypeVar

from dbos import DBOS, DBOSConfig, SetWorkflowAttributes, SetWorkflowID, StepOptions, WorkflowStatus
from dbos import error as dbos_error

from lingtan.database import Database
from lingtan.errors import LingtanError, StoreError
from lingtan.evidence import JSON
from lingtan.jobs.serial import JsonText

__all__ = ["SCHEMA", "Engine", "Stopping"]

T = TypeVar("T")

#: PostgreSQL's schema for the engine's tables.
SCHEMA = "lingtan_jobs"
#: The layout of a job's steps. Jobs of another layout are not taken up; raise it only when `runner` calls steps in another order.
_LAYOUT = "1"
_QUEUE = "work"
_FUNCTION = "job"
_POLL_S = 0.25
#: So many starts in a row may find a job unfinished before it is given up: it is what brings the server down.
_MOST_STARTS = 20
#: A database that was away for a moment: seven tries over one minute.
_AWAY = ("STORE_UNREACHABLE",)
_TRIES = 7
_STEP: StepOptions = {
    "retries_allowed": True,
    "interval_seconds": 1.0,
    "backoff_rate": 2.0,
    "max_attempts": _TRIES,
    "should_retry": lambda error: isinstance(error, StoreError) and error.code in _AWAY,
}


class Stopping(BaseException):
    """The server is closing. Not an Exception: those DBOS records as the job's end, and this job goes on at the next start."""


@dataclass
class _Running:
    """How many jobs are being worked on in this process."""

    count: int = 0

    def __post_init__(self) -> None:
        self.changed = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        with self.changed:
            self.count += 1
        try:
            yield
        finally:
            with self.changed:
                self.count -= 1
                self.changed.notify_all()

    def wait(self, seconds: float) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.count == 0, seconds)


def _expected(record: logging.LogRecord) -> bool:
    """Whether a log record tells something: a job that was refused or cancelled is told on its page."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, LingtanError | dbos_error.DBOSAwaitedWorkflowCancelledError)


def _reach(url: str) -> None:
    """See that there is a database, in our own words; an SQLite file is made, and is in WAL mode from here on."""
    database = Database.at(url, must_exist=False)
    try:
        database.read(lambda _: None)
    finally:
        database.close()


class Engine:
    """A launched DBOS. There is one in a process, as DBOS has it."""

    def __init__(self, url: str, work: Callable[[str, Any], JSON], *, workers: int) -> None:
        self._running = _Running()
        self._stopping = threading.Event()

        def job(identifier: str, record: Any) -> JSON:
            with self._running.one():
                return work(identifier, record)

        self._job = DBOS.workflow(name=_FUNCTION, max_recovery_attempts=_MOST_STARTS)(job)
        config: DBOSConfig = {
            "name": "lingtan",
            "system_database_url": url,
            "dbos_system_schema": SCHEMA,
            "application_version": _LAYOUT,
            "serializer": JsonText(),
            "log_level": "WARNING",
            "sys_db_pool_size": 10,
            "use_listen_notify": False,
        }
        logging.getLogger("dbos").addFilter(_expected)
        _reach(url)
        DBOS(config=config)
        DBOS.launch()
        self._queue = DBOS.register_queue(_QUEUE, worker_concurrency=workers, polling_interval_sec=_POLL_S, on_conflict="always_update")

    def close(self, seconds: float) -> bool:
        """Lets running steps end, for so long at most, and stops; whether they did."""
        self._stopping.set()
        ended = self._running.wait(seconds)
        DBOS.destroy(destroy_registry=True)
        return ended

    def enqueue(self, identifier: str, record: JSON, attributes: dict[str, JSON]) -> None:
        """Keep a job, to be run when a worker is free. One that is there already stays as it is."""
        with SetWorkflowID(identifier), SetWorkflowAttributes(dict(attributes)):
            self._queue.enqueue(self._job, identifier, record)

    def find(self, identifier: str) -> WorkflowStatus | None:
        """The row of a job, with what it was asked and what came out."""
        return next(iter(DBOS.list_workflows(workflow_ids=[identifier], name=_FUNCTION)), None)

    def rows(self, prefix: str, states: Sequence[str] | None, *, offset: int, limit: int | None) -> list[WorkflowStatus]:
        """The rows of jobs whose id begins so, the latest first, without what was asked and what came out."""
        return DBOS.list_workflows(
            name=_FUNCTION, workflow_id_prefix=prefix, status=list(states) if states else None, offset=offset, limit=limit,
            sort_desc=True, load_input=False, load_output=False,
        )  # fmt: skip

    def outcomes(self, identifiers: Sequence[str]) -> dict[str, WorkflowStatus]:
        """The rows of these jobs with what came out."""
        found = DBOS.list_workflows(workflow_ids=list(identifiers), load_input=False) if identifiers else []
        return {row.workflow_id: row for row in found}

    def cancel(self, identifier: str) -> None:
        """No further step of it is run."""
        DBOS.cancel_workflow(identifier)

    def mark(self, identifier: str, **attributes: JSON) -> None:
        """Write attributes to a job's row; inside a job this is a step of its own."""
        DBOS.update_workflow_attributes(identifier, dict(attributes), merge=True)

    def tell(self, identifier: str, **attributes: JSON) -> None:
        """Write attributes to a job's row from within a step, as somebody outside the job: no step of it."""
        Context().run(self.mark, identifier, **attributes)

    def step(self, name: str, work: Callable[[], T]) -> T:
        """The work's outcome; when it was kept before, that one and no work. Raises Stopping instead when the server is closing."""
        if self._stopping.is_set():
            raise Stopping
        return DBOS.run_step({**_STEP, "name": name}, work)
