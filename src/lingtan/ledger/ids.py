"""Client-made identifiers: UUIDv7 (RFC 9562 section 5.7), and deterministic ones below a parent."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from lingtan.errors import LedgerError

__all__ = ["check_id", "derive_id", "uuid7"]

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _layout(milliseconds: int, entropy: bytes) -> str:
    word = (milliseconds << 80) | int.from_bytes(entropy[:10], "big")
    word = (word & ~(0xF << 76)) | (7 << 76)
    word = (word & ~(0b11 << 62)) | (0b10 << 62)
    text = f"{word:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def uuid7(at: datetime, entropy: bytes) -> str:
    """A UUIDv7 of this moment and at least ten bytes of entropy: 48 bits of Unix milliseconds, then 74 bits of entropy."""
    if at.tzinfo is None or len(entropy) < 10:
        raise LedgerError("ID_NOT_UUID7", value=f"{at.isoformat()} with {len(entropy)} bytes of entropy")
    return _layout(round(at.timestamp() * 1000), entropy)


def derive_id(parent: str, label: str) -> str:
    """The id of a part of a command: the parent's time, then SHA-256(parent ‖ 0x00 ‖ label). A retry makes the same ids."""
    milliseconds = int(check_id(parent).replace("-", "")[:12], 16)
    return _layout(milliseconds, hashlib.sha256(f"{parent}\0{label}".encode()).digest())


def check_id(identifier: str, *, place: str | None = None) -> str:
    """The identifier, a lower-case UUIDv7. Raises LedgerError `ID_NOT_UUID7`."""
    if not isinstance(identifier, str) or not _UUID7.fullmatch(identifier):
        raise LedgerError("ID_NOT_UUID7", place=place, value=repr(identifier)[:80])
    return identifier
