"""Client-made ids: UUIDv7 of what a command is about, so that a repeat, whenever it comes, finds its first answer."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime

from lingtan.ledger import uuid7

__all__ = ["command_id", "urn"]

#: The id carries no time of its own: a repeat next week must find the first answer. The row says when it was recorded.
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def command_id(*about: str) -> str:
    """The id of the command that is about these things: organisation, kind, and the user's own key (an order number, a file's digest)."""
    return uuid7(_EPOCH, hashlib.sha256("\0".join(about).encode()).digest())


def urn(*about: str) -> str:
    """A `urn:uuid:` made of what it names (RFC 9562, the bits of SHA-256 in a version 5 layout)."""
    return uuid.UUID(bytes=hashlib.sha256("\0".join(about).encode()).digest()[:16], version=5).urn
