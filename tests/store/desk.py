"""A store with credits in it, and short ways to the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lingtan.evidence import Authorship, Fact, digest_bytes
from lingtan.ledger import Beneficiary, Share, uuid7
from lingtan.store import open_store

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
ANN = Authorship(organisation="acme", actor="ann", at=AT, method_version="test")
BOB = replace(ANN, actor="bob")
ACME = Beneficiary(name="Acme Ltd", identifier="ID-A")


class Desk:
    """`organisation`'s desk at a store; ids count up, so that two desks at two databases do the same."""

    def __init__(self, url, organisation="acme", first=0):
        self.store = open_store(url, create=True)
        self.ledger = self.store.ledger
        self.count = first
        self.ann, self.bob = replace(ANN, organisation=organisation), replace(BOB, organisation=organisation)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.store.close()

    def id(self):
        self.count += 1
        return uuid7(AT, self.count.to_bytes(10, "big"))

    def fact(self, kind="study", subject="X13", body=None, **rest):
        fields = {"id": self.id(), "kind": kind, "subject": subject, "by": self.ann, "asset": "co2e", "unit": "mg"}
        return Fact(**(fields | {"body": {"mean": 1} if body is None else body} | rest))

    def held(self, series="S", start=1, end=101):
        details = {"programme": "VCS", "serialPrefix": series}
        return self.ledger.import_block(id=self.id(), by=self.ann, series=series, start=start, end=end, details=details).block

    def pool(self, tonnes=3, series="S", start=1, order="O-1"):
        """A confirmed retirement of so many tonnes."""
        block = self.held(series, start, start + tonnes)
        reserved = self.ledger.reserve(
            id=self.id(),
            by=self.ann,
            order=order,
            beneficiary=ACME,
            amount=tonnes * 10**6,
            blocks=[block],
            expires_at=AT + timedelta(days=9),
        )
        retirement = reserved.lines[0].retirement
        self.ledger.instruct(id=self.id(), by=self.ann, retirements=[retirement])
        self.ledger.confirm(
            id=self.id(),
            by=self.bob,
            retirement=retirement,
            reference=f"R {series} {start}",
            retired_on=AT.date(),
            beneficiary_text="Retired for Acme Ltd",
            evidence_digest=digest_bytes(b"registry page"),
            maker="ann",
        )
        return retirement

    def allocate(self, retirement, serials, amount=1000, certificate="C-1", identifier=None):
        return self.ledger.allocate(
            id=identifier or self.id(),
            by=self.ann,
            certificate=certificate,
            manufacturer="Lenovo",
            claim_scope="life",
            beneficiary=ACME,
            retirements=[retirement],
            shares=[Share(serial=serial, amount=amount) for serial in serials],
        )
