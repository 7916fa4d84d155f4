"""One verification as a side of it sees it: everything its page shows, read off the recorded events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.assurance import Accreditation, Competences, Involvement, Person, fold
from lingtan.errors import AssuranceError
from lingtan.services.assure.engagement import events_of
from lingtan.services.assure.papers import papers_of
from lingtan.services.assure.parties import Side, side_of
from lingtan.services.assure.request import VerificationRequest, request_of
from lingtan.services.assure.views.figures import StudyFigures, study_figures
from lingtan.services.assure.views.moves import Move, finding_moves, moves
from lingtan.services.assure.views.probes import Step
from lingtan.services.assure.views.signed import SignedStatement, signed_statement
from lingtan.services.assure.views.standing import REQUESTED, Waiting, stages_of, waiting_for
from lingtan.services.assure.views.thread import Entry, FindingThread, history, threads
from lingtan.store import Store

__all__ = ["VerificationRoom", "verification_room"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRoom:
    """An engagement, or the request for one, for a reader: `side` is the reader's, `moves` what the reader may do now or why not."""

    engagement: str
    side: Side
    state: str
    client: str
    certifier: str
    scope: str
    waiting: Waiting | None
    stages: tuple[tuple[str, str], ...]
    request: VerificationRequest | None
    figures: StudyFigures | None
    pack: str
    people: tuple[Person, ...] = ()
    involvements: tuple[Involvement, ...] = ()
    accreditation: Accreditation | None = None
    moves: dict[Step, Move]
    findings: tuple[FindingThread, ...] = ()
    finding_moves: dict[str, dict[Step, Move]]
    history: tuple[Entry, ...] = ()
    statement: SignedStatement | None = None
    synthetic: bool = False


def verification_room(store: Store, name: str, *, organisation: str, actor: str, at: datetime, has: Competences = None) -> VerificationRoom:
    """The engagement for a side of it, whose actor is so competent. Raises AssuranceError `ENGAGEMENT_UNKNOWN` for everybody else."""
    request, events = request_of(store, name), events_of(store, name)
    if not events:
        return _requested(store, name, request, organisation)
    state = fold(events)
    side = side_of(organisation, client=state.client, certifier=state.certifier, place=name)
    digests = frozenset(str(getattr(event, "evidence_digest", "")) for event in events) - {""}
    entries = history(state, events, papers_of(store, name, digests))
    figures = study_figures(store, state.study_digest or (request.study if request else ""), client=state.client)
    return VerificationRoom(
        engagement=name, side=side, state=state.state.value, client=state.client, certifier=state.certifier, scope=state.scope,
        waiting=waiting_for(state, at), stages=stages_of(state), request=request, figures=figures,
        pack=state.pack_digest or (request.pack if request else ""), people=tuple(state.people.values()), involvements=state.involvements,
        accreditation=state.accreditation, moves=moves(state, actor=actor, at=at, competences=has), findings=threads(state, entries),
        finding_moves=finding_moves(state, actor=actor, at=at), history=entries, statement=signed_statement(state, on=at.date()),
        synthetic=bool((request and request.synthetic) or (figures and figures.synthetic)),
    )  # fmt: skip


def _requested(store: Store, name: str, request: VerificationRequest | None, organisation: str) -> VerificationRoom:
    if request is None:
        raise AssuranceError("ENGAGEMENT_UNKNOWN", place=name)
    side = side_of(organisation, client=request.client, certifier=request.certifier, place=name)
    opening = {Step.OPEN: Move(step=Step.OPEN, allowed=side is Side.CERTIFIER, refusal=None)}
    return VerificationRoom(
        engagement=name, side=side, state=REQUESTED, client=request.client, certifier=request.certifier, scope=request.scope,
        waiting=waiting_for(None), stages=stages_of(None), request=request, pack=request.pack, moves=opening, finding_moves={},
        figures=study_figures(store, request.study, client=request.client), synthetic=request.synthetic,
    )  # fmt: skip
