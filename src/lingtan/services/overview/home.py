"""The home page: the way of a device from footprint to certificate with live numbers, and what is open on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lingtan.ledger import BlockState, RetirementState
from lingtan.services.house.workspace import Workspace
from lingtan.services.overview.tasks import Task, open_tasks
from lingtan.services.products.record import CURRENT, KIND
from lingtan.store import Transaction

__all__ = ["HomeStep", "HomeView", "home"]

_TONNE_G = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeStep:
    """One step: how many of its things there are, the latest of them, and a figure with its unit. `state` is done, now or next."""

    name: str
    state: str
    count: int
    latest: str
    latest_href: str
    figure: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The organisation's four steps, and the tasks that keep a figure from being trusted."""

    organisation: str
    steps: tuple[HomeStep, ...]
    tasks: tuple[Task, ...]
    synthetic: bool


def home(workspace: Workspace, *, permissions: frozenset[str]) -> HomeView:
    """What the reader's organisation has done so far, and what waits for somebody with these permissions."""
    with workspace.store() as store:
        steps, tasks = store.at_once(
            lambda one: (tuple(_steps(one, workspace.profile.organisation)), open_tasks(workspace, one, permissions=permissions))
        )
    reached = sum(step.count > 0 for step in steps)
    marked = tuple(_marked(step, "done" if step.count else "now" if index == reached else "next") for index, step in enumerate(steps))
    return HomeView(organisation=workspace.profile.organisation, steps=marked, tasks=tasks, synthetic=workspace.profile.synthetic)


def _marked(step: HomeStep, state: str) -> HomeStep:
    return HomeStep(
        name=step.name, state=state, count=step.count, latest=step.latest, latest_href=step.latest_href, figure=step.figure, unit=step.unit
    )  # fmt: skip


def _steps(store: Transaction, mine: str) -> Iterator[HomeStep]:
    products = store.catalogue(KIND, organisation=mine, state=CURRENT, limit=1)
    newest = products.rows[0] if products.rows else None
    mean = newest.amount / 1e6 if newest and newest.amount is not None else None
    href = f"/products/{newest.subject}" if newest else "/products"
    yield _step("footprint", products.total, newest.label if newest else "", href, mean, "kg CO₂e")
    signed = store.catalogue("assurance_event", organisation=mine, state="StatementSigned", limit=1)
    last = signed.rows[0].subject if signed.rows else ""
    yield _step("verification", signed.total, last, f"/verification/{last}" if last else "/verification", None, "")
    totals = {one.state: one.amount for one in store.ledger.holding_totals(mine) if one.unit == "g"}
    confirmed = store.ledger.retirement_counts(mine)[RetirementState.CONFIRMED]
    yield _step("cancellation", confirmed, "", "/credits", totals.get(BlockState.RETIRED, 0) / _TONNE_G, "t CO₂e")
    issued = store.catalogue("certificate", organisation=mine, limit=1)
    number = issued.rows[0].subject if issued.rows else ""
    yield _step("certificate", issued.total, number, f"/certificates/{number}" if number else "/certificates", None, "")


def _step(name: str, count: int, latest: str, href: str, figure: float | None = None, unit: str = "") -> HomeStep:  # noqa: PLR0917
    return HomeStep(name=name, state="next", count=count, latest=latest, latest_href=href, figure=figure, unit=unit)
