"""The trust list: which keys may issue, which may certify, and when (docs/certificate.md, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.attest.keys import public_key_bytes
from lingtan.attest.stamps import parse_stamp, stamp
from lingtan.errors import AttestError

__all__ = ["TrustList", "TrustedKey"]

_MEMBERS = frozenset({"key", "name", "validFrom", "validUntil", "revokedFrom"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """A key somebody vouches for: its `did:key`, its holder's name, and the window in which its signatures count."""

    key: str
    name: str
    valid_from: datetime
    valid_until: datetime | None = None
    revoked_from: datetime | None = None

    def __post_init__(self) -> None:
        public_key_bytes(self.key, place=f"trust {self.name}")
        if not self.name.strip():
            raise AttestError("BAD_TRUST_LIST", place=self.key, field="name")
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise AttestError("BAD_TRUST_LIST", place=self.key, field="validUntil")

    def check_at(self, moment: datetime) -> None:
        """Nothing, or AttestError `KEY_REVOKED` / `KEY_NOT_VALID_THEN` when a signature of that moment does not count."""
        if self.revoked_from is not None and moment >= self.revoked_from:
            raise AttestError("KEY_REVOKED", place=self.key, since=stamp(self.revoked_from))
        if moment < self.valid_from or (self.valid_until is not None and moment >= self.valid_until):
            raise AttestError("KEY_NOT_VALID_THEN", place=self.key, moment=stamp(moment))

    def to_json(self) -> dict[str, Any]:
        """The entry as it stands in `trust.json`."""
        return {
            "key": self.key,
            "name": self.name,
            "validFrom": stamp(self.valid_from),
            "validUntil": stamp(self.valid_until) if self.valid_until else None,
            "revokedFrom": stamp(self.revoked_from) if self.revoked_from else None,
        }

    @classmethod
    def from_json(cls, data: Any, *, place: str) -> TrustedKey:
        """The entry of a `trust.json`. Raises AttestError `BAD_TRUST_LIST` naming the field."""
        if not isinstance(data, Mapping) or set(data) != _MEMBERS:
            raise AttestError("BAD_TRUST_LIST", place=place, field="members")
        for name in ("key", "name", "validFrom"):
            if not isinstance(data[name], str):
                raise AttestError("BAD_TRUST_LIST", place=place, field=name)
        for name in ("validUntil", "revokedFrom"):
            if data[name] is not None and not isinstance(data[name], str):
                raise AttestError("BAD_TRUST_LIST", place=place, field=name)
        return cls(
            key=data["key"],
            name=data["name"],
            valid_from=parse_stamp(data["validFrom"], place=place),
            valid_until=parse_stamp(data["validUntil"], place=place) if data["validUntil"] else None,
            revoked_from=parse_stamp(data["revokedFrom"], place=place) if data["revokedFrom"] else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """Keys by role. A key in both roles is refused: nobody certifies and issues."""

    issuers: tuple[TrustedKey, ...]
    certifiers: tuple[TrustedKey, ...]
    synthetic: bool

    def __post_init__(self) -> None:
        both = {entry.key for entry in self.issuers} & {entry.key for entry in self.certifiers}
        if both:
            raise AttestError("BAD_TRUST_LIST", place=min(both), field="issuers and certifiers")

    def to_json(self) -> dict[str, Any]:
        """The body of `trust.json`."""
        return {
            "issuers": [entry.to_json() for entry in self.issuers],
            "certifiers": [entry.to_json() for entry in self.certifiers],
            "synthetic": self.synthetic,
        }

    @classmethod
    def from_json(cls, data: Any, *, place: str = "trust.json") -> TrustList:
        """The trust list of a parsed `trust.json`. Raises AttestError `BAD_TRUST_LIST` naming the field."""
        if not isinstance(data, Mapping) or set(data) != {"issuers", "certifiers", "synthetic"} or not isinstance(data["synthetic"], bool):
            raise AttestError("BAD_TRUST_LIST", place=place, field="members")
        roles: dict[str, tuple[TrustedKey, ...]] = {}
        for role in ("issuers", "certifiers"):
            if not isinstance(data[role], list):
                raise AttestError("BAD_TRUST_LIST", place=place, field=role)
            roles[role] = tuple(TrustedKey.from_json(entry, place=f"{place} {role}[{i}]") for i, entry in enumerate(data[role]))
        return cls(issuers=roles["issuers"], certifiers=roles["certifiers"], synthetic=data["synthetic"])
