"""Whatever is changed after signing is refused: every byte, every member, and every part exchanged for another true one."""

from __future__ import annotations

import json

import pytest
import rfc8785

from lingtan_verify.strict_json import load_canonical
from lingtan_verify.trust import Trust
from lingtan_verify.verify import Request, verify

NOW = "2026-11-22T12:00:00Z"


def request_for(world):
    return Request(Trust.parse(json.dumps(world.trust()).encode(), "option", "trust.json"), NOW)


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_no_byte_of_the_record_can_be_flipped(world, tmp_path, flip):
    """Every 13th byte, from a place of its own for each mask."""
    data, request, file = world.certificate(), request_for(world), tmp_path / "c.json"
    for position in range(flip % 13, len(data), 13):
        file.write_bytes(data[:position] + bytes([data[position] ^ flip]) + data[position + 1 :])
        assert not verify(file, request).valid, position


@pytest.mark.parametrize("stride", [97])
def test_no_byte_can_be_removed_or_doubled(world, tmp_path, stride):
    data, request, file = world.certificate(), request_for(world), tmp_path / "c.json"
    for position in range(0, len(data), stride):
        for changed in (data[:position] + data[position + 1 :], data[: position + 1] + data[position:]):
            file.write_bytes(changed)
            assert not verify(file, request).valid, position


def test_every_byte_of_an_attached_record_counts(world, make_pdf, tmp_path):
    record, request, file = world.certificate(), request_for(world), tmp_path / "c.pdf"
    start = (data := make_pdf([("certificate.json", record)], flate=False)).index(record)
    for position in range(start, start + len(record), 41):
        file.write_bytes(data[:position] + bytes([data[position] ^ 0x01]) + data[position + 1 :])
        assert not verify(file, request).valid, position


def members(value, path=()):
    """Every leaf of a JSON value with the path to it."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from members(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from members(item, (*path, index))
    else:
        yield path, value


def changed(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return "x" if value is None else value + "x"


def test_every_member_changed_after_signing_is_refused(world, tmp_path):
    request, file = request_for(world), tmp_path / "c.json"
    count = 0
    for path, value in list(members(world.document())):
        document = load_canonical(world.certificate(), "c")
        place = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = changed(value)
        file.write_bytes(rfc8785.dumps(document))
        assert not verify(file, request).valid, path
        count += 1
    assert count > 150


@pytest.mark.parametrize("spelling", ["indented", "newline", "bom", "spaces", "escaped"])
def test_a_second_spelling_of_the_same_json_is_refused(shop, spelling):
    data = shop.world.certificate()
    document = json.loads(data)
    other = {
        "indented": json.dumps(document, indent=1, ensure_ascii=False).encode(),
        "newline": data + b"\n",
        "bom": b"\xef\xbb\xbf" + data,
        "spaces": data.replace(b":", b": ", 1),
        "escaped": json.dumps(document, separators=(",", ":"), sort_keys=True).encode(),
    }[spelling]
    assert shop.codes(other) in (["NOT_CANONICAL"], ["NOT_JSON"])


def test_a_proof_or_statement_of_another_true_certificate_does_not_fit(shop, make_world):
    one, other = shop.world.document(), make_world("b", first=2).document()
    assert "BAD_SIGNATURE" in shop.codes(rfc8785.dumps(one | {"proof": other["proof"]}))
    assert "BAD_SIGNATURE" in shop.codes(rfc8785.dumps(one | {"credentialSubject": other["credentialSubject"]}))


def test_a_proof_without_its_context_does_not_fit(shop):
    document = shop.world.document()
    del document["proof"]["@context"]
    assert shop.codes(rfc8785.dumps(document)) == ["BAD_SIGNATURE"]


def test_a_proof_by_another_key_than_the_issuers_is_refused(shop):
    document = shop.world.document()
    document["proof"]["verificationMethod"] = shop.world.stranger.did + "#" + shop.world.stranger.did.removeprefix("did:key:")
    assert shop.codes(rfc8785.dumps(document)) == ["ISSUER_NOT_SIGNER"]


@pytest.mark.parametrize("issuer", ["did:web:example.org", "did:key:z6Mk", "did:key:z0OIl", "x"])
def test_an_issuer_without_an_ed25519_key_is_refused(shop, issuer):
    document = shop.world.document()
    document["issuer"]["id"] = issuer
    document["proof"]["verificationMethod"] = issuer + "#" + issuer.removeprefix("did:key:")
    assert shop.codes(rfc8785.dumps(document)) == ["BAD_KEY", "UNTRUSTED_KEY"]
