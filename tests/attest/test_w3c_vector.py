"""The published test vector of the W3C Recommendation vc-di-eddsa, "Representation: eddsa-jcs-2022".

Source: repository w3c/vc-di-eddsa, TestVectors/eddsa-jcs-2022 (signedJCS.json at commit 369f0f0, sigHexJCS.txt, docHashJCS.txt) and
TestVectors/keyPair.json.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lingtan.attest import KeyPair, TrustedKey, verify_credential
from lingtan.attest.base58 import decode_multibase, encode_multibase
from lingtan.attest.keys import is_signature
from lingtan.attest.proof import proof_message
from lingtan.errors import AttestError

PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"  # TestVectors/keyPair.json
DOCUMENT_HASH = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
SIGNATURE = (
    "fc91dec6565f35fbe185a77352e7fc512f95d1904da305cfef32ab8135469301f5a72d4e7a58368fc6ffc497b44633993bac054e3bc1436e3c846db8f1544503"
)
PROOF_VALUE = "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"
CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]
DOCUMENT = {
    "@context": CONTEXT,
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
OPTIONS = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-jcs-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": f"https://vc.example/issuers/5678#{PUBLIC}",
    "proofPurpose": "assertionMethod",
    "@context": CONTEXT,
}


def test_the_key_of_the_vector_has_its_published_public_half():
    raw = decode_multibase(SECRET)
    assert raw[:2] == b"\x80\x26"  # multicodec ed25519-priv
    assert KeyPair.from_seed(raw[2:]).did == f"did:key:{PUBLIC}"


def test_the_document_hash_of_the_vector_is_reproduced():
    assert proof_message(DOCUMENT, OPTIONS)[32:].hex() == DOCUMENT_HASH


def test_the_signature_of_the_vector_is_reproduced_byte_for_byte():
    signature = KeyPair.from_seed(decode_multibase(SECRET)[2:]).sign(proof_message(DOCUMENT, OPTIONS))
    assert signature.hex() == SIGNATURE
    assert encode_multibase(signature) == PROOF_VALUE
    assert is_signature(f"did:key:{PUBLIC}", signature, proof_message(DOCUMENT, OPTIONS))


def test_a_key_behind_a_web_address_is_not_trusted_by_its_name_alone():
    """Lingtan's trust list names did:key keys; the vector's issuer is a web address, so the vector as a whole is refused."""
    key = TrustedKey(key=f"did:key:{PUBLIC}", name="W3C example", valid_from=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(AttestError) as refusal:
        verify_credential({**DOCUMENT, "proof": {**OPTIONS, "proofValue": PROOF_VALUE}}, [key])
    assert refusal.value.code == "BAD_PROOF"
