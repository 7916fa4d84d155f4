"""What a statement says of the verification itself, whatever was verified."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from lingtan.assurance.people import Accreditation
from lingtan.errors import AssuranceError
from lingtan.evidence import JSON

__all__ = ["LevelOfAssurance", "SampleSize", "VerificationWork", "require"]


class LevelOfAssurance(StrEnum):
    """How sure the verifier is (ISO 14064-3)."""

    LIMITED = "limited"
    REASONABLE = "reasonable"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSize:
    """How many documents there were, and how many the verifier looked at."""

    population: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationWork:
    """Number, level, criteria, sites visited, sample and qualifications of a statement. `materiality_percent` of what was verified. [%].

    Raises AssuranceError `STATEMENT_FIELD` for an empty number, a materiality outside ]0, 10] %, no criteria, or a sample larger than its
    population.
    """

    number: str
    level_of_assurance: LevelOfAssurance
    materiality_percent: float
    criteria: tuple[str, ...]
    sites: tuple[str, ...]
    sample: SampleSize
    qualifications: tuple[str, ...] = ()
    accreditation: Accreditation | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        percent = self.materiality_percent
        require(bool(self.number.strip()), "number", self.number)
        require(math.isfinite(percent) and 0 < percent <= 10, "materialityPercent", percent)
        require(bool(self.criteria), "criteria", "nothing")
        require(0 < self.sample.drawn <= self.sample.population, "sample", f"{self.sample.drawn} of {self.sample.population}")

    def said(self) -> dict[str, Any]:
        """These fields by name, for a statement on something."""
        return {one.name: getattr(self, one.name) for one in fields(VerificationWork)}

    def signed(self) -> dict[str, JSON]:
        """The members of the `credentialSubject` that every statement has (docs/certificate.md §2), its number apart."""
        accreditation = self.accreditation
        return {
            "levelOfAssurance": self.level_of_assurance.value,
            "materialityPercent": self.materiality_percent,
            "criteria": list(self.criteria),
            "accreditation": None
            if accreditation is None
            else {
                "body": accreditation.body,
                "number": accreditation.number,
                "scope": accreditation.scope,
                "validUntil": accreditation.valid_until.isoformat(),
            },
            "sites": list(self.sites),
            "sample": {"population": self.sample.population, "drawn": self.sample.drawn},
            "qualifications": list(self.qualifications),
            "synthetic": self.synthetic,
        }


def require(holds: bool, field: str, value: object) -> None:
    """Raises AssuranceError `STATEMENT_FIELD` where it does not hold."""
    if not holds:
        raise AssuranceError("STATEMENT_FIELD", place=field, value=str(value))
