"""Canonical JSON (RFC 8785) and the digests made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

from lingtan.errors import InputError

__all__ = ["JSON", "MAX_SAFE_INTEGER", "canonical_bytes", "digest_bytes", "digest_json"]

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

#: RFC 8785 section 3.2.2.3: an integer beyond this is not exact in JSON. Serial numbers are therefore strings.
MAX_SAFE_INTEGER = 2**53 - 1


def canonical_bytes(value: JSON) -> bytes:
    """The RFC 8785 bytes of a JSON value. Raises InputError `NOT_CANONICAL` for NaN, infinity and unsafe integers."""
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as exc:
        raise InputError("NOT_CANONICAL", detail=str(exc)) from exc


def digest_bytes(data: bytes) -> str:
    """`sha256:` and the hexadecimal SHA-256 of the bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest_json(value: JSON) -> str:
    """The digest of a JSON value's canonical bytes."""
    return digest_bytes(canonical_bytes(value))
