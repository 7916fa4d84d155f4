"""A verification from request to withdrawal, through the services, with two houses on one database and a third that sees nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from lingtan.assurance import Accreditation, Competence, LevelOfAssurance, Person, SampleSize, Severity, Standing, State, VerificationWork
from lingtan.attest import KeyPair
from lingtan.errors import AssuranceError, InputError, LingtanError
from lingtan.services.assure.accept import accept_request
from lingtan.services.assure.acts import return_study, start_review, submit, surveil, withdraw
from lingtan.services.assure.asking import ask
from lingtan.services.assure.objecting import answer, judge, raise_finding
from lingtan.services.assure.packs import keep_pack, pack_from_bytes, pack_on_record
from lingtan.services.assure.papers import MOST_BYTES, keep_paper, paper_bytes
from lingtan.services.assure.parties import Side
from lingtan.services.assure.request import Preparer
from lingtan.services.assure.statement import sign_statement
from lingtan.services.assure.views.directory import verifications
from lingtan.services.assure.views.probes import Step
from lingtan.services.assure.views.recomputed import recomputed_study
from lingtan.services.assure.views.review import review_pack
from lingtan.services.assure.views.room import VerificationRoom, verification_room
from lingtan.services.assure.views.signed import statement_file
from lingtan.services.assure.views.starting import starting_pack_bytes, verification_start
from lingtan.services.assure.workflow import draft
from lingtan.services.demo.parties import CERTIFIER, ISSUER, Stage, clock, set_stage
from lingtan.services.footprint.device import device_from_attributes, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.footprint.study import freeze_study
from lingtan.services.house.profile import Profile
from lingtan.services.house.workspace import Workspace, create_workspace

SCOPE = "GB/T 24067-2024"
OTHER = "Some Other House"
ATTRIBUTES = {"device_class": "laptop", "model": "Synthetic One", "configuration": "16 GB", "mass_kg": 1.2}


@dataclass(frozen=True)
class World:
    """A maker, its certifier, a stranger, and a frozen study of the maker."""

    stage: Stage
    stranger: Workspace
    study: str

    @property
    def maker(self) -> Workspace:
        return self.stage.issuer

    @property
    def certifier(self) -> Workspace:
        return self.stage.certifier

    def room(self, name: str, workspace: Workspace, actor: str, minute: float = 99) -> VerificationRoom:
        with workspace.store() as store:
            return verification_room(store, name, organisation=workspace.profile.organisation, actor=actor, at=clock(minute))

    def pack_bytes(self) -> bytes:
        with self.maker.store() as store:
            return starting_pack_bytes(store, self.study, organisation=ISSUER, as_of=clock(0).date())


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    db = f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("new_postgres")()
    return made(tmp_path, db)


@pytest.fixture
def small(tmp_path: Path) -> World:
    return made(tmp_path, f"sqlite:///{tmp_path / 'a.db'}")


def made(folder: Path, db: str) -> World:
    stage = set_stage(folder, db)
    profile = Profile(organisation=OTHER, identifier="91110000SYN0000009", db=db, synthetic=True)
    stranger = create_workspace(folder / "workspaces" / "other", profile, key=KeyPair.synthetic("other"), master=b"o" * 32)
    device = footprint_of(device_from_attributes(ATTRIBUTES), library_with(), seed=1, draws=100)
    study = freeze_study(stage.issuer, device, actor="preparer", at=clock(0)).subject
    return World(stage=stage, stranger=stranger, study=study)


def asked(world: World) -> str:
    """The maker's request; its engagement."""
    digest = keep_pack(world.maker, pack_from_bytes("pack.json", world.pack_bytes()), actor="preparer", at=clock(1))
    who = (Preparer(login="preparer", name="Li Preparer"),)
    return ask(world.maker, digest, certifier=CERTIFIER, scope=SCOPE, prepared_by=who, actor="preparer", at=clock(2)).engagement


def opened(world: World, *, until: date = date(2028, 12, 31), accredited: date | None = None) -> str:
    name = asked(world)
    people = [
        Person(id="verifier", name="Wang Verifier", organisation=CERTIFIER, competences=(Competence(scope=SCOPE, valid_until=until),)),
        Person(id="novice", name="Sun Novice", organisation=CERTIFIER),
    ]
    accreditation = Accreditation(body="SYN", number="SYN-1", scope=SCOPE, valid_until=accredited) if accredited else None
    accept_request(world.certifier, name, people=people, accreditation=accreditation, actor="verifier", at=clock(3))
    return name


def under_review(world: World, **kinds: date) -> str:
    name = opened(world, **kinds)
    submit(world.maker, name, world.room(name, world.maker, "preparer").pack, actor="preparer", at=clock(4))
    start_review(world.certifier, name, actor="verifier", at=clock(5))
    return name


def objected(world: World, name: str, minute: float = 6, severity: Severity = Severity.MAJOR) -> str:
    state = raise_finding(
        world.certifier, name, code="ASSUMPTION_SOURCE", place="attributes.mass_kg", severity=severity, expected="a weighed mass",
        found="an assumed mass", actor="verifier", at=clock(minute),
    )  # fmt: skip
    return list(state.findings)[-1]


def drafted(world: World, name: str, minute: float) -> None:
    work = VerificationWork(
        number=f"S-{name}", level_of_assurance=LevelOfAssurance.LIMITED, materiality_percent=5.0, criteria=(SCOPE,), sites=("desk",),
        sample=SampleSize(population=10, drawn=5),
    )  # fmt: skip
    draft(world.certifier, name, work, actor="verifier", at=clock(minute))


def test_the_whole_way_from_request_to_withdrawal(world: World) -> None:
    name = under_review(world)
    finding = objected(world, name)
    paper = keep_paper(world.maker, name, "scale.pdf", b"%PDF-1.7 weighed", actor="preparer", at=clock(7))
    answer(world.maker, name, finding, text="Weighed.", evidence=paper, actor="preparer", at=clock(7))
    judge(world.certifier, name, finding, accepted=False, reason="The scale is not calibrated.", actor="verifier", at=clock(8))
    answer(world.maker, name, finding, text="Calibrated now.", evidence=paper, actor="preparer", at=clock(9))
    judge(world.certifier, name, finding, accepted=True, reason="Shown.", actor="verifier", at=clock(10))
    drafted(world, name, 11)
    sign_statement(world.certifier, name, signer="verifier", at=clock(12), valid_until=date(2028, 6, 7))
    for workspace, actor, side in ((world.maker, "preparer", Side.CLIENT), (world.certifier, "verifier", Side.CERTIFIER)):
        room = world.room(name, workspace, actor)
        assert (room.side, room.state) == (side, "signed")
        assert room.figures is not None
        assert sum(stage.mg for stage in room.figures.stages) == room.figures.mean_mg
        assert room.statement is not None
        assert (room.statement.standing, room.statement.mean_mg) == (Standing.VALID, room.figures.mean_mg)
        assert [entry.event for entry in room.findings[0].entries] == [
            *("FindingRaised", "FindingAnswered", "FindingRejected", "FindingAnswered", "FindingClosed"),
        ]
        assert room.findings[0].entries[1].paper is not None
        assert [entry.side for entry in room.findings[0].entries[:2]] == [Side.CERTIFIER, Side.CLIENT]
        with workspace.store() as store:
            body = json.loads(statement_file(store, name, "json", organisation=workspace.profile.organisation))
            assert body["credentialSubject"]["meanMg"] == room.figures.mean_mg
            assert statement_file(store, name, "zh.pdf", organisation=workspace.profile.organisation).startswith(b"%PDF")
            assert paper_bytes(store, name, paper) == ("scale.pdf", b"%PDF-1.7 weighed")
    surveil(world.certifier, name, evidence=paper, actor="verifier", at=clock(13))
    withdraw(world.certifier, name, reason="Wrong mass after all.", actor="verifier", at=clock(14))
    last = world.room(name, world.maker, "preparer")
    assert (last.state, last.waiting) == ("withdrawn", None)
    assert last.statement is not None
    assert last.statement.standing is Standing.WITHDRAWN
    assert last.history[-1].text == "Wrong mass after all."
    with world.maker.store() as store:
        store.audit()  # the catalogue, too, is what the facts say


@pytest.mark.parametrize("step", ["asked", "opened"])
def test_a_stranger_does_not_learn_that_it_exists(small: World, step: str) -> None:
    name = asked(small) if step == "asked" else opened(small)
    with pytest.raises(AssuranceError, match="ENGAGEMENT_UNKNOWN"):
        small.room(name, small.stranger, "verifier")
    with small.stranger.store() as store:
        for side in Side:
            listed = verifications(store, OTHER, side, at=clock(9))
            assert (listed.requests, listed.rows, listed.total) == ((), (), 0)
        with pytest.raises(AssuranceError, match="ENGAGEMENT_UNKNOWN"):
            statement_file(store, name, "json", organisation=OTHER) if step == "opened" else small.room(name, small.stranger, "x")
        with pytest.raises(LingtanError, match="STUDY_UNKNOWN"):
            starting_pack_bytes(store, small.study, organisation=OTHER, as_of=clock(0).date())
        assert verification_start(store, OTHER, page=1, per_page=5).studies == ()


def test_only_the_certifier_that_was_named_opens(small: World) -> None:
    name = asked(small)
    for workspace in (small.stranger, small.maker):
        person = Person(id="x", name="X", organisation=workspace.profile.organisation)
        with pytest.raises(AssuranceError, match="ENGAGEMENT_UNKNOWN"):
            accept_request(workspace, name, people=[person], actor="x", at=clock(3))
    stranger = Person(id="x", name="X", organisation=OTHER)
    with pytest.raises(AssuranceError, match="WRONG_PARTY"):
        accept_request(small.certifier, name, people=[stranger], actor="x", at=clock(3))
    same = Person(id="preparer", name="X", organisation=CERTIFIER)
    with pytest.raises(InputError, match="PERSON_TWICE"):
        accept_request(small.certifier, name, people=[same], actor="preparer", at=clock(3))
    assert small.room(name, small.certifier, "verifier").state == "requested"


def test_lists_say_who_is_waited_for(small: World) -> None:
    def waits(minute: float) -> tuple[str, str, bool]:
        with small.maker.store() as store:
            listed = verifications(store, ISSUER, Side.CLIENT, at=clock(minute))
            other = verifications(store, CERTIFIER, Side.CERTIFIER, at=clock(minute))
        (row,), (theirs,) = listed.requests + listed.rows, other.requests + other.rows
        assert (row.waits, row.waits_for, row.product) == (theirs.waits, theirs.waits_for, theirs.product)
        assert row.is_mine is not theirs.is_mine
        assert "Synthetic One" in row.product
        return row.waits, row.waits_for, row.is_mine

    name = asked(small)
    assert waits(3) == ("open", "certifier", False)
    people = [Person(id="verifier", name="W", organisation=CERTIFIER, competences=(Competence(scope=SCOPE, valid_until=date(2028, 1, 1)),))]
    accept_request(small.certifier, name, people=people, actor="verifier", at=clock(3))
    assert waits(4) == ("submit", "client", True)
    submit(small.maker, name, small.room(name, small.maker, "preparer").pack, actor="preparer", at=clock(4))
    assert waits(5) == ("start", "certifier", False)
    start_review(small.certifier, name, actor="verifier", at=clock(5))
    assert waits(6) == ("draft", "certifier", False)
    finding = objected(small, name)
    assert waits(7) == ("answer", "client", True)
    answer(small.maker, name, finding, text="t", evidence="sha256:" + "0" * 64, actor="preparer", at=clock(7))
    assert waits(8) == ("judge", "certifier", False)
    judge(small.certifier, name, finding, accepted=True, reason="r", actor="verifier", at=clock(8))
    drafted(small, name, 9)
    assert waits(10) == ("sign", "certifier", False)


def test_the_maker_does_not_close_its_own_finding(small: World) -> None:
    name = under_review(small)
    finding = objected(small, name)
    answer(small.maker, name, finding, text="t", evidence="sha256:" + "0" * 64, actor="preparer", at=clock(7))
    room = small.room(name, small.maker, "preparer")
    move = room.finding_moves[finding][Step.JUDGE]
    assert (move.allowed, move.refusal and move.refusal.code) == (False, "WRONG_PARTY")
    with pytest.raises(AssuranceError, match="WRONG_PARTY"):
        judge(small.maker, name, finding, accepted=True, reason="fine", actor="preparer", at=clock(8))
    with pytest.raises(AssuranceError, match="WRONG_PARTY"):  # nor in the verifier's name
        judge(small.maker, name, finding, accepted=True, reason="fine", actor="verifier", at=clock(8))
    assert small.room(name, small.certifier, "verifier").finding_moves[finding][Step.JUDGE].allowed


def test_an_expired_competence_does_not_sign_and_the_page_says_why(small: World) -> None:
    name = under_review(small, until=date(2026, 6, 7))
    drafted(small, name, 6)
    move = small.room(name, small.certifier, "verifier", 7).moves[Step.SIGN]
    assert (move.allowed, move.refusal and move.refusal.code) == (False, "COMPETENCE_EXPIRED")
    with pytest.raises(AssuranceError, match="COMPETENCE_EXPIRED"):
        sign_statement(small.certifier, name, signer="verifier", at=clock(7), valid_until=date(2028, 6, 7))
    assert small.room(name, small.certifier, "verifier", 8).state == "statement_drafted"


def test_a_competence_that_the_register_gained_since_the_opening_signs_and_one_that_it_lost_does_not(small: World) -> None:
    name = under_review(small, until=date(2026, 6, 7))
    drafted(small, name, 6)
    renewed = (Competence(scope=SCOPE, valid_until=date(2028, 12, 31)),)
    with small.certifier.store() as store:
        asked_now = partial(verification_room, store, name, organisation=CERTIFIER, actor="verifier", at=clock(7))
        assert asked_now(has=renewed).moves[Step.SIGN].allowed
        refusal = asked_now(has=()).moves[Step.SIGN].refusal
    assert refusal is not None
    assert refusal.code == "COMPETENCE_SCOPE"
    with pytest.raises(AssuranceError, match="COMPETENCE_SCOPE"):
        sign_statement(small.certifier, name, signer="verifier", at=clock(7), valid_until=date(2028, 6, 7), competences=())
    sign_statement(small.certifier, name, signer="verifier", at=clock(7), valid_until=date(2028, 6, 7), competences=renewed)
    room = small.room(name, small.maker, "preparer", 8)
    assert room.state == "signed"
    assert {person.id: person.competences for person in room.people}["verifier"] == renewed


def test_an_open_major_finding_or_an_expired_accreditation_does_not_sign(small: World) -> None:
    name = under_review(small, accredited=date(2026, 6, 1))
    drafted_at = objected(small, name)
    drafted(small, name, 7)
    refusal = small.room(name, small.certifier, "verifier", 8).moves[Step.SIGN].refusal
    assert refusal is not None
    assert (refusal.code, refusal.place) == ("FINDINGS_OPEN", drafted_at)
    answer_evidence = "sha256:" + "0" * 64
    return_study(small.certifier, name, reason="See F1.", actor="verifier", at=clock(8))
    answer(small.maker, name, drafted_at, text="t", evidence=answer_evidence, actor="preparer", at=clock(9))
    submit(small.maker, name, small.room(name, small.maker, "preparer").pack, actor="preparer", at=clock(10))
    start_review(small.certifier, name, actor="verifier", at=clock(11))
    judge(small.certifier, name, drafted_at, accepted=True, reason="r", actor="verifier", at=clock(12))
    drafted(small, name, 13)
    refusal = small.room(name, small.certifier, "verifier", 14).moves[Step.SIGN].refusal
    assert refusal is not None
    assert refusal.code == "ACCREDITATION_EXPIRED"
    assert small.room(name, small.certifier, "novice", 14).moves[Step.SIGN].refusal.code == "COMPETENCE_SCOPE"  # type: ignore[union-attr]


def test_what_the_page_offers_is_what_the_room_takes(small: World) -> None:
    """For every state on the way: a move that is shown as open is recorded, one shown as closed is refused with the same code."""
    name = opened(small)
    pack = small.room(name, small.maker, "preparer").pack
    at = [clock(50)]

    def tick() -> dict[str, object]:
        at[0] += timedelta(minutes=1)
        return {"at": at[0]}

    attempts = {
        Step.SUBMIT: lambda w, who: submit(w, name, pack, actor=who, **tick()),  # type: ignore[arg-type]
        Step.START: lambda w, who: start_review(w, name, actor=who, **tick()),  # type: ignore[arg-type]
        Step.RETURN: lambda w, who: return_study(w, name, reason="r", actor=who, **tick()),  # type: ignore[arg-type]
        Step.WITHDRAW: lambda w, who: withdraw(w, name, reason="r", actor=who, **tick()),  # type: ignore[arg-type]
        Step.SURVEIL: lambda w, who: surveil(w, name, evidence=pack, actor=who, **tick()),  # type: ignore[arg-type]
    }
    taken, refused = 0, []
    for step in (Step.START, Step.SUBMIT, Step.SURVEIL, Step.START, Step.RETURN, Step.SUBMIT, Step.RETURN, Step.WITHDRAW):
        for workspace, who in ((small.maker, "preparer"), (small.certifier, "verifier")):
            move = verification_room_at(small, name, workspace, who, at[0]).moves[step]
            try:
                attempts[step](workspace, who)
                assert move.allowed, (step, who)
                taken += 1
            except AssuranceError as error:
                refused.append((error.code, move.refusal.code if move.refusal else "none"))
    assert taken == 5
    # The certifier has no pack of its own to submit, and is told so before the room is asked.
    assert {said for said, shown in refused if said != shown} == {"PACK_UNKNOWN"}
    assert "none" not in {shown for _, shown in refused}


def verification_room_at(world: World, name: str, workspace: Workspace, actor: str, at: object) -> VerificationRoom:
    with workspace.store() as store:
        return verification_room(store, name, organisation=workspace.profile.organisation, actor=actor, at=at)  # type: ignore[arg-type]


def test_the_study_is_recomputed_and_a_pack_that_differs_shows(small: World) -> None:
    plain = json.loads(small.pack_bytes())
    honest = pack_from_bytes("p.json", json.dumps(plain).encode())
    with small.maker.store() as store:
        same = recomputed_study(store, small.study, honest, client=ISSUER)
        assert same.agrees
        assert {row.figure for row in same.figures} >= {"mean", "use", "p95"}
        plain["lines"][0]["mg"] += 1
        plain["study"]["mean_mg"] += 1
        bent = recomputed_study(store, small.study, pack_from_bytes("p.json", json.dumps(plain).encode()), client=ISSUER)
    assert not bent.agrees
    assert bent.strange_lines == (plain["lines"][0]["id"],)
    assert [row.figure for row in bent.figures if not row.agrees] == ["mean"]


def test_the_review_shows_lines_objections_and_why_nothing_is_drawn(small: World) -> None:
    plain = json.loads(small.pack_bytes())
    plain["study"]["stages_mg"]["use"] += 1_000
    review = review_pack(pack_from_bytes("p.json", json.dumps(plain).encode()), "sha256:x", size=5)
    assert review.objections
    assert [abs(o.effect_mg) for o in review.objections] == sorted((abs(o.effect_mg) for o in review.objections), reverse=True)
    assert [abs(line.mg) for line in review.lines] == sorted((abs(line.mg) for line in review.lines), reverse=True)
    assert (review.sample, review.no_sample and review.no_sample.code) == ((), "SAMPLE_SIZE")
    line = plain["lines"][0]
    line["document"] = "D1"
    period = {"period_start": "2026-01-01", "period_end": "2026-12-31"}
    plain["documents"] = [{"id": "D1", "kind": "bill", "issued_on": "2026-02-01", "digest": "sha256:" + "1" * 64, **period}]
    with_paper = review_pack(pack_from_bytes("p.json", json.dumps(plain).encode()), "sha256:x", size=5)
    assert [item.line for item in with_paper.sample if item.taken == "ranked"] == [line["id"]]


#: Uploads that are refused: what is sent, the code, and a place that must be named.
BAD_PACKS = [
    (b"{", "JSON_BROKEN", "pack.json:1"),  # cut short
    (b'{"id": 1, "id": 2}', "JSON_BROKEN", "pack.json"),  # a name given twice
    (b"{}", "PACK_MEMBER", None),  # nothing in it
    (b"[]", "PACK_MEMBER", None),  # not an object
    (b'{"nonsense": 1}', "PACK_MEMBER", None),  # another file
]


@pytest.mark.parametrize(("data", "code", "place"), BAD_PACKS)
def test_a_bad_pack_is_refused_with_its_place(data: bytes, code: str, place: str | None) -> None:
    with pytest.raises(InputError) as refused:
        pack_from_bytes("../pack.json", data)
    assert refused.value.code == code
    assert place is None or str(refused.value.place).startswith(place)


def test_every_wrong_member_is_named(small: World) -> None:
    plain = json.loads(small.pack_bytes())
    plain["study"]["mean_mg"] = "many"
    plain["lines"][1]["stage"] = "afterlife"
    del plain["synthetic"]
    with pytest.raises(InputError) as refused:
        pack_from_bytes("pack.json", json.dumps(plain).encode())
    places = {problem.place for problem in refused.value.problems}  # type: ignore[attr-defined]
    assert {"study.mean_mg", "lines[1].stage"} <= places
    assert len(places) == 3


def test_a_pack_of_another_house_or_study_is_not_kept(small: World) -> None:
    pack = pack_from_bytes("p.json", small.pack_bytes())
    with pytest.raises(AssuranceError, match="PACK_OTHER_HOUSE"):
        keep_pack(small.certifier, pack, actor="verifier", at=clock(1))
    plain = json.loads(small.pack_bytes())
    plain["study"]["study_digest"] = "sha256:" + "0" * 64
    with pytest.raises(AssuranceError, match="PACK_STUDY_MISSING"):
        keep_pack(small.maker, pack_from_bytes("p.json", json.dumps(plain).encode()), actor="preparer", at=clock(1))
    digest = keep_pack(small.maker, pack, actor="preparer", at=clock(1))
    assert keep_pack(small.maker, pack, actor="colleague", at=clock(2)) == digest
    with small.maker.store() as store:
        assert pack_on_record(store, digest, client=ISSUER) == pack
        with pytest.raises(AssuranceError, match="PACK_UNKNOWN"):
            pack_on_record(store, digest, client=CERTIFIER)


#: Requests that are refused, with the code.
BAD_REQUESTS = [
    ({"certifier": ISSUER.upper()}, "SELF_VERIFICATION"),  # itself, spelled otherwise
    ({"certifier": "  "}, "REQUEST_FIELD"),
    ({"scope": ""}, "REQUEST_FIELD"),
    ({"prepared_by": ()}, "REQUEST_FIELD"),
    ({"pack": "sha256:" + "0" * 64}, "PACK_UNKNOWN"),
]


@pytest.mark.parametrize(("change", "code"), BAD_REQUESTS)
def test_a_bad_request_is_refused(small: World, change: dict[str, object], code: str) -> None:
    digest = keep_pack(small.maker, pack_from_bytes("p.json", small.pack_bytes()), actor="preparer", at=clock(1))
    fields: dict[str, object] = {"pack": digest, "certifier": CERTIFIER, "scope": SCOPE, "prepared_by": (Preparer(login="p", name="P"),)}
    fields |= change
    with pytest.raises(LingtanError, match=code):
        ask(small.maker, str(fields.pop("pack")), actor="preparer", at=clock(2), **fields)  # type: ignore[arg-type]
    with small.maker.store() as store:
        assert store.count("verification_request") == 0


def test_asking_twice_is_asking_once(small: World) -> None:
    assert asked(small) == asked(small)
    with small.maker.store() as store:
        assert store.count("verification_request") == 1


@pytest.mark.parametrize("data", [b"", b"x" * (MOST_BYTES + 1)])
def test_a_document_has_a_size(small: World, data: bytes) -> None:
    with pytest.raises(InputError, match="PAPER_SIZE"):
        keep_paper(small.maker, "E", "a.pdf", data, actor="preparer", at=clock(1))


@pytest.mark.parametrize("words", ["", "   "])
def test_words_on_record_are_not_empty(small: World, words: str) -> None:
    name = under_review(small)
    with pytest.raises(InputError, match="REQUEST_FIELD"):
        return_study(small.certifier, name, reason=words, actor="verifier", at=clock(6))
    assert small.room(name, small.certifier, "verifier").state == State.UNDER_REVIEW
