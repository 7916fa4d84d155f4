"""Where a verification stands: its steps, what is waited for, and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.assurance import Engagement, FindingStatus, State
from lingtan.services.assure.parties import Side
from lingtan.services.assure.views.moves import finding_move, moves
from lingtan.services.assure.views.probes import Step

__all__ = ["REQUESTED", "Waiting", "open_count", "stages_of", "waiting_for"]

#: Before the certifier opens the engagement there is no state of the room; the request waits.
REQUESTED = "requested"

#: In this order the first step that the room would take from somebody of the side is what is waited for.
_NEXT = (Step.SIGN, Step.SUBMIT, Step.START, Step.DRAFT, Step.SURVEIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The next step and the side that takes it; `count` findings where it is about findings."""

    step: Step
    side: Side
    count: int = 0


def waiting_for(state: Engagement | None, at: datetime | None = None) -> Waiting | None:
    """What is waited for; None when nothing is. A request waits for the certifier to open it."""
    if state is None:
        return Waiting(step=Step.OPEN, side=Side.CERTIFIER)
    now = max(at or state.last_at, state.last_at)
    for step, side in ((Step.ANSWER, Side.CLIENT), (Step.JUDGE, Side.CERTIFIER)):
        actors = _people(state, side)
        open_to = [name for name in state.findings if any(finding_move(state, step, name, actor=who, at=now).allowed for who in actors)]
        if open_to:
            return Waiting(step=step, side=side, count=len(open_to))
    for step in _NEXT:
        if step is Step.SURVEIL and (due := state.next_surveillance()) is not None and now.date() < due:
            continue
        for side in Side:
            if any(moves(state, actor=who, at=now)[step].allowed for who in _people(state, side)):
                return Waiting(step=step, side=side)
    # Drafted but nobody here may sign yet: it is the certifier's to change that.
    return Waiting(step=Step.SIGN, side=Side.CERTIFIER) if state.state is State.STATEMENT_DRAFTED else None


def stages_of(state: Engagement | None) -> tuple[tuple[str, str], ...]:
    """The states in their order, each `done`, `current` or `ahead`; `withdrawn` only where it came to that."""
    names = [REQUESTED, *(one.value for one in State)]
    if state is None or state.state is not State.WITHDRAWN:
        names.remove(State.WITHDRAWN.value)
    here = names.index(REQUESTED if state is None else state.state.value)
    last = len(names) - 1
    marks = ["done"] * here + ["done" if here == last else "current"] + ["ahead"] * (last - here)
    return tuple(zip(names, marks, strict=True))


def open_count(state: Engagement | None) -> int:
    """How many findings are not closed."""
    return 0 if state is None else sum(finding.status is not FindingStatus.CLOSED for finding in state.findings.values())


def _people(state: Engagement, side: Side) -> tuple[str, ...]:
    organisation = state.client if side is Side.CLIENT else state.certifier
    return tuple(person.id for person in state.people.values() if person.organisation == organisation)
