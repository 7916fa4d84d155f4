"""The manifest of an evidence bundle: names and digests (docs/certificate.md, section 4). The ZIP itself is written by `files`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lingtan.errors import AttestError
from lingtan.evidence import canonical_bytes, digest_bytes

__all__ = ["BundleKind", "Manifest"]

_PUBLIC = frozenset({"certificate.json", "stages.json", "commitments.json"})
_FULL = _PUBLIC | {"study.json", "spec.json", "class_pack.json", "factors.json", "openings.json", "serials.json"}


class BundleKind(StrEnum):
    """Who may see the bundle: anyone, or the verifier under a confidentiality agreement."""

    PUBLIC = "public"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a bundle holds, by name and digest of the file's bytes."""

    kind: BundleKind
    number: str
    method_version: str
    files: Mapping[str, str]

    @classmethod
    def of(cls, kind: BundleKind, number: str, method_version: str, contents: Mapping[str, bytes]) -> Manifest:
        """The manifest of these files. Raises AttestError `BUNDLE_FILES` naming a file that is missing or may not be there."""
        needed = _PUBLIC if kind is BundleKind.PUBLIC else _FULL
        for name in sorted(needed - set(contents)):
            raise AttestError("BUNDLE_FILES", place=name, kind=kind.value)
        for name in sorted(set(contents) - needed):
            if kind is BundleKind.PUBLIC or not name.startswith("evidence/"):
                raise AttestError("BUNDLE_FILES", place=name, kind=kind.value)
        files = {name: digest_bytes(contents[name]) for name in sorted(contents)}
        return cls(kind=kind, number=number, method_version=method_version, files=files)

    def to_json(self) -> dict[str, Any]:
        """The body of `manifest.json`."""
        return {"kind": self.kind.value, "number": self.number, "methodVersion": self.method_version, "files": dict(self.files)}

    def to_bytes(self) -> bytes:
        """The bytes of `manifest.json` (RFC 8785)."""
        return canonical_bytes(self.to_json())
