"""The verification workflow: what may follow what, who may do it, who may sign, and how long it holds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.assurance import (
    Competence,
    FindingAnswered,
    FindingClosed,
    FindingRaised,
    FindingRejected,
    FindingStatus,
    Involvement,
    Person,
    Returned,
    ReviewStarted,
    Role,
    Severity,
    Standing,
    State,
    StatementDrafted,
    StatementSigned,
    Submitted,
    SurveillanceDone,
    Withdrawn,
    advance,
    check_independence,
    event_from_plain,
    event_to_plain,
    findings_digest,
    fold,
    open_findings,
    signed_subject,
)
from lingtan.errors import AssuranceError, InputError
from lingtan.evidence import Stage

EVIDENCE = "sha256:" + "ab" * 32


def raised(at, day, name, severity=Severity.MAJOR):
    return FindingRaised(
        at=at(day), actor="lead", finding=name, code="STAGE_SUM", place="stages.use", severity=severity, expected="1 mg", found="2 mg"
    )


def review(at):
    return [
        Submitted(at=at(1), actor="client-1", study_digest="sha256:study", pack_digest="sha256:pack"),
        ReviewStarted(at=at(2), actor="lead"),
    ]


def answered(at, day, name, actor="client-1", evidence=EVIDENCE):
    return FindingAnswered(at=at(day), actor=actor, finding=name, text="corrected", evidence_digest=evidence)


def closed(at, day, name):
    return FindingClosed(at=at(day), actor="lead", finding=name, reason="seen")


def drafted(at, day, body):
    return StatementDrafted(at=at(day), actor="lead", body=body)


def signed(at, day, actor="lead", until=date(2028, 5, 1), months=12):
    return StatementSigned(at=at(day), actor=actor, statement_digest=EVIDENCE, valid_until=until, surveillance_every_months=months)


def test_the_way_from_draft_to_signed_with_a_rejected_answer(at, opened, statement_body):
    events = [
        opened(),
        *review(at),
        raised(at, 3, "F1"),
        answered(at, 4, "F1"),
        FindingRejected(at=at(5), actor="lead", finding="F1", reason="wrong month"),
        answered(at, 6, "F1"),
        closed(at, 7, "F1"),
        drafted(at, 8, statement_body()),
        signed(at, 9),
    ]
    engagement = fold(events)
    assert engagement.state is State.SIGNED
    assert engagement.signed_on == date(2026, 5, 13)
    thread = engagement.findings["F1"]
    assert [answer.verdict for answer in thread.answers] == [FindingStatus.REJECTED, FindingStatus.CLOSED]
    assert engagement.standing(date(2026, 5, 12)) is Standing.NOT_SIGNED
    assert engagement.standing(date(2026, 5, 13)) is Standing.VALID


def test_subject_of_the_statement_has_the_members_of_the_format_and_counts_the_findings(at, opened, statement_body):
    events = [opened(), *review(at), raised(at, 3, "F1"), answered(at, 4, "F1"), closed(at, 5, "F1"), drafted(at, 6, statement_body())]
    engagement = fold(events)
    subject = signed_subject(engagement, signer="lead", on=date(2026, 5, 20))
    assert list(subject) == [
        "number",
        "subject",
        "configuration",
        "configurationDigest",
        "studyDigest",
        "methodVersion",
        "meanMg",
        "stagesMg",
        "serviceYears",
        "placeOfUse",
        "gwpSet",
        "levelOfAssurance",
        "materialityPercent",
        "criteria",
        "accreditation",
        "sites",
        "sample",
        "qualifications",
        "findings",
        "signer",
        "synthetic",
    ]
    assert subject["findings"] == {"raised": 1, "closed": 1, "digest": findings_digest(tuple(engagement.findings.values()))}
    assert subject["signer"] == {"name": "李核查", "competenceValidUntil": "2027-06-30"}
    assert sum(subject["stagesMg"].values()) == subject["meanMg"]


def events_by_name(at, body):
    return {
        "Submitted": review(at)[0],
        "ReviewStarted": review(at)[1],
        "Returned": Returned(at=at(90), actor="lead", reason="incomplete"),
        "FindingRaised": raised(at, 90, "F9"),
        "FindingAnswered": answered(at, 90, "F1"),
        "FindingClosed": closed(at, 90, "F1"),
        "FindingRejected": FindingRejected(at=at(90), actor="lead", finding="F1", reason="no"),
        "StatementDrafted": drafted(at, 90, body),
        "StatementSigned": signed(at, 90),
        "SurveillanceDone": SurveillanceDone(at=at(90), actor="lead", evidence_digest=EVIDENCE),
        "Withdrawn": Withdrawn(at=at(90), actor="lead", reason="error found"),
    }


ALLOWED = {
    State.DRAFT: {"Submitted", "FindingAnswered"},
    State.SUBMITTED: {"ReviewStarted", "Returned"},
    State.UNDER_REVIEW: {"Returned", "FindingRaised", "FindingAnswered", "FindingClosed", "FindingRejected", "StatementDrafted"},
    State.STATEMENT_DRAFTED: {"Returned", "FindingRaised", "StatementSigned"},
    State.SIGNED: {"SurveillanceDone", "Withdrawn"},
    State.WITHDRAWN: set(),
}


@pytest.mark.parametrize("state", list(State))
def test_every_other_event_is_refused_and_names_the_state(state, at, opened, statement_body):
    way = [opened(), *review(at), drafted(at, 3, statement_body()), signed(at, 4), Withdrawn(at=at(5), actor="lead", reason="x")]
    engagement = fold(way[: list(State).index(state) + 1])
    assert engagement.state is state
    for name, event in events_by_name(at, statement_body()).items():
        if name in ALLOWED[state]:
            with suppress(AssuranceError):  # the finding F1 may be missing; the state is not what refuses
                advance(engagement, replace(event, at=at(90)))
            continue
        with pytest.raises(AssuranceError) as refusal:
            advance(engagement, replace(event, at=at(90)))
        assert (refusal.value.code, refusal.value.params["state"]) == ("ILLEGAL_TRANSITION", state.value), name


def test_an_engagement_opens_once_and_nothing_happens_before(at, opened):
    with pytest.raises(AssuranceError, match="ILLEGAL_TRANSITION"):
        fold([opened(), opened()])
    with pytest.raises(AssuranceError, match="ILLEGAL_TRANSITION"):
        fold(review(at))
    with pytest.raises(AssuranceError, match="ILLEGAL_TRANSITION"):
        fold([])


@pytest.mark.parametrize(
    ("changes", "signer", "code"),
    [
        ({"client": "Body"}, "lead", "SELF_VERIFICATION"),  # the body verifies itself
        ({"beneficiaries": ("Body",)}, "lead", "SELF_VERIFICATION"),  # the body is the beneficiary
        ({"involvements": (Involvement(party="lead", role=Role.DRAFTED_METHOD),)}, "lead", "NOT_INDEPENDENT"),  # wrote the method
        (
            {"involvements": (Involvement(party="lead", role=Role.BUILT_MODEL, until=date(2001, 1, 1)),)},
            "lead",
            "NOT_INDEPENDENT",
        ),  # long ago, but its own model
        (
            {"involvements": (Involvement(party="Body", role=Role.SOLD_CREDITS),)},
            "lead",
            "NOT_INDEPENDENT",
        ),  # the organisation sold the credits
        ({"involvements": (Involvement(party="lead", role=Role.CONSULTANT),)}, "lead", "NOT_INDEPENDENT"),  # still advising
        (
            {"involvements": (Involvement(party="lead", role=Role.CONSULTANT, until=date(2024, 5, 31)),)},
            "lead",
            "NOT_INDEPENDENT",
        ),  # 23 months ago
        (
            {"involvements": (Involvement(party="Body", role=Role.PREPARED_STUDY, until=date(2026, 1, 1)),)},
            "lead",
            "NOT_INDEPENDENT",
        ),  # prepared the study
        ({}, "reviewer", "COMPETENCE_EXPIRED"),  # ran out on 10 May
        ({}, "other", "COMPETENCE_SCOPE"),  # qualified for inventories only
        ({}, "nobody", "WRONG_PARTY"),  # not of this engagement
        ({}, "client-1", "WRONG_PARTY"),  # the client signs for itself
    ],
)
def test_who_may_not_sign(changes, signer, code, at, opened, statement_body):
    party = "client-1" if changes.get("client") != "Body" else "lead"
    submitted = replace(review(at)[0], actor=party)
    engagement = fold([opened(**changes), submitted, review(at)[1], drafted(at, 3, statement_body())])
    with pytest.raises(AssuranceError) as refusal:
        advance(engagement, signed(at, 20, actor=signer))
    assert refusal.value.code == code


def test_an_expired_accreditation_blocks_and_no_accreditation_is_said(at, opened, statement_body):
    expired = replace(opened().accreditation, valid_until=date(2026, 5, 5))
    engagement = fold([opened(accreditation=expired), *review(at), drafted(at, 3, statement_body(accreditation=expired))])
    with pytest.raises(AssuranceError, match="ACCREDITATION_EXPIRED"):
        advance(engagement, signed(at, 4))
    without = fold([opened(accreditation=None), *review(at), drafted(at, 3, statement_body(accreditation=None))])
    assert signed_subject(without, signer="lead", on=date(2026, 5, 20))["accreditation"] is None
    with pytest.raises(AssuranceError, match="STATEMENT_FIELD"):  # claiming one that the engagement does not have
        fold([opened(accreditation=None), *review(at), drafted(at, 3, statement_body())])


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 1500))
def test_a_consultant_is_free_two_years_after_the_advice(until, days):
    on = date.fromordinal(until.toordinal() + days)
    signer = Person(id="p", name="p", organisation="Body", competences=(Competence(scope="s", valid_until=on),))
    anniversary = (
        date(until.year + 2, 3, 1) if (until.month, until.day) == (2, 29) and (until.year + 2) % 4 else until.replace(year=until.year + 2)
    )
    involvement = (Involvement(party="p", role=Role.CONSULTANT, until=until),)
    if on >= anniversary:
        check_independence(signer, client="Maker", beneficiaries=(), involvements=involvement, on=on)
    else:
        with pytest.raises(AssuranceError, match="NOT_INDEPENDENT"):
            check_independence(signer, client="Maker", beneficiaries=(), involvements=involvement, on=on)


def test_open_findings_block_signing_and_only_a_named_minor_one_may_stay_open(at, opened, statement_body):
    before = [opened(), *review(at), raised(at, 3, "F-minor", Severity.MINOR)]
    with pytest.raises(AssuranceError, match="FINDINGS_OPEN"):
        fold([*before, drafted(at, 4, statement_body()), signed(at, 5)])
    another = statement_body(qualifications=("F-minor2: the panel plant was not visited.",))
    with pytest.raises(AssuranceError, match="FINDINGS_OPEN"):
        fold([*before, drafted(at, 4, another), signed(at, 5)])
    qualified = statement_body(qualifications=("F-minor: the panel plant was not visited.",))
    assert fold([*before, drafted(at, 4, qualified), signed(at, 5)]).state is State.SIGNED
    major = [*before, raised(at, 3, "F-major")]
    named = statement_body(qualifications=("F-minor and F-major",))
    with pytest.raises(AssuranceError) as refusal:
        fold([*major, drafted(at, 4, named), signed(at, 5)])
    assert refusal.value.params["ids"] == "F-major"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (lambda at: answered(at, 5, "F2"), "FINDING_UNKNOWN"),  # never raised
        (lambda at: raised(at, 5, "F1"), "FINDING_STATE"),  # the id is taken
        (lambda at: closed(at, 5, "F1"), "FINDING_STATE"),  # nobody answered yet
        (lambda at: answered(at, 5, "F1", evidence="see mail"), "FINDING_STATE"),  # no digest of evidence
        (lambda at: answered(at, 5, "F1", actor="lead"), "WRONG_PARTY"),  # the verifier answers itself
        (lambda at: replace(closed(at, 5, "F1"), actor="client-1"), "WRONG_PARTY"),  # the client closes its own finding
        (lambda at: raised(at, 1, "F3"), "EVENT_ORDER"),  # back-dated
        (lambda at: replace(raised(at, 5, "F3"), at=at(5).replace(tzinfo=None)), "EVENT_ORDER"),  # a moment without offset
    ],
)
def test_a_thread_has_its_order_and_its_parties(event, code, at, opened):
    engagement = fold([opened(), *review(at), raised(at, 3, "F1")])
    with pytest.raises(AssuranceError) as refusal:
        advance(engagement, event(at))
    assert refusal.value.code == code
    assert list(engagement.findings) == ["F1"]


def test_a_finding_after_the_draft_takes_the_draft_back(at, opened, statement_body):
    engagement = fold([opened(), *review(at), drafted(at, 3, statement_body()), raised(at, 4, "F1")])
    assert engagement.state is State.UNDER_REVIEW
    assert engagement.body is None
    with pytest.raises(AssuranceError, match="ILLEGAL_TRANSITION"):
        advance(engagement, signed(at, 5))


def test_a_statement_on_another_study_is_refused(at, opened, statement_body):
    with pytest.raises(AssuranceError, match="STATEMENT_OTHER_STUDY"):
        fold([opened(), *review(at), drafted(at, 3, statement_body(study_digest="sha256:other"))])


def test_a_returned_study_keeps_its_findings_and_comes_back_with_another_digest(at, opened, statement_body):
    engagement = fold(
        [opened(), *review(at), raised(at, 3, "F1"), Returned(at=at(4), actor="lead", reason="stage missing"), answered(at, 5, "F1")]
    )
    assert engagement.state is State.DRAFT
    again = fold_from(
        engagement,
        [
            Submitted(at=at(6), actor="client-1", study_digest="sha256:second", pack_digest="sha256:p2"),
            ReviewStarted(at=at(7), actor="lead"),
            closed(at, 8, "F1"),
        ],
    )
    assert not open_findings(again.findings)
    assert again.study_digest == "sha256:second"


def fold_from(engagement, events):
    for event in events:
        engagement = advance(engagement, event)
    return engagement


def test_surveillance_falls_due_expiry_and_withdrawal_follow_the_calendar(at, opened, statement_body):
    engagement = fold([opened(), *review(at), drafted(at, 3, statement_body()), signed(at, 4)])  # signed 2026-05-08
    assert engagement.standing(date(2027, 5, 7)) is Standing.VALID
    assert engagement.standing(date(2027, 5, 8)) is Standing.SURVEILLANCE_DUE
    seen = advance(engagement, SurveillanceDone(at=at(369), actor="lead", evidence_digest=EVIDENCE))  # 2027-05-08
    assert seen.standing(date(2028, 4, 30)) is Standing.VALID
    assert seen.standing(date(2028, 5, 1)) is Standing.VALID
    assert seen.standing(date(2028, 5, 2)) is Standing.EXPIRED
    withdrawn = advance(seen, Withdrawn(at=at(400), actor="lead", reason="error found"))
    assert withdrawn.standing(at(399).date()) is Standing.VALID
    assert withdrawn.standing(at(400).date()) is Standing.WITHDRAWN


@pytest.mark.parametrize(
    ("until", "months"),
    [
        (date(2026, 5, 8), 12),  # ends on the day it is signed
        (date(2031, 5, 9), 12),  # longer than 60 months
        (date(2028, 5, 1), 0),  # no surveillance
        (date(2028, 5, 1), 25),  # surveillance too seldom
    ],
)
def test_a_validity_that_cannot_be(until, months, at, opened, statement_body):
    with pytest.raises(AssuranceError, match="STATEMENT_VALIDITY"):
        fold([opened(), *review(at), drafted(at, 3, statement_body()), signed(at, 4, until=until, months=months)])


def test_events_travel_as_json_and_come_back_the_same(at, opened, statement_body):
    for event in [opened(), *events_by_name(at, statement_body()).values()]:
        assert event_from_plain(event_to_plain(event)) == event


@pytest.mark.parametrize(
    "data",
    [
        {"event": "Approved", "body": {}},  # unknown kind
        {"event": "Withdrawn", "body": {"at": "2026-01-01T00:00:00+00:00", "actor": "a"}},  # a field is missing
        {"event": "Withdrawn", "body": {}, "extra": 1},  # an unknown member
        [],  # not an object
    ],
)
def test_a_record_that_is_no_event_is_refused(data):
    with pytest.raises(InputError, match="BAD_RECORD"):
        event_from_plain(data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_happens_nothing_is_signed_while_a_major_finding_is_open(data):
    """Random walks over all events: a signed engagement has no open major finding, and findings never vanish."""
    from datetime import UTC, datetime, timedelta

    def at(day):
        return datetime(2026, 5, 4, 9, tzinfo=UTC) + timedelta(days=day)

    body = _walk_body()
    engagement = fold([_walk_opened(at)])
    seen: set[str] = set()
    for day in range(1, data.draw(st.integers(4, 25))):
        menu = [*events_by_name(at, body).values(), raised(at, day, f"F{day % 3}", data.draw(st.sampled_from(Severity)))]
        menu += [answered(at, day, f"F{day % 3}"), closed(at, day, f"F{day % 3}")]
        event = replace(data.draw(st.sampled_from(menu)), at=at(day))
        try:
            engagement = advance(engagement, event)
        except AssuranceError:
            continue
        assert seen <= set(engagement.findings)
        seen = set(engagement.findings)
        if engagement.state is State.SIGNED:
            assert not [f for f in open_findings(engagement.findings) if f.severity is Severity.MAJOR]


def _walk_opened(at):
    from lingtan.assurance import Opened

    people = (
        Person(id="client-1", name="c", organisation="Maker"),
        Person(id="lead", name="l", organisation="Body", competences=(Competence(scope="ISO 14067", valid_until=date(2029, 1, 1)),)),
    )
    return Opened(at=at(0), actor="lead", engagement="E", client="Maker", certifier="Body", scope="ISO 14067", people=people)


def _walk_body():
    from lingtan.assurance import LevelOfAssurance, SampleSize, StatementBody

    return StatementBody(
        number="VS",
        subject="X",
        configuration="A",
        configuration_digest="c",
        study_digest="sha256:study",
        method_version="m",
        mean_mg=5,
        stages_mg=dict.fromkeys(Stage, 1),
        service_years=4.0,
        place_of_use="CN",
        gwp_set="AR6",
        level_of_assurance=LevelOfAssurance.LIMITED,
        materiality_percent=5.0,
        criteria=("c",),
        sites=(),
        sample=SampleSize(population=1, drawn=1),
        qualifications=("F0 F1 F2",),
    )
