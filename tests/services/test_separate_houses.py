"""Two houses on one database: neither reaches the other's numbers, blocks and studies, and to each the other's are simply not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lingtan.assurance import LevelOfAssurance, ReviewStarted, SampleSize, Submitted, VerificationWork
from lingtan.errors import LingtanError
from lingtan.evidence import digest_bytes
from lingtan.neutrality import Order
from lingtan.services.assure.engagement import engagement_of, record_event
from lingtan.services.assure.statement import sign_statement, statement_for
from lingtan.services.assure.workflow import draft
from lingtan.services.certificates.bundle import export_certificate
from lingtan.services.certificates.history import device_history
from lingtan.services.certificates.issuing import issue, issue_many
from lingtan.services.certificates.publication import Publication
from lingtan.services.certificates.replacement import replace as replace_certificate
from lingtan.services.certificates.revocation import revoke
from lingtan.services.certificates.standing import certificate_statuses
from lingtan.services.certificates.status import status_list
from lingtan.services.credits.importing import import_credits, list_credits
from lingtan.services.credits.withdrawal import withdraw
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.examples import example
from lingtan.services.demo.inputs import BLOCKS, write_credits
from lingtan.services.demo.opening import VALID_UNTIL, opening
from lingtan.services.demo.orders import demo_order
from lingtan.services.demo.parties import HOLDER, MANUFACTURER, clock, set_stage
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.footprint.studies import find_study, study_for
from lingtan.services.footprint.study import freeze_study, list_studies
from lingtan.services.house.init import init_workspace
from lingtan.services.orders.choose import choices, confirmation
from lingtan.services.orders.confirmation import confirm_retirement
from lingtan.services.orders.instruct import cancellation_of, instruct
from lingtan.services.orders.release import release
from lingtan.services.orders.reserve import reserve_order

CHOICES = choices(None, "credits-voluntary")
BY = {"actor": "mallory", "at": clock(500)}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def houses(request, tmp_path_factory):
    """The demo's stage with one certified, one confirmed and one reserved cancellation, and a stranger on the same database."""
    out = tmp_path_factory.mktemp("houses")
    db = f"sqlite:///{out / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("new_postgres")()
    stage = set_stage(out, db)
    stranger = init_workspace(out / "stranger", organisation="Stranger Ltd", identifier="X", db=db, synthetic=True)
    write_credits(out / "holdings.csv")
    import_credits(stage.issuer, out / "holdings.csv", actor="credit-manager", at=clock(0))
    device = footprint_of(device_from_file(example("thinkpad-x13.toml")), library_with(), seed=3, draws=400)
    verify_study(stage, device, name="X13", minute=1)
    numbers = []
    for index in range(3):
        order = demo_order(stage, device, f"SYN-H{index}", devices=8)
        (cancellation,) = reserve_order(stage.issuer, order, CHOICES, actor="credit-manager", at=clock(30))
        numbers.append(cancellation.number)
        if index < 2:
            instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(31))
            confirm_lines(stage, cancellation, minute=32)
    issue(stage.issuer, numbers[0], Publication(), actor="issuer", at=clock(40))
    return stage, stranger, device, numbers


def _confirm(house, number, tmp_path):
    document = tmp_path / "said.txt"
    document.write_text("a registry's page")
    said = confirmation(
        reference="R-1",
        url="https://registry.example/R-1",
        retired_on=clock(0).date(),
        reason="r",
        beneficiary=HOLDER.name,
        document=document,
    )
    assert said.evidence_digest == digest_bytes(document.read_bytes())
    confirm_retirement(house, number, 1, said, document, maker="clerk", **BY)


#: What a stranger tries: the number (by its place), the deed, and the code that says there is no such thing.
ATTEMPTS = {
    "instruct": (2, lambda h, n, p: instruct(h, n, **BY), "CANCELLATION_UNKNOWN"),
    "release": (2, lambda h, n, p: release(h, n, reason="r", **BY), "CANCELLATION_UNKNOWN"),
    "confirm": (2, _confirm, "CANCELLATION_UNKNOWN"),
    "issue": (1, lambda h, n, p: issue(h, n, Publication(), **BY), "CANCELLATION_UNKNOWN"),
    "issue again": (0, lambda h, n, p: issue(h, n, Publication(), **BY), "CANCELLATION_UNKNOWN"),
    "replace": (0, lambda h, n, p: replace_certificate(h, n, Publication(), reason="r", **BY), "CERTIFICATE_UNKNOWN"),
    "revoke": (0, lambda h, n, p: revoke(h, n, reason="r", **BY), "CERTIFICATE_UNKNOWN"),
    "export": (0, lambda h, n, p: export_certificate(h, n, p / "out", **BY), "CERTIFICATE_NOT_ISSUED"),
    "withdraw": (0, lambda h, n, p: withdraw(h, BLOCKS[2][6], reason="r", maker="clerk", **BY), "BLOCK_NOT_HELD"),
}


@pytest.mark.parametrize("deed", ATTEMPTS)
def test_a_stranger_s_deed_finds_nothing_and_leaves_nothing(houses, tmp_path, deed):
    stage, stranger, _, numbers = houses
    which, work, code = ATTEMPTS[deed]
    with stage.issuer.store() as store:
        before = store.export()
    with pytest.raises(LingtanError) as refusal:
        work(stranger, numbers[which], tmp_path)
    assert refusal.value.code == code
    assert stage.issuer.profile.organisation not in str(refusal.value)
    with stage.issuer.store() as store:
        assert store.export() == before
        store.audit()


def test_the_certifier_is_as_much_a_stranger_to_the_client_s_numbers(houses, tmp_path):
    stage, _, _, numbers = houses
    for which, work, code in ATTEMPTS.values():
        with pytest.raises(LingtanError) as refusal:
            work(stage.certifier, numbers[which], tmp_path)
        assert refusal.value.code == code


def test_lists_hold_what_is_the_house_s_own(houses):
    stage, stranger, device, numbers = houses
    digest = device.footprint.study_digest
    assert list_credits(stranger) == list_studies(stranger) == list_studies(stage.certifier) == []
    assert [row["digest"] for row in list_studies(stage.issuer)] == [digest]
    assert device_history(stranger, MANUFACTURER, "SYN-H0-00001") == []
    assert device_history(stage.issuer, MANUFACTURER, "SYN-H0-00001")
    published = status_list(stranger, actor="s", at=clock(600))["credentialSubject"]
    assert (published["certificates"], published["statements"]) == ([], [])
    certifier = status_list(stage.certifier, actor="c", at=clock(600))["credentialSubject"]
    assert [entry["number"] for entry in certifier["statements"]] == ["SYN-X13"]
    with stage.issuer.store() as store:
        own, other = stage.issuer.profile.organisation, stranger.profile.organisation
        assert find_study(store, digest, organisation=own).recorded == device.study.plain
        assert statement_for(store, digest, organisation=other) is None
        assert statement_for(store, digest, organisation=own) is not None
        assert cancellation_of(store, numbers[2], own).number == numbers[2]
        order = demo_order(stage, device, "SYN-ASK", devices=1)
        assert isinstance(order, Order)
        for ask in (
            lambda: find_study(store, digest, organisation=other),
            lambda: study_for(store, order, order.lots[0], organisation=other),
            lambda: engagement_of(store, "X13", organisation=other),
            lambda: cancellation_of(store, numbers[2], other),
        ):
            with pytest.raises(LingtanError) as refusal:
                ask()
            assert refusal.value.code in ("STUDY_UNKNOWN", "STUDY_FOR_ORDER", "ENGAGEMENT_UNKNOWN", "CANCELLATION_UNKNOWN")


def test_a_unit_is_in_one_hand_only_across_the_houses(houses, tmp_path):
    _, stranger, _, _ = houses
    write_credits(tmp_path / "h.csv", BLOCKS[1:2])
    with pytest.raises(LingtanError) as refusal:
        import_credits(stranger, tmp_path / "h.csv", **BY)
    assert refusal.value.code == "CREDIT_SERIAL_OVERLAP"


def test_the_certifier_reads_the_study_of_its_engagement_and_a_stranger_does_not(houses):
    """A certifier drafts on the client's study; the same study on record in a third house changes nothing."""
    stage, stranger, device, _ = houses
    study = freeze_study(stranger, device, actor="s", at=clock(700)).subject
    record_event(stage.certifier, "AGAIN", opening("AGAIN", 701))
    record_event(stage.issuer, "AGAIN", Submitted(at=clock(702), actor="preparer", study_digest=study, pack_digest=study))
    record_event(stage.certifier, "AGAIN", ReviewStarted(at=clock(703), actor="verifier"))
    work = VerificationWork(
        number="SYN-AGAIN", level_of_assurance=LevelOfAssurance.LIMITED, materiality_percent=5.0, criteria=("GB/T 24067-2024",),
        sites=("desk",), sample=SampleSize(population=9, drawn=3),
    )  # fmt: skip
    for deed in (
        lambda house: draft(house, "AGAIN", work, actor="verifier", at=clock(704)),
        lambda house: sign_statement(house, "AGAIN", signer="verifier", at=clock(705), valid_until=VALID_UNTIL),
    ):
        with pytest.raises(LingtanError) as refusal:
            deed(stranger)
        assert refusal.value.code == "ENGAGEMENT_UNKNOWN"
        deed(stage.certifier)
    with stage.issuer.store() as store:
        assert statement_for(store, study, organisation=stage.issuer.profile.organisation)[0].number == "SYN-AGAIN"


def test_two_houses_take_their_numbers_from_one_series(houses):
    stage, stranger, _, _ = houses
    with stage.issuer.store() as store:

        def turn(transaction):
            transaction.alone("certificate numbers")
            return transaction.count("cancellation")

        assert store.write(turn) == store.count("cancellation") == 3
        assert store.count("cancellation", organisation=stranger.profile.organisation) == 0


def test_many_are_issued_as_one_by_one_and_a_refused_one_holds_up_none(houses):
    stage, _, _, numbers = houses
    organisation = stage.issuer.profile.organisation
    with stage.issuer.store() as store:
        first, lists = store.last("certificate", numbers[0], organisation).body, store.count("status_list", organisation)
    found = issue_many(stage.issuer, [numbers[0], numbers[2], "LT-2026-999999", numbers[1]], Publication(), actor="issuer", at=clock(900))
    assert found[0] == first
    assert [error.code for error in found[1:3]] == ["NOT_CONFIRMED", "CANCELLATION_UNKNOWN"]
    assert found[3]["credentialSubject"]["number"] == numbers[1]
    with stage.issuer.store() as store:
        assert store.count("status_list", organisation) == lists + 1
        assert {entry.number for entry in certificate_statuses(store, organisation)} == set(numbers[:2])
        store.audit()
        store.verify_chain()
        before = store.export()
    again = issue_many(stage.issuer, numbers[:2], Publication(), actor="issuer", at=clock(901))
    assert again == [first, found[3]]
    assert issue(stage.issuer, numbers[1], Publication(), actor="issuer", at=clock(902)) == found[3]
    assert issue_many(stage.issuer, [], Publication(), actor="issuer", at=clock(903)) == []
    with stage.issuer.store() as store:
        assert store.export() == before
    other = replace(Publication(), market="EU")
    (changed,) = issue_many(stage.issuer, numbers[:1], other, actor="issuer", at=clock(904))
    assert changed.code == "ID_CONFLICT"
