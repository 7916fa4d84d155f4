"""The home page: the way of a device from footprint to certificate with live numbers, and what is open on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lingtan.access import Permission
from lingtan.services.house.workspace import Workspace
from lingtan.services.overview.steps import HomeStep, books_of, steps_of
from lingtan.services.overview.tasks import Task, open_tasks
from lingtan.store import Transaction

__all__ = ["HomeStep", "HomeView", "home"]

#: What a reader needs to open a step.
_MAY = {
    "footprint": Permission.PRODUCTS_READ,
    "verification": Permission.VERIFICATION_READ,
    "cancellation": Permission.CREDITS_READ,
    "certificate": Permission.CERTIFICATES_READ,
    "held": Permission.CERTIFICATES_READ,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The steps that the organisation takes part in, and the tasks that keep a figure from being trusted."""

    organisation: str
    steps: tuple[HomeStep, ...]
    tasks: tuple[Task, ...]
    synthetic: bool


def home(workspace: Workspace, *, permissions: frozenset[str]) -> HomeView:
    """What the reader's organisation has done so far, and what waits for somebody with these permissions."""

    def reading(one: Transaction) -> tuple[tuple[HomeStep, ...], tuple[Task, ...]]:
        books = books_of(one, workspace.profile.organisation)
        return steps_of(one, workspace.profile, books), open_tasks(workspace, one, books, permissions=permissions)

    with workspace.store() as store:
        shown, tasks = store.at_once(reading)
    reached = sum(step.count > 0 for step in shown)
    marked = tuple(
        _marked(step, "done" if step.count else "now" if index == reached else "next", may=_MAY[step.name] in permissions)
        for index, step in enumerate(shown)
    )
    return HomeView(organisation=workspace.profile.organisation, steps=marked, tasks=tasks, synthetic=workspace.profile.synthetic)


def _marked(step: HomeStep, state: str, *, may: bool) -> HomeStep:
    return replace(step, state=state, latest_href=step.latest_href if may else "")
