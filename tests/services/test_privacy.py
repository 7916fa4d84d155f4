"""What is confidential never reaches what is published (METHODS 25, 26); the full bundle does hold it, so these tests can fail."""

from __future__ import annotations

import hashlib
import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import forms
import pytest
from clerk import texts_in

#: What a supplier, a buyer or a seller would not want to see in public. Numbers as anyone might write them.
TEXTS = (*forms.SUPPLIERS, *forms.PARTS, *forms.REFERENCES, forms.SELLER)
NUMBERS = (*(f"{kg:.5f}"[:7] for kg in forms.SUPPLIER_KG), f"{forms.AMOUNTS[0]:.5f}", "731947.13", "731,947.13", "73194713")
CONFIDENTIAL = (*TEXTS, *NUMBERS)


@pytest.fixture(scope="module")
def folder(story: Path) -> Path:
    return story / "certificates"


@pytest.fixture(scope="module")
def number(folder: Path) -> str:
    return next(path.name.removesuffix(".public.zip") for path in folder.glob("*.public.zip"))


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _published(story: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that leaves the house for everyone: certificate, PDFs, public bundle, status, trust, statement, declaration."""
    for place in ("certificates", "later", "statements", "declaration"):
        for path in sorted((story / place).iterdir()):
            if path.name.endswith((".full.zip", ".serials.json")):
                continue
            if path.suffix in (".zip", ".xlsx"):
                yield from ((f"{path.name}!{name}", data) for name, data in _members(path).items())
            else:
                yield path.name, texts_in(path.read_bytes())


def _holds(data: bytes, secret: str) -> bool:
    return (
        any(secret.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")) or secret.encode().lower() in data.lower()
    )


def test_nothing_confidential_is_published(story: Path) -> None:
    seen = dict(_published(story))
    kinds = {name.rsplit(".", maxsplit=1)[-1] for name in seen}
    assert {"json", "pdf", "xml"} <= kinds
    assert sum(name.endswith(".pdf") for name in seen) == 2 * 4
    found = [(name, secret) for name, data in seen.items() for secret in CONFIDENTIAL if _holds(data, secret)]
    assert found == []


def test_the_full_bundle_holds_what_a_verifier_must_see(folder: Path, number: str) -> None:
    members = _members(folder / f"{number}.full.zip")
    whole = b"".join(members.values())
    for secret in (*forms.SUPPLIERS, *forms.PARTS, *forms.REFERENCES, *(str(kg) for kg in forms.SUPPLIER_KG), str(forms.AMOUNTS[0])):
        assert secret.encode() in whole, secret
    assert {"spec.json", "study.json", "factors.json", "class_pack.json", "openings.json", "serials.json"} <= set(members)


def test_not_even_the_full_bundle_holds_a_price(folder: Path, number: str) -> None:
    """A verifier of the footprint has no need of what the credits cost."""
    whole = b"".join(_members(folder / f"{number}.full.zip").values())
    assert not [secret for secret in (forms.SELLER, "731947.13", "73194713") if _holds(whole, secret)]


def test_the_plan_knew_the_price(story: Path) -> None:
    """So that its absence above means something: the cost of the order was computed from it."""
    said = json.loads((story / "said.json").read_text("utf-8"))
    (plan,) = json.loads(said["neutralise plan"]["stdout"])
    assert plan["exact_cost_minor"] == plan["tonnes"] * 73194713


def test_serials_and_secrets_are_not_published(story: Path, folder: Path, number: str) -> None:
    serials = json.loads((folder / f"{number}.serials.json").read_bytes())["serials"]
    assert [entry["serial"] for entry in serials] == sorted(forms.SERIALS)
    for name, data in _published(story):
        for entry in serials:
            assert not _holds(data, entry["serial"]), f"{name} names a device"
            assert not _holds(data, entry["secret"]), f"{name} gives a device's secret away"


def test_the_public_bundle_has_these_files_and_no_other(folder: Path, number: str) -> None:
    assert set(_members(folder / f"{number}.public.zip")) == {"manifest.json", "certificate.json", "stages.json", "commitments.json"}


def test_secrets_are_random_and_each_its_own(folder: Path, number: str, story: Path) -> None:
    serials = json.loads((folder / f"{number}.serials.json").read_bytes())["serials"]
    secrets = [bytes.fromhex(entry["secret"]) for entry in serials]
    assert {len(secret) for secret in secrets} == {32}
    assert len(set(secrets)) == len(secrets)
    master = (story / "maker" / "master.bin").read_bytes()
    for entry, secret in zip(serials, secrets, strict=True):
        assert secret not in (master, hashlib.sha256(entry["serial"].encode()).digest())


def _guesses(serial: str, manufacturer: str) -> Iterator[bytes]:
    """What somebody who knows the scheme and the serial, but not the secret, would hash."""
    parts = (b"lingtan-serial-1", manufacturer.encode(), serial.encode())
    for count in range(1, 4):
        for order in itertools.permutations(parts, count):
            for glue in (b"", b"\0", b"\0\0", b":"):
                yield glue.join(order)
    for secret in (b"", bytes(32)):
        yield b"\0".join((b"lingtan-serial-1", secret, manufacturer.encode(), serial.encode()))


def test_a_serial_cannot_be_found_by_trying_all_of_them(folder: Path, number: str) -> None:
    """The tree is rebuilt from guesses without the secrets: neither its root nor any leaf can come out (METHODS 26)."""
    from lingtan.attest import SerialOpening, SerialTree

    body = json.loads((folder / f"{number}.serials.json").read_bytes())
    root = json.loads((folder / f"{number}.json").read_bytes())["credentialSubject"]["devices"]["serialsRoot"]
    openings = [SerialOpening(serial=s["serial"], secret=bytes.fromhex(s["secret"]), grams=s["grams"]) for s in body["serials"]]
    assert SerialTree.build(body["manufacturer"], openings).root == root
    blank = [SerialOpening(serial=s["serial"], secret=bytes(32), grams=s["grams"]) for s in body["serials"]]
    assert SerialTree.build(body["manufacturer"], blank).root != root
    commitments = {
        hashlib.sha256(b"\0".join((b"lingtan-serial-1", opening.secret, body["manufacturer"].encode(), opening.serial.encode()))).digest()
        for opening in openings
    }
    leaves = {hashlib.sha256(b"\0" + commitment).digest() for commitment in commitments}
    for opening in openings:
        for guess in _guesses(opening.serial, body["manufacturer"]):
            assert hashlib.sha256(guess).digest() not in commitments | leaves


def test_rows_are_committed_with_salts_that_only_the_full_bundle_opens(folder: Path, number: str) -> None:
    import rfc8785

    public = json.loads(_members(folder / f"{number}.public.zip")["commitments.json"])["rows"]
    openings: list[dict[str, Any]] = json.loads(_members(folder / f"{number}.full.zip")["openings.json"])["rows"]
    assert len(public) == len(openings) == 1 + len(forms.BOM_ROWS)
    for commitment, opening in zip(public, openings, strict=True):
        row, salt = rfc8785.dumps(opening["row"]), bytes.fromhex(opening["salt"])
        assert hashlib.sha256(b"lingtan-row-1\0" + salt + b"\0" + row).hexdigest() == commitment
        for unsalted in (row, b"lingtan-row-1\0" + row, b"lingtan-row-1\0\0" + row, b"lingtan-row-1\0" + bytes(32) + b"\0" + row):
            assert hashlib.sha256(unsalted).hexdigest() != commitment
    assert len({opening["salt"] for opening in openings}) == len(openings)


def test_another_house_derives_other_secrets_for_the_same_serials(story: Path) -> None:
    masters = {(story / home / "master.bin").read_bytes() for home in ("maker", "certifier")}
    assert len(masters) == 2
