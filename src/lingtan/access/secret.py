"""Secrets that a bearer shows: made of 256 random bits, kept as SHA-256 only, so that a copy of the database opens nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["csrf_of", "new_secret", "sealed"]


def new_secret(prefix: str = "") -> str:
    """A fresh secret of 256 random bits from the system, url-safe."""
    return prefix + secrets.token_urlsafe(32)


def sealed(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hexadecimal. No salt and no work factor, because 256 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_of(session_token: str) -> str:
    """The forms' token of a session. Derived from the session's token, so the database does not hold it either."""
    return hmac.new(session_token.encode("utf-8", "surrogatepass"), b"lingtan csrf", hashlib.sha256).hexdigest()
