"""The forms of a verification, and how what was typed becomes what the services take."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from fastapi import UploadFile
from pydantic import BaseModel, Field

from lingtan.assurance import Involvement, LevelOfAssurance, Role, SampleSize, Severity
from lingtan.errors import InputError

__all__ = [
    "AnswerForm",
    "DraftForm",
    "FindingForm",
    "JudgeForm",
    "OpenForm",
    "PackForm",
    "ReasonForm",
    "RequestForm",
    "SignForm",
    "SubmitForm",
    "SurveillanceForm",
    "Verdict",
]

_WORDS = 4_000
_NAME = 200


class Verdict(StrEnum):
    """What the certifier makes of an answer."""

    CLOSE = "close"
    REJECT = "reject"


class PackForm(BaseModel):
    """A completed evidence pack, JSON."""

    pack: UploadFile


class RequestForm(BaseModel):
    """Whom to ask for what, and who prepared the study."""

    certifier: str = Field(max_length=_NAME)
    scope: str = Field(max_length=_NAME)
    prepared_by: list[str]
    beneficiaries: str = Field(default="", max_length=_WORDS)
    note: str = Field(default="", max_length=_WORDS)


class OpenForm(BaseModel):
    """Who verifies, under which accreditation, and which parts they took in the study before: `login:role[:last day]`."""

    people: list[str]
    accreditation: str = Field(default="", max_length=_NAME)
    involved: list[str] = []

    def involvements(self) -> tuple[Involvement, ...]:
        """The parts taken. Raises InputError `INVOLVEMENT_FORM` naming the one that cannot be read."""
        return tuple(_involvement(text) for text in self.involved)


class SubmitForm(BaseModel):
    """A pack on record by its digest, or a corrected one as a file; with neither, the one of the request."""

    pack: str = Field(default="", max_length=_NAME)
    file: UploadFile | None = None


class ReasonForm(BaseModel):
    """Words that will stand on record."""

    reason: str = Field(max_length=_WORDS)


class FindingForm(BaseModel):
    """An objection: what, where, how grave, what was expected and what was found."""

    code: str = Field(max_length=_NAME)
    place: str = Field(max_length=_NAME)
    severity: Severity
    expected: str = Field(max_length=_WORDS)
    found: str = Field(max_length=_WORDS)


class AnswerForm(BaseModel):
    """The client's answer; without a document the evidence is the pack."""

    text: str = Field(max_length=_WORDS)
    document: UploadFile | None = None


class JudgeForm(BaseModel):
    """The certifier's verdict on an answer."""

    verdict: Verdict
    reason: str = Field(max_length=_WORDS)


class DraftForm(BaseModel):
    """The statement, but for its figures, which are those of the study. Lists are one entry a line."""

    number: str = Field(max_length=_NAME)
    level: LevelOfAssurance
    materiality_percent: float = Field(gt=0, le=10)
    criteria: str = Field(max_length=_WORDS)
    sites: str = Field(default="", max_length=_WORDS)
    population: int = Field(ge=1, le=10_000_000)
    drawn: int = Field(ge=1, le=10_000_000)
    qualifications: str = Field(default="", max_length=_WORDS)

    @property
    def sample(self) -> SampleSize:
        """How many documents there were, and how many were opened."""
        return SampleSize(population=self.population, drawn=self.drawn)


class SignForm(BaseModel):
    """The last day of the statement."""

    valid_until: date


class SurveillanceForm(BaseModel):
    """The report of a surveillance."""

    document: UploadFile


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, without blanks."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _involvement(text: str) -> Involvement:
    parts = text.split(":")
    if not 2 <= len(parts) <= 3 or parts[1] not in set(Role) or not parts[0]:
        raise InputError("INVOLVEMENT_FORM", place="involved", text=text, roles=", ".join(Role))
    try:
        until = date.fromisoformat(parts[2]) if len(parts) == 3 and parts[2] else None
    except ValueError as exc:
        raise InputError("INVOLVEMENT_FORM", place="involved", text=text, roles=", ".join(Role)) from exc
    return Involvement(party=parts[0], role=Role(parts[1]), until=until)
