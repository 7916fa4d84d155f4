"""The body of a verification statement (docs/certificate.md §2), before it is signed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from lingtan.assurance.people import Accreditation
from lingtan.errors import AssuranceError
from lingtan.evidence import JSON, Footprint, Stage

__all__ = ["LevelOfAssurance", "SampleSize", "StatementBody", "draft_statement", "require", "signed_members", "statement_subject"]


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
class StatementBody:
    """What a statement says of a study. `stages_mg` sum to `mean_mg` [mg CO2e]; `materiality_percent` of the mean. [%].

    Raises AssuranceError `STATEMENT_FIELD` for a sum that does not hold, a materiality outside ]0, 10] %, no criteria, a sample larger
    than its population, or a figure that is not positive.
    """

    number: str
    subject: str
    configuration: str
    configuration_digest: str
    study_digest: str
    method_version: str
    mean_mg: int
    stages_mg: Mapping[Stage, int]
    service_years: float
    place_of_use: str
    gwp_set: str
    level_of_assurance: LevelOfAssurance
    materiality_percent: float
    criteria: tuple[str, ...]
    sites: tuple[str, ...]
    sample: SampleSize
    qualifications: tuple[str, ...] = ()
    accreditation: Accreditation | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        require(bool(self.number.strip()), "number", self.number)
        require(set(self.stages_mg) == set(Stage), "stagesMg", sorted(self.stages_mg))
        require(self.mean_mg > 0 and sum(self.stages_mg.values()) == self.mean_mg, "meanMg", self.mean_mg)
        require(
            math.isfinite(self.materiality_percent) and 0 < self.materiality_percent <= 10, "materialityPercent", self.materiality_percent
        )
        require(bool(self.criteria), "criteria", "nothing")
        require(0 < self.sample.drawn <= self.sample.population, "sample", f"{self.sample.drawn} of {self.sample.population}")
        require(math.isfinite(self.service_years) and self.service_years > 0, "serviceYears", self.service_years)


def require(holds: bool, field: str, value: object) -> None:
    """Raises AssuranceError `STATEMENT_FIELD` where it does not hold."""
    if not holds:
        raise AssuranceError("STATEMENT_FIELD", place=field, value=str(value))


def draft_statement(
    footprint: Footprint,
    *,
    number: str,
    configuration: str,
    level_of_assurance: LevelOfAssurance,
    materiality_percent: float,
    criteria: tuple[str, ...],
    sites: tuple[str, ...],
    sample: SampleSize,
    qualifications: tuple[str, ...] = (),
    accreditation: Accreditation | None = None,
    synthetic: bool = False,
) -> StatementBody:
    """A statement body on a footprint: figures, digests, years, place and GWP set are taken from it, never typed."""
    return StatementBody(
        number=number,
        subject=footprint.subject,
        configuration=configuration,
        configuration_digest=footprint.configuration_digest,
        study_digest=footprint.study_digest,
        method_version=footprint.method_version,
        mean_mg=footprint.mean_mg,
        stages_mg=dict(footprint.stages_mg),
        service_years=footprint.service_years,
        place_of_use=footprint.place_of_use,
        gwp_set=footprint.gwp_set,
        level_of_assurance=level_of_assurance,
        materiality_percent=materiality_percent,
        criteria=criteria,
        sites=sites,
        sample=sample,
        qualifications=qualifications,
        accreditation=accreditation,
        synthetic=synthetic,
    )


def statement_subject(body: StatementBody) -> dict[str, JSON]:
    """The members of the `credentialSubject` that say what was verified, as docs/certificate.md §2 names them, with `signed_members`."""
    return {
        "number": body.number,
        "subject": body.subject,
        "configuration": body.configuration,
        "configurationDigest": body.configuration_digest,
        "studyDigest": body.study_digest,
        "methodVersion": body.method_version,
        "meanMg": body.mean_mg,
        "stagesMg": {stage.value: body.stages_mg[stage] for stage in Stage},
        "serviceYears": body.service_years,
        "placeOfUse": body.place_of_use,
        "gwpSet": body.gwp_set,
        **signed_members(body),
    }


class _Verified(Protocol):
    """What a statement says of the verification itself, whatever was verified."""

    @property
    def level_of_assurance(self) -> LevelOfAssurance: ...
    @property
    def materiality_percent(self) -> float: ...
    @property
    def criteria(self) -> tuple[str, ...]: ...
    @property
    def sites(self) -> tuple[str, ...]: ...
    @property
    def sample(self) -> SampleSize: ...
    @property
    def qualifications(self) -> tuple[str, ...]: ...
    @property
    def accreditation(self) -> Accreditation | None: ...
    @property
    def synthetic(self) -> bool: ...


def signed_members(body: _Verified) -> dict[str, JSON]:
    """Level, criteria, sample, sites, qualifications, accreditation: the members that every statement has."""
    accreditation = body.accreditation
    return {
        "levelOfAssurance": body.level_of_assurance.value,
        "materialityPercent": body.materiality_percent,
        "criteria": list(body.criteria),
        "accreditation": None
        if accreditation is None
        else {
            "body": accreditation.body,
            "number": accreditation.number,
            "scope": accreditation.scope,
            "validUntil": accreditation.valid_until.isoformat(),
        },
        "sites": list(body.sites),
        "sample": {"population": body.sample.population, "drawn": body.sample.drawn},
        "qualifications": list(body.qualifications),
        "synthetic": body.synthetic,
    }
