"""Facts: appended once, never changed, chained; commands that happen once."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from desk import ACME, ANN, AT, Desk
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lingtan.errors import ConflictError, InputError, LedgerError, StoreError
from lingtan.ledger import uuid7
from lingtan.store import open_store

TABLES = ("fact", "command", "chain", "account", "transfer", "block", "event", "allocation")


def test_a_fact_comes_back_as_it_was_given(url):
    with Desk(url) as desk:
        fact = desk.fact(body={"零": [1, 2.5, None, True, "\u0000"], "n": 2**53 - 1})
        assert desk.store.append(fact) == fact
        assert desk.store.fact(fact.id) == fact
        assert desk.store.fact(fact.id).digest == fact.digest


def test_a_repeat_gives_the_first_and_another_content_names_the_field(url):
    with Desk(url) as desk:
        fact = desk.store.append(desk.fact(body={"a": {"b": [1, 2]}}))
        later = replace(fact, by=replace(fact.by, at=AT + timedelta(days=1)))
        assert desk.store.append(later) == fact  # the first recording stays
        for changed, field in (
            (replace(fact, body={"a": {"b": [1, 3]}}), "body.a.b[1]"),
            (replace(fact, subject="X14"), "subject"),
            (replace(fact, unit="g"), "unit"),
            (replace(fact, by=replace(fact.by, actor="mallory")), "actor"),
            (replace(fact, by=replace(fact.by, organisation="bolt")), "organisation"),
        ):
            with pytest.raises(ConflictError) as refusal:
                desk.store.append(changed)
            assert (refusal.value.code, refusal.value.params["field"]) == ("ID_CONFLICT", field)
        assert desk.store.facts() == (fact,)
        assert desk.store.head("acme").seq == 1
        assert desk.store.head("bolt").seq == 0


def test_many_facts_are_appended_all_or_none(url):
    with Desk(url) as desk:
        first = desk.store.append(desk.fact())
        batch = [desk.fact(subject=str(n)) for n in range(5)]
        with pytest.raises(ConflictError):
            desk.store.append_all([*batch, replace(first, subject="other")])
        assert desk.store.facts() == (first,)
        mixed = [replace(batch[0], by=replace(ANN, organisation="bolt")), *batch[1:]]
        assert desk.store.append_all([*mixed, first]) == (*mixed, first)
        assert [fact.subject for fact in desk.store.facts(organisation="acme")] == ["X13", "1", "2", "3", "4"]
        assert desk.store.verify_chain() == (desk.store.head("acme"), desk.store.head("bolt"))


def test_facts_are_found_by_kind_subject_and_organisation(url):
    with Desk(url) as desk:
        study = desk.store.append(desk.fact())
        newer = desk.store.append(desk.fact(by=replace(ANN, at=AT + timedelta(days=2))))
        older = desk.store.append(desk.fact(by=replace(ANN, at=AT + timedelta(days=1))))
        order = desk.store.append(desk.fact("order", "O-1"))
        assert desk.store.facts(kind="study", subject="X13") == (study, newer, older)
        assert desk.store.facts(subject="O-1") == (order,)
        assert desk.store.latest("study", "X13") == newer
        assert desk.store.latest("study", "X14") is None
        with pytest.raises(StoreError) as refusal:
            desk.store.fact(desk.id())
        assert refusal.value.code == "FACT_UNKNOWN"


@pytest.mark.parametrize(
    ("changes", "error", "code"),
    [
        ({"id": "1"}, LedgerError, "ID_NOT_UUID7"),  # ids are the client's, and UUIDv7
        ({"kind": ""}, InputError, "FACT_FIELD"),  # nameless
        ({"subject": "a\0b"}, InputError, "FACT_FIELD"),  # PostgreSQL has no zero characters
        ({"unit": ""}, InputError, "FACT_FIELD"),  # a figure without unit
        ({"body": float("nan")}, InputError, "NOT_CANONICAL"),  # no JSON
        ({"body": 2**53}, InputError, "NOT_CANONICAL"),  # not exact in JSON
        ({"by": replace(ANN, at=AT.replace(tzinfo=None))}, InputError, "TIME_NOT_ZONED"),  # which hour is that?
        ({"by": replace(ANN, method_version="")}, InputError, "FACT_FIELD"),  # by which rules?
    ],
)
def test_an_incomplete_fact_is_refused(changes, error, code):
    with Desk("sqlite://") as desk:
        with pytest.raises(error) as refusal:
            desk.store.append(replace(desk.fact(), **changes))
        assert refusal.value.code == code
        assert desk.store.facts() == ()


def test_a_command_happens_once_with_all_its_effects(url):
    with Desk(url) as desk:
        identifier, fact, block = desk.id(), desk.fact(), desk.id()
        runs = []

        def effect(transaction):
            runs.append(1)
            transaction.append(fact)
            transaction.ledger.import_block(id=block, by=ANN, series="S", start=0, end=5)
            return {"certificate": "C-1"}

        for _ in range(3):
            assert desk.store.once(identifier, "issue", {"order": "O-1"}, effect, ANN) == {"certificate": "C-1"}
        assert runs == [1]
        assert desk.store.once_answer(identifier) == {"certificate": "C-1"}
        for request, by, kind, field in (
            ({"order": "O-2"}, ANN, "issue", "order"),
            ({"order": "O-1", "more": 1}, ANN, "issue", "more"),
            ({"order": "O-1"}, replace(ANN, actor="bob"), "issue", "actor"),
            ({"order": "O-1"}, ANN, "revoke", "kind"),
        ):
            with pytest.raises(ConflictError) as refusal:
                desk.store.once(identifier, kind, request, effect, by)
            assert refusal.value.params["field"] == field
        assert len(desk.store.facts()) == len(desk.ledger.holdings()) == 1


def test_a_refusal_leaves_no_trace_and_may_be_tried_again(url):
    with Desk(url) as desk:
        identifier, fact = desk.id(), desk.fact()
        willing = []

        def effect(transaction):
            transaction.append(fact)
            if not willing:
                raise LedgerError("INSUFFICIENT_CREDITS", needed=2, available=1)
            return

        with pytest.raises(LedgerError):
            desk.store.once(identifier, "issue", {}, effect, ANN)
        assert desk.store.facts() == ()
        assert desk.store.head("acme").seq == 0
        willing.append(True)
        assert desk.store.once(identifier, "issue", {}, effect, ANN) is None
        assert desk.store.facts() == (fact,)


def test_recorded_rows_cannot_be_changed_or_removed(url):
    with Desk(url) as desk:
        desk.store.append(desk.fact())
        desk.allocate(desk.pool(), ["PF01"])
        for table in TABLES:
            attempts = [f"UPDATE {table} SET organisation = 'mallory'", f"DELETE FROM {table}"]
            attempts += [f"TRUNCATE {table} CASCADE"] if url.startswith("postgresql") else []
            attempts += [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"] if url.startswith("sqlite") else []
            for attempt in attempts:
                with pytest.raises(StoreError) as refusal:
                    desk.store.write(lambda transaction, attempt=attempt: transaction.connection.execute(text(attempt)))
                assert refusal.value.code == "STORE_REFUSED"
                assert "append-only" in str(refusal.value.params["detail"])
        desk.store.verify_chain()


def test_the_database_itself_refuses_overdrawn_accounts_overlaps_and_second_claims(url):
    with Desk(url) as desk:
        desk.held("S", 1, 11)
        desk.allocate(desk.pool(series="T"), ["PF01"])
        for wrong in (
            "UPDATE balance SET debits_posted = credits_posted + 1 WHERE constraint_kind = 'debits_within_credits'",
            "UPDATE balance SET credits_posted = 9007199254740992",
            "UPDATE balance SET debits_pending = -1",
            "INSERT INTO block_state (block, sid, start_at, end_at, state) SELECT 'x', sid, start_at, end_at, state FROM block_state",
            "UPDATE block_state SET state = 'sold'",
            "INSERT INTO device_claim SELECT c.id, d.manufacturer_key, d.serial_key, d.claim_scope, d.organisation, d.manufacturer, "
            "d.serial, d.certificate, d.amount, d.state FROM device_claim d, command c WHERE c.id <> d.command",
            "UPDATE retirement_state SET state = 'reserved'",
        ):
            with pytest.raises(StoreError):
                desk.store.write(lambda transaction, wrong=wrong: transaction.connection.execute(text(wrong)))


def _tampered(path, statements):
    """An attacker with the file, who removes the triggers first."""
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET body = '{\"mean\":2}'",  # a lower footprint
        "UPDATE fact SET subject = 'X14'",  # another model's study
        "UPDATE fact SET recorded_at = '2020-01-01T00:00:00.000000Z'",  # back-dated
        "UPDATE fact SET actor = 'bob'",  # somebody else's work
        "UPDATE fact SET organisation = 'bolt'",  # somebody else's fact
        "DELETE FROM fact WHERE seq = 1",  # forgotten
        "UPDATE command SET response = '{}' WHERE kind = 'Allocate'",  # another answer
        "UPDATE transfer SET amount = amount + 1 WHERE code = 'import'",  # a gram from nowhere
        "UPDATE allocation SET serial = 'PF99'",  # another device
        "DELETE FROM allocation",  # forgotten claims
        "UPDATE event SET body = replace(body, 'Acme Ltd', 'Bolt Ltd') WHERE kind = 'retirement'",  # another beneficiary
        "UPDATE block SET end_at = end_at + 1",  # a tonne more
        "UPDATE chain SET digest = (SELECT digest FROM chain WHERE seq = 2) WHERE seq = 1",  # an entry for another
        "DELETE FROM chain WHERE seq = 3",  # a gap
        "UPDATE chain_head SET seq = seq - 1",  # a shorter chain
        "INSERT INTO transfer SELECT '017f22e2-79b0-7cc3-98c4-dc0c0c07398f', command, 99, organisation, actor, recorded_at, asset, unit, "
        "method_version, kind, debit, credit, amount, NULL, NULL, code, reference FROM transfer WHERE code = 'import'",  # slipped in
    ],
)
def test_a_row_changed_behind_our_back_breaks_the_chain(tmp_path, statement):
    path = tmp_path / "t.db"
    with Desk(f"sqlite:///{path}") as desk:
        desk.store.append(desk.fact())
        desk.allocate(desk.pool(), ["PF01"])
        desk.store.verify_chain()
    _tampered(path, [statement])
    with open_store(f"sqlite:///{path}") as store, pytest.raises(StoreError) as refusal:
        store.verify_chain()
    assert refusal.value.code == "CHAIN_BROKEN"


def test_a_cut_tail_is_seen_from_a_published_head(tmp_path):
    path = tmp_path / "t.db"
    with Desk(f"sqlite:///{path}") as desk:
        first = desk.store.append(desk.fact())
        last = desk.store.append(desk.fact())
        head = desk.store.head("acme")
    cut = [f"DELETE FROM fact WHERE id = '{last.id}'", "DELETE FROM chain WHERE seq = 2"]
    _tampered(path, [*cut, "UPDATE chain_head SET seq = 1, hash = (SELECT hash FROM chain WHERE seq = 1)"])
    with open_store(f"sqlite:///{path}") as store:
        store.verify_chain()  # from inside nothing is missing
        with pytest.raises(StoreError) as refusal:
            store.verify_chain(head=head)
        assert refusal.value.code == "CHAIN_BROKEN"
        assert store.facts() == (first,)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE balance SET credits_posted = credits_posted + 1 WHERE account LIKE 'pool/%'", "balance"),  # a gram for nothing
        ("UPDATE block_state SET state = 'held' WHERE state = 'retired'", "block"),  # sold again
        ("UPDATE retirement_state SET body = replace(body, 'Acme Ltd', 'Bolt Ltd')", "retirement"),  # for another
        ("UPDATE certificate_state SET amount = amount + 1", "certificate"),  # worth more
        ("UPDATE device_claim SET state = 'revoked'", "claim"),  # free again
        ("DELETE FROM device_claim", "claim"),
    ],
)
def test_a_derived_row_that_was_changed_is_found_by_rebuilding(url, statement, what):
    with Desk(url) as desk:
        desk.allocate(desk.pool(), ["PF01"])
        report = desk.store.audit()
        assert (report.claims, report.certificates, report.retirements) == (1, 1, 1)
        desk.store.write(lambda transaction: transaction.connection.execute(text(statement)))
        with pytest.raises(StoreError) as refusal:
            desk.store.audit()
        assert refusal.value.code == "BOOKS_DISAGREE"
        assert refusal.value.place.startswith(what)


def test_both_databases_export_the_same_bytes(both):
    exports = []
    for url in both:
        with Desk(url) as desk:
            desk.store.append_all([desk.fact(subject=name) for name in ("乙", "甲", "Z", "a", "É")])
            retirement = desk.pool()
            desk.allocate(retirement, [f"PF{n:02}" for n in range(20)])
            desk.ledger.replace_certificate(id=desk.id(), by=ANN, old="C-1", new="C-2", reason="renamed\nagain")
            exports.append(desk.store.export())
    assert exports[0] == exports[1]


def test_a_reading_sees_one_state_and_cannot_write(url):
    with Desk(url) as desk:
        desk.store.append(desk.fact())
        with pytest.raises((StoreError, DBAPIError)):
            desk.store.read(lambda connection: connection.execute(text("DELETE FROM chain_head")))
        assert len(desk.store.facts()) == 1


def test_ids_of_commands_are_checked_before_anything_happens():
    with Desk("sqlite://") as desk:
        with pytest.raises(LedgerError) as refusal:
            desk.store.once("order-1", "issue", {}, lambda _: None, ANN)
        assert refusal.value.code == "ID_NOT_UUID7"
        assert desk.store.once_answer(uuid7(AT, bytes(10))) is None
        assert ACME.named_in("Acme Ltd")
