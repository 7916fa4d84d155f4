"""Issuing a batch of certificates, ten a step; one that is refused does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from lingtan.errors import LingtanError
from lingtan.evidence import JSON, from_plain
from lingtan.jobs import JobKind, Task
from lingtan.services.certificates.issuing import issue_many
from lingtan.services.certificates.publication import publication
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.arguments import IssueRequest, chunks, refusal

__all__ = ["certificates_issue"]

_NUMBERS_A_STEP = 10


def certificates_issue(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `IssueRequest` → `{issued: [number], refused: [{number, code, place, params}]}`. A repeat gives each the same bytes."""

    def steps(task: Task) -> Sequence[JSON]:
        request = from_plain(IssueRequest, task.arguments, place=task.kind)
        publication(request.market, request.audience)
        return chunks(request.numbers, _NUMBERS_A_STEP)

    def run(task: Task, step: JSON) -> JSON:
        request = from_plain(IssueRequest, task.arguments, place=task.kind)
        said, numbers = publication(request.market, request.audience), cast("Sequence[str]", step)
        found = issue_many(workspace_of(task.organisation), numbers, said, actor=task.actor, at=task.at)
        return [
            refusal(n, one) if isinstance(one, LingtanError) else {"number": n, "got": True} for n, one in zip(numbers, found, strict=True)
        ]

    return JobKind(name="certificates_issue", steps=steps, run=run, result=_result)


def _result(_task: Task, outcomes: Sequence[JSON]) -> JSON:
    came = [one for outcome in cast("Sequence[Sequence[dict[str, Any]]]", outcomes) for one in outcome]
    return {"issued": [one["number"] for one in came if "got" in one], "refused": [one for one in came if "got" not in one]}
