"""Every range on its way to being retired: reserved, instructed, confirmed, released or expired."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.ledger import RetirementState
from lingtan.services.credits.rows import RetirementRow, retirement_row
from lingtan.services.house.workspace import Workspace

__all__ = ["RetirementsView", "retirements_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementsView:
    """One page of retirements, newest first, and how many there are in each state."""

    retirements: tuple[RetirementRow, ...]
    counts: dict[str, int]
    state: str
    search: str
    total: int
    page: int
    per_page: int
    synthetic: bool


def retirements_view(workspace: Workspace, *, state: str = "", search: str = "", page: int = 1, per_page: int = 50) -> RetirementsView:
    """The organisation's retirements, those in `state` only where it is given. Raises InputError `STATE_FILTER`."""
    if state and state not in set(RetirementState):
        raise InputError("STATE_FILTER", place="state", got=state, known=", ".join(RetirementState))
    organisation, wanted = workspace.profile.organisation, RetirementState(state) if state else None
    with workspace.store() as store:
        found = store.ledger.retirements_page(
            organisation, state=wanted, search=search.strip(), offset=(page - 1) * per_page, limit=per_page
        )  # fmt: skip
        counts = store.ledger.retirement_counts(organisation)
    return RetirementsView(
        retirements=tuple(retirement_row(one) for one in found.rows), counts={one.value: n for one, n in counts.items()}, state=state,
        search=search, total=found.total, page=page, per_page=per_page, synthetic=workspace.profile.synthetic,
    )  # fmt: skip
