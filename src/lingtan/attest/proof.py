"""Data Integrity proofs `eddsa-jcs-2022` (W3C Recommendation vc-di-eddsa, section 3.3).

The signed message is SHA-256(JCS(proof options)) ‖ SHA-256(JCS(document without proof)); the proof repeats the document's
`@context`, so that the options are interpreted as the document is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lingtan.attest.base58 import decode_multibase, encode_multibase
from lingtan.attest.keys import KeyPair, is_signature
from lingtan.attest.stamps import parse_stamp, stamp
from lingtan.attest.trust import TrustedKey
from lingtan.errors import AttestError
from lingtan.evidence import canonical_bytes

__all__ = ["credential_bytes", "proof_message", "sign_credential", "verify_credential"]

_TYPE = "DataIntegrityProof"
_SUITE = "eddsa-jcs-2022"
_PURPOSE = "assertionMethod"
_MEMBERS = frozenset({"@context", "type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"})
_TEXTS = _MEMBERS - {"@context"}
_SIGNATURE_BYTES = 64


def credential_bytes(document: Mapping[str, Any]) -> bytes:
    """The only bytes of a signed document: its RFC 8785 form, without a newline at the end."""
    return canonical_bytes(document)


def proof_message(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """The 64 bytes that are signed: digest of the proof options, then digest of the document (both without proof value)."""
    return hashlib.sha256(canonical_bytes(options)).digest() + hashlib.sha256(canonical_bytes(document)).digest()


def sign_credential(document: Mapping[str, Any], key: KeyPair, *, created: datetime) -> dict[str, Any]:
    """The document with its proof.

    Raises AttestError `ALREADY_SIGNED` when a proof is there, `ISSUER_NOT_SIGNER` when the document names another issuer,
    `CLOCK_NAIVE` when `created` has no time zone.
    """
    if "proof" in document:
        raise AttestError("ALREADY_SIGNED", place=str(document.get("id", "?")))
    if issuer_id(document) != key.did:
        raise AttestError("ISSUER_NOT_SIGNER", place=str(document.get("id", "?")), issuer=str(issuer_id(document)), key=key.did)
    options: dict[str, Any] = {
        "type": _TYPE,
        "cryptosuite": _SUITE,
        "created": stamp(created),
        "verificationMethod": key.verification_method,
        "proofPurpose": _PURPOSE,
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    signature = key.sign(proof_message(document, options))
    return {**document, "proof": {**options, "proofValue": encode_multibase(signature)}}


def issuer_id(document: Mapping[str, Any]) -> str | None:
    """The issuer's id, whether `issuer` is a text or an object with `id`."""
    issuer = document.get("issuer")
    if isinstance(issuer, Mapping):
        issuer = issuer.get("id")
    return issuer if isinstance(issuer, str) else None


def verify_credential(document: Mapping[str, Any], keys: Sequence[TrustedKey]) -> TrustedKey:
    """The trusted key that signed the document, with its proof checked at the proof's own time and at `validFrom`.

    Raises AttestError `BAD_PROOF` (shape), `ISSUER_NOT_SIGNER`, `UNTRUSTED_KEY`, `KEY_REVOKED`, `KEY_NOT_VALID_THEN`,
    `BAD_SIGNATURE`.
    """
    place = str(document.get("id", "?"))
    proof = document.get("proof")
    if not isinstance(proof, Mapping) or not set(proof) <= _MEMBERS or not all(isinstance(proof.get(m), str) for m in _TEXTS):
        raise AttestError("BAD_PROOF", place=place)
    if (proof["type"], proof["cryptosuite"], proof["proofPurpose"]) != (_TYPE, _SUITE, _PURPOSE):
        raise AttestError("BAD_PROOF", place=place)
    if "@context" in proof and proof["@context"] != document.get("@context"):
        raise AttestError("BAD_PROOF", place=place)
    did, _, fragment = proof["verificationMethod"].partition("#")
    if did.removeprefix("did:key:") != fragment:
        raise AttestError("BAD_PROOF", place=place)
    if did != issuer_id(document):
        raise AttestError("ISSUER_NOT_SIGNER", place=place, issuer=str(issuer_id(document)), key=did)
    trusted = next((entry for entry in keys if entry.key == did), None)
    if trusted is None:
        raise AttestError("UNTRUSTED_KEY", place=place, key=did)
    signature = decode_multibase(proof["proofValue"], place=place)
    bare = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if len(signature) != _SIGNATURE_BYTES or not is_signature(did, signature, proof_message(bare, options)):
        raise AttestError("BAD_SIGNATURE", place=place)
    trusted.check_at(parse_stamp(proof["created"], place=place))
    if isinstance(document.get("validFrom"), str):
        trusted.check_at(parse_stamp(document["validFrom"], place=place))
    return trusted
