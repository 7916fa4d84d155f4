"""A study of many draws, frozen: minutes of computing for an interval that a report can quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lingtan.errors import InputError
from lingtan.evidence import JSON, from_plain, to_plain
from lingtan.jobs import JobKind, Task
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.studying import freeze_product
from lingtan.services.work.arguments import StudyRequest

__all__ = ["MOST_DRAWS", "study_compute"]

#: Beyond a million the interval moves by less than it is printed with.
MOST_DRAWS = 1_000_000


def study_compute(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `StudyRequest` → the frozen study: digest, mean and interval. Raises InputError `DRAWS_MANY`."""

    def steps(task: Task) -> Sequence[JSON]:
        request = from_plain(StudyRequest, task.arguments, place=task.kind)
        if request.draws > MOST_DRAWS:
            raise InputError("DRAWS_MANY", place="draws", draws=request.draws, most=MOST_DRAWS)
        return [request.product]

    def run(task: Task, step: JSON) -> JSON:
        workspace, request = workspace_of(task.organisation), from_plain(StudyRequest, task.arguments, place=task.kind)
        return to_plain(freeze_product(workspace, str(step), actor=task.actor, at=task.at, seed=request.seed, draws=request.draws))

    return JobKind(name="study_compute", steps=steps, run=run, result=lambda _task, outcomes: outcomes[0])
