"""From registry credits to grams per serial, as METHODS 15, 16 and 18 want it; and what is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lingtan.errors import LedgerError
from lingtan.evidence import Authorship
from lingtan.ledger import (
    Allocate,
    Beneficiary,
    Books,
    Confirm,
    Expire,
    ImportBlock,
    Instruct,
    Release,
    ReplaceCertificate,
    Reserve,
    RevokeCertificate,
    Share,
    SplitBlock,
    WithdrawBlock,
    holding_account,
    pool_account,
    spent_account,
    uuid7,
)
from lingtan.messages import Language, catalog, render_error

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
ANN = Authorship(organisation="acme", actor="ann", at=AT, method_version="test")
BOB = replace(ANN, actor="bob")
ACME = Beneficiary(name="Acme Ltd", identifier="91110108700000458B")
DIGEST = "sha256:" + "0" * 64
SERIES = "VCS/VCU-003-VER-US-0003/2020"


class Desk:
    """A hundred tonnes held, and one method a step."""

    def __init__(self):
        self.books, self.count = Books(), 0
        self.block = self.do(ImportBlock(id=self.id(), series=SERIES, start=1, end=101)).block

    def id(self):
        self.count += 1
        return uuid7(AT, self.count.to_bytes(10, "big"))

    def do(self, command, by=ANN):
        return self.books.execute(command, by)

    def reserve(self, amount=2_500_000, beneficiary=ACME, **rest):
        fields = {"id": self.id(), "order": "O-1", "beneficiary": beneficiary, "amount": amount, "blocks": (self.block,)}
        return self.do(Reserve(**(fields | {"expires_at": AT + timedelta(days=7)} | rest)))

    def instructed(self, **rest):
        names = tuple(line.retirement for line in self.reserve(**rest).lines)
        self.do(Instruct(id=self.id(), retirements=names))
        return names[0]

    def confirm(self, retirement, by=BOB, **rest):
        fields = {"id": self.id(), "retirement": retirement, "reference": "R-1", "retired_on": AT.date(), "maker": "ann"}
        fields |= {"beneficiary_text": "Retired for Acme Ltd, batch 7", "evidence_digest": DIGEST}
        return self.do(Confirm(**(fields | rest)), by)

    def confirmed(self, **rest):
        retirement = self.instructed(**rest)
        self.confirm(retirement)
        return retirement

    def allocate(self, retirement, serials=("PF01", "PF02"), amount=1_000_000, certificate="C-1", by=ANN, **rest):
        fields = {"id": self.id(), "certificate": certificate, "manufacturer": "Lenovo", "claim_scope": "life cycle", "beneficiary": ACME}
        shares = tuple(Share(serial=serial, amount=amount) for serial in serials)
        return self.do(Allocate(**(fields | {"retirements": (retirement,), "shares": shares} | rest)), by)


def test_two_and_a_half_tonnes_take_three_and_leave_half_a_tonne_for_the_same_beneficiary():
    desk = Desk()
    reserved = desk.reserve(2_500_000)
    assert (reserved.units, reserved.amount, reserved.lines[0].start, reserved.lines[0].end) == (3, 3_000_000, 1, 4)
    retirement = reserved.lines[0].retirement
    assert desk.books.accounts[holding_account("acme", SERIES)].available == 97_000_000
    desk.do(Instruct(id=desk.id(), retirements=(retirement,)))
    desk.confirm(retirement)
    allocated = desk.allocate(retirement, amount=1_250_000)
    assert (allocated.amount, allocated.draws[0].remaining) == (2_500_000, 500_000)
    assert desk.books.accounts[pool_account(retirement)].available == 500_000
    assert desk.books.accounts[spent_account("acme", "co2e_credit")].credits_posted == 2_500_000
    with pytest.raises(LedgerError) as refusal:
        desk.allocate(retirement, ("PF09",), 500_000, "C-2", beneficiary=Beneficiary(name="Bolt GmbH", identifier="DE1"))
    assert refusal.value.code == "BENEFICIARY_MISMATCH"
    desk.allocate(retirement, ("PF09",), 500_000, "C-2")
    with pytest.raises(LedgerError) as empty:
        desk.allocate(retirement, ("PF10",), 1, "C-3")
    assert (empty.value.code, empty.value.params["available"]) == ("POOL_EXHAUSTED", 0)


def test_an_overlap_names_the_earlier_block():
    desk = Desk()
    with pytest.raises(LedgerError) as refusal:
        desk.do(ImportBlock(id=desk.id(), series=SERIES, start=100, end=103))
    assert refusal.value.code == "RANGE_OVERLAP"
    assert refusal.value.params["earlier"] == desk.block
    desk.do(ImportBlock(id=desk.id(), series=SERIES, start=101, end=103))  # next door is free
    desk.do(ImportBlock(id=desk.id(), series="another", start=1, end=101))  # and so is another series


def test_a_retired_range_never_comes_back():
    desk = Desk()
    desk.confirmed()
    for command in (
        ImportBlock(id=desk.id(), series=SERIES, start=1, end=2),
        WithdrawBlock(id=desk.id(), block=desk.block, reason="x", maker="bob"),
    ):
        with pytest.raises(LedgerError):
            desk.do(command)


def test_a_mistaken_import_is_withdrawn_by_two_and_may_be_imported_anew():
    desk = Desk()
    desk.do(WithdrawBlock(id=desk.id(), block=desk.block, reason="wrong series", maker="bob"))
    holding = desk.books.accounts[holding_account("acme", SERIES)]
    assert (holding.credits_posted, holding.debits_posted, holding.available) == (100_000_000, 100_000_000, 0)
    desk.do(ImportBlock(id=desk.id(), series=SERIES, start=1, end=51))
    assert desk.books.accounts[holding_account("acme", SERIES)].available == 50_000_000


def test_revoking_gives_nothing_back_and_frees_the_device():
    desk = Desk()
    retirement = desk.confirmed()
    desk.allocate(retirement)
    before = dict(desk.books.accounts)
    desk.do(RevokeCertificate(id=desk.id(), certificate="C-1", reason="wrong model"))
    assert desk.books.accounts == before
    desk.allocate(retirement, ("pf01",), 1, "C-2")


def test_replacing_moves_every_claim_and_no_gram():
    desk = Desk()
    retirement = desk.confirmed()
    desk.allocate(retirement)
    before = dict(desk.books.accounts)
    desk.do(ReplaceCertificate(id=desk.id(), old="C-1", new="C-1 v2", reason="holder renamed"))
    assert desk.books.accounts == before
    assert {claim.certificate for claim in desk.books.claims.values()} == {"C-1 v2"}
    with pytest.raises(LedgerError) as refusal:
        desk.allocate(retirement, ("PF01",), 1, "C-9")
    assert refusal.value.params["certificate"] == "C-1 v2"


def test_what_was_instructed_does_not_run_out_and_what_was_not_does():
    desk = Desk()
    kept, lost = desk.instructed(), desk.reserve(blocks=(desk.do(ImportBlock(id=desk.id(), series="T", start=0, end=9)).block,))
    late = replace(ANN, at=AT + timedelta(days=30))
    assert desk.do(Expire(id=desk.id()), late).retirements == (lost.lines[0].retirement,)
    desk.confirm(kept, by=replace(BOB, at=late.at), retired_on=late.at.date())


@pytest.mark.parametrize(
    ("changes", "by", "code"),
    [
        ({}, ANN, "FOUR_EYES"),  # who instructed confirms
        ({"maker": "Bob "[:3]}, BOB, "FOUR_EYES"),  # who prepared confirms, in another spelling
        ({"retired_on": date(2026, 10, 30)}, BOB, "RETIREMENT_BACKDATED"),  # retired before we asked: for something else
        ({"retired_on": date(2026, 11, 4)}, BOB, "RETIREMENT_IN_FUTURE"),  # not even in the easternmost zone
        ({"evidence_digest": "deadbeef"}, BOB, "EVIDENCE_DIGEST"),  # no document
        ({"reference": ""}, BOB, "LEDGER_TEXT"),  # no registry reference
        ({"beneficiary_text": "  "}, BOB, "LEDGER_TEXT"),  # no beneficiary
        ({}, replace(BOB, organisation="bolt"), "NOT_YOURS"),  # another organisation's retirement
    ],
)
def test_a_confirmation_that_does_not_hold_is_refused(changes, by, code):
    desk = Desk()
    retirement = desk.instructed()
    with pytest.raises(LedgerError) as refusal:
        desk.confirm(retirement, by=by, **changes)
    assert refusal.value.code == code
    desk.confirm(retirement)  # the right one still goes through


def test_a_registry_day_may_be_ahead_of_utc():
    # 2026-11-02T20:00Z is already 2026-11-03 in Beijing.
    desk = Desk()
    desk.confirm(desk.instructed(), by=replace(BOB, at=AT + timedelta(hours=12)), retired_on=date(2026, 11, 3))


def test_one_registry_reference_confirms_one_retirement():
    desk = Desk()
    desk.confirmed()
    rest = next(block for block in desk.books.blocks.values() if block.state.value == "held")
    second = desk.instructed(blocks=(rest.id,), amount=1)
    with pytest.raises(LedgerError) as refusal:
        desk.confirm(second)
    assert refusal.value.code == "REFERENCE_USED"


@pytest.mark.parametrize(
    ("beneficiary", "text", "named"),
    [
        (ACME, "Retired on behalf of ACME  LTD, order 7", True),  # case and blanks
        (ACME, "USCC 91110108700000458B", True),  # by identifier
        (ACME, "Acme Ltdx", False),  # part of a longer word
        (ACME, "for whom it may concern", False),
        (Beneficiary(name="联想（北京）有限公司", identifier="X1"), "由联想(北京)有限公司的客户使用", True),  # full-width brackets
        (Beneficiary(name="联想（北京）有限公司", identifier="X1"), "联想（北京）有限公司分公司", False),  # a branch is another entity
        (replace(ACME, batch_root="ab" * 32), "Acme Ltd", False),  # for a batch, only its root counts
        (replace(ACME, batch_root="ab" * 32), "holders of batch " + "AB" * 32, True),
    ],
)
def test_the_registry_text_names_the_beneficiary(beneficiary, text, named):
    assert beneficiary.named_in(text) is named


def test_a_text_that_names_another_is_recorded_but_not_allocated():
    desk = Desk()
    retirement = desk.instructed()
    desk.confirm(retirement, beneficiary_text="Other GmbH")
    with pytest.raises(LedgerError) as refusal:
        desk.allocate(retirement)
    assert (refusal.value.code, refusal.value.params["found"]) == ("BENEFICIARY_MISMATCH", "Other GmbH")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda d: d.reserve(amount=100_000_001), "INSUFFICIENT_CREDITS"),  # one gram beyond a hundred tonnes
        (lambda d: d.reserve(amount=0), "AMOUNT_RANGE"),
        (lambda d: d.reserve(amount=0.5), "AMOUNT_RANGE"),  # half a gram
        (lambda d: d.reserve(blocks=()), "BLOCK_LIST"),
        (lambda d: d.reserve(blocks=(d.block, d.block)), "BLOCK_LIST"),  # the same block twice
        (lambda d: d.reserve(blocks=(d.id(),)), "BLOCK_UNKNOWN"),
        (lambda d: d.reserve(expires_at=AT), "RESERVATION_EXPIRED"),  # over at once
        (lambda d: d.reserve(order=""), "LEDGER_TEXT"),
        (lambda d: (d.reserve(amount=100_000_000), d.reserve(amount=1)), "BLOCK_STATE"),  # the last tonne is gone
        (lambda d: d.do(Instruct(id=d.id(), retirements=())), "RETIREMENT_LIST"),
        (lambda d: d.do(Instruct(id=d.id(), retirements=(d.id(),))), "RETIREMENT_UNKNOWN"),
        (lambda d: d.do(Instruct(id=d.id(), retirements=(d.instructed(),))), "RETIREMENT_STATE"),  # instructed twice
        (lambda d: d.confirm(d.reserve().lines[0].retirement), "RETIREMENT_STATE"),  # our row is not an instruction
        (lambda d: d.do(Release(id=d.id(), retirements=(d.confirmed(),), reason="x"), BOB), "RETIREMENT_STATE"),  # retired is retired
        (lambda d: d.do(Release(id=d.id(), retirements=(d.instructed(),), reason="x")), "FOUR_EYES"),  # who instructed takes it back
        (lambda d: d.allocate(d.instructed()), "NOT_CONFIRMED"),  # no certificate before confirmed
        (lambda d: d.allocate(d.confirmed(), ()), "NOTHING_TO_ALLOCATE"),
        (lambda d: d.allocate(d.confirmed(), ("PF01", "pf 01")), "SERIAL_TWICE"),  # two spellings
        (lambda d: d.allocate(d.confirmed(), amount=0), "AMOUNT_RANGE"),
        (lambda d: d.allocate(d.confirmed(), amount=1_500_001), "POOL_EXHAUSTED"),  # two grams too many
        (lambda d: (d.allocate(r := d.confirmed()), d.allocate(r, ("PF03",), 1)), "CERTIFICATE_TAKEN"),  # one number, one allocation
        (lambda d: (d.allocate(r := d.confirmed()), d.allocate(r, ("PF01",), 1, "C-2")), "DEVICE_CLAIMED"),
        (lambda d: d.do(RevokeCertificate(id=d.id(), certificate="C-0", reason="x")), "CERTIFICATE_NOT_FOUND"),
        (lambda d: d.do(SplitBlock(id=d.id(), block=d.block, at=())), "SPLIT_POINT"),
        (lambda d: d.do(WithdrawBlock(id=d.id(), block=d.block, reason="x", maker="ANN")), "FOUR_EYES"),
        (lambda d: d.do(ImportBlock(id=d.id(), series=SERIES, start=200, end=201, asset="green_attribute", unit="Wh")), "ASSET_MISMATCH"),
        (lambda d: d.do(ImportBlock(id="x", series="T", start=1, end=2)), "ID_NOT_UUID7"),
        (lambda d: d.do(ImportBlock(id=d.id(), series="T", start=1, end=2), replace(ANN, actor="")), "LEDGER_TEXT"),
        (lambda d: d.do(Expire(id=d.id()), replace(ANN, at=AT.replace(tzinfo=None))), "TIME_WITHOUT_ZONE"),
        (lambda d: Beneficiary(name="A", identifier="B", batch_root="xyz"), "BATCH_ROOT"),
    ],
)
def test_each_refusal_has_its_code_and_a_sentence_in_both_languages(act, code):
    with pytest.raises(LedgerError) as refusal:
        act(Desk())
    assert refusal.value.code == code
    for language in Language:
        sentence = render_error(refusal.value, language)
        assert "?" not in sentence.replace("{?}", "")
        assert catalog()[code].fix[language]
