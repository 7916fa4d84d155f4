"""Open tasks: what must be done before the organisation's figures can be trusted, by whoever may do it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.house.workspace import Workspace
from lingtan.services.overview.cancelling import cancelling
from lingtan.services.overview.making import making
from lingtan.services.overview.steps import Books
from lingtan.store import Transaction

__all__ = ["Task", "open_tasks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do: a code of the catalogue, how many of them, and where."""

    code: str
    count: int
    href: str


def open_tasks(workspace: Workspace, store: Transaction, books: Books, *, permissions: frozenset[str]) -> tuple[Task, ...]:
    """The tasks that there are, in the order of the way; what nobody with these permissions may do is not counted."""
    asked = (one for one in (*making(workspace.profile.organisation, store), *cancelling(workspace, store, books)) if one[0] in permissions)
    found = (Task(code=code, count=count(), href=href) for _, code, href, count in asked)
    return tuple(task for task in found if task.count)
