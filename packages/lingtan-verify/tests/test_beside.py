"""What stands beside a certificate: its status, other certificates, membership proofs, recomputation."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from lingtan_verify.cli import main

NUMBER = "LT-2026-a"


def entry(**members):
    return {"number": NUMBER, "version": 1, "status": "valid", "since": "2026-11-21", "by": None, "reason": None} | members


def test_status_says_revoked_replaced_or_withdrawn(shop):
    cases = [
        ("REVOKED", "revoked", shop.world.status(state="revoked")),
        ("REPLACED", "replaced", shop.world.status(certificates=[entry(status="replaced", by="LT-2026-z")])),
        ("STATEMENT_WITHDRAWN", "valid", shop.world.status(statement="withdrawn")),
    ]
    for code, state, data in cases:
        exit_code, answer = shop.run(shop.put("c.json", shop.world.certificate()), "--status", shop.put("s.json", data))
        assert (exit_code, answer["code"], answer["status"]) == (3, code, state)


def test_an_old_status_list_is_said_to_be_old(shop):
    """A list replayed from before a revocation is true as of its day: the day is shown, and after a month it is said to be old."""
    certificate, status = shop.put("c.json", shop.world.certificate()), shop.put("s.json", shop.world.status())
    for day, old in (("2026-12-20", False), ("2026-12-24", True)):
        assert main([certificate, "--status", status, "--json", "--at", day]) == 0
        answer = json.loads(shop.capsys.readouterr().out)
        assert ("NOTE_STATUS_OLD" in {note["code"] for note in answer["notes"]}) is old
        assert answer["status_as_of"] == "2026-11-22T00:00:00Z"


def test_a_status_list_that_cannot_be_believed(shop, make_world):
    world = shop.world
    cases = [
        ("STATUS_UNKNOWN", world.status(certificates=[])),
        ("STATUS_UNKNOWN", world.status(statements=[])),
        ("STATUS_UNKNOWN", world.status(certificates=[entry(version=2)])),
        ("STATUS_CONTRADICTS", world.status(certificates=[entry(), entry(status="revoked")])),
        ("STATUS_TIME", world.status(asOf="2026-11-01T00:00:00Z")),  # older than the certificate
        ("STATUS_TIME", world.status(asOf="2026-12-01T00:00:00Z")),  # from the future
        ("UNTRUSTED_KEY", world.status(key=world.stranger)),
        ("UNTRUSTED_KEY", world.status(key=world.certifier)),  # a certifier's word on the certificate is not the issuer's
        ("BAD_SIGNATURE", world.status(state="revoked").replace(b'"revoked"', b'"valid"')),
        ("NOT_CANONICAL", world.status() + b"\n"),
        ("BAD_STATUS", b"{}"),
    ]
    for code, data in cases:
        exit_code, answer = shop.run(shop.put("c.json", world.certificate()), "--status", shop.put("s.json", data))
        assert (exit_code, answer["status"]) == (3, "unknown"), code
        assert code in [reason["code"] for reason in answer["reasons"]]


def test_another_trusted_issuer_cannot_speak_for_this_one(shop):
    trust = shop.world.trust()
    trust["issuers"].append(trust["issuers"][0] | {"key": shop.world.stranger.did, "name": "Second Issuer"})
    path = shop.put("t.json", json.dumps(trust).encode())
    certificate = shop.world.certificate()
    shop.world.issuer_name = "Second Issuer"
    status = shop.put("s.json", shop.world.status(key=shop.world.stranger))
    assert shop.codes(certificate, "--trust", path, "--status", status) == ["STATUS_OF_ANOTHER"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("index", 1),  # another place in the tree
        ("size", 4),  # another tree
        ("path", []),  # too short
        ("path", ["00" * 32, "00" * 32]),  # other siblings
    ],
)
def test_a_membership_proof_fits_one_place_only(shop, name, value):
    path = json.loads(shop.world.path(0)) | {name: value}
    device = shop.world.serials[0]
    arguments = ("--serial", device["serial"], "--path", shop.put("p.json", json.dumps(path).encode()))
    assert shop.codes(shop.world.certificate(), "--secret", device["secret"], *arguments) == ["NOT_A_MEMBER"]


def test_a_membership_proof_needs_the_secret_and_a_path_file(shop):
    device, path = shop.world.serials[0], shop.put("p.json", shop.world.path(0))
    for secret in ("00" * 32, "", "not hex"):
        assert shop.codes(shop.world.certificate(), "--serial", device["serial"], "--secret", secret, "--path", path) == ["NOT_A_MEMBER"]
    broken = shop.put("p.json", b"{}")
    assert shop.codes(shop.world.certificate(), "--serial", "x", "--secret", device["secret"], "--path", broken) == ["BAD_PATH"]


def together(shop, *files):
    """Codes a file for certificates shown together."""
    names = [shop.put(f"{index}.{kind}", data) for index, (kind, data) in enumerate(files)]
    code, answer = shop.run(*names)
    assert code == (0 if answer["valid"] else 3)
    return [[reason["code"] for reason in one["reasons"]] for one in answer["files"]]


def test_two_true_certificates_hold_together(shop, make_world):
    assert together(shop, ("json", shop.world.certificate()), ("json", make_world("b", first=2).certificate())) == [[], []]


def test_the_same_certificate_in_two_forms_is_one(shop, make_pdf):
    record = shop.world.certificate()
    assert together(shop, ("json", record), ("pdf", make_pdf([("certificate.json", record)])), ("zip", shop.world.bundle())) == [[], [], []]


def test_credits_batches_numbers_and_devices_are_used_once(shop, make_world):
    same_range = make_world("b", first=1)
    assert together(shop, ("json", shop.world.certificate()), ("json", same_range.certificate())) == [["RANGE_REUSED"]] * 2
    wide = make_world("b")
    wide.subject["credits"][0].update(serialPrefix="SYN-1-2024-", serialFirst="0000", serialLast="0004", tonnes=5)
    wide.subject["allocation"].update(retiredG=5_000_000, remainderG=4_231_999)
    assert "RANGE_REUSED" in together(shop, ("json", shop.world.certificate()), ("json", wide.certificate()))[0]
    same_batch = make_world("a", first=2)
    same_batch.subject["number"] = "LT-2026-c"
    assert together(shop, ("json", shop.world.certificate()), ("json", same_batch.certificate())) == [["BATCH_REUSED"]] * 2
    same_number = make_world("b", first=2)
    same_number.subject["number"] = NUMBER
    assert together(shop, ("json", shop.world.certificate()), ("json", same_number.certificate())) == [["NUMBER_REUSED"]] * 2


def carrying(world, grams):
    """The certificate, with so many grams left over by `LT-2026-a`."""
    world.subject["allocation"].update(carriedInG=grams, carriedFrom=[{"number": NUMBER, "grams": grams}], remainderG=231_999 + grams)
    return ("json", world.certificate())


def test_a_remainder_is_carried_in_once_and_by_its_holder(shop, make_world):
    source = ("json", shop.world.certificate())
    assert together(shop, source, carrying(make_world("b", first=2), 231_999)) == [[], []]
    assert together(shop, source, carrying(make_world("b", first=2), 232_000)) == [[], ["REMAINDER_REUSED"]]
    pair = carrying(make_world("b", first=2), 231_999), carrying(make_world("c", first=3), 1)
    assert together(shop, source, *pair) == [[], ["REMAINDER_REUSED"], ["REMAINDER_REUSED"]]
    other = make_world("b", first=2)
    other.subject["holder"] = {"name": "Another Ltd", "identifier": "SYN-2"}
    other.subject["credits"][0]["beneficiary"] = "for Another Ltd"
    assert together(shop, source, carrying(other, 5)) == [[], ["REMAINDER_OF_ANOTHER"]]


def test_a_wide_range_meets_every_other_one(shop, make_world):
    """The overlap need not be with the next range in order: 1–9 meets 5 although 2 lies between."""
    worlds = [make_world("a"), make_world("b", first=2), make_world("c", first=5)]
    worlds[0].subject["credits"][0].update(serialFirst="1", serialLast="9", tonnes=9)
    worlds[0].subject["allocation"].update(retiredG=9_000_000, remainderG=8_231_999)
    found = together(shop, *(("json", one.certificate()) for one in worlds))
    assert all("RANGE_REUSED" in codes for codes in found)


def test_one_device_with_a_new_secret_is_still_one_device(shop, make_world):
    other = make_world("b", first=2)
    for mine, theirs in zip(other.serials, shop.world.serials, strict=True):
        mine["serial"] = theirs["serial"]
    other.subject = other._subject(2)
    assert together(shop, ("zip", shop.world.bundle("full")), ("zip", other.bundle("full"))) == [["DEVICE_REUSED"]] * 2


def test_a_replacement_may_use_what_it_replaces(shop, make_world):
    later = make_world("a")
    later.subject.update(number="LT-2026-a2", version=2, replaces=NUMBER)
    assert together(shop, ("json", shop.world.certificate()), ("json", later.certificate())) == [["REPLACED_BY_SHOWN"], []]


ANSWER = {
    "mean_mg": 256_000_123,
    "stages_mg": {"materials": 180_000_000, "assembly": 10_000_001, "transport": 5_000_000, "use": 60_000_000, "end_of_life": 1_000_122},
    "matches": True,
    "method_version": "lingtan-2026.1",
}


def install(folder: Path, monkeypatch, body: str) -> None:
    """A `lingtan` on the path that answers as told."""
    folder.mkdir(exist_ok=True)
    command = folder / "lingtan"
    command.write_text(f"#!{sys.executable}\nimport sys\nassert sys.argv[1] == 'recompute' and sys.argv[3] == '--json'\n{body}\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder) + os.pathsep + os.environ["PATH"])


@pytest.mark.parametrize(
    ("codes", "body"),
    [
        ([], f"print({json.dumps(json.dumps(ANSWER))})"),
        (["RECOMPUTE_DIFFERS"], f"print({json.dumps(json.dumps(ANSWER | {'mean_mg': 256_000_124}))})"),  # one milligram off
        (["RECOMPUTE_DIFFERS"], f"print({json.dumps(json.dumps(ANSWER | {'matches': False}))}); sys.exit(3)"),
        (["METHOD_VERSION"], f"print({json.dumps(json.dumps(ANSWER | {'method_version': 'lingtan-2027.1'}))})"),
        (["RECOMPUTE_FAILED"], "sys.exit('METHOD_VERSION: refused')"),
        (["RECOMPUTE_FAILED"], "print('{}')"),
        (["NOT_JSON"], "print('done')"),
    ],
)
def test_recomputation_compares_integers(shop, tmp_path, monkeypatch, codes, body):
    install(tmp_path / "bin", monkeypatch, body)
    assert shop.codes(shop.world.bundle("full"), "--recompute", name="b.zip") == codes
    bundle = shop.put("b.zip", shop.world.bundle("full"))
    assert shop.codes(shop.world.certificate(), "--bundle", bundle, "--recompute") == codes


def test_recomputation_needs_the_full_bundle(shop, tmp_path, monkeypatch):
    install(tmp_path / "bin", monkeypatch, "sys.exit(1)")
    assert shop.codes(shop.world.bundle("public"), "--recompute", name="b.zip") == ["BUNDLE_NOT_FULL"]
    assert shop.codes(shop.world.certificate(), "--recompute") == ["BUNDLE_NOT_FULL"]


def test_recomputation_without_an_installation_says_so(shop, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert shop.codes(shop.world.bundle("full"), "--recompute", name="b.zip") == ["RECOMPUTE_UNAVAILABLE"]


def test_merkle_roots_and_paths_agree_with_the_recursive_definition(make_merkle):
    """All tree sizes 1..70, every leaf, against RFC 9162's own recursion."""
    from lingtan_verify.merkle import path_root, root_of

    root, path = make_merkle
    for size in range(1, 71):
        leaves = [bytes([n, size]) for n in range(size)]
        want = "sha256:" + root(leaves).hex()
        assert root_of(leaves) == want
        for index in range(size):
            steps = path(leaves, index)
            assert path_root(leaves[index], index, size, steps) == want
            assert path_root(leaves[index] + b"x", index, size, steps) != want
            assert path_root(leaves[index], index, size, [*steps, b"\0" * 32]) is None
            assert not steps or path_root(leaves[index], index, size, steps[:-1]) is None
