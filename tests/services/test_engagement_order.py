"""An engagement is its events in the order they were recorded, whatever the clocks of the two houses say, and nobody acts for the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from lingtan.assurance import FindingAnswered, FindingClosed, FindingRaised, FindingRejected, ReviewStarted, Severity, State, Submitted
from lingtan.errors import AssuranceError, LingtanError
from lingtan.services.assure.engagement import engagement_of, events_of, record_event
from lingtan.services.certificates.standing import certificate_statuses
from lingtan.services.certificates.status import publish_status
from lingtan.services.demo.opening import opening
from lingtan.services.demo.parties import Stage, clock, set_stage
from lingtan.services.house.workspace import Workspace

DIGEST = "sha256:" + "0" * 64


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    db = f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("new_postgres")()
    return set_stage(tmp_path, db)


def _raised(name: str) -> FindingRaised:
    return FindingRaised(at=clock(1), actor="verifier", finding=name, code="C", place="p", severity=Severity.MINOR, expected="e", found="f")


def test_events_of_one_second_keep_their_order(stage: Stage) -> None:
    """The command line's clock counts in seconds; two houses on one database may share one."""
    issuer, certifier = stage.issuer, stage.certifier
    record_event(certifier, "E", opening("E", 1))
    record_event(issuer, "E", Submitted(at=clock(1), actor="preparer", study_digest=DIGEST, pack_digest=DIGEST))
    record_event(certifier, "E", ReviewStarted(at=clock(1), actor="verifier"))
    for name in ("F1", "F2", "F3"):
        record_event(certifier, "E", _raised(name))
        record_event(issuer, "E", FindingAnswered(at=clock(1), actor="preparer", finding=name, text="t", evidence_digest=DIGEST))
        record_event(certifier, "E", FindingClosed(at=clock(1), actor="verifier", finding=name, reason="r"))
    with issuer.store() as store:
        assert engagement_of(store, "E").state is State.UNDER_REVIEW
        kinds = [type(event).__name__ for event in events_of(store, "E")]
        assert kinds[3:] == ["FindingRaised", "FindingAnswered", "FindingClosed"] * 3


def test_a_finding_answered_again_within_its_second_is_recorded_and_a_repeat_is_not(stage: Stage) -> None:
    issuer, certifier = stage.issuer, stage.certifier
    record_event(certifier, "E", opening("E", 1))
    record_event(issuer, "E", Submitted(at=clock(1), actor="preparer", study_digest=DIGEST, pack_digest=DIGEST))
    record_event(certifier, "E", ReviewStarted(at=clock(1), actor="verifier"))
    record_event(certifier, "E", _raised("F1"))
    first, second = (
        FindingAnswered(at=clock(1), actor="preparer", finding="F1", text=text, evidence_digest=DIGEST) for text in ("it is so", "see p. 3")
    )
    record_event(issuer, "E", first)
    record_event(issuer, "E", first)
    record_event(certifier, "E", FindingRejected(at=clock(1), actor="verifier", finding="F1", reason="say where"))
    record_event(issuer, "E", second)
    with issuer.store() as store:
        assert [event for event in events_of(store, "E") if isinstance(event, FindingAnswered)] == [first, second]


@pytest.mark.parametrize("thief", ["issuer", "certifier"])
def test_nobody_acts_for_the_other_house(stage: Stage, thief: str) -> None:
    """The name of an actor proves nothing: the event must come from the actor's own workspace."""
    if thief == "issuer":
        with pytest.raises(AssuranceError, match="WRONG_PARTY"):
            record_event(stage.issuer, "E", opening("E", 1))
    record_event(stage.certifier, "E", opening("E", 1))
    submitted = Submitted(at=clock(2), actor="preparer", study_digest=DIGEST, pack_digest=DIGEST)
    if thief == "certifier":
        with pytest.raises(AssuranceError, match="WRONG_PARTY"):
            record_event(stage.certifier, "E", submitted)
    record_event(stage.issuer, "E", submitted)
    if thief == "issuer":
        with pytest.raises(AssuranceError, match="WRONG_PARTY"):
            record_event(stage.issuer, "E", ReviewStarted(at=clock(3), actor="verifier"))
    with stage.issuer.store() as store:
        assert len(events_of(store, "E")) == 2


def test_of_two_who_take_the_same_step_one_is_refused(stage: Stage) -> None:
    record_event(stage.certifier, "E", opening("E", 1))
    record_event(stage.issuer, "E", Submitted(at=clock(1), actor="preparer", study_digest=DIGEST, pack_digest=DIGEST))
    record_event(stage.certifier, "E", ReviewStarted(at=clock(1), actor="verifier"))
    record_event(stage.certifier, "E", _raised("F1"))
    gate, outcomes = threading.Barrier(2), []

    def act(workspace: Workspace, make: Callable[[], object]) -> None:
        gate.wait()
        try:
            make()
            outcomes.append("done")
        except LingtanError as error:
            outcomes.append(error.code)

    answered = FindingAnswered(at=clock(2), actor="preparer", finding="F1", text="t", evidence_digest=DIGEST)
    runs = (
        (stage.issuer, lambda: record_event(stage.issuer, "E", answered)),
        (stage.certifier, lambda: record_event(stage.certifier, "E", _raised("F2"))),
    )
    threads = [threading.Thread(target=act, args=run) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stage.issuer.store() as store:
        state = engagement_of(store, "E")
        assert len(events_of(store, "E")) == 4 + outcomes.count("done")
    assert outcomes.count("done") >= 1
    assert state.state is State.UNDER_REVIEW


def test_the_last_status_list_counts_even_within_one_second(stage: Stage) -> None:
    """A revocation must not be undone because a second list was published in the same second."""
    from lingtan.neutrality import issue_certificate, revoke_certificate

    issuer, organisation = stage.issuer, stage.issuer.profile.organisation
    at = clock(5)
    for index in range(6):
        number = f"LT-2026-{index:06}"
        with issuer.store() as store:

            def work(transaction, number=number):
                entries = certificate_statuses(transaction, organisation)
                entries = issue_certificate(entries, number=number, version=1, on=at.date())
                publish_status(issuer, transaction, entries, actor="issuer", at=at)

            store.write(work)
    with issuer.store() as store:
        store.write(
            lambda transaction: publish_status(
                issuer,
                transaction,
                revoke_certificate(certificate_statuses(transaction, organisation), number="LT-2026-000003", reason="r", on=at.date()),
                actor="issuer",
                at=at - timedelta(hours=1),  # a clock that was set back
            )
        )
    with issuer.store() as store:
        states = {entry.number: entry.status.value for entry in certificate_statuses(store, organisation)}
    assert len(states) == 6
    assert states["LT-2026-000003"] == "revoked"
