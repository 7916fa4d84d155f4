"""What may be done next: each move is put to the room as an event, and the room's own refusal is the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.assurance import AssuranceEvent, Competences, Engagement, FindingAnswered, FindingClosed, advance
from lingtan.errors import AssuranceError
from lingtan.messages import Message
from lingtan.services.assure.views.probes import ANY_DIGEST, Step, probes

__all__ = ["Move", "finding_move", "finding_moves", "moves"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step, whether the room would take it from this actor now, and its refusal where it would not."""

    step: Step
    allowed: bool
    refusal: Message | None


def moves(state: Engagement, *, actor: str, at: datetime, competences: Competences = None) -> dict[Step, Move]:
    """Every step that does not concern one finding, as the room would answer this actor, so competent, at this moment."""
    asked = probes(state, actor=actor, at=at, competences=competences)
    return {step: _asked(state, step, event) for step, event in asked.items()}


def finding_move(state: Engagement, step: Step, finding: str, *, actor: str, at: datetime) -> Move:
    """Whether this actor may answer (`Step.ANSWER`) or judge (`Step.JUDGE`) a finding now."""
    if step is Step.ANSWER:
        return _asked(state, step, FindingAnswered(at=at, actor=actor, finding=finding, text="", evidence_digest=ANY_DIGEST))
    return _asked(state, step, FindingClosed(at=at, actor=actor, finding=finding, reason=""))


def finding_moves(state: Engagement, *, actor: str, at: datetime) -> dict[str, dict[Step, Move]]:
    """Both moves for every finding, by its id."""
    steps = (Step.ANSWER, Step.JUDGE)
    return {name: {step: finding_move(state, step, name, actor=actor, at=at) for step in steps} for name in state.findings}


def _asked(state: Engagement, step: Step, event: AssuranceEvent) -> Move:
    try:
        advance(state, event)
    except AssuranceError as error:
        return Move(step=step, allowed=False, refusal=Message(code=error.code, params=error.params, place=error.place))
    return Move(step=step, allowed=True, refusal=None)
