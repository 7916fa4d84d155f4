"""Keys, proofs, trust windows, commitments, status entries and manifests: what holds, and what is refused."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from lingtan.attest import (
    BundleKind,
    CertificateState,
    CertificateStatus,
    KeyPair,
    Manifest,
    Party,
    RowTree,
    SerialOpening,
    SerialTree,
    TrustedKey,
    TrustList,
    certificate_document,
    credential_bytes,
    derive_secret,
    parse_stamp,
    public_key_bytes,
    row_commitment,
    serial_commitment,
    sign_credential,
    stamp,
    status_document,
    verify_credential,
)
from lingtan.attest.base58 import decode_multibase, encode_multibase
from lingtan.errors import AttestError

WHEN = datetime(2026, 11, 22, 8, tzinfo=UTC)
SERIALS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=8)
KEY = KeyPair.from_seed(bytes(range(32)))


def plain(**members):
    return {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:x", "issuer": {"id": KEY.did, "name": "I"}, **members}


def trusted(**members):
    return TrustedKey(**({"key": KEY.did, "name": "I", "valid_from": WHEN - timedelta(days=1)} | members))


def code_of(call) -> str:
    with pytest.raises(AttestError) as refusal:
        call()
    return refusal.value.code


def test_ed25519_is_rfc_8032s():
    """RFC 8032 section 7.1, TEST 1: empty message."""
    key = KeyPair.from_seed(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert public_key_bytes(key.did).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


@given(st.binary(min_size=1, max_size=80))
def test_base58_goes_there_and_back(data):
    assert decode_multibase(encode_multibase(data)) == data


@pytest.mark.parametrize("text", ["", "z", "mAAAA", "z0OIl", "z" + "1" * 300])
def test_base58_refuses_other_bases_letters_and_lengths(text):
    assert code_of(lambda: decode_multibase(text)) == "BAD_MULTIBASE"


@pytest.mark.parametrize("password", [None, b"synthetic"])
def test_a_key_survives_its_pem(password):
    assert KeyPair.from_pem(KEY.to_pem(password=password), password=password) == KEY


def test_pem_files_that_hold_no_key_of_ours():
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    locked = KEY.to_pem(password=b"synthetic")
    for data, password in ((b"no key", None), (other, None), (locked, None), (locked, b"wrong"), (KEY.to_pem(), b"not locked")):
        assert code_of(lambda data=data, password=password: KeyPair.from_pem(data, password=password)) == "BAD_PEM"


def test_the_secret_never_shows():
    assert KEY.seed.hex() not in repr(KEY)
    assert "seed" not in repr(KEY)
    assert "secret" not in repr(SerialOpening(serial="a", secret=bytes(32), grams=1))


def test_synthetic_keys_are_the_same_everywhere_and_differ_by_label():
    assert KeyPair.synthetic("a").did == KeyPair.synthetic("a").did != KeyPair.synthetic("b").did


@pytest.mark.parametrize(
    "did",
    [
        "did:web:example.org",  # another method
        "did:key:" + encode_multibase(b"\xec\x01" + bytes(32)),  # an X25519 key
        "did:key:" + encode_multibase(b"\xed\x01" + bytes(31)),  # too short
        "",
    ],
)
def test_only_ed25519_did_keys_are_keys(did):
    assert code_of(lambda: public_key_bytes(did)) == "BAD_KEY"


def test_signing_is_deterministic_and_verifies():
    one, two = (sign_credential(plain(a=1), KEY, created=WHEN) for _ in range(2))
    assert credential_bytes(one) == credential_bytes(two)
    assert verify_credential(one, [trusted()]) == trusted()


def test_the_context_of_the_document_is_signed_in_the_proof():
    signed = sign_credential(plain(), KEY, created=WHEN)
    assert signed["proof"]["@context"] == signed["@context"]
    assert "@context" not in sign_credential({"issuer": KEY.did}, KEY, created=WHEN)["proof"]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("BAD_PROOF", lambda d: d.pop("proof")),
        ("BAD_PROOF", lambda d: d.update(proof=[d["proof"]])),  # one proof, not a set
        ("BAD_PROOF", lambda d: d["proof"].update(nonce="x")),  # unknown member
        ("BAD_PROOF", lambda d: d["proof"].update(cryptosuite="eddsa-rdfc-2022")),
        ("BAD_PROOF", lambda d: d["proof"].update(proofPurpose="authentication")),
        ("BAD_PROOF", lambda d: d["proof"].update({"@context": []})),
        ("BAD_PROOF", lambda d: d["proof"].update(verificationMethod=KEY.did + "#other")),
        ("BAD_PROOF", lambda d: d["proof"].pop("created")),
        ("BAD_SIGNATURE", lambda d: d["proof"].update(created="2026-11-22T08:00:01Z")),
        ("BAD_SIGNATURE", lambda d: d.update(a=2)),
        ("BAD_SIGNATURE", lambda d: d["proof"].update(proofValue="z1")),
        ("BAD_MULTIBASE", lambda d: d["proof"].update(proofValue="u1")),
        ("ISSUER_NOT_SIGNER", lambda d: d.update(issuer={"id": KeyPair.synthetic("x").did, "name": "I"})),
        ("ISSUER_NOT_SIGNER", lambda d: d.pop("issuer")),
    ],
)
def test_altered_documents_and_proofs_are_refused(code, change):
    document = deepcopy(sign_credential(plain(a=1), KEY, created=WHEN))
    change(document)
    assert code_of(lambda: verify_credential(document, [trusted()])) == code


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("UNTRUSTED_KEY", []),
        ("UNTRUSTED_KEY", [trusted(key=KeyPair.synthetic("x").did)]),
        ("KEY_REVOKED", [trusted(revoked_from=WHEN)]),
        ("KEY_NOT_VALID_THEN", [trusted(valid_until=WHEN)]),
        ("KEY_NOT_VALID_THEN", [trusted(valid_from=WHEN + timedelta(seconds=1))]),
    ],
)
def test_a_key_counts_where_it_is_trusted_and_when(code, keys):
    document = sign_credential(plain(), KEY, created=WHEN)
    assert code_of(lambda: verify_credential(document, keys)) == code


def test_a_document_that_holds_from_before_the_key_is_refused():
    document = sign_credential(plain(validFrom="2026-01-01T00:00:00Z"), KEY, created=WHEN)
    assert code_of(lambda: verify_credential(document, [trusted()])) == "KEY_NOT_VALID_THEN"


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("BAD_SEED", lambda: KeyPair.from_seed(b"short")),
        ("ALREADY_SIGNED", lambda: sign_credential(plain(proof={}), KEY, created=WHEN)),
        ("ISSUER_NOT_SIGNER", lambda: sign_credential({"issuer": "did:web:x"}, KEY, created=WHEN)),
        ("CLOCK_NAIVE", lambda: sign_credential(plain(), KEY, created=datetime(2026, 11, 22))),  # noqa: DTZ001
        ("BAD_STAMP", lambda: parse_stamp("2026-11-22")),
        ("BAD_STAMP", lambda: parse_stamp("2026-13-22T00:00:00Z")),
        ("BAD_SECRET", lambda: derive_secret(b"short", "a")),
        ("BAD_SECRET", lambda: serial_commitment(b"short", "m", "s")),
        ("BAD_SECRET", lambda: row_commitment(bytes(31), {})),
        ("BAD_SERIAL", lambda: serial_commitment(bytes(32), "m\0", "s")),  # NUL separates the parts
        ("BAD_SERIAL", lambda: serial_commitment(bytes(32), "m", "")),
        ("NO_LEAVES", lambda: SerialTree.build("m", [])),
        ("NO_LEAVES", lambda: RowTree.build([])),
        ("DUPLICATE_SERIAL", lambda: SerialTree.build("m", [SerialOpening(serial="a", secret=bytes([n]) * 32, grams=1) for n in (1, 2)])),
        ("NO_SUCH_SERIAL", lambda: SerialTree.build("m", [SerialOpening(serial="a", secret=bytes(32), grams=1)]).membership("b")),
        ("BAD_TRUST_LIST", lambda: trusted(name=" ")),
        ("BAD_TRUST_LIST", lambda: trusted(valid_until=WHEN - timedelta(days=2))),
        ("BAD_TRUST_LIST", lambda: TrustList(issuers=(trusted(),), certifiers=(trusted(),), synthetic=True)),  # one key, both roles
        ("BAD_TRUST_LIST", lambda: TrustList.from_json([])),
        ("BAD_TRUST_LIST", lambda: TrustList.from_json({"issuers": {}, "certifiers": [], "synthetic": True})),
        ("BAD_TRUST_LIST", lambda: TrustList.from_json({"issuers": [{}], "certifiers": [], "synthetic": True})),
        ("BUNDLE_FILES", lambda: Manifest.of(BundleKind.PUBLIC, "n", "m", {"certificate.json": b""})),
        ("STATUS_INCOMPLETE", lambda: CertificateStatus(number="n", version=1, status=CertificateState.REPLACED, since=date(2026, 1, 1))),
        ("STATUS_INCOMPLETE", lambda: CertificateStatus(number="n", version=1, status=CertificateState.REVOKED, since=date(2026, 1, 1))),
        (
            "STATEMENT_UNSIGNED",
            lambda: certificate_document(
                id="x", issuer=Party(id=KEY.did, name="I"), valid_from=WHEN, valid_until=WHEN, subject={}, statement={"id": "s"}
            ),
        ),
    ],
)
def test_bad_arguments(code, call):
    assert code_of(call) == code


def test_a_status_list_says_one_thing_of_each():
    entry = CertificateStatus(number="n", version=1, status=CertificateState.VALID, since=date(2026, 1, 1))
    party = Party(id=KEY.did, name="I")
    assert code_of(
        lambda: status_document(id="x", issuer=party, valid_from=WHEN, as_of=WHEN, certificates=[entry, entry], statements=[])
    ) == ("STATUS_TWICE")


def test_a_public_manifest_takes_no_secret_file(signed):
    public = {name: signed.files[name] for name in ("certificate.json", "stages.json", "commitments.json")}
    assert set(Manifest.of(BundleKind.PUBLIC, "n", "m", public).files) == set(public)
    for name in ("serials.json", "openings.json", "evidence/registry.pdf", "study.json"):
        assert code_of(lambda name=name: Manifest.of(BundleKind.PUBLIC, "n", "m", public | {name: b""})) == "BUNDLE_FILES"


def test_a_trust_list_survives_its_file(signed):
    assert TrustList.from_json(signed.trust.to_json()) == signed.trust


def test_stamps_are_utc_whole_seconds():
    there = datetime(2026, 11, 22, 16, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=8)))
    assert stamp(there) == "2026-11-22T08:00:00Z"
    assert parse_stamp(stamp(there)) == WHEN


@given(st.lists(SERIALS, min_size=1, max_size=12, unique=True))
def test_every_device_of_a_batch_proves_its_membership_and_no_other_does(names):
    tree = SerialTree.build("m", [SerialOpening(serial=name, secret=derive_secret(bytes(32), name), grams=1) for name in names])
    assert [opening.serial for opening in tree.openings] == sorted(names)
    assert [proof.serial for proof in tree.memberships()] == sorted(names)
    for name, together in zip(sorted(names), tree.memberships(), strict=True):
        proof = tree.membership(name)
        assert proof == together
        assert proof.is_in(tree.root)
        assert set(proof.path_json()) == {"scheme", "index", "size", "path"}
    stranger = SerialTree.build("m", [SerialOpening(serial=names[0], secret=bytes(32), grams=1)]).membership(names[0])
    assert not stranger.is_in(tree.root)


def test_parts_of_a_secret_cannot_be_moved_between_them():
    assert derive_secret(bytes(32), "ab", "c") != derive_secret(bytes(32), "a", "bc")


def test_the_same_facts_give_the_same_bytes(signed, build_again):
    assert build_again().files == signed.files
