"""The auditor: a second, plain model of the credit ledger, written without looking at accounts, blocks or transfers.

It keeps single units, and for free transfers a journal from which every sum is added up anew. `reasons` says why a command must be
refused (any of them will do; none means it must succeed); `book` applies what was done, and checks the answer. Nothing of
`lingtan.ledger` is imported: commands are read by their class name and attributes.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta

HELD, RESERVED, RETIRED = "held", "reserved", "retired"
OPEN = ("reserved", "instructed")


def fold(text):
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def called(command):
    """`ReplaceCertificate` as `replace_certificate`."""
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in type(command).__name__)[1:]


class Auditor:
    def __init__(self):
        self.units = {}  # (series, number) -> [organisation, state, size]
        self.blocks = {}  # id -> (organisation, series, start, end) of those standing; None once gone
        self.owners = {}  # block id -> organisation
        self.size = {}  # block id -> amount per unit
        self.retirements = {}  # id -> dict
        self.certificates = {}  # number -> dict
        self.accounts = {}  # free accounts: name -> (organisation, asset, constraint)
        self.journal = []  # free transfers
        self.flows = {}  # (organisation, series) -> [imported, withdrawn, confirmed]
        self.done = {}  # command id -> (request, answer)

    # ---- why a command must be refused ------------------------------------------------------------------------------------------

    def reasons(self, command, by):
        return set(getattr(self, "no_" + called(command))(command, by))

    def own_block(self, name, by):
        if name not in self.blocks:
            yield "BLOCK_UNKNOWN"
        elif self.owners[name] != by.organisation:
            yield "NOT_YOURS"
        elif self.blocks[name] is None or self.state_of(name) != HELD:
            yield "BLOCK_STATE"

    def state_of(self, name):
        _, series, start, _ = self.blocks[name]
        return self.units[series, start][1]

    def no_import_block(self, c, by):
        if any((c.series, n) in self.units for n in range(c.start, c.end)):
            yield "RANGE_OVERLAP"

    def no_split_block(self, c, by):
        yield from self.own_block(c.block, by)
        if self.blocks.get(c.block):
            _, _, start, end = self.blocks[c.block]
            if not c.at or list(c.at) != sorted(set(c.at)) or not all(start < cut < end for cut in c.at):
                yield "SPLIT_POINT"

    def no_withdraw_block(self, c, by):
        yield from self.own_block(c.block, by)
        if fold(c.maker) == fold(by.actor):
            yield "FOUR_EYES"

    def no_reserve(self, c, by):
        for name in c.blocks:
            yield from self.own_block(name, by)
        if c.expires_at <= by.at:
            yield "RESERVATION_EXPIRED"
        if not c.blocks or len(set(c.blocks)) < len(c.blocks):
            yield "BLOCK_LIST"
        known = {name for name in c.blocks if self.blocks.get(name)}
        if len({self.size[name] for name in known}) > 1:
            yield "BLOCKS_DIFFER"
        elif sum((self.blocks[n][3] - self.blocks[n][2]) * self.size[n] for n in known) < c.amount:
            yield "INSUFFICIENT_CREDITS"

    def own_retirements(self, names, by, states, code="RETIREMENT_STATE"):
        if not names or len(set(names)) < len(names):
            yield "RETIREMENT_LIST"
        for name in names:
            if name not in self.retirements:
                yield "RETIREMENT_UNKNOWN"
            elif self.retirements[name]["organisation"] != by.organisation:
                yield "NOT_YOURS"
            elif self.retirements[name]["state"] not in states:
                yield code

    def mine(self, names, by):
        return [r for name in names if (r := self.retirements.get(name)) and r["organisation"] == by.organisation]

    def no_instruct(self, c, by):
        yield from self.own_retirements(c.retirements, by, ("reserved",))
        if any(r["state"] == "reserved" and r["expires_at"] <= by.at for r in self.mine(c.retirements, by)):
            yield "RESERVATION_EXPIRED"

    def no_confirm(self, c, by):
        yield from self.own_retirements([c.retirement], by, ("instructed",))
        for r in self.mine([c.retirement], by):
            if fold(by.actor) in (fold(c.maker), fold(r["instructed_by"] or "-")):
                yield "FOUR_EYES"
            if c.retired_on > (by.at + timedelta(hours=14)).date():
                yield "RETIREMENT_IN_FUTURE"
            if r["instructed_at"] and c.retired_on < (r["instructed_at"] - timedelta(hours=12)).date():
                yield "RETIREMENT_BACKDATED"
            if any(o.get("reference") == c.reference and o["series"] == r["series"] for o in self.retirements.values()):
                yield "REFERENCE_USED"

    def no_release(self, c, by):
        yield from self.own_retirements(c.retirements, by, OPEN)
        if any(r["instructed_by"] and fold(r["instructed_by"]) == fold(by.actor) for r in self.mine(c.retirements, by)):
            yield "FOUR_EYES"

    def no_expire(self, c, by):
        return ()

    def no_allocate(self, c, by):
        if c.certificate in self.certificates:
            yield "CERTIFICATE_TAKEN"
        keys = [fold(share.serial) for share in c.shares]
        if len(set(keys)) < len(keys):
            yield "SERIAL_TWICE"
        if not c.shares:
            yield "NOTHING_TO_ALLOCATE"
        yield from self.own_retirements(c.retirements, by, ("confirmed",), "NOT_CONFIRMED")
        pools = {r["id"]: r for r in self.mine(c.retirements, by) if r["state"] == "confirmed"}.values()
        wanted = (c.beneficiary.name, c.beneficiary.identifier, c.beneficiary.batch_root)
        for r in pools:
            needle = wanted[2:] if wanted[2] else wanted[:2]
            if r["beneficiary"] != wanted or not any(word in r["text"].casefold() for word in (n.casefold() for n in needle)):
                yield "BENEFICIARY_MISMATCH"
        if sum(r["amount"] - r["spent"] for r in pools) < sum(share.amount for share in c.shares):
            yield "POOL_EXHAUSTED"
        if any((fold(c.manufacturer), c.claim_scope, key) in self.claims() for key in keys):
            yield "DEVICE_CLAIMED"

    def claims(self):
        """Every live claim: device and scope -> (certificate, amount)."""
        live = {}
        for number, certificate in self.certificates.items():
            if certificate["state"] == "live":
                live |= {device: (number, amount) for device, amount in certificate["devices"].items()}
        return live

    def live_certificate(self, number, by):
        found = self.certificates.get(number)
        if found is None:
            yield "CERTIFICATE_NOT_FOUND"
        elif found["organisation"] != by.organisation:
            yield "NOT_YOURS"
        elif found["state"] != "live":
            yield "CERTIFICATE_STATE"

    def no_replace_certificate(self, c, by):
        yield from self.live_certificate(c.old, by)
        if c.new in self.certificates:
            yield "CERTIFICATE_TAKEN"

    def no_revoke_certificate(self, c, by):
        yield from self.live_certificate(c.certificate, by)

    def no_open_account(self, c, by):
        if c.account.split("/")[0] in ("pool", "holding", "spent", "issued"):
            yield "ACCOUNT_RESERVED"
        if c.account in self.accounts:
            yield "ACCOUNT_TAKEN"

    # ---- free transfers: every sum added up anew --------------------------------------------------------------------------------

    def sums(self, name, journal):
        gone = {t.pending_id for t in journal if t.pending_id}
        waiting = [t for t in journal if t.kind == "pending" and t.id not in gone]
        posted = [t for t in journal if t.kind in ("transfer", "post")]
        return tuple(sum(t.amount for t in some if getattr(t, side) == name) for side in ("debit", "credit") for some in (waiting, posted))

    def no_post_transfers(self, c, by):
        if any(name.split("/")[0] in ("pool", "holding", "spent", "issued") for t in c.transfers for name in (t.debit, t.credit)):
            yield "ACCOUNT_RESERVED"
        known = [t for t in c.transfers if any(t.id == old.id for old in self.journal)]
        if known:
            if any(t not in self.journal for t in known):
                yield "ID_CONFLICT"
            if len(known) < len(c.transfers):
                yield "CHAIN_PARTLY_RECORDED"
            return
        journal = list(self.journal)
        for t in c.transfers:
            why = set(self.no_transfer(t, by, journal))
            if why:
                yield from why
                return
            journal.append(t)

    def no_transfer(self, t, by, journal):
        if any(t.id == old.id for old in journal):
            yield "TRANSFER_TWICE"
        if not {t.debit, t.credit} <= set(self.accounts):
            yield "ACCOUNT_UNKNOWN"
            return
        if self.accounts[t.debit][1] != self.accounts[t.credit][1]:
            yield "ASSET_MISMATCH"
        if self.accounts[t.debit][0] != by.organisation:
            yield "NOT_YOURS"
        if t.kind == "pending" and t.expires_at and t.expires_at <= by.at:
            yield "PENDING_EXPIRED"
        if t.pending_id:
            pending = next((old for old in journal if old.id == t.pending_id and old.kind == "pending"), None)
            if pending is None:
                yield "PENDING_UNKNOWN"
                return
            if any(old.pending_id == t.pending_id for old in journal):
                yield "PENDING_RESOLVED"
            whole = pending.amount if t.kind != "post" else min(t.amount, pending.amount)
            if (t.debit, t.credit, t.amount) != (pending.debit, pending.credit, whole):
                yield "PENDING_DIFFERS"
            due = bool(pending.expires_at and pending.expires_at <= by.at)
            if due != (t.kind == "expire"):
                yield "PENDING_EXPIRED" if due else "PENDING_NOT_DUE"
        for name in (t.debit, t.credit):
            dp, dd, cp, cc = self.sums(name, [*journal, t])
            if self.accounts[name][2] == "debits_within_credits" and dp + dd > cc:
                yield "EXCEEDS_CREDITS"
            if self.accounts[name][2] == "credits_within_debits" and cp + cc > dd:
                yield "EXCEEDS_DEBITS"

    # ---- what was done -----------------------------------------------------------------------------------------------------------

    def book(self, command, by, answer):
        getattr(self, "do_" + called(command))(command, by, answer)

    def flow(self, organisation, series):
        return self.flows.setdefault((organisation, series), [0, 0, 0])

    def do_import_block(self, c, by, answer):
        assert answer["block"] == c.id
        assert answer["units"] == c.end - c.start
        assert answer["amount"] == answer["units"] * c.amount_per_unit
        self.units |= {(c.series, n): [by.organisation, HELD, c.amount_per_unit] for n in range(c.start, c.end)}
        self.flow(by.organisation, c.series)[0] += answer["amount"]

    def do_split_block(self, c, by, answer):
        assert answer["parent"] == c.block
        assert len(answer["children"]) == len(c.at) + 1

    def do_withdraw_block(self, c, by, answer):
        _, series, start, end = self.blocks[c.block]
        for n in range(start, end):
            self.flow(by.organisation, series)[1] += self.units.pop((series, n))[2]

    def do_reserve(self, c, by, answer):
        units = -(-c.amount // self.size[c.blocks[0]])
        assert answer["units"] == units == sum(line["units"] for line in answer["lines"])
        assert answer["amount"] >= c.amount > answer["amount"] - self.size[c.blocks[0]]
        wanted = [(series, n) for name in c.blocks for _, series, start, end in (self.blocks[name],) for n in range(start, end)][:units]
        given = [(line["series"], n) for line in answer["lines"] for n in range(line["start"], line["end"])]
        assert given == wanted
        for line in answer["lines"]:
            numbers = [(line["series"], n) for n in range(line["start"], line["end"])]
            for unit in numbers:
                self.units[unit][1] = RESERVED
            amount = sum(self.units[unit][2] for unit in numbers)
            assert line["amount"] == amount
            assert line["retirement"] not in self.retirements
            self.retirements[line["retirement"]] = {
                "id": line["retirement"],
                "organisation": by.organisation,
                "state": "reserved",
                "units": numbers,
                "amount": amount,
                "spent": 0,
                "series": line["series"],
                "expires_at": c.expires_at,
                "instructed_by": None,
                "instructed_at": None,
                "beneficiary": (c.beneficiary.name, c.beneficiary.identifier, c.beneficiary.batch_root),
            }

    def do_instruct(self, c, by, answer):
        for r in self.mine(c.retirements, by):
            r |= {"state": "instructed", "instructed_by": by.actor, "instructed_at": by.at}

    def do_confirm(self, c, by, answer):
        r = self.retirements[c.retirement]
        r |= {"state": "confirmed", "reference": c.reference, "text": c.beneficiary_text}
        for unit in r["units"]:
            self.units[unit][1] = RETIRED
        self.flow(by.organisation, r["series"])[2] += r["amount"]

    def do_release(self, c, by, answer, state="released"):
        assert answer["state"] == state
        for name in answer["retirements"]:
            self.retirements[name]["state"] = state
            for unit in self.retirements[name]["units"]:
                self.units[unit][1] = HELD

    def do_expire(self, c, by, answer):
        due = {
            name
            for name, r in self.retirements.items()
            if r["state"] == "reserved" and r["expires_at"] <= by.at and r["organisation"] == by.organisation
        }
        assert set(answer["retirements"]) == due
        self.do_release(c, by, answer, "expired")

    def do_allocate(self, c, by, answer):
        total = sum(share.amount for share in c.shares)
        assert answer["amount"] == total == sum(draw["amount"] for draw in answer["draws"])
        assert answer["devices"] == len(c.shares)
        for name in c.retirements:
            r = self.retirements[name]
            part = min(total, r["amount"] - r["spent"])
            drawn = [draw for draw in answer["draws"] if draw["retirement"] == name]
            assert sum(draw["amount"] for draw in drawn) == part
            r["spent"] += part
            total -= part
            assert all(draw["remaining"] == r["amount"] - r["spent"] for draw in drawn)
        devices = {(fold(c.manufacturer), c.claim_scope, fold(share.serial)): share.amount for share in c.shares}
        self.certificates[c.certificate] = {"organisation": by.organisation, "state": "live", "devices": devices, "successor": None}

    def do_replace_certificate(self, c, by, answer):
        old = self.certificates[c.old]
        self.certificates[c.new] = {**old}
        old |= {"state": "replaced", "successor": c.new}

    def do_revoke_certificate(self, c, by, answer):
        self.certificates[c.certificate]["state"] = "revoked"

    def do_open_account(self, c, by, answer):
        self.accounts[c.account] = (by.organisation, c.asset, c.constraint)

    def do_post_transfers(self, c, by, answer):
        self.journal += [t for t in c.transfers if t not in self.journal]

    # ---- what the books must look like -------------------------------------------------------------------------------------------

    def inspect(self, seen):
        """Compares a reading of the books (see walk.Subject.reading) with the model, and learns the blocks that stand now."""
        shown = {}
        for organisation, series, start, end, state, size in seen["blocks"].values():
            for n in range(start, end):
                assert (series, n) not in shown, f"unit {series} {n} stands twice"
                shown[series, n] = [organisation, state, size]
        assert shown == self.units
        self.owners |= {name: block[0] for name, block in seen["blocks"].items()}
        self.blocks = dict.fromkeys(self.blocks) | {name: block[:4] for name, block in seen["blocks"].items()}
        self.size = {name: block[5] for name, block in seen["blocks"].items()}
        assert seen["retirements"] == {name: (r["state"], r["amount"]) for name, r in self.retirements.items()}
        assert seen["claims"] == self.claims()
        assert seen["certificates"] == {
            number: (c["state"], c["successor"], len(c["devices"]), sum(c["devices"].values())) for number, c in self.certificates.items()
        }
        assert seen["accounts"] == self.expected_accounts()
        debits_pending, debits, credits_pending, credits = (sum(four[i] for four in seen["accounts"].values()) for i in range(4))
        assert (debits_pending, debits) == (credits_pending, credits)

    def expected_accounts(self):
        expected = {name: self.sums(name, self.journal) for name in self.accounts}
        spent = {}
        for (organisation, series), (imported, withdrawn, confirmed) in self.flows.items():
            pending = sum(
                r["amount"]
                for r in self.retirements.values()
                if r["state"] in OPEN and (r["organisation"], r["series"]) == (organisation, series)
            )
            expected[f"issued/{organisation}/{series}"] = (0, imported, 0, withdrawn)
            expected[f"holding/{organisation}/{series}"] = (pending, withdrawn + confirmed, 0, imported)
        for name, r in self.retirements.items():
            waiting, has = (r["amount"] if r["state"] in OPEN else 0), (r["amount"] if r["state"] == "confirmed" else 0)
            assert r["spent"] <= has
            expected[f"pool/{name}"] = (0, r["spent"], waiting, has)
            if r["spent"]:
                spent[r["organisation"]] = spent.get(r["organisation"], 0) + r["spent"]
        return expected | {f"spent/{organisation}/co2e_credit": (0, 0, 0, amount) for organisation, amount in spent.items()}
