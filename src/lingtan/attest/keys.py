"""Ed25519 keys (RFC 8032) named by `did:key`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lingtan.attest.base58 import decode_multibase, encode_multibase
from lingtan.errors import AttestError

__all__ = ["KeyPair", "is_signature", "public_key_bytes"]

#: Multicodec `ed25519-pub` (0xed) as a varint: did:key method, section 3.1.1.
_ED25519_PUB = b"\xed\x01"
_PREFIX = "did:key:"
SEED_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A signing key of a 32-byte secret seed. The seed never shows in `repr`; `did` names the public half.

    Raises AttestError `BAD_SEED` for another length.
    """

    seed: bytes = field(repr=False)
    did: str = field(init=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise AttestError("BAD_SEED", length=len(self.seed))
        raw = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        object.__setattr__(self, "did", _PREFIX + encode_multibase(_ED25519_PUB + raw))

    @classmethod
    def from_seed(cls, seed: bytes) -> KeyPair:
        """The key of a seed; the caller brings the randomness. Raises AttestError `BAD_SEED`."""
        return cls(seed=seed)

    @classmethod
    def synthetic(cls, label: str) -> KeyPair:
        """The key everybody can make from a label: for data labelled synthetic only, it proves nothing."""
        return cls.from_seed(hashlib.sha256(b"lingtan-synthetic-key-1\0" + label.encode()).digest())

    @classmethod
    def from_pem(cls, data: bytes, *, password: bytes | None = None) -> KeyPair:
        """The key of a PKCS#8 PEM. Raises AttestError `BAD_PEM` when it is unreadable, locked, or no Ed25519 key."""
        try:
            key = serialization.load_pem_private_key(data, password)
        except (ValueError, TypeError) as exc:
            raise AttestError("BAD_PEM") from exc
        if not isinstance(key, Ed25519PrivateKey):
            raise AttestError("BAD_PEM")
        return cls.from_seed(key.private_bytes_raw())

    def to_pem(self, *, password: bytes | None = None) -> bytes:
        """PKCS#8 PEM, encrypted when a password is given."""
        lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)

    @property
    def verification_method(self) -> str:
        """The DID URL of the key inside its own `did:key` document."""
        return f"{self.did}#{self.did.removeprefix(_PREFIX)}"

    def sign(self, message: bytes) -> bytes:
        """The 64-byte deterministic signature (RFC 8032)."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def public_key_bytes(did: str, *, place: str | None = None) -> bytes:
    """The 32 public bytes that a `did:key` names. Raises AttestError `BAD_KEY` for another method, key type or length."""
    if not did.startswith(_PREFIX):
        raise AttestError("BAD_KEY", place=place)
    raw = decode_multibase(did.removeprefix(_PREFIX), place=place)
    if len(raw) != len(_ED25519_PUB) + 32 or not raw.startswith(_ED25519_PUB):
        raise AttestError("BAD_KEY", place=place)
    return raw[len(_ED25519_PUB) :]


def is_signature(did: str, signature: bytes, message: bytes) -> bool:
    """Whether the signature over the message was made with the key that the DID names."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key_bytes(did)).verify(signature, message)
    except InvalidSignature:
        return False
    return True
