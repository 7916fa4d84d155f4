"""How a job runs: planned once, step after step, its progress shown, its outcomes made into one answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any, Protocol, TypeVar

from lingtan.database import moment
from lingtan.errors import StoreError
from lingtan.evidence import JSON
from lingtan.jobs.kind import JobKind, Task

__all__ = ["Steps", "Told", "run_task", "task_of"]

T = TypeVar("T")

_SHOWN = 100
#: Between two tellings of how far a step is.
_TOLD_S = 1.0


class Steps(Protocol):
    """What keeps a step's outcome so that it is not done again, and shows how far a job is."""

    def step(self, name: str, work: Callable[[], T]) -> T:
        """The work's outcome, now or from before."""
        ...

    def mark(self, identifier: str, **attributes: JSON) -> None:
        """Show attributes on the job's row."""
        ...

    def tell(self, identifier: str, **attributes: JSON) -> None:
        """Show attributes out of the middle of a step: nothing that a repeat must find again."""
        ...


def task_of(record: Mapping[str, Any]) -> Task:
    """The task as it was asked for."""
    return Task(at=moment(record["at"]), **{name: record[name] for name in ("id", "kind", "organisation", "actor", "arguments")})


def run_task(
    keeper: Steps, kinds: Mapping[str, JobKind], name: str, record: Mapping[str, Any], *, version: str, now: Callable[[], str]
) -> JSON:
    """Run a job, kept under `name`, to its answer.

    Raises StoreError `JOB_VERSION` for one that another version began, `JOB_KIND` for an unknown kind, and what its steps raise.
    """
    task = task_of(record)
    if record["version"] != version:
        raise StoreError("JOB_VERSION", place=task.id, began=record["version"], installed=version)
    if (kind := kinds.get(task.kind)) is None:
        raise StoreError("JOB_KIND", place=task.id, kind=task.kind)
    plan = keeper.step("plan", lambda: {"started_at": now(), "steps": list(kind.steps(task))})
    steps: Sequence[JSON] = plan["steps"]
    keeper.mark(name, started_at=plan["started_at"], done=0, total=len(steps))
    outcomes: list[JSON] = []
    for step in steps:
        told = replace(task, tell=Told(keeper, name, len(outcomes)))
        outcomes.append(keeper.step("step", partial(kind.run, told, step)))
        if _is_shown(len(outcomes), len(steps)):
            keeper.mark(name, done=len(outcomes))
    return keeper.step("result", partial(kind.result, task, outcomes))


class Told:
    """Shows how far one step is, in hundredths that only grow, once a second of the clock at most."""

    def __init__(self, keeper: Steps, name: str, step: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._keeper, self._name, self._step, self._clock = keeper, name, step, clock
        self._lock, self._percent, self._at = Lock(), 0, float("-inf")

    def __call__(self, done: int, total: int) -> None:
        """So much is done, of so much."""
        percent, now = min(_SHOWN * done // max(total, 1), _SHOWN), self._clock()
        with self._lock:
            if percent <= self._percent or now - self._at < _TOLD_S:
                return
            self._percent, self._at = percent, now
        self._keeper.tell(self._name, within=[self._step, percent])


def _is_shown(done: int, total: int) -> bool:
    """Whether this step moves the progress by a hundredth: showing it is a write, and a thousand of them help no reader."""
    return done == total or done * _SHOWN // total != (done - 1) * _SHOWN // total
