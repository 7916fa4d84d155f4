"""The body of a verification statement (docs/certificate.md §2), before it is signed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lingtan.assurance.people import Accreditation
from lingtan.errors import AssuranceError
from lingtan.evidence import JSON, Footprint, Stage

__all__ = ["LevelOfAssurance", "SampleSize", "StatementBody", "draft_statement", "statement_subject"]


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
        _require(bool(self.number.strip()), "number", self.number)
        _require(set(self.stages_mg) == set(Stage), "stagesMg", sorted(self.stages_mg))
        _require(self.mean_mg > 0 and sum(self.stages_mg.values()) == self.mean_mg, "meanMg", self.mean_mg)
        _require(
            math.isfinite(self.materiality_percent) and 0 < self.materiality_percent <= 10, "materialityPercent", self.materiality_percent
        )
        _require(bool(self.criteria), "criteria", "nothing")
        _require(0 < self.sample.drawn <= self.sample.population, "sample", f"{self.sample.drawn} of {self.sample.population}")
        _require(math.isfinite(self.service_years) and self.service_years > 0, "serviceYears", self.service_years)


def _require(holds: bool, field: str, value: object) -> None:
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


def statement_subject(
    body: StatementBody, *, raised: int, closed: int, digest: str, signer_name: str, competence_valid_until: date
) -> dict[str, JSON]:
    """The `credentialSubject` of the statement credential, member by member as docs/certificate.md §2 names them."""
    accreditation = body.accreditation
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
        "findings": {"raised": raised, "closed": closed, "digest": digest},
        "signer": {"name": signer_name, "competenceValidUntil": competence_valid_until.isoformat()},
        "synthetic": body.synthetic,
    }
