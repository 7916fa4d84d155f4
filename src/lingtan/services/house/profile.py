"""A party as it appears on what it signs."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.evidence import is_web_address

__all__ = ["VERIFY_BASE", "Profile"]

#: Where nobody answers (RFC 2606): a party that publishes gives its own address.
VERIFY_BASE = "https://lingtan.example/verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The party as it appears on what it signs; `synthetic` marks a made-up party on every document.

    `verify_base` is the https address that QR codes lead to, with the certificate's number behind it. Raises InputError `VERIFY_BASE`.
    """

    organisation: str
    identifier: str
    db: str
    synthetic: bool = False
    verify_base: str = VERIFY_BASE

    def __post_init__(self) -> None:
        if not is_web_address(self.verify_base):
            raise InputError("VERIFY_BASE", place="--verify-base", value=self.verify_base)
