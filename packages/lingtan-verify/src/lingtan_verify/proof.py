"""Ed25519 keys named by `did:key`, and Data Integrity proofs `eddsa-jcs-2022` (W3C Recommendation vc-di-eddsa, section 3.3)."""

from __future__ import annotations

import hashlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lingtan_verify.reason import Reason, Reasons
from lingtan_verify.strict_json import canonical

__all__ = ["check_proof", "decode_base58", "public_key"]

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_MULTIKEY = b"\xed\x01"
_PREFIX = "did:key:"


def decode_base58(text: str) -> bytes | None:
    """The bytes of Multibase `z` text, or None when it is none."""
    if not 1 < len(text) <= 200 or text[0] != "z" or any(letter not in _ALPHABET for letter in text[1:]):
        return None
    number = 0
    for letter in text[1:]:
        number = number * 58 + _ALPHABET.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def public_key(did: str) -> bytes | None:
    """The 32 public bytes that a `did:key` of an Ed25519 key names, or None."""
    raw = decode_base58(did.removeprefix(_PREFIX)) if did.startswith(_PREFIX) else None
    return raw[2:] if raw is not None and len(raw) == 34 and raw.startswith(_MULTIKEY) else None


def check_proof(document: dict[str, Any], place: str) -> Reasons:
    """Whether the document's proof was made with the key that its issuer names; its shape is already known to fit."""
    proof = document["proof"]
    did = document["issuer"]["id"]
    if proof["verificationMethod"] != f"{did}#{did.removeprefix(_PREFIX)}":
        yield Reason("ISSUER_NOT_SIGNER", f"{place}.proof.verificationMethod")
        return
    key, signature = public_key(did), decode_base58(proof["proofValue"])
    if key is None:
        yield Reason("BAD_KEY", f"{place}.issuer.id")
        return
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    body = {name: value for name, value in document.items() if name != "proof"}
    message = hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(body)).digest()
    try:
        if signature is None or len(signature) != 64:
            raise InvalidSignature
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        yield Reason("BAD_SIGNATURE", f"{place}.proof")
