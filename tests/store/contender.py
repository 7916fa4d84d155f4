"""One of several processes that want the same last tonne; it puts what came of each attempt into a queue."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from lingtan.errors import LingtanError
from lingtan.evidence import Authorship
from lingtan.ledger import Beneficiary, Share, uuid7
from lingtan.store import open_store

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
ACME = Beneficiary(name="Acme Ltd", identifier="ID-A")
GRAMS = 130_000
SAME_SERIALS = 5


def attempt(outcomes, kind, work):
    try:
        work()
    except LingtanError as refusal:
        outcomes.append([kind, refusal.code])
    else:
        outcomes.append([kind, "ok"])


def contend(url, number, organisation, together, results):
    outcomes = []
    try:
        _contend(url, number, organisation, together, outcomes)
    except BaseException as error:  # the parent waits for an answer in any case
        outcomes.append(["crashed", repr(error)])
    results.put(outcomes)


def _contend(url, number, organisation, together, outcomes):
    by = Authorship(organisation=organisation, actor=f"p{number}", at=AT, method_version="test")
    with open_store(url) as store:
        ledger = store.ledger
        pools = [pool.retirement.id for pool in ledger.pools(organisation=organisation)]
        blocks = [holding.block.id for holding in ledger.holdings(organisation=organisation, series=f"free {organisation}")]
        together.wait(60)

        def allocate(certificate, serial):
            return lambda: ledger.allocate(
                id=uuid7(AT, os.urandom(10)), by=by, certificate=certificate, manufacturer="Lenovo", claim_scope="life", beneficiary=ACME,
                retirements=pools, shares=[Share(serial=serial, amount=GRAMS)],
            )  # fmt: skip

        def reserve(block):
            return lambda: ledger.reserve(
                id=uuid7(AT, os.urandom(10)), by=by, order="O", beneficiary=ACME, amount=1, blocks=[block],
                expires_at=AT.replace(year=2027),
            )  # fmt: skip

        for n in range(SAME_SERIALS):
            attempt(outcomes, "same device", allocate(f"C-{number}-same-{n}", f"SAME{n}"))
        for n, block in enumerate(blocks):
            attempt(outcomes, "last tonne", reserve(block))
            attempt(outcomes, "last grams", allocate(f"C-{number}-{n}", f"OWN-{number}-{n}"))
