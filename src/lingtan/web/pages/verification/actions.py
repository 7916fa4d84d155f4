"""What maker and certifier do in a verification: each one recorded event, each asked of the room, which decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import UploadFile

from lingtan.assurance import Engagement, VerificationWork
from lingtan.services.accounts.permissions import Permission, Role
from lingtan.services.assure.accept import accept_request
from lingtan.services.assure.acts import return_study, start_review, surveil, withdraw
from lingtan.services.assure.admission import admitted
from lingtan.services.assure.asking import ask
from lingtan.services.assure.objecting import answer, judge, raise_finding
from lingtan.services.assure.packs import keep_pack, pack_from_bytes
from lingtan.services.assure.papers import keep_paper
from lingtan.services.assure.register import accreditation_of, certifiers, colleagues, known_certifier, named
from lingtan.services.assure.request import Preparer, pack_of
from lingtan.services.assure.statement import sign_statement
from lingtan.services.assure.views.starting import starting_pack_bytes
from lingtan.services.certify.applying import hand_in, latest_like
from lingtan.services.certify.drafting import draft_handed_in
from lingtan.services.house.workspace import Workspace
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.pages.verification.forms import (
    AnswerForm,
    DraftForm,
    FindingForm,
    JudgeForm,
    OpenForm,
    PackForm,
    ReasonForm,
    RequestForm,
    SignForm,
    SubmitForm,
    SurveillanceForm,
    Verdict,
    lines,
)

__all__ = ["ACTIONS", "Kept", "Taken"]

_ROOM = "/verification/{engagement}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A pack on record."""

    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken, and where the engagement stands now."""

    engagement: str
    state: str


def keep(caller: Caller, form: PackForm) -> Kept:
    """Check an evidence pack and keep it; the page that follows shows what the certifier will see."""
    pack = pack_from_bytes(form.pack.filename or "pack.json", _bytes(form.pack))
    return Kept(pack=keep_pack(caller.workspace, pack, actor=caller.user, at=caller.now()))


def keep_own(caller: Caller, study: str) -> Kept:
    """Keep the study's own evidence pack as it stands, for a study to which nothing is to be added."""
    with caller.workspace.store() as store:
        data = starting_pack_bytes(store, study, organisation=caller.organisation, as_of=caller.now().date())
    return Kept(pack=keep_pack(caller.workspace, pack_from_bytes("pack.json", data), actor=caller.user, at=caller.now()))


def request(caller: Caller, pack: str, form: RequestForm) -> Taken:
    """Ask a certifier of this server to verify the study of a pack."""
    accounts, own = caller.house.accounts, caller.organisation
    people = named(colleagues(accounts, own, Role.MAKER), form.prepared_by)
    asked = ask(
        caller.workspace, pack, certifier=known_certifier(certifiers(accounts, own), form.certifier), scope=form.scope,
        prepared_by=tuple(Preparer(login=person.id, name=person.name) for person in people), beneficiaries=lines(form.beneficiaries),
        note=form.note, actor=caller.user, at=caller.now(),
    )  # fmt: skip
    return Taken(engagement=asked.engagement, state="requested")


def open_(caller: Caller, engagement: str, form: OpenForm) -> Taken:
    """Take a request on. People and competences come from the register, never from the form."""
    workspace, at = _entered(caller, engagement)
    accounts, own = caller.house.accounts, caller.organisation
    people = named(colleagues(accounts, own, Role.CERTIFIER), form.people)
    accreditation = accreditation_of(accounts, own, form.accreditation)
    taken = accept_request(
        workspace, engagement, people=people, involvements=form.involvements(), accreditation=accreditation, actor=caller.user, at=at
    )  # fmt: skip
    return _taken(taken)


def submit_(caller: Caller, engagement: str, form: SubmitForm) -> Taken:
    """Hand in a study with its pack, or the latest dossier of the site."""
    workspace, at = _entered(caller, engagement)
    pack = form.pack
    if form.file is not None:
        pack = keep_pack(workspace, pack_from_bytes(form.file.filename or "pack.json", _bytes(form.file)), actor=caller.user, at=at)
    with workspace.store() as store:
        pack = pack or pack_of(store, engagement)
    return _taken(hand_in(workspace, engagement, latest_like(workspace, pack), actor=caller.user, at=at))


def start(caller: Caller, engagement: str) -> Taken:
    """Take the study up."""
    workspace, at = _entered(caller, engagement)
    return _taken(start_review(workspace, engagement, actor=caller.user, at=at))


def return_(caller: Caller, engagement: str, form: ReasonForm) -> Taken:
    """Hand the study back."""
    workspace, at = _entered(caller, engagement)
    return _taken(return_study(workspace, engagement, reason=form.reason, actor=caller.user, at=at))


def raise_(caller: Caller, engagement: str, form: FindingForm) -> Taken:
    """Object."""
    workspace, at = _entered(caller, engagement)
    return _taken(raise_finding(workspace, engagement, **form.model_dump(), actor=caller.user, at=at))


def answer_(caller: Caller, engagement: str, finding: str, form: AnswerForm) -> Taken:
    """Answer a finding with words and a document."""
    workspace, at = _entered(caller, engagement)
    if form.document is not None:
        evidence = keep_paper(
            workspace, engagement, form.document.filename or "document", _bytes(form.document), actor=caller.user, at=at
        )  # fmt: skip
    else:
        with workspace.store() as store:
            evidence = pack_of(store, engagement)
    return _taken(answer(workspace, engagement, finding, text=form.text, evidence=evidence, actor=caller.user, at=at))


def judge_(caller: Caller, engagement: str, finding: str, form: JudgeForm) -> Taken:
    """Close a finding, or reject its answer."""
    workspace, at = _entered(caller, engagement)
    accepted = form.verdict is Verdict.CLOSE
    return _taken(judge(workspace, engagement, finding, accepted=accepted, reason=form.reason, actor=caller.user, at=at))


def draft_(caller: Caller, engagement: str, form: DraftForm) -> Taken:
    """Draft the statement; figures and verdicts are worked out anew."""
    workspace, at = _entered(caller, engagement)
    work = VerificationWork(
        number=form.number, level_of_assurance=form.level, sites=lines(form.sites), materiality_percent=form.materiality_percent,
        criteria=lines(form.criteria), sample=form.sample, qualifications=lines(form.qualifications),
    )  # fmt: skip
    return _taken(draft_handed_in(workspace, engagement, work, actor=caller.user, at=at))


def sign(caller: Caller, engagement: str, form: SignForm) -> Taken:
    """Sign with the certifier's own key; independence and competence decide."""
    workspace, at = _entered(caller, engagement)
    competences = caller.house.accounts.people.person(caller.user).competences
    sign_statement(workspace, engagement, signer=caller.user, at=at, valid_until=form.valid_until, competences=competences)
    return Taken(engagement=engagement, state="signed")


def surveillance(caller: Caller, engagement: str, form: SurveillanceForm) -> Taken:
    """Record a surveillance after which the statement still holds."""
    workspace, at = _entered(caller, engagement)
    name = form.document.filename or "document"
    paper = keep_paper(workspace, engagement, name, _bytes(form.document), actor=caller.user, at=at)
    return _taken(surveil(workspace, engagement, evidence=paper, actor=caller.user, at=at))


def withdraw_(caller: Caller, engagement: str, form: ReasonForm) -> Taken:
    """Take the statement back."""
    workspace, at = _entered(caller, engagement)
    return _taken(withdraw(workspace, engagement, reason=form.reason, actor=caller.user, at=at))


def _entered(caller: Caller, engagement: str) -> tuple[Workspace, datetime]:
    """Workspace and clock of a caller who is on a side of the engagement; to others it does not exist."""
    workspace = caller.workspace
    with workspace.store() as store:
        admitted(store, engagement, organisation=caller.organisation)
    return workspace, caller.now()


def _taken(state: Engagement) -> Taken:
    return Taken(engagement=state.id, state=state.state.value)


def _bytes(file: UploadFile) -> bytes:
    return file.file.read()


_CLIENT, _CERTIFIER = Permission.VERIFICATION_ANSWER, Permission.VERIFICATION_VERIFY

ACTIONS: tuple[Action, ...] = (
    Action(path="/verification/packs", run=keep, may=_CLIENT, then="/verification/packs/{pack}", done="VERIFICATION_DONE_PACK"),
    Action(
        path="/verification/studies/{study}/keep",
        run=keep_own,
        may=_CLIENT,
        then="/verification/packs/{pack}",
        done="VERIFICATION_DONE_PACK",
    ),
    Action(path="/verification/packs/{pack}/request", run=request, may=_CLIENT, then=_ROOM, done="VERIFICATION_DONE_REQUEST"),
    Action(path=f"{_ROOM}/open", run=open_, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_OPEN"),
    Action(path=f"{_ROOM}/submit", run=submit_, may=_CLIENT, then=_ROOM, done="VERIFICATION_DONE_SUBMIT"),
    Action(path=f"{_ROOM}/start", run=start, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_START"),
    Action(path=f"{_ROOM}/return", run=return_, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_RETURN"),
    Action(path=f"{_ROOM}/findings", run=raise_, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_RAISE"),
    Action(path=f"{_ROOM}/findings/{{finding}}/answer", run=answer_, may=_CLIENT, then=_ROOM, done="VERIFICATION_DONE_ANSWER"),
    Action(path=f"{_ROOM}/findings/{{finding}}/judge", run=judge_, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_JUDGE"),
    Action(path=f"{_ROOM}/draft", run=draft_, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_DRAFT"),
    Action(path=f"{_ROOM}/sign", run=sign, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_SIGN"),
    Action(path=f"{_ROOM}/surveillance", run=surveillance, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_SURVEIL"),
    Action(path=f"{_ROOM}/withdraw", run=withdraw_, may=_CERTIFIER, then=_ROOM, done="VERIFICATION_DONE_WITHDRAW"),
)
