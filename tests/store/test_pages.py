"""Pages of the ledger's lists: the same on both databases, of one organisation, and complete when read to the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk import ANN, BOB, Desk

from lingtan.ledger import BlockState, RetirementState


def _certificate(desk, number, order="O-1", model="X13"):
    subject = {"number": number, "order": order, "product": {"model": model}, "holder": {"name": "Acme", "identifier": "ID-A"}}
    subject |= {"allocation": {"totalG": 2_000}, "footprint": {"studyDigest": "sha256:1"}}
    desk.store.append(desk.fact("certificate", number, {"credentialSubject": subject}))


@pytest.fixture
def desk(url):
    with Desk(url) as one:
        retirement = one.pool(3)
        for n in range(1, 4):
            one.allocate(retirement, [f"PF{n}1", f"PF{n}2"], 1_000, certificate=f"C-{n}")
            _certificate(one, f"C-{n}", order=f"O-{n}", model="X1 Carbon" if n == 3 else "X13")
        one.ledger.revoke_certificate(id=one.id(), by=BOB, certificate="C-2", reason="wrong model")
        yield one


def test_certificates_come_with_their_standing(desk):
    page = desk.ledger.certificate_page(organisation="acme", limit=2)
    assert ([line.entry.subject for line in page.rows], page.total) == (["C-3", "C-2"], 3)
    assert [(line.certificate.number, line.certificate.state.value, line.certificate.devices) for line in page.rows] == [
        ("C-3", "live", 2),
        ("C-2", "revoked", 2),
    ]
    assert page.rows[0].certificate == desk.ledger.certificate("C-3")
    for question, numbers in (
        ({"state": "revoked"}, ["C-2"]),
        ({"search": "x1 c"}, ["C-3"]),
        ({"search": "o-1"}, ["C-1"]),
        ({"party": "ID-A", "offset": 2}, ["C-1"]),
        ({"party": "ID-B"}, []),
        ({"organisation": "bolt"}, []),
    ):
        assert [line.entry.subject for line in desk.ledger.certificate_page(**question).rows] == numbers, question


def test_a_number_of_another_organisation_does_not_lend_its_standing(desk):
    """The catalogue says who recorded the certificate, the ledger who holds it: a stranger's fact under the number is not listed."""
    bolt = replace(ANN, organisation="bolt")
    desk.store.append(desk.fact("certificate", "C-1", {"credentialSubject": {}}, by=bolt))
    assert desk.ledger.certificate_page(organisation="bolt").rows == ()
    assert desk.ledger.certificate_page().total == 3


def test_devices_of_a_certificate_are_paged_and_found_by_serial(desk):
    page = desk.ledger.claims_page("C-1", limit=1)
    assert ([claim.serial for claim in page.rows], page.total) == (["PF11"], 2)
    assert [claim.serial for claim in desk.ledger.claims_page("C-1", search="f12").rows] == ["PF12"]
    assert desk.ledger.claims_page("C-9") == desk.ledger.claims_page("C-1", offset=2, search="none")
    (claim,) = desk.ledger.find_device("pf 31")
    assert (claim.certificate, claim.state.value) == ("C-3", "live")
    assert [claim.state.value for claim in desk.ledger.find_device("PF21")] == ["revoked"]
    assert desk.ledger.find_device("PF31", "LENOVO") == (claim,)
    assert desk.ledger.find_device("PF31", "Dell") == ()


def test_the_history_of_commands_goes_back_to_the_first(desk):
    total = desk.ledger.commands_page("acme", limit=1).total
    lines = [line for offset in range(0, total, 3) for line in desk.ledger.commands_page("acme", offset=offset, limit=3).rows]
    assert len(lines) == total == 8
    assert [line.seq for line in lines] == sorted((line.seq for line in lines), reverse=True)
    assert (lines[0].kind, lines[0].actor) == ("RevokeCertificate", "bob")
    assert [(t.kind, t.subject, t.state) for t in lines[0].touched] == [("certificate", "C-2", "revoked")]
    assert lines[-1].kind == "ImportBlock"
    assert lines[0].hash == desk.store.head("acme").hash
    assert desk.ledger.commands_page("bolt").total == 0
    assert [event.state for event in desk.ledger.events_of("certificate", "C-2")] == ["live", "revoked"]


def test_retirements_and_holdings_are_paged_and_summed(desk):
    desk.held("T", 1, 11)
    page = desk.ledger.retirements_page("acme", state=RetirementState.CONFIRMED)
    assert (page.total, page.rows[0].order) == (1, "O-1")
    assert desk.ledger.retirements_page("acme", state=RetirementState.RESERVED).total == 0
    assert desk.ledger.retirements_page("acme", search="r s 1").total == 1
    assert desk.ledger.retirements_page("bolt").total == 0
    assert [h.block.series for h in desk.ledger.holdings_page("acme", limit=1).rows] == ["S"]
    assert desk.ledger.holdings_page("acme", limit=1).total == 2
    assert desk.ledger.holdings_page("acme", state=BlockState.HELD).rows == desk.ledger.holdings(series="T")
    assert desk.ledger.holdings_page("acme", search="t").total == 1
    assert desk.ledger.holdings_page("bolt").total == 0
    found = {total.state: (total.blocks, total.units, total.amount, total.unit) for total in desk.ledger.holding_totals("acme")}
    assert found == {BlockState.HELD: (1, 10, 10**7, "g"), BlockState.RETIRED: (1, 3, 3 * 10**6, "g")}
    assert desk.ledger.holding_totals("bolt") == ()


def test_pools_and_retirements_of_some_orders(desk):
    (pool,) = desk.ledger.pools(organisation="acme", orders=["O-1", "none"], left=True)
    assert pool.remaining == 3_000_000 - 6_000
    assert desk.ledger.pools(organisation="acme", orders=[]) == ()
    assert [r.order for r in desk.ledger.retirements(organisation="acme", orders={"O-1"})] == ["O-1"]
    desk.allocate(pool.retirement.id, ["last"], pool.remaining, certificate="C-4")
    assert desk.ledger.pools(organisation="acme", left=True) == ()
    assert len(desk.ledger.pools(organisation="acme")) == 1


def test_pools_are_paged_and_what_is_left_is_summed_by_beneficiary(desk):
    other = desk.pool(2, start=100)
    pools = desk.ledger.pools(organisation="acme")
    assert other in [pool.retirement.id for pool in pools]
    page = desk.ledger.pools_page("acme", offset=1, limit=1)
    assert (page.rows, page.total) == (pools[1:2], len(pools))
    left = desk.ledger.left_of("acme")
    assert left.total == 1
    assert [(one.pools, one.amount) for one in left.rows] == [(len(pools), sum(pool.remaining for pool in pools))]
    whom = pools[0].retirement.beneficiary
    assert (left.rows[0].name, left.rows[0].identifier) == (whom.name, whom.identifier)
    assert (desk.ledger.left_of("bolt").rows, desk.ledger.pools_page("bolt").total) == ((), 0)


def test_what_is_certified_is_told_from_what_is_not(desk):
    assert desk.ledger.certified(["C-1", "C-2", "C-9"]) == {"C-1", "C-2"}  # a revoked one was certified


def test_a_search_takes_marks_as_they_stand(desk):
    for number, model in enumerate(("100% cotton", "under_score", "a/b", "Ünder")):
        _certificate(desk, f"M-{number}", model=model)
    for text, found in (("100%", 1), ("0% C", 1), ("_", 1), ("R_S", 1), ("a/B", 1), ("/", 1), ("ünder", 0), ("nder", 2)):
        search = desk.store.catalogue("certificate", search=text)
        assert search.total == found or text == "ünder", text  # letters outside ASCII are the database's affair


def test_many_facts_are_read_at_once(desk):
    first = desk.store.catalogue("certificate").rows
    found = desk.store.at_once(lambda one: one.facts_by_id([entry.fact for entry in first] + ["nothing"]))
    assert found == {entry.fact: desk.store.fact(entry.fact) for entry in first}
