"""Transfers behave as TigerBeetle's documentation says (docs/coding/two-phase-transfers.md, commit 222e04b)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lingtan.errors import ConflictError, LedgerError
from lingtan.evidence import Authorship
from lingtan.ledger import MAX_AMOUNT, Books, Constraint, OpenAccount, PostTransfers, Transfer, TransferKind, uuid7

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
BY = Authorship(organisation="acme", actor="ann", at=AT, method_version="test")


class Desk:
    """Two accounts and a counter for ids."""

    def __init__(self, constraint=Constraint.NONE):
        self.books, self.count = Books(), 0
        for name, rule in (("A", constraint), ("B", Constraint.NONE)):
            self.books.execute(OpenAccount(id=self.id(), account=name, asset="count", unit="1", code="free", constraint=rule), BY)

    def id(self):
        self.count += 1
        return uuid7(AT, self.count.to_bytes(10, "big"))

    def transfer(self, amount=123, kind=TransferKind.TRANSFER, debit="A", credit="B", **rest):
        return Transfer(**({"id": self.id(), "kind": kind, "debit": debit, "credit": credit, "amount": amount} | rest))

    def post(self, *transfers, at=AT, by=BY):
        return self.books.execute(PostTransfers(id=self.id(), transfers=transfers), replace(by, at=at))

    def sums(self):
        a, b = self.books.accounts["A"], self.books.accounts["B"]
        return a.debits_pending, a.debits_posted, b.credits_pending, b.credits_posted


@pytest.mark.parametrize(
    ("kind", "amount", "after"),
    [
        (TransferKind.POST, 123, (0, 123, 0, 123)),  # "Post Full Pending Amount"
        (TransferKind.POST, 100, (0, 100, 0, 100)),  # "Post Partial Pending Amount": the rest is restored
        (TransferKind.VOID, 123, (0, 0, 0, 0)),  # "Void Pending Transfer"
    ],
)
def test_two_phase_examples_of_tigerbeetle(kind, amount, after):
    desk = Desk()
    pending = desk.transfer(kind=TransferKind.PENDING)
    desk.post(pending)
    assert desk.sums() == (123, 0, 123, 0)
    desk.post(desk.transfer(amount, kind, pending_id=pending.id))
    assert desk.sums() == after
    assert desk.books.transfers[pending.id] == pending  # the pending row itself never changes


def test_pessimistic_pending_example_of_tigerbeetle():
    desk = Desk(Constraint.DEBITS_WITHIN_CREDITS)
    desk.post(desk.transfer(100, debit="B", credit="A"))
    desk.post(desk.transfer(70))
    with pytest.raises(LedgerError) as refusal:  # credits_posted 100, debits_posted 70, a pending 50 fails at once
        desk.post(desk.transfer(50, TransferKind.PENDING))
    assert refusal.value.code == "EXCEEDS_CREDITS"
    desk.post(desk.transfer(30, TransferKind.PENDING))


@pytest.mark.parametrize("first", [TransferKind.POST, TransferKind.VOID])
@pytest.mark.parametrize("second", [TransferKind.POST, TransferKind.VOID])
def test_a_pending_transfer_resolves_once(first, second):
    desk = Desk()
    pending = desk.transfer(kind=TransferKind.PENDING)
    desk.post(pending)
    desk.post(desk.transfer(kind=first, pending_id=pending.id))
    with pytest.raises(LedgerError) as refusal:
        desk.post(desk.transfer(kind=second, pending_id=pending.id))
    assert (refusal.value.code, refusal.value.params["kind"]) == ("PENDING_RESOLVED", first.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", 124),
        ("debit", "B"),
        ("credit", "A"),
        ("code", "other"),
        ("reference", "other"),
        ("kind", TransferKind.PENDING),
    ],
)
def test_the_same_transfer_id_with_another_body_names_the_field(field, value):
    desk = Desk()
    first = desk.transfer()
    desk.post(first)
    changes = {field: value} | ({"credit": "C"} if field == "debit" else {"debit": "C"} if field == "credit" else {})
    with pytest.raises(ConflictError) as refusal:
        desk.post(replace(first, **changes))
    assert refusal.value.code == "ID_CONFLICT"
    assert refusal.value.params["field"] in changes
    before = desk.sums()
    desk.post(first)  # the same body again, under another command: recorded already, nothing happens
    assert desk.sums() == before


def test_a_chain_happens_whole_or_not_at_all():
    desk = Desk(Constraint.DEBITS_WITHIN_CREDITS)
    good, bad = desk.transfer(10, debit="B", credit="A"), desk.transfer(11)
    with pytest.raises(LedgerError):
        desk.post(good, bad)
    assert desk.sums() == (0, 0, 0, 0)
    assert good.id not in desk.books.transfers
    desk.post(good, replace(bad, amount=10))
    assert desk.books.accounts["A"].available == 0


def test_sums_never_pass_what_json_holds_exactly():
    desk = Desk()
    desk.post(desk.transfer(MAX_AMOUNT))
    with pytest.raises(LedgerError) as refusal:
        desk.post(desk.transfer(1))
    assert refusal.value.code == "BALANCE_RANGE"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"amount": 0}, "AMOUNT_RANGE"),  # nothing moves
        ({"amount": -1}, "AMOUNT_RANGE"),  # the other way is a transfer the other way
        ({"amount": 1.0}, "AMOUNT_RANGE"),  # no floats in the ledger
        ({"amount": True}, "AMOUNT_RANGE"),  # a truth value is not a number
        ({"amount": 2**53}, "AMOUNT_RANGE"),  # not exact in JSON
        ({"credit": "A"}, "SAME_ACCOUNT"),  # to itself
        ({"debit": " A"}, "LEDGER_TEXT"),  # outer blank
        ({"reference": ""}, "LEDGER_TEXT"),  # empty
        ({"code": "a\0b"}, "LEDGER_TEXT"),  # unprintable
        ({"id": "1"}, "ID_NOT_UUID7"),  # no UUID
        ({"id": "919108f7-52d1-4320-9bac-f847db4148a8"}, "ID_NOT_UUID7"),  # version 4
        ({"id": "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"}, "ID_NOT_UUID7"),  # upper case: two spellings of one id
        ({"kind": TransferKind.POST}, "TRANSFER_SHAPE"),  # posts nothing
        ({"pending_id": uuid7(AT, bytes(10))}, "TRANSFER_SHAPE"),  # a plain transfer resolves nothing
        ({"expires_at": AT}, "TRANSFER_SHAPE"),  # only a pending one runs out
        ({"kind": TransferKind.PENDING, "expires_at": datetime(2027, 1, 1)}, "TRANSFER_SHAPE"),  # noqa: DTZ001  a time without its zone
    ],
)
def test_a_malformed_transfer_cannot_be_built(fields, code):
    with pytest.raises(LedgerError) as refusal:
        Desk().transfer(**fields)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        (lambda d: [d.transfer(debit="X")], "ACCOUNT_UNKNOWN"),  # nobody opened X
        (lambda d: [], "NOTHING_TO_POST"),  # an empty chain
        (lambda d: [d.transfer(kind=TransferKind.PENDING, expires_at=AT)], "PENDING_EXPIRED"),  # over before it began
        (lambda d: [d.transfer(kind=TransferKind.POST, pending_id=uuid7(AT, b"\7" * 10))], "PENDING_UNKNOWN"),  # no such pending
        (lambda d: [t := d.transfer(), d.transfer(kind=TransferKind.POST, pending_id=t.id)], "PENDING_UNKNOWN"),  # not pending
        (lambda d: [d.transfer(debit="pool/x")], "ACCOUNT_RESERVED"),  # out of a pool by hand
        (lambda d: [d.transfer(credit="pool/x")], "ACCOUNT_RESERVED"),  # into a pool without a registry
        (lambda d: [t := d.transfer(), t], "TRANSFER_TWICE"),  # the same one twice in a chain
    ],
)
def test_a_refused_chain_leaves_no_trace(moves, code):
    desk = Desk()
    with pytest.raises(LedgerError) as refusal:
        desk.post(*moves(desk))
    assert refusal.value.code == code
    assert desk.books.transfers == {}
    assert desk.sums() == (0, 0, 0, 0)


def test_only_the_owner_debits_an_account():
    desk = Desk()
    with pytest.raises(LedgerError) as refusal:
        desk.post(desk.transfer(), by=replace(BY, organisation="bolt"))
    assert refusal.value.code == "NOT_YOURS"


def test_a_pending_transfer_runs_out_at_its_time_and_not_before():
    desk = Desk()
    pending = desk.transfer(kind=TransferKind.PENDING, expires_at=AT + timedelta(hours=1))
    desk.post(pending)
    with pytest.raises(LedgerError) as early:
        desk.post(desk.transfer(kind=TransferKind.EXPIRE, pending_id=pending.id), at=AT + timedelta(minutes=59))
    assert early.value.code == "PENDING_NOT_DUE"
    with pytest.raises(LedgerError) as late:
        desk.post(desk.transfer(kind=TransferKind.POST, pending_id=pending.id), at=AT + timedelta(hours=1))
    assert late.value.code == "PENDING_EXPIRED"
    desk.post(desk.transfer(kind=TransferKind.EXPIRE, pending_id=pending.id), at=AT + timedelta(hours=1))
    assert desk.sums() == (0, 0, 0, 0)
