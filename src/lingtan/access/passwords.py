"""Passwords: what is accepted (in the spirit of NIST SP 800-63B: length and no common ones, no composition rules) and how it is kept.

Kept as argon2id (RFC 9106, low-memory profile). A login that does not exist costs the same work as one that does.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from lingtan.errors import AccessError

__all__ = ["LONGEST", "SHORTEST", "Passwords", "check_password"]

#: [characters]
SHORTEST = 12

#: [characters] argon2 would take more, but nobody types it.
LONGEST = 256


def _plain(password: str) -> str:
    """The same characters however a keyboard composed them (NFKC, as NIST SP 800-63B asks)."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    """What is hashed; half a character, which JSON can carry, is no reason to fall over."""
    return _plain(password).encode("utf-8", "surrogatepass")


def _common() -> frozenset[str]:
    return frozenset(files("lingtan.access").joinpath("common_passwords.txt").read_text("utf-8").split())


def check_password(password: str, *, login: str) -> None:
    """Refuse a password that is too short or long, holds the login, repeats itself, or is one that everybody tries.

    Raises AccessError `PASSWORD_LENGTH`, `PASSWORD_LOGIN`, `PASSWORD_COMMON`.
    """
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise AccessError("PASSWORD_LENGTH", place="password", shortest=SHORTEST, longest=LONGEST, length=len(plain))
    folded = plain.casefold()
    if login in folded and folded.replace(login, "").strip("0123456789 .,!@#$_-") == "":
        raise AccessError("PASSWORD_LOGIN", place="password")
    core = "".join(letter for letter in folded if letter.isalnum())
    stem = core.strip("0123456789")
    if len(set(core)) < 4 or _repeats(core) or not _common().isdisjoint({core, stem}) or not stem:
        raise AccessError("PASSWORD_COMMON", place="password")


def _repeats(text: str) -> bool:
    """Whether the text is a short piece written again and again: `abcabcabcabc`."""
    return any(text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, 5))


class Passwords:
    """Hashes and compares. `hasher` says the parameters of today; an older hash is renewed at the next login."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    @cached_property
    def _nobody(self) -> str:
        """A hash of the parameters of today that is nobody's."""
        return self._hasher.hash("nobody's password")

    def hashed(self, password: str) -> str:
        """The argon2id hash, with a fresh salt."""
        return self._hasher.hash(_bytes(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether it is this password. Without a kept hash the same work is done for nothing, and the answer is no."""
        if len(password) > LONGEST:
            return False
        try:
            return self._hasher.verify(kept or self._nobody, _bytes(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_stale(self, kept: str) -> bool:
        """Whether the hash was made under other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)
