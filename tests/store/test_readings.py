"""Read models: holdings, pools, claims and histories say what the ledger did; a thousand devices go through at once."""

from __future__ import annotations

import time

import pytest
from desk import ACME, ANN, AT, BOB, Desk

from lingtan.errors import LedgerError, StoreError
from lingtan.ledger import Beneficiary, BlockState, RetirementState, Share


def test_holdings_come_back_with_what_their_import_said(url):
    with Desk(url) as desk:
        desk.pool(3, series="T")
        block = desk.held("S", 1, 101)
        desk.ledger.split_block(id=desk.id(), by=ANN, block=block, at=[11, 51])
        held = desk.ledger.holdings(series="S")
        assert [(h.block.start, h.block.end) for h in held] == [(1, 11), (11, 51), (51, 101)]
        assert all(h.details == {"programme": "VCS", "serialPrefix": "S"} for h in held)  # children keep their import's details
        assert sum(h.amount for h in held) == 100 * 10**6
        assert [h.block.state for h in desk.ledger.holdings(series="T")] == [BlockState.RETIRED]
        assert desk.ledger.holdings(organisation="bolt") == ()


def test_pools_tell_what_is_left_and_for_whom(url):
    with Desk(url) as desk:
        retirement = desk.pool(3)
        desk.allocate(retirement, ["PF01", "PF02"], 700_000)
        (pool,) = desk.ledger.pools(beneficiary=ACME)
        assert (pool.confirmed, pool.allocated, pool.remaining) == (3_000_000, 1_400_000, 1_600_000)
        assert pool == desk.ledger.pool(retirement)
        assert pool.details["programme"] == "VCS"
        assert pool.retirement.confirmation.reference == "R S 1"
        assert pool.retirement.confirmation.checker == "bob"
        assert desk.ledger.pools(beneficiary=Beneficiary(name="Bolt", identifier="X")) == ()
        assert [r.id for r in desk.ledger.retirements(order="O-1", states=[RetirementState.CONFIRMED])] == [retirement]


def test_the_remainder_and_a_fresh_retirement_are_drawn_together(url):
    with Desk(url) as desk:
        old, new = desk.pool(1, series="A"), desk.pool(1, series="B")
        desk.allocate(old, ["PF01"], 900_000)
        answer = desk.ledger.allocate(
            id=desk.id(),
            by=ANN,
            certificate="C-2",
            manufacturer="Lenovo",
            claim_scope="life",
            beneficiary=ACME,
            retirements=[old, new],
            shares=[Share(serial="PF02", amount=300_000), Share(serial="PF03", amount=300_000)],
        )
        assert [(draw.retirement, draw.amount, draw.remaining) for draw in answer.draws] == [(old, 100_000, 0), (new, 500_000, 500_000)]
        parts = [(a.serial, a.retirement, a.amount) for a in desk.ledger.allocations("C-2")]
        assert parts == [("PF02", old, 100_000), ("PF02", new, 200_000), ("PF03", new, 300_000)]
        assert [(c.serial, c.amount) for c in desk.ledger.claims("C-2")] == [("PF02", 300_000), ("PF03", 300_000)]
        desk.store.audit()


def test_a_device_s_history_follows_its_certificates(url):
    with Desk(url) as desk:
        retirement = desk.pool(3)
        desk.allocate(retirement, ["PF01", "PF02"])
        desk.ledger.replace_certificate(id=desk.id(), by=ANN, old="C-1", new="C-1b", reason="renamed")
        assert desk.ledger.claim("lenovo", "pf 01", "life").certificate == "C-1b"
        desk.ledger.revoke_certificate(id=desk.id(), by=BOB, certificate="C-1b", reason="wrong model")
        assert desk.ledger.claim("Lenovo", "PF01", "life") is None
        desk.allocate(retirement, ["PF01"], certificate="C-2")
        seen = {(event.kind, event.subject, event.state) for event in desk.ledger.history_of_device("LENOVO", "pf01")}
        assert seen == {
            ("allocation", "PF01", "allocated"),
            ("certificate", "C-1", "live"),
            ("certificate", "C-1", "replaced"),
            ("certificate", "C-1b", "live"),
            ("certificate", "C-1b", "revoked"),
            ("certificate", "C-2", "live"),
        }
        assert desk.ledger.history_of_device("Lenovo", "PF77") == ()
        assert desk.ledger.certificate("C-1").successor == "C-1b"


def test_a_unit_s_history_leads_from_import_to_certificate(url):
    with Desk(url) as desk:
        retirement = desk.pool(3)
        desk.allocate(retirement, ["PF01"])
        kinds = [(event.kind, event.state, event.actor) for event in desk.ledger.history_of_units("S", 2, 3)]
        assert kinds == [
            ("block", "held", "ann"),
            ("block", "reserved", "ann"),
            ("retirement", "reserved", "ann"),
            ("retirement", "instructed", "ann"),
            ("block", "retired", "bob"),
            ("retirement", "confirmed", "bob"),
            ("certificate", "live", "ann"),
        ]
        assert desk.ledger.history_of_units("S", 50, 60) == ()


def test_a_command_is_kept_with_its_request_and_answer(url):
    with Desk(url) as desk:
        block = desk.held()
        kept = desk.ledger.command(block)
        assert (kept["kind"], kept["actor"]) == ("ImportBlock", "ann")
        assert kept["request"]["body"]["end"] == 101
        assert kept["response"]["block"] == block


@pytest.mark.parametrize("ask", ["retirement", "pool", "certificate", "account", "command"])
def test_an_unknown_record_is_named(ask):
    with Desk("sqlite://") as desk, pytest.raises(StoreError) as refusal:
        getattr(desk.ledger, ask)("nothing")
    assert (refusal.value.code, refusal.value.place) == ("RECORD_UNKNOWN", f"{ask} nothing")


def test_five_thousand_devices_in_one_transaction(url):
    with Desk(url) as desk:
        retirement = desk.pool(2)
        serials = [f"PF{n:05}" for n in range(5000)]
        identifier = desk.id()
        started = time.perf_counter()
        first = desk.allocate(retirement, serials, 400, identifier=identifier)
        took = time.perf_counter() - started
        assert first == desk.allocate(retirement, serials, 400, identifier=identifier)
        assert (first.devices, first.amount, first.draws[0].remaining) == (5000, 2_000_000, 0)
        assert len(desk.ledger.claims("C-1")) == 5000
        with pytest.raises(LedgerError) as refusal:
            desk.allocate(desk.pool(1, series="T"), ["new", serials[4321].lower()], 1, certificate="C-2")
        assert (refusal.value.code, refusal.value.place) == ("DEVICE_CLAIMED", "shares[1]")
        assert took < 20  # about 0.5 s when nobody else works on the machine


def test_green_attributes_go_the_same_way_in_watt_hours(url):
    with Desk(url) as desk:
        block = desk.ledger.import_block(
            id=desk.id(), by=ANN, series="GEC/2026-10", start=0, end=5, asset="green_attribute", unit="Wh", amount_per_unit=10**6
        )
        assert block.amount == 5 * 10**6
        (account,) = [a for a in desk.ledger.balances() if a.code == "holding"]
        assert (account.asset, account.unit, account.available) == ("green_attribute", "Wh", 5 * 10**6)
        assert AT.year == 2026
