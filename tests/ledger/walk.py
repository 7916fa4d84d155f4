"""A walk over the ledger: commands chosen by chance, good and bad, replayed and altered, each checked against the auditor.

The same walk drives the pure core, a mutant of it, and a store; chance is a seed or hypothesis.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from auditor import Auditor, fold
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import lingtan.ledger
from lingtan.errors import ConflictError, LedgerError
from lingtan.evidence import Authorship, to_plain
from lingtan.ledger import uuid7

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
ROOT = "ab" * 32
PEOPLE = ("Acme Ltd", "ID-A", None), ("Bolt GmbH", "ID-B", None), ("Acme Ltd", "ID-A", ROOT)
TEXTS = (
    "Retired for Acme Ltd, batch 7",
    "注销受益人：ID-A",
    "on behalf of BOLT GMBH",
    f"the holders of batch {ROOT}, Acme Ltd",
    "somebody else",
)


class NothingFitsError(Exception):
    """The books hold nothing yet that the rule could use."""


class Chance:
    """Choices from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def integer(self, low, high):
        return self.random.randint(low, high)


class Drawn:
    """Choices from hypothesis."""

    def __init__(self, data):
        self.data = data

    def integer(self, low, high):
        return self.data.draw(st.integers(low, high))


class PureSubject:
    """The books in memory, of any copy of the ledger package."""

    def __init__(self, module=lingtan.ledger):
        self.module = module
        self.books = module.Books()

    def execute(self, command, by):
        return to_plain(self.books.execute(command, by))

    def reading(self):
        books = self.books
        return {
            "blocks": {
                b.id: (b.organisation, b.series, b.start, b.end, b.state.value, b.amount_per_unit)
                for b in books.blocks.values()
                if b.state.value in ("held", "reserved", "retired")
            },
            "retirements": {r.id: (r.state.value, r.amount) for r in books.retirements.values()},
            "claims": {
                (fold(c.manufacturer), c.claim_scope, fold(c.serial)): (c.certificate, c.amount)
                for c in books.claims.values()
                if c.state.value == "live"
            },
            "certificates": {c.number: (c.state.value, c.successor, c.devices, c.amount) for c in books.certificates.values()},
            "accounts": {a.id: (a.debits_pending, a.debits_posted, a.credits_pending, a.credits_posted) for a in books.accounts.values()},
        }

    def finish(self):
        """Nothing more to check."""


class Walk:
    """One history. `send` checks the reply and then the whole of the books."""

    def __init__(self, subject, chance):
        self.subject, self.m, self.chance = subject, subject.module, chance
        self.auditor = Auditor()
        self.now = START
        self.ids = 0
        self.sent = []

    # ---- choices ---------------------------------------------------------------------------------------------------------------

    def pick(self, options):
        options = list(options)
        return options[self.chance.integer(0, len(options) - 1)]

    def percent(self, share):
        return self.chance.integer(0, 99) < share

    def new_id(self):
        self.ids += 1
        return uuid7(self.now, self.ids.to_bytes(10, "big"))

    def by(self):
        organisation = "acme" if self.percent(85) else "bolt"
        return Authorship(organisation=organisation, actor=self.pick(("ann", "bob", "Ann", "cy")), at=self.now, method_version="test")

    def beneficiary(self):
        name, identifier, root = self.pick((PEOPLE[0], *PEOPLE))
        return self.m.Beneficiary(name=name, identifier=identifier, batch_root=root)

    def some(self, good, every):
        """Mostly one of the good ones; now and then any, or one that nobody knows. Without a good one the rule is mostly left."""
        good, every = list(good), list(every)
        if good and self.percent(92):
            return self.pick(good)
        if not good and self.percent(92):
            raise NothingFitsError
        return self.pick(every) if every and self.percent(80) else self.new_id()

    def block(self, organisation):
        standing = {name: b for name, b in self.auditor.blocks.items() if b is not None}
        held = [n for n, b in standing.items() if b[0] == organisation and self.auditor.state_of(n) == "held"]
        return self.some(held, self.auditor.blocks)

    def retirement(self, organisation, *states):
        good = [n for n, r in self.auditor.retirements.items() if r["state"] in states and r["organisation"] == organisation]
        return self.some(good, self.auditor.retirements)

    # ---- sending ---------------------------------------------------------------------------------------------------------------

    def send(self, command, by):
        why = self.auditor.reasons(command, by)
        answer, refusal = self.ask(command, by)
        if refusal is None:
            assert not why, f"accepted, but the auditor says {why} to {command}"
            self.auditor.book(command, by, answer)
            self.sent.append((command, by, answer))
        else:
            assert refusal.code in why, f"{refusal.code}, but the auditor says {why or 'yes'} to {command}"
        self.inspect()

    def ask(self, command, by):
        """The answer, or the refusal."""
        try:
            return self.subject.execute(command, by), None
        except LedgerError as refusal:
            return None, refusal

    def inspect(self):
        self.auditor.inspect(self.subject.reading())

    # ---- rules -----------------------------------------------------------------------------------------------------------------

    def import_block(self):
        start = self.chance.integer(0, 30)
        size = 7 if self.percent(10) else 10
        end = start + self.chance.integer(1, 9)
        series = self.pick(("S1", "S1", "S2"))
        self.send(self.m.ImportBlock(id=self.new_id(), series=series, start=start, end=end, amount_per_unit=size), self.by())

    def split_block(self):
        by = self.by()
        name = self.block(by.organisation)
        block = self.auditor.blocks.get(name) or ("", "", 0, 9)
        cuts = sorted({self.chance.integer(block[2], block[3]) for _ in range(self.chance.integer(1, 2))})
        self.send(self.m.SplitBlock(id=self.new_id(), block=name, at=tuple(cuts)), by)

    def withdraw_block(self):
        by = self.by()
        command = self.m.WithdrawBlock(
            id=self.new_id(), block=self.block(by.organisation), reason="typed twice", maker=self.pick(("ann", "bob"))
        )
        self.send(command, by)

    def reserve(self):
        by = self.by()
        blocks = tuple(dict.fromkeys(self.block(by.organisation) for _ in range(self.pick((1, 1, 2, 3)))))
        blocks += blocks[:1] if self.percent(3) else ()
        worth = sum(b[3] - b[2] for name in blocks if (b := self.auditor.blocks.get(name))) * 10
        amount = max(1, worth - self.chance.integer(-12, 25)) if self.percent(50) else self.chance.integer(1, max(1, worth))
        expires_at = self.now + timedelta(hours=self.pick((0, 2, 5, 40, 40)))
        command = self.m.Reserve(
            id=self.new_id(), order="O1", beneficiary=self.beneficiary(), amount=amount, blocks=blocks, expires_at=expires_at
        )
        self.send(command, by)

    def instruct(self):
        by = self.by()
        names = tuple(self.retirement(by.organisation, "reserved") for _ in range(self.pick((1, 1, 1, 2))))
        self.send(self.m.Instruct(id=self.new_id(), retirements=names), by)

    def another(self, by, *others):
        """Mostly an actor who is none of the others."""
        free = [actor for actor in ("ann", "bob", "cy") if fold(actor) not in {fold(other or "-") for other in others}]
        return replace(by, actor=self.pick(free)) if self.percent(80) else by

    def confirm(self):
        by = self.by()
        name = self.retirement(by.organisation, "instructed")
        maker = self.pick(("ann", "bob", "cy"))
        by = self.another(by, maker, (self.auditor.retirements.get(name) or {}).get("instructed_by"))
        at = (self.auditor.retirements.get(name) or {}).get("instructed_at") or self.now
        retired_on = self.pick((self.now, self.now, self.now, at, at - timedelta(days=2), self.now + timedelta(days=2))).date()
        wanted = (self.auditor.retirements.get(name) or {}).get("beneficiary", PEOPLE[0])
        fitting = TEXTS[3] if wanted[2] else TEXTS[2] if wanted[0] == "Bolt GmbH" else self.pick(TEXTS[:2])
        command = self.m.Confirm(
            id=self.new_id(),
            retirement=name,
            reference=f"R{self.chance.integer(0, 9)}",
            retired_on=retired_on,
            beneficiary_text=fitting if self.percent(85) else self.pick(TEXTS),
            evidence_digest="sha256:" + "0" * 64,
            maker=maker,
        )
        self.send(command, by)

    def release(self):
        by = self.by()
        names = tuple(self.retirement(by.organisation, "reserved", "instructed") for _ in range(self.pick((1, 1, 2))))
        by = self.another(by, *((self.auditor.retirements.get(name) or {}).get("instructed_by") for name in names))
        self.send(self.m.Release(id=self.new_id(), retirements=names, reason="cancelled"), by)

    def expire(self):
        self.send(self.m.Expire(id=self.new_id()), self.by())

    def allocate(self):
        by = self.by()
        names = tuple(dict.fromkeys(self.retirement(by.organisation, "confirmed") for _ in range(self.pick((1, 1, 2, 3)))))
        names += names[:1] if self.percent(3) else ()
        pools = [r for name in names if (r := self.auditor.retirements.get(name))]
        left = sum(r["amount"] - r["spent"] for r in pools)
        count = self.pick((1, 2, 3))
        serials = [self.pick(("s1", "S1", "s 1", *(f"S{n}" for n in range(2, 20)))) for _ in range(count)]
        serials = serials if self.percent(10) else list({fold(serial): serial for serial in serials}.values())
        amounts = [self.chance.integer(1, max(1, left // count)) for _ in serials]
        if self.percent(25):
            amounts[0] += max(0, left - sum(amounts)) + self.pick((0, 0, 1))
        shares = tuple(self.m.Share(serial=serial, amount=amount) for serial, amount in zip(serials, amounts, strict=True))
        wanted = pools[0]["beneficiary"] if pools and self.percent(85) else self.pick(PEOPLE)
        command = self.m.Allocate(
            id=self.new_id(),
            certificate=f"C{self.chance.integer(0, 40)}",
            manufacturer=self.pick(("Lenovo", "LENOVO")),
            claim_scope=self.pick(("life", "life", "use")),
            beneficiary=self.m.Beneficiary(name=wanted[0], identifier=wanted[1], batch_root=wanted[2]),
            retirements=names,
            shares=shares,
        )
        self.send(command, by)

    def certificate(self, organisation):
        known = self.auditor.certificates.items()
        live = [number for number, c in known if c["state"] == "live" and c["organisation"] == organisation]
        return self.some(live, self.auditor.certificates)

    def replace_certificate(self):
        by = self.by()
        new = f"C{self.chance.integer(0, 16)}"
        self.send(self.m.ReplaceCertificate(id=self.new_id(), old=self.certificate(by.organisation), new=new, reason="a name"), by)

    def revoke_certificate(self):
        by = self.by()
        self.send(self.m.RevokeCertificate(id=self.new_id(), certificate=self.certificate(by.organisation), reason="wrong"), by)

    def open_account(self):
        command = self.m.OpenAccount(
            id=self.new_id(),
            account=self.pick(("cash", "store", "world", "till", "cash", "store", "world", "pool/x")),
            asset="count" if self.percent(92) else "recycled_material",
            unit="1",
            code="free",
            constraint=self.m.Constraint(self.pick(("none", "none", "debits_within_credits", "credits_within_debits"))),
        )
        self.send(command, self.by())

    def transfers(self):
        by = self.by()
        moves = []
        for _ in range(self.pick((1, 1, 1, 2, 3))):
            moves.append(self.transfer(moves, by))
        self.send(self.m.PostTransfers(id=self.new_id(), transfers=tuple(moves)), by)

    def transfer(self, earlier, by):
        journal = [*self.auditor.journal, *earlier]
        gone = {t.pending_id for t in journal}
        waiting = [t for t in journal if t.kind == "pending" and (t.id not in gone or self.percent(30))]
        if waiting and self.percent(50):
            pending = self.pick(waiting)
            due = pending.expires_at is not None and pending.expires_at <= self.now
            kind = self.pick(("expire", "expire", "void", "post") if due else ("post", "post", "void", "expire"))
            amount = self.chance.integer(1, pending.amount) if kind == "post" and self.percent(70) else pending.amount
            return replace(
                pending,
                id=self.new_id(),
                kind=self.m.TransferKind(kind),
                pending_id=pending.id,
                expires_at=None,
                amount=amount + (1 if self.percent(12) else 0),
            )
        if journal and self.percent(10):
            again = self.pick(journal)
            return replace(again, amount=again.amount + self.pick((0, 1)))
        mine = [name for name, a in self.auditor.accounts.items() if a[0] == by.organisation]
        debit = self.some(mine, self.auditor.accounts)
        others = [name for name in self.auditor.accounts if name != debit]
        credit = self.some(others, [*others, "pool/x"])
        kind = self.pick(("transfer", "transfer", "pending"))
        expires_at = self.now + timedelta(hours=self.pick((0, 2, 2, 5))) if kind == "pending" and self.percent(60) else None
        return self.m.Transfer(
            id=self.new_id(),
            kind=self.m.TransferKind(kind),
            debit=debit,
            credit=credit,
            amount=self.tight(debit) if self.percent(40) else self.chance.integer(1, 20),
            expires_at=expires_at,
        )

    def tight(self, debit):
        """An amount at, or just beyond, what the account still has."""
        dp, dd, cp, cc = self.auditor.sums(debit, self.auditor.journal)
        return max(1, self.pick((cc - dp - dd, cc - dp - dd + 1, cc + cp - dp - dd)))

    def pass_time(self):
        self.now += timedelta(hours=self.pick((1, 2, 2, 30)))

    def replay(self):
        """The same id and body, later: the first answer, and nothing else happens."""
        if not self.sent:
            return
        command, by, answer = self.pick(self.sent)
        before = self.subject.reading()
        assert self.subject.execute(command, replace(by, at=self.now)) == answer
        assert self.subject.reading() == before
        self.inspect()

    def alter(self):
        """The same id with one field changed: refused naming the field, and nothing happens."""
        if not self.sent:
            return
        command, by, _ = self.pick(self.sent)
        other, field = replace(by, actor="mallory"), "actor"
        if self.percent(70):
            changes = {
                "ImportBlock": {"end": getattr(command, "end", 0) + 1},
                "Reserve": {"amount": getattr(command, "amount", 0) + 1},
                "Confirm": {"reference": "another"},
                "Allocate": {"shares": (*getattr(command, "shares", ()), self.m.Share(serial="extra", amount=1))},
                "Instruct": {"retirements": (*getattr(command, "retirements", ()), self.new_id())},
            }.get(type(command).__name__)
            if changes:
                command, other, field = replace(command, **changes), by, next(iter(changes))
        before = self.subject.reading()
        _, refusal = self.ask(command, replace(other, at=self.now))
        assert isinstance(refusal, ConflictError), f"another {field} was accepted under the same id"
        assert refusal.code == "ID_CONFLICT"
        assert str(refusal.params["field"]).startswith(field)
        assert self.subject.reading() == before

    def step(self):
        for _ in range(20):
            with suppress(NothingFitsError):
                getattr(self, self.pick(STEPS))()
                return

    def run(self, steps):
        for _ in range(steps):
            self.step()
        self.subject.finish()
        return self


#: Rules by weight.
RULES = {
    "import_block": 5,
    "split_block": 1,
    "withdraw_block": 1,
    "reserve": 8,
    "instruct": 6,
    "confirm": 12,
    "release": 2,
    "expire": 2,
    "allocate": 14,
    "replace_certificate": 2,
    "revoke_certificate": 2,
    "open_account": 3,
    "transfers": 8,
    "pass_time": 2,
    "replay": 3,
    "alter": 2,
}
STEPS = [name for name, weight in RULES.items() for _ in range(weight)]


def machine(make_subject):
    """The walk as a hypothesis state machine: every rule of RULES, the whole of the books inspected after each."""

    class LedgerMachine(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.walk = Walk(make_subject(), None)

        @invariant()
        def the_books_are_as_the_auditor_says(self):
            self.walk.inspect()

        def teardown(self):
            self.walk.subject.finish()

    for name in RULES:

        def take(self, data, name=name):
            self.walk.chance = Drawn(data)
            with suppress(NothingFitsError):
                getattr(self.walk, name)()

        take.__name__ = name
        setattr(LedgerMachine, name, rule(data=st.data())(take))
    return LedgerMachine
