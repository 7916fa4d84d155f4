"""JSON that can be read in one way only.

RefusalError: duplicate members, NaN and infinities, integers beyond 2⁵³−1 (RFC 8785 cannot carry them), text that is not NFC or not Unicode
scalar values, deep nesting, large files, bytes that are not UTF-8.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from typing import Any

import rfc8785

from lingtan_verify.reason import RefusalError

__all__ = ["MAX_INTEGER", "canonical", "digest", "digest_bytes", "load", "load_canonical"]

MAX_INTEGER = 2**53 - 1
MAX_BYTES = 64 * 2**20
MAX_DEPTH = 64


def load(data: bytes, place: str, *, limit: int = MAX_BYTES) -> Any:
    """The value. Raises RefusalError `TOO_LARGE`, `NOT_JSON`, `DUPLICATE_MEMBER`, `BAD_NUMBER`, `BAD_TEXT`, `TOO_DEEP`."""
    if len(data) > limit:
        raise RefusalError("TOO_LARGE", place, limit=limit)

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                raise RefusalError("DUPLICATE_MEMBER", place, member=name)
            found[name] = value
        return found

    def constant(text: str) -> Any:
        raise RefusalError("BAD_NUMBER", place, number=text)

    def real(text: str) -> float:
        number = float(text)
        if not math.isfinite(number):
            raise RefusalError("BAD_NUMBER", place, number=text[:40])
        return number

    def integer(text: str) -> int:
        if len(text.lstrip("-")) > 16 or abs(int(text)) > MAX_INTEGER:
            raise RefusalError("BAD_NUMBER", place, number=text[:40])
        return int(text)

    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_constant=constant, parse_float=real, parse_int=integer)
    except RecursionError as exc:
        raise RefusalError("TOO_DEEP", place) from exc
    except ValueError as exc:
        raise RefusalError("NOT_JSON", place) from exc
    _walk(value, place, 0)
    return value


def _walk(value: Any, place: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise RefusalError("TOO_DEEP", place)
    if isinstance(value, str):
        _text(value, place)
    elif isinstance(value, list):
        for item in value:
            _walk(item, place, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            _text(name, place)
            _walk(item, place, depth + 1)


def _text(text: str, place: str) -> None:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text) or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise RefusalError("BAD_TEXT", place, text=ascii(text[:40]))


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a value that `load` returned (or a part of it)."""
    return rfc8785.dumps(value)


def load_canonical(data: bytes, place: str, *, limit: int = MAX_BYTES) -> Any:
    """As `load`, and the bytes must be the RFC 8785 form, so that no second spelling passes. Raises RefusalError `NOT_CANONICAL` too."""
    value = load(data, place, limit=limit)
    if canonical(value) != data:
        raise RefusalError("NOT_CANONICAL", place)
    return value


def digest_bytes(data: bytes) -> str:
    """`sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """The digest of a value's RFC 8785 bytes."""
    return digest_bytes(canonical(value))
