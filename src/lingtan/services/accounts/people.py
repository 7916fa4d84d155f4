"""What a certifier's people are qualified and its organisation accredited for: the registers behind a signature (METHODS 24)."""

from __future__ import annotations

from datetime import date

from lingtan.access import Accounts, Action, Permission, Session, Visit
from lingtan.assurance import Accreditation, Competence, Person

__all__ = ["accreditations", "person", "record_accreditation", "record_competence"]


def record_competence(accounts: Accounts, session: Session, visit: Visit, *, login: str, scope: str, valid_until: date) -> Person:
    """The person with this competence; a day in the past withdraws it. Raises AccessError `NOT_ALLOWED`, `USER_UNKNOWN`."""
    session.require(Permission.ACCOUNTS_WRITE)
    deed = session.deed(visit, Action.COMPETENCE, f"{login} {scope}")
    accounts.people.qualify(deed, login=login, competence=Competence(scope=scope, valid_until=valid_until))
    return accounts.people.person(login)


def record_accreditation(
    accounts: Accounts, session: Session, visit: Visit, *, body: str, number: str, scope: str, valid_until: date
) -> tuple[Accreditation, ...]:
    """The organisation's accreditations with this one; a day in the past withdraws it. Raises AccessError `NOT_ALLOWED`."""
    session.require(Permission.ACCOUNTS_WRITE)
    given = Accreditation(body=body, number=number, scope=scope, valid_until=valid_until)
    accounts.people.accredit(session.deed(visit, Action.ACCREDITATION, number), given)
    return accounts.people.accreditations(session.organisation)


def person(accounts: Accounts, session: Session, *, login: str) -> Person:
    """A user of the caller's organisation as a party of an engagement. Raises AccessError `USER_UNKNOWN`."""
    return accounts.people.person(accounts.users.of(login, organisation=session.organisation).login)


def accreditations(accounts: Accounts, session: Session) -> tuple[Accreditation, ...]:
    """The accreditations of the caller's organisation."""
    return accounts.people.accreditations(session.organisation)
