"""The body of a verification statement on a device (docs/certificate.md §2), before it is signed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assurance.verification_work import VerificationWork, require
from lingtan.evidence import JSON, Footprint, Stage

__all__ = ["StatementBody", "draft_statement", "statement_subject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementBody(VerificationWork):
    """What a statement says of a study. `stages_mg` sum to `mean_mg` [mg CO2e], of which the materiality is a part.

    Raises AssuranceError `STATEMENT_FIELD` as `VerificationWork`, for a sum that does not hold, or a figure that is not positive.
    """

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

    def __post_init__(self) -> None:
        VerificationWork.__post_init__(self)
        require(set(self.stages_mg) == set(Stage), "stagesMg", sorted(self.stages_mg))
        require(self.mean_mg > 0 and sum(self.stages_mg.values()) == self.mean_mg, "meanMg", self.mean_mg)
        require(math.isfinite(self.service_years) and self.service_years > 0, "serviceYears", self.service_years)


def draft_statement(footprint: Footprint, work: VerificationWork, *, configuration: str) -> StatementBody:
    """A statement body on a footprint: figures, digests, years, place and GWP set are taken from it, never typed."""
    return StatementBody(
        **work.said(),
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
    )


def statement_subject(body: StatementBody) -> dict[str, JSON]:
    """The members of the `credentialSubject` that say what was verified and how; who verified it is added at signing."""
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
        **body.signed(),
    }
