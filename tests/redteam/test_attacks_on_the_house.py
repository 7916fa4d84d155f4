"""Attacks through the services: the same device, credit, remainder or registry reference under another spelling, and time turned back."""

from __future__ import annotations

import dataclasses
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lingtan.errors import LingtanError
from lingtan.neutrality import Remainder, carry_in
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import publication
from lingtan.services.demo.attacks.steps import LATER, RULES, reserved
from lingtan.services.demo.orders import certify_order, demo_order
from lingtan.services.demo.parties import HOLDER, clock
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.house.doctor import examine
from lingtan.services.house.profile import Profile
from lingtan.services.orders.choose import confirmation
from lingtan.services.orders.confirmation import confirm_retirement
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reserve import reserve_order

TRADE = publication("CN", "B2B")


def code_of(work) -> str | None:
    try:
        work()
    except LingtanError as error:
        return error.code
    return None


def entered(scene, order, reference, *, document=b"a registry document", swap=None, actor="checker", **members):
    """A confirmation of the first line of a new cancellation, entered by a clerk and checked by the actor."""
    cancellation = reserved(scene, order)
    path = scene.folder / f"{order}.txt"
    path.write_bytes(document)
    fields = {"url": "https://registry.example/x", "reason": "voluntary", "beneficiary": HOLDER.name, "retired_on": clock(LATER + 1).date()}
    said = confirmation(reference=reference, document=path, **(fields | members))
    path.write_bytes(swap or document)
    return confirm_retirement(scene.stage.issuer, cancellation.number, 1, said, path, maker="clerk", actor=actor, at=clock(LATER + 5))


ENTRIES = [
    ("REFERENCE_USED", {"spelled": str.lower}),  # one retirement of the registry, typed in another case
    ("REFERENCE_USED", {"spelled": lambda text: text.replace("-", " – ")}),
    ("CONFIRMATION_DOCUMENT", {"swap": b"another document"}),
    ("CONFIRMATION_INCOMPLETE", {"url": "javascript:alert(1)"}),
    ("RETIREMENT_NAMES_OTHER", {"beneficiary": f"not for {HOLDER.name}"}),
    ("RETIREMENT_NAMES_OTHER", {"beneficiary": f"Another Ltd (not {HOLDER.identifier})"}),
    ("FOUR_EYES", {"actor": "ＣＲＥＤＩＴ-manager"}),  # who instructed, in full width
    ("FOUR_EYES", {"actor": "Clerk"}),
    ("RETIREMENT_OTHER_RANGE", {"serials": "12082-384723250-384723251-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0"}),
    ("RETIREMENT_IN_FUTURE", {"retired_on": date(2027, 1, 1)}),
]


@pytest.mark.parametrize(("number", "code", "changes"), [(n, *entry) for n, entry in enumerate(ENTRIES)])
def test_a_registrys_word_is_entered_as_it_is(scene, number, code, changes):
    spelled = changes.get("spelled")
    used = scene.certified[0].document["credentialSubject"]["credits"][0]["registryReference"]
    reference = spelled(used) if spelled else f"RT-{number}"
    rest = {name: value for name, value in changes.items() if name != "spelled"}
    assert code_of(lambda: entered(scene, f"RT-ENTRY-{number}", reference, **rest)) == code


@pytest.mark.parametrize("spelled", [str.lower, lambda text: text.replace("-", "_"), lambda text: text.replace("-", ".")])
def test_one_device_is_claimed_once_however_its_serial_is_written(scene, spelled):
    taken = scene.certified[0].cancellation.lot.serials[0]
    order = demo_order(scene.stage, scene.device, "RT-SPELLED", devices=8, prefix=f"RT-{abs(hash(spelled(taken)))}")
    devices = (dataclasses.replace(order.devices[0], serial=spelled(taken)), *order.devices[1:])
    order = dataclasses.replace(order, number=f"RT-{spelled(taken)}", devices=devices)
    (cancellation,) = reserve_order(scene.stage.issuer, order, RULES, actor="credit-manager", at=clock(LATER))
    instruct(scene.stage.issuer, cancellation.number, actor="credit-manager", at=clock(LATER + 1))
    confirm_lines(scene.stage, cancellation, minute=LATER + 2)
    assert code_of(lambda: issue(scene.stage.issuer, cancellation.number, TRADE, actor="i", at=clock(LATER + 9))) == "DEVICE_CLAIMED"


def test_what_waits_for_its_certificate_is_no_remainder_and_none_is_promised_twice(scene):
    """Two orders at once: neither draws on what was confirmed for the other, and one remainder serves one of them."""
    both = []
    for name in ("RT-ONE", "RT-TWO"):
        order = demo_order(scene.stage, scene.device, name, devices=9)
        (cancellation,) = reserve_order(scene.stage.issuer, order, RULES, actor="credit-manager", at=clock(LATER + 20))
        instruct(scene.stage.issuer, cancellation.number, actor="credit-manager", at=clock(LATER + 21))
        confirm_lines(scene.stage, cancellation, minute=LATER + 22)
        both.append(cancellation)
    one, other = ({part.certificate for part in cancellation.carried_from} for cancellation in both)
    assert not one & other
    assert not {cancellation.number for cancellation in both} & (one | other)
    for cancellation in reversed(both):
        allocation = issue(scene.stage.issuer, cancellation.number, TRADE, actor="i", at=clock(LATER + 30))["credentialSubject"][
            "allocation"
        ]
        with scene.stage.issuer.store() as store:
            own = sum(store.ledger.pool(name).remaining for name in cancellation.retirements)
        assert own == allocation["remainderG"], "the ledger left over what the certificate says"


def test_remainders_are_carried_in_whole_or_to_the_last_gram():
    left = [Remainder(certificate=name, grams=grams) for name, grams in (("A", 600_000), ("B", 700_000), ("C", 50_000))]
    assert [(one.certificate, one.grams) for one in carry_in(left, 5_000_000)] == [("A", 600_000), ("C", 50_000)]  # under a tonne in all
    assert [(one.certificate, one.grams) for one in carry_in(left, 650_000)] == [("A", 600_000), ("B", 50_000)]
    assert carry_in([], 5) == ()


ISSUES = [
    ("ALLOCATED_TOO_EARLY", TRADE, clock(LATER - 60)),  # dated before the registry's word was recorded
    ("STATEMENT_EXPIRED", TRADE, datetime(2028, 7, 1, tzinfo=UTC)),
    ("CLAIM_OFFSET_BASED_EU", publication("GLO", "B2C"), datetime(2026, 10, 1, tzinfo=UTC)),  # the world holds the Union
    ("CLAIM_OFFSET_BASED_EU", publication("re", "B2C"), datetime(2026, 10, 1, tzinfo=UTC)),  # La Réunion
    ("MARKET_UNKNOWN", publication("XX", "B2B"), clock(LATER + 90)),
    ("MARKET_UNKNOWN", publication("EL", "B2C"), datetime(2026, 10, 1, tzinfo=UTC)),
]


def test_a_certificate_is_neither_older_than_its_credits_nor_for_a_market_that_forbids_it(scene):
    cancellation = reserved(scene, "RT-ISSUE")
    confirm_lines(scene.stage, cancellation, minute=LATER + 2)
    for code, published, at in ISSUES:
        assert code_of(lambda: issue(scene.stage.issuer, cancellation.number, published, actor="i", at=at)) == code  # noqa: B023
    assert issue(scene.stage.issuer, cancellation.number, TRADE, actor="i", at=clock(LATER + 90))


@pytest.mark.parametrize("address", ["javascript:alert(1)//", "http://plain.example", "https://user@host.example/v", ""])
def test_an_address_that_a_browser_should_not_open_is_no_address_of_a_party(address):
    assert code_of(lambda: Profile(organisation="A", identifier="1", db="sqlite://", verify_base=address)) == "VERIFY_BASE"


def test_a_replayed_order_under_another_number_claims_nobody_twice(scene):
    first = scene.certified[0]
    assert code_of(lambda: certify_order(scene.stage, scene.device, first.order.lower(), 3, None, minute=LATER, prefix=first.order))


TAMPERED = [
    "update fact set body = replace(body, 'Synthetic', 'Real') where kind = 'statement'",
    "delete from fact where kind = 'confirmation'",
    "update balance set credits_posted = credits_posted + 1000000 where account like 'pool/%'",
    "update balance set constraint_kind = 'none'",
    "update allocation set amount = amount + 1",
    "update retirement_state set reference = reference || 'x' where reference is not null",
    "update retirement_state set expires_at = '2099-01-01T00:00:00.000000Z'",
    "update block_state set start_at = start_at + 1, end_at = end_at + 1",
    "update device_claim set serial_key = serial_key || 'x'",
    "update device_claim set manufacturer_key = 'x' || manufacturer_key",
    "update series set name = name || 'x'",
    "update chain_head set seq = seq - 1",
    "update alembic_version set version_num = '0000'",
]


@pytest.mark.parametrize("deed", TAMPERED)
def test_the_doctor_sees_what_was_changed_behind_the_programs_back(scene, tmp_path: Path, deed):
    copy = tmp_path / "copy.db"
    with sqlite3.connect(scene.stage.out / "attacks.db") as source, sqlite3.connect(copy) as target:
        source.backup(target)
        for (name,) in target.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            target.execute(f'drop trigger "{name}"')
    target.close()
    assert all(check["ok"] for check in examine(scene.stage.issuer.home, db=f"sqlite:///{copy}"))
    with sqlite3.connect(copy) as target:
        assert target.execute(deed).rowcount
    target.close()
    assert [check["code"] for check in examine(scene.stage.issuer.home, db=f"sqlite:///{copy}") if not check["ok"]] == ["DOCTOR_BOOKS"]
