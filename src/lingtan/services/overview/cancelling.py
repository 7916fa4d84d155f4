"""Tasks of whoever cancels credits and issues certificates, and of whoever runs the house."""

from __future__ import annotations

from collections.abc import Iterator

from lingtan.access import Permission
from lingtan.ledger import RetirementState
from lingtan.services.house.profile import VERIFY_BASE
from lingtan.services.house.workspace import Workspace
from lingtan.services.overview.making import Asked
from lingtan.services.overview.steps import Books
from lingtan.store import Transaction

__all__ = ["cancelling"]


def cancelling(workspace: Workspace, store: Transaction, books: Books) -> Iterator[Asked]:
    """The tasks of credits, orders and certificates, and of the house itself, in their order."""
    profile, waiting = workspace.profile, books.retirements
    reserved, instructed = waiting[RetirementState.RESERVED], waiting[RetirementState.INSTRUCTED]

    def ready() -> int:
        return max(0, len(store.ledger.uncertified(profile.organisation)) - reserved - instructed)

    def nowhere() -> int:
        return int(profile.verify_base == VERIFY_BASE and not profile.synthetic)

    may = Permission
    yield may.CREDITS_WRITE, "TASK_FIRST_CREDITS", "/credits/import", lambda: int(not books.holdings)
    yield may.ORDERS_WRITE, "TASK_INSTRUCT", "/orders", lambda: reserved
    yield may.ORDERS_WRITE, "TASK_CONFIRM", "/orders", lambda: instructed
    yield may.CERTIFICATES_ISSUE, "TASK_ISSUE", "/certificates/issue", ready
    yield may.ACCOUNTS_WRITE, "TASK_TRUST", "/organisation/trust", lambda: int(not workspace.trust().certifiers)
    yield may.ACCOUNTS_WRITE, "TASK_ADDRESS", "/organisation", nowhere
