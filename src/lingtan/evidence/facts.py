"""A recorded fact: append-only, content-hashed, and complete from its first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.evidence.canonical import JSON, digest_json

__all__ = ["Authorship", "Fact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who records, for which organisation, when, and under which method. Clock and actor are arguments, never ambient."""

    organisation: str
    actor: str
    at: datetime
    method_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One append-only row. `id` is made by the client (UUIDv7); `kind` names the record type; `subject` what it is about."""

    id: str
    kind: str
    subject: str
    by: Authorship
    asset: str
    unit: str
    body: JSON

    @property
    def digest(self) -> str:
        """Digest of the body's canonical JSON."""
        return digest_json(self.body)
