"""Commitments that hide a serial or a row until its owner opens them (docs/certificate.md, section 1; METHODS 25 and 26)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lingtan.attest.merkle import merkle_path, merkle_paths, merkle_root, verify_path
from lingtan.errors import AttestError
from lingtan.evidence import JSON, canonical_bytes

__all__ = [
    "ROW_SCHEME",
    "SERIAL_SCHEME",
    "Membership",
    "RowOpening",
    "RowTree",
    "SerialOpening",
    "SerialTree",
    "derive_secret",
    "row_commitment",
    "serial_commitment",
]

SERIAL_SCHEME = "lingtan-serial-1"
ROW_SCHEME = "lingtan-row-1"
SECRET_BYTES = 32


def derive_secret(master: bytes, *parts: str) -> bytes:
    """32 secret bytes for these parts under the organisation's master secret (HMAC-SHA256, lengths included).

    So the same order gives the same certificate, while nobody without the master secret can guess a serial's.
    """
    if len(master) < SECRET_BYTES:
        raise AttestError("BAD_SECRET", length=len(master))
    message = b"lingtan-secret-1" + b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    return hmac.new(master, message, hashlib.sha256).digest()


def _checked(secret: bytes) -> bytes:
    if len(secret) != SECRET_BYTES:
        raise AttestError("BAD_SECRET", length=len(secret))
    return secret


def serial_commitment(secret: bytes, manufacturer: str, serial: str) -> bytes:
    """SHA-256(scheme ‖ 0 ‖ secret ‖ 0 ‖ manufacturer ‖ 0 ‖ serial). Raises `BAD_SECRET`, `BAD_SERIAL` (empty or holding NUL)."""
    for text in (manufacturer, serial):
        if not text or "\0" in text:
            raise AttestError("BAD_SERIAL", place=serial or manufacturer)
    return hashlib.sha256(b"\0".join((SERIAL_SCHEME.encode(), _checked(secret), manufacturer.encode(), serial.encode()))).digest()


def row_commitment(salt: bytes, row: JSON) -> bytes:
    """SHA-256(scheme ‖ 0 ‖ salt ‖ 0 ‖ RFC 8785 bytes of the row). Raises AttestError `BAD_SECRET`."""
    return hashlib.sha256(b"\0".join((ROW_SCHEME.encode(), _checked(salt), canonical_bytes(row)))).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialOpening:
    """One device of a batch: its serial, its secret (32 bytes, the customer's) and the `grams` [g CO2e] allocated to it."""

    serial: str
    secret: bytes = field(repr=False)
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOpening:
    """One BOM or supplier row and the salt (32 bytes) that hides it in the public bundle."""

    salt: bytes = field(repr=False)
    row: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a customer keeps to prove that a device belongs to a certificate."""

    manufacturer: str
    serial: str
    secret: bytes = field(repr=False)
    index: int
    size: int
    path: tuple[bytes, ...]

    def path_json(self) -> dict[str, Any]:
        """The `--path` file of `lingtan-verify`; it holds neither serial nor secret."""
        return {"scheme": SERIAL_SCHEME, "index": self.index, "size": self.size, "path": [step.hex() for step in self.path]}

    def is_in(self, root: str) -> bool:
        """Whether the device is in the batch with this `serialsRoot`."""
        leaf = serial_commitment(self.secret, self.manufacturer, self.serial)
        want = bytes.fromhex(root.removeprefix("sha256:"))
        return verify_path(leaf, index=self.index, size=self.size, path=self.path, root=want)


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialTree:
    """The serials of one certificate in code-point order, with their Merkle root."""

    manufacturer: str
    openings: tuple[SerialOpening, ...]
    leaves: tuple[bytes, ...] = field(repr=False)
    root: str

    @classmethod
    def build(cls, manufacturer: str, openings: Iterable[SerialOpening]) -> SerialTree:
        """Sorts and hashes. Raises AttestError `NO_LEAVES`, `DUPLICATE_SERIAL` naming the serial."""
        ordered = tuple(sorted(openings, key=lambda opening: opening.serial))
        if not ordered:
            raise AttestError("NO_LEAVES")
        for one, other in pairwise(ordered):
            if one.serial == other.serial:
                raise AttestError("DUPLICATE_SERIAL", place=one.serial)
        leaves = tuple(serial_commitment(opening.secret, manufacturer, opening.serial) for opening in ordered)
        return cls(manufacturer=manufacturer, openings=ordered, leaves=leaves, root="sha256:" + merkle_root(leaves).hex())

    def membership(self, serial: str) -> Membership:
        """The proof for one serial. Raises AttestError `NO_SUCH_SERIAL`."""
        for index, opening in enumerate(self.openings):
            if opening.serial == serial:
                path = merkle_path(self.leaves, index)
                return Membership(
                    manufacturer=self.manufacturer, serial=serial, secret=opening.secret, index=index, size=len(self.leaves), path=path
                )
        raise AttestError("NO_SUCH_SERIAL", place=serial)

    def memberships(self) -> tuple[Membership, ...]:
        """The proofs for all serials in their order, hashing the tree once."""
        return tuple(
            Membership(manufacturer=self.manufacturer, serial=one.serial, secret=one.secret, index=index, size=len(self.leaves), path=path)
            for index, (one, path) in enumerate(zip(self.openings, merkle_paths(self.leaves), strict=True))
        )

    def to_json(self) -> dict[str, Any]:
        """The body of `serials.json` (full bundle only: it holds the secrets)."""
        rows = [{"serial": one.serial, "secret": one.secret.hex(), "grams": one.grams} for one in self.openings]
        return {"scheme": SERIAL_SCHEME, "manufacturer": self.manufacturer, "serials": rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTree:
    """BOM and supplier rows in their own order, with their Merkle root."""

    openings: tuple[RowOpening, ...]
    leaves: tuple[bytes, ...] = field(repr=False)
    root: str

    @classmethod
    def build(cls, openings: Iterable[RowOpening]) -> RowTree:
        """Hashes the rows in the order given. Raises AttestError `NO_LEAVES`."""
        rows = tuple(openings)
        if not rows:
            raise AttestError("NO_LEAVES")
        leaves = tuple(row_commitment(opening.salt, opening.row) for opening in rows)
        return cls(openings=rows, leaves=leaves, root="sha256:" + merkle_root(leaves).hex())

    def commitments_json(self) -> dict[str, Any]:
        """The body of `commitments.json` (public): one hash a row."""
        return {"scheme": ROW_SCHEME, "rows": [leaf.hex() for leaf in self.leaves]}

    def openings_json(self) -> dict[str, Any]:
        """The body of `openings.json` (full bundle only): salts and rows."""
        return {"scheme": ROW_SCHEME, "rows": [{"salt": one.salt.hex(), "row": one.row} for one in self.openings]}
