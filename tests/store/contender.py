"""One of several processes that want the same last tonne. Prints what came of each attempt as JSON.

    python contender.py URL NUMBER ORGANISATION        (says "ready" and waits for a line)
"""

from __future__ import annotations

import json
import os
import sys
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


def main(url, number, organisation):
    by = Authorship(organisation=organisation, actor=f"p{number}", at=AT, method_version="test")
    outcomes = []
    with open_store(url) as store:
        ledger = store.ledger
        pools = [pool.retirement.id for pool in ledger.pools(organisation=organisation)]
        blocks = [holding.block.id for holding in ledger.holdings(organisation=organisation, series=f"free {organisation}")]
        print("ready", flush=True)
        sys.stdin.readline()

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
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
