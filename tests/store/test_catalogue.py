"""The catalogue: one entry a subject, the same whether it grew with the facts, the migration filled it or the audit makes it again."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from desk import ANN, AT, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from lingtan.errors import StoreError
from lingtan.store import key_of, migrate, open_store
from lingtan.store.tables import catalogue

BOLT = replace(ANN, organisation="bolt", actor="bea")


def _study(model, mean_mg, configuration="16 GB", **rest):
    attributes = {"manufacturer": "Lenovo", "model": model, "configuration": configuration}
    said = {"subject": model, "configuration": configuration, "service_years": 4.0, "place_of_use": "CN"}
    return {"spec": {"attributes": attributes}, "study": said | {"mean_mg": mean_mg, "configuration_digest": "sha256:c"} | rest}


def _event(name, step, **body):
    return {"event": name, "step": step, "body": body}


def _rows(store):
    return store.read(lambda connection: {tuple(row) for row in connection.execute(catalogue.select())})


def test_a_study_is_listed_with_what_is_looked_for(url):
    with Desk(url) as desk:
        fact = desk.store.append(desk.fact(subject="sha256:1", body=_study("X13", 300)))
        (entry,) = desk.store.catalogue("study").rows
        assert (entry.label, entry.ref, entry.amount, entry.fact) == ("X13 · 16 GB", "sha256:c", 300, fact.id)
        assert (entry.organisation, entry.first_at, entry.at) == ("acme", AT, AT)
        assert entry.key == key_of("Lenovo", "X13", "16 GB", 4, "CN") == '["Lenovo","X13","16 GB",4,"CN"]'
        assert desk.store.catalogue("study", key=entry.key).total == 1
        assert desk.store.catalogue("study", key=entry.key, organisation="bolt").total == 0
        assert desk.store.catalogue("study", prefix="sha256:").total == 1
        assert desk.store.catalogue("study", prefix="sha256:2").total == 0


def test_a_later_fact_changes_what_it_says_and_leaves_the_rest(url):
    with Desk(url) as desk:
        desk.store.append(desk.fact("product", "p1", {"spec": _study("X13", 0)["spec"], "summary": {"mean_mg": 5}}))
        later = replace(ANN, at=AT + timedelta(hours=1))
        last = desk.store.append(desk.fact("product", "p1", {"summary": {"mean_mg": 7}}, by=later))
        (entry,) = desk.store.catalogue("product").rows
        assert (entry.label, entry.amount, entry.first_at, entry.at, entry.fact) == ("Lenovo X13 16 GB", 7, AT, later.at, last.id)
        assert desk.store.last("product", "p1", "acme") == last
        assert desk.store.last("product", "p1", "bolt") is None
        assert (desk.store.count("product"), desk.store.count("product", "p1", "acme"), desk.store.count("product", "p2")) == (2, 2, 0)


def test_an_engagement_stands_under_the_client_whoever_records(url):
    with Desk(url) as desk:
        opened = _event("Opened", 1, client="acme", certifier="bolt", scope="GB/T 24067")
        desk.store.append(desk.fact("assurance_event", "E", opened, by=BOLT))
        desk.store.append(desk.fact("assurance_event", "E", _event("Submitted", 2, study_digest="sha256:1")))
        desk.store.append(desk.fact("assurance_event", "E", _event("ReviewStarted", 3), by=BOLT))
        (mine,) = desk.store.catalogue("assurance_event", organisation="acme").rows
        assert (mine.label, mine.ref, mine.party, mine.state) == ("GB/T 24067", "sha256:1", "bolt", "ReviewStarted")
        assert desk.store.catalogue("assurance_event", party="bolt").rows == (mine,)
        assert desk.store.catalogue("assurance_event", organisation="bolt").total == 0
        desk.store.audit()


def test_the_last_of_the_chain_counts_when_a_clock_was_set_back(url):
    with Desk(url) as desk:
        desk.store.append(desk.fact("status_list", "acme", {"n": 1}))
        back = desk.store.append(desk.fact("status_list", "acme", {"n": 2}, by=replace(ANN, at=AT - timedelta(hours=1))))
        assert desk.store.last("status_list", "acme", "acme") == back
        assert desk.store.latest("status_list", "acme").body == {"n": 1}
        assert desk.store.catalogue("status_list").rows[0].fact == back.id


def test_pages_orders_and_searches_are_the_same_on_both_databases(both):
    found = []
    for url in both:
        with Desk(url) as desk:
            bodies = [_study(f"X{n:02}", None if n % 5 == 0 else 100 - n) for n in range(12)]
            desk.store.append_all(
                [desk.fact(subject=f"sha256:{n:02}", body=body, by=replace(ANN, at=AT + timedelta(n % 3))) for n, body in enumerate(bodies)]
            )
            desk.store.append(desk.fact(subject="100%_sure", body=_study("Ünï ThinkPad", 1)))
            ask = desk.store.catalogue
            found.append([
                [entry.subject for entry in page.rows] + [page.total]
                for page in (
                    ask("study", limit=5),
                    ask("study", limit=5, offset=10),
                    ask("study", offset=40),
                    ask("study", order="label", descending=False, limit=3),
                    ask("study", order="seq", limit=2),
                    ask("study", subject="sha256:04"),
                    ask("study", order="amount", limit=20),
                    ask("study", order="amount", descending=False, limit=20),
                    ask("study", search="thinkPAD"),
                    ask("study", search="%_"),
                    ask("study", search="_"),
                    ask("study", search="\\"),
                    ask("study", search="x1", limit=1),
                )
            ])  # fmt: skip
    assert found[0] == found[1]
    one = found[0]
    assert (one[0][-1], len(one[0])) == (13, 6)
    assert (one[2], len(one[1])) == ([13], 4)
    assert one[3] == ["sha256:00", "sha256:01", "sha256:02", 13]
    assert (one[4], one[5]) == (["100%_sure", "sha256:11", 13], ["sha256:04", 1])
    assert set(one[6][-4:-1]) == set(one[7][-4:-1]) == {"sha256:00", "sha256:05", "sha256:10"}  # without an amount: last both ways
    assert one[8] == ["100%_sure", 1]
    assert one[9] == one[10] == ["100%_sure", 1]  # what is typed is no pattern
    assert one[11] == [0]
    assert one[12][-1] == 2


@pytest.mark.parametrize(
    "body",
    [
        {"study": {"subject": "x" * 9000, "configuration": "碳" * 3000, "configuration_digest": "碳" * 3000}},  # longer than an index takes
        {"study": {"subject": "a\0b", "configuration_digest": "\0", "mean_mg": 2.5}},  # no text of PostgreSQL, no whole number
        {"study": ["not an object"], "spec": None},
        {"study": {"subject": 7, "mean_mg": True}},
        "a text",
        None,
    ],
)
def test_a_body_of_another_form_is_recorded_and_listed_all_the_same(url, body):
    with Desk(url) as desk:
        desk.store.append(desk.fact(body={"body": body} if body is None else body))
        (entry,) = desk.store.catalogue("study").rows
        assert entry.label
        assert entry.amount is None
        assert len(entry.label.encode()) <= 1000
        assert len((entry.ref or "").encode()) <= 1000
        desk.store.audit()


def test_the_migration_fills_what_the_facts_say(url):
    with Desk(url) as desk:
        desk.store.append_all([desk.fact(subject=f"s{n}", body=_study(f"X{n}", n)) for n in range(7)])
        desk.store.append(desk.fact(subject="s3", body=_study("X3 again", 30)))
        desk.store.append(desk.fact("assurance_event", "E", _event("Opened", 1, client="acme", certifier="bolt"), by=BOLT))
        desk.store.append(desk.fact("assurance_event", "E", _event("Submitted", 2, study_digest="d")))
        before = _rows(desk.store)
    migrate(url, revision="0002")
    migrate(url)
    with open_store(url) as store:
        assert _rows(store) == before
        assert store.audit().catalogue == 8


@pytest.mark.parametrize(
    "change", ["UPDATE catalogue SET amount = 1", "DELETE FROM catalogue", "UPDATE catalogue SET organisation = 'bolt'"]
)
def test_the_audit_sees_a_changed_entry(url, change):
    with Desk(url) as desk:
        desk.store.append(desk.fact(body=_study("X13", 300)))
        assert desk.store.audit().catalogue == 1
        desk.store.write(lambda transaction: transaction.connection.execute(text(change)))
        with pytest.raises(StoreError) as refusal:
            desk.store.audit()
        assert refusal.value.code == "BOOKS_DISAGREE"
        assert refusal.value.place.startswith("catalogue study X13")


_BODIES = st.one_of(
    st.builds(_study, st.sampled_from(["X13", "X1"]), st.one_of(st.none(), st.integers(0, 2**53 - 1), st.just(4.0))),
    st.builds(_event, st.sampled_from(["Opened", "Submitted"]), st.integers(0, 4), client=st.sampled_from(["acme", "bolt", "carl"])),
    st.fixed_dictionaries(
        {}, optional={"order": st.fixed_dictionaries({"number": st.text(max_size=3)}), "study_digest": st.text(max_size=2)}
    ),
)
_FACTS = st.lists(
    st.tuples(st.sampled_from(["study", "assurance_event", "cancellation", "other"]), st.sampled_from("st"), st.booleans(), _BODIES),
    max_size=9,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_FACTS, st.booleans())
def test_however_facts_come_the_audit_makes_the_same_entries(facts, at_once):
    with Desk("sqlite://") as desk:
        made = [desk.fact(kind, subject, body, by=BOLT if bolt else ANN) for kind, subject, bolt, body in facts]
        if at_once:
            desk.store.append_all(made)
        else:
            for fact in made:
                desk.store.append(fact)
        assert desk.store.audit().catalogue == len(_rows(desk.store))
        for kind in ("study", "cancellation", "other"):
            page = desk.store.catalogue(kind, limit=100)
            assert {(e.organisation, e.subject) for e in page.rows} == {(f.by.organisation, f.subject) for f in made if f.kind == kind}
            assert all(desk.store.last(kind, e.subject, e.organisation).id == e.fact for e in page.rows)


def test_houses_that_count_at_once_take_turns(url):
    """What `alone` is for: a number made of a count is taken once, whichever house asks."""
    open_store(url, create=True).close()
    houses = [Desk(url, name, first=1_000 * index) for index, name in enumerate(("acme", "bolt"), start=1)]

    def take(desk):
        for identifier in [desk.id() for _ in range(8)]:

            def work(transaction, identifier=identifier):
                transaction.alone("numbers")
                number = f"N{transaction.count('cancellation')}"
                transaction.append(desk.fact("cancellation", number, id=identifier, by=desk.ann))

            desk.store.write(work)

    threads = [threading.Thread(target=take, args=(desk,)) for desk in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [entry.subject for entry in houses[0].store.catalogue("cancellation").rows]
    assert sorted(taken) == sorted(f"N{n}" for n in range(16))
    for desk in houses:
        desk.store.close()


def test_a_refused_attempt_leaves_nothing_and_the_rest_stands(url):
    with Desk(url) as desk:
        first = desk.store.append(desk.fact())

        def work(transaction):
            def refused():
                transaction.append(desk.fact(subject="gone"))
                transaction.append(replace(first, subject="another"))

            refusal = transaction.attempt(refused)
            return refusal, transaction.attempt(lambda: transaction.append(desk.fact(subject="kept")))

        refusal, kept = desk.store.write(work)
        assert (refusal.code, kept.subject) == ("ID_CONFLICT", "kept")
        assert [fact.subject for fact in desk.store.facts()] == ["X13", "kept"]
        assert (desk.store.head("acme").seq, desk.store.audit().catalogue) == (2, 2)
        desk.store.verify_chain()


def test_ten_thousand_products_are_listed_at_once(url):
    with Desk(url) as desk:
        for start in range(0, 10_000, 2_500):
            desk.store.append_all([desk.fact("product", f"p{n:05}", _study(f"M{n}", n)) for n in range(start, start + 2_500)])
        took = []
        for question in ({}, {"offset": 9_000}, {"search": "m77"}, {"order": "label"}, {"order": "amount"}):
            started = time.perf_counter()
            page = desk.store.catalogue("product", organisation="acme", **question)
            took.append(time.perf_counter() - started)
            assert page.rows
        assert max(took) < 1, took  # a few milliseconds when nobody else works on the machine
