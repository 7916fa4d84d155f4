"""Two programs, one truth: `lingtan-verify` shares no code with the house and must agree with its identities.

A certificate that the house would sign is valid there; a false one, validly signed all the same, is refused by both.
"""

from __future__ import annotations

import copy
import importlib
import json
from datetime import UTC, datetime

import pytest

from lingtan.attest import TrustedKey, TrustList, credential_bytes, sign_credential
from lingtan.evidence import digest_json
from lingtan.neutrality import check_identities

verifier = importlib.import_module("lingtan_verify.verify")
trust_room = importlib.import_module("lingtan_verify.trust")

CREATED = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOW = "2026-11-22T10:00:00Z"


@pytest.fixture(scope="module")
def made(cases):
    return cases.certificate(264.318771, count=1000)


def verdict(cases, folder, document):
    since = datetime(2026, 1, 1, tzinfo=UTC)
    trust = TrustList(
        issuers=(TrustedKey(key=cases.issuer.did, name="Synthetic Issuer", valid_from=since),),
        certifiers=(TrustedKey(key=cases.certifier.did, name="Synthetic Certifier", valid_from=since),),
        synthetic=True,
    )
    parsed = trust_room.Trust.parse(json.dumps(trust.to_json()).encode(), "option", "trust.json")
    file = folder / "certificate.json"
    file.write_bytes(credential_bytes(sign_credential(document, cases.issuer, created=CREATED)))
    return verifier.verify(file, verifier.Request(trust=parsed, now=NOW))


def test_what_the_house_finds_true_is_valid_there(cases, made, tmp_path):
    assert check_identities(made.document, banned=cases.banned) == ()
    assert verdict(cases, tmp_path, made.document).code == "VALID"


S = ("credentialSubject",)
LINE = (*S, "credits", 0)
FALSE = [
    ((*S, "footprint", "stagesMg", "use"), lambda v: v - 1),  # one milligram off
    ((*S, "devices", "count"), lambda v: v + 1),
    ((*S, "policy", "meanBatchMg"), lambda v: v - 1),
    ((*S, "policy", "batchMg"), lambda v: v + 1),
    ((*S, "policy", "requiredG"), lambda v: v - 1),  # one gram off
    ((*S, "policy", "bufferG"), lambda v: v + 1),
    ((*S, "allocation", "totalG"), lambda v: v + 1),
    ((*S, "allocation", "baseG"), lambda v: v - 1),
    ((*S, "allocation", "extraCount"), lambda v: v - 1),
    ((*S, "allocation", "retiredG"), lambda v: v + 1_000_000),
    ((*S, "allocation", "remainderG"), lambda v: v - 1),
    ((*S, "allocation", "carriedInG"), lambda v: v + 1),
    ((*LINE, "tonnes"), lambda v: v + 1),
    ((*LINE, "serialLast"), lambda v: str(int(v) + 1)),
    ((*LINE, "retiredOn"), lambda _: "2026-11-23"),  # after issue
    ((*LINE, "retiredOn"), lambda _: "2026-09-30"),  # before the statement
    ((*LINE, "vintageYear"), lambda _: 2027),
    ((*LINE, "beneficiary"), lambda _: "Somebody else"),
    ((*S, "credits"), lambda v: [*v, v[0]]),  # a range used twice
    ((*S, "credits"), lambda _: []),
    ((*S, "statement", "digest"), lambda _: "sha256:" + "0" * 64),
    ((*S, "footprint", "studyDigest"), lambda _: "sha256:" + "0" * 64),
    ((*S, "product", "configurationDigest"), lambda _: "sha256:" + "0" * 64),
    ((*S, "product", "configuration"), lambda _: "with 1 TB"),
    ((*S, "product", "model"), lambda _: "Synthetic Book 16"),
    ((*S, "product", "manufacturer"), lambda _: "Synthetic Certifier"),
    ((*S, "product", "serviceYears"), lambda _: 4.0),
    ((*S, "product", "placeOfUse"), lambda _: "CN-YN"),
    ((*S, "footprint", "gwpSet"), lambda _: "AR5"),
    ((*S, "methodVersion"), lambda _: "2025.9"),
    ((*S, "synthetic"), lambda _: False),
    ((*S, "claim", "type"), lambda _: "carbon_neutral"),
    ((*S, "claim", "periodEnd"), lambda _: "2026-11-21"),
    ((*S, "claim", "text", "zh"), lambda v: v + "本机零碳。"),
    ((*S, "claim", "text", "en"), lambda v: v + " It is carbon-neutral."),
    ((*S, "claim", "text", "en"), lambda v: v.replace("264.319 kg", "26.432 kg")),
    ((*S, "claim", "text", "zh"), lambda v: v.replace("264318.771", "265000.000")),
    (("validFrom",), lambda _: "2026-09-30T00:00:00Z"),  # back-dated before the statement
]


@pytest.mark.parametrize(("path", "change"), FALSE)
def test_a_false_word_under_a_valid_signature_is_refused_by_both(cases, made, tmp_path, path, change):
    false = copy.deepcopy(made.document)
    *parents, last = path
    target = false
    for name in parents:
        target = target[name]
    target[last] = change(target[last])
    assert check_identities(false, banned=cases.banned)
    assert not verdict(cases, tmp_path, false).valid


def test_a_statement_that_was_touched_is_refused_by_both_even_when_its_digest_is_mended(cases, made, tmp_path):
    false = copy.deepcopy(made.document)
    said = false["evidence"][0]["credentialSubject"]
    said["meanMg"] -= 1000
    said["stagesMg"]["use"] -= 1000
    false["credentialSubject"]["statement"]["digest"] = digest_json(false["evidence"][0])
    assert check_identities(false, banned=cases.banned)
    assert not verdict(cases, tmp_path, false).valid
