"""Open tasks: what must be done before the organisation's figures can be trusted, by whoever may do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lingtan.access import Permission
from lingtan.ledger import RetirementState
from lingtan.services.house.profile import VERIFY_BASE
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import CURRENT, KIND
from lingtan.store import Transaction

__all__ = ["Task", "open_tasks"]

#: Events after which the client, or the certifier, has to go on.
_CLIENTS_TURN = ("Opened", "FindingRaised", "FindingRejected", "Returned")
_CERTIFIERS_TURN = ("Submitted", "FindingAnswered", "StatementDrafted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do: a code of the catalogue, how many of them, and where."""

    code: str
    count: int
    href: str


def open_tasks(workspace: Workspace, store: Transaction, *, permissions: frozenset[str]) -> tuple[Task, ...]:
    """The tasks that there are, in the order of the way."""
    found = (*_products(workspace, store), *_assurance(workspace, store), *_cancellation(workspace, store), *_house(workspace))
    return tuple(task for may, task in found if task.count and may in permissions)


def _products(workspace: Workspace, store: Transaction) -> Iterator[tuple[str, Task]]:
    mine = workspace.profile.organisation
    products = store.catalogue(KIND, organisation=mine, state=CURRENT, limit=1).total
    studies = store.catalogue("study", organisation=mine, limit=1).total
    asked = sum(store.catalogue(kind, organisation=mine, limit=1).total for kind in ("verification_request", "assurance_event"))
    yield Permission.PRODUCTS_WRITE, Task(code="TASK_FIRST_PRODUCT", count=int(not products), href="/products/import")
    yield Permission.PRODUCTS_WRITE, Task(code="TASK_FREEZE", count=int(bool(products) and not studies), href="/products")
    yield Permission.VERIFICATION_ANSWER, Task(code="TASK_ASK", count=max(0, studies - asked), href="/verification/new")


def _assurance(workspace: Workspace, store: Transaction) -> Iterator[tuple[str, Task]]:
    mine = workspace.profile.organisation
    mine_to_do = sum(store.catalogue("assurance_event", organisation=mine, state=state, limit=1).total for state in _CLIENTS_TURN)
    theirs = sum(store.catalogue("assurance_event", party=mine, state=state, limit=1).total for state in _CERTIFIERS_TURN)
    requests = store.catalogue("verification_request", party=mine, state="requested", limit=1).total
    yield Permission.VERIFICATION_ANSWER, Task(code="TASK_ANSWER", count=mine_to_do, href="/verification")
    yield Permission.VERIFICATION_VERIFY, Task(code="TASK_OPEN_REQUEST", count=requests, href="/verification")
    yield Permission.VERIFICATION_VERIFY, Task(code="TASK_VERIFY", count=theirs, href="/verification")


def _cancellation(workspace: Workspace, store: Transaction) -> Iterator[tuple[str, Task]]:
    mine = workspace.profile.organisation
    counts = store.ledger.retirement_counts(mine)
    holds = store.ledger.holding_totals(mine)
    ready = max(0, len(store.ledger.uncertified(mine)) - counts[RetirementState.RESERVED] - counts[RetirementState.INSTRUCTED])
    yield Permission.CREDITS_WRITE, Task(code="TASK_FIRST_CREDITS", count=int(not holds), href="/credits/import")
    yield Permission.ORDERS_WRITE, Task(code="TASK_INSTRUCT", count=counts[RetirementState.RESERVED], href="/orders")
    yield Permission.ORDERS_WRITE, Task(code="TASK_CONFIRM", count=counts[RetirementState.INSTRUCTED], href="/orders")
    yield Permission.CERTIFICATES_ISSUE, Task(code="TASK_ISSUE", count=ready, href="/certificates/issue")


def _house(workspace: Workspace) -> Iterator[tuple[str, Task]]:
    nobody = not workspace.trust().certifiers
    nowhere = workspace.profile.verify_base == VERIFY_BASE
    yield Permission.ACCOUNTS_WRITE, Task(code="TASK_TRUST", count=int(nobody), href="/organisation/trust")
    yield Permission.ACCOUNTS_WRITE, Task(code="TASK_ADDRESS", count=int(nowhere and not workspace.profile.synthetic), href="/organisation")
