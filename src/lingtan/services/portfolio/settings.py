"""What every block of a run is scored with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lingtan import METHOD_VERSION
from lingtan.evidence import JSON, canonical_bytes
from lingtan.factors import FactorLibrary
from lingtan.files.portfolio import PortfolioSource
from lingtan.messages import Language

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Settings:
    """Factors, seed, draws and language of a run. `workers` are threads a block; they move no bit."""

    library: FactorLibrary
    factors_digest: str
    seed: int
    draws: int
    language: Language
    workers: int = 1
    method_version: str = METHOD_VERSION

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        """Of two in one process: the same factors by their digest, wherever they were loaded."""
        return isinstance(other, Settings) and (self.digest, self.language) == (other.digest, other.language)

    @property
    def digest(self) -> bytes:
        """SHA-256 of the canonical JSON of what a row's result depends on beside the row."""
        named: dict[str, JSON] = {
            "factors": self.factors_digest,
            "method_version": self.method_version,
            "seed": self.seed,
            "draws": self.draws,
        }
        return hashlib.sha256(b"lingtan.portfolio.v1\0" + canonical_bytes(named)).digest()

    def row_digests(self, inputs: Sequence[bytes]) -> list[str]:
        """Provenance of each row: SHA-256 of the run's digest and the row's."""
        run = self.digest
        return [f"sha256:{hashlib.sha256(run + one).hexdigest()}" for one in inputs]

    def said_of(self, opened: PortfolioSource) -> dict[str, str | int]:
        """What the output says of its run; a run that goes on must agree in all of it with the one that began."""
        own: dict[str, str | int] = {"factors": self.factors_digest, "seed": self.seed, "draws": self.draws}
        own |= {"language": self.language.value, "method_version": self.method_version}
        return {"format": "lingtan.portfolio.v1", "input": opened.digest, "kind": opened.kind.value, **own}
