"""Who takes part in a verification, and whether a person may sign: independence, competence, accreditation (METHODS 24).

The two-year look-back for consultants and the roles that bar a signer are standing decisions of METHODS 24 in the spirit of impartiality
rules for validation and verification bodies (ISO 14065, ISO/IEC 17029); clause numbers are unverified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from lingtan.errors import AssuranceError
from lingtan.evidence import party_core

__all__ = [
    "Accreditation",
    "Competence",
    "Competences",
    "Involvement",
    "Person",
    "Role",
    "check_accreditation",
    "check_competence",
    "check_independence",
]

#: Years after which advice no longer bars the adviser.
CONSULTANT_YEARS = 2


class Role(StrEnum):
    """A part somebody took in what is now to be verified."""

    DRAFTED_METHOD = "drafted_method"
    BUILT_MODEL = "built_model"
    SOLD_CREDITS = "sold_credits"
    PREPARED_STUDY = "prepared_study"
    CONSULTANT = "consultant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """A scope (a standard or product group) somebody is qualified for, until a day, that day included."""

    scope: str
    valid_until: date


#: What a register holds for a person; None where no register was asked.
Competences: TypeAlias = tuple[Competence, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accreditation:
    """An accreditation of the verification body: by whom, its number, scopes, and the last day it is valid."""

    body: str
    number: str
    scope: str
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts in an engagement, for one organisation."""

    id: str
    name: str
    organisation: str
    competences: tuple[Competence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """A role that a person or a whole organisation took in the study; `until` is its last day, None while it lasts."""

    party: str  # a person's id or an organisation
    role: Role
    until: date | None = None

    def bars(self, on: date) -> bool:
        """Whether the involvement bars signing on a day: a consultant's ends two years after the advice, all others never do."""
        if self.role is not Role.CONSULTANT or self.until is None:
            return True
        try:
            free_from = self.until.replace(year=self.until.year + CONSULTANT_YEARS)
        except ValueError:  # 29 February
            free_from = date(self.until.year + CONSULTANT_YEARS, 3, 1)
        return on < free_from


def check_independence(signer: Person, *, client: str, beneficiaries: Iterable[str], involvements: Iterable[Involvement], on: date) -> None:
    """Refuse a signer of the client's own house, or one who (or whose organisation) took a barring role in the study.

    Raises AssuranceError `SELF_VERIFICATION` or `NOT_INDEPENDENT`.
    """
    if party_core(signer.organisation) in {party_core(name) for name in (client, *beneficiaries)}:
        raise AssuranceError("SELF_VERIFICATION", place=signer.id, organisation=signer.organisation)
    for involvement in involvements:
        if involvement.party in (signer.id, signer.organisation) and involvement.bars(on):
            raise AssuranceError("NOT_INDEPENDENT", place=signer.id, party=involvement.party, role=involvement.role.value)


def check_competence(signer: Person, *, scope: str, on: date) -> Competence:
    """The signer's competence for a scope that lasts longest. Raises AssuranceError `COMPETENCE_SCOPE` or `COMPETENCE_EXPIRED`."""
    fitting = [competence for competence in signer.competences if competence.scope == scope]
    if not fitting:
        raise AssuranceError("COMPETENCE_SCOPE", place=signer.id, scope=scope)
    longest = max(fitting, key=lambda competence: competence.valid_until)
    if longest.valid_until < on:
        raise AssuranceError("COMPETENCE_EXPIRED", place=signer.id, scope=scope, until=longest.valid_until.isoformat(), on=on.isoformat())
    return longest


def check_accreditation(accreditation: Accreditation | None, *, on: date) -> None:
    """Refuse an accreditation that has run out (`ACCREDITATION_EXPIRED`); None is allowed, and the statement says so."""
    if accreditation is not None and accreditation.valid_until < on:
        raise AssuranceError(
            "ACCREDITATION_EXPIRED", place=accreditation.number, until=accreditation.valid_until.isoformat(), on=on.isoformat()
        )
